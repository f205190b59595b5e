import type { AnyFieldSet } from '../../cards/fields.ts';
import type { Field } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { Entered } from '../kernel/presentation.ts';
import { clockOf, dateOf } from '../kernel/time.ts';
import { candidates } from '../school/people.ts';
import { calendarOf } from './calendar.ts';
import { requireExtensible } from './extension.ts';
import {
  authorityForm,
  basisForm,
  extensionForm,
  listForm,
  mergeForm,
  promiseForm,
  reasonForm,
  reassignForm,
  receiptForm,
  recheckerForm,
  supplementForm,
  transferForm,
} from './forms.ts';
import type { Hazard } from './queries.ts';
import { requirePassed } from './recheck.ts';
import { likelyDuplicates } from './repeats.ts';
import { deadlineFrom, serviceLevels, stateNames, type Transition } from './rules.ts';

/** A small form a button opens: which action it feeds and what it starts with. */
export interface Ask {
  readonly title: string;
  readonly lead: (of: Hazard) => string;
  readonly action: string;
  readonly submit: string;
  readonly cancel: string;
  /** What the card says once the form was taken. */
  readonly done: string;
  readonly transition: Transition;
  /** Refuses before anything is filled in what would be refused afterwards. */
  readonly requires?: (of: Hazard) => void;
  readonly form: AnyFieldSet;
  readonly fields: (context: ReadContext, of: Hazard, entered: Entered | undefined) => Field[];
}

const plainAsk = (form: AnyFieldSet) => (_context: ReadContext, _of: Hazard, entered: Entered | undefined) =>
  form.show({}, entered?.values);

export const asks: Readonly<Record<string, Ask>> = {
  reject: {
    title: '不属实',
    lead: () => '一句话写明理由，会留痕，也会告诉上报人。',
    action: 'hazard.reject',
    submit: '记不属实',
    cancel: '先不记',
    done: '已记不属实，理由会告诉上报人。',
    transition: 'reject',
    form: reasonForm,
    fields: plainAsk(reasonForm),
  },
  merge: {
    title: '并入重复',
    lead: () => '并入后，这条的上报人也会收到那条的销号通知。',
    action: 'hazard.merge',
    submit: '并入重复',
    cancel: '先不并',
    done: '已并入，上报人会收到那条的销号通知。',
    transition: 'merge',
    form: mergeForm,
    fields: (context, of, entered) =>
      mergeForm.show(
        {
          into: {
            options: likelyDuplicates(context, { ...of, except: of.id }).map((one) => ({
              value: String(one.id),
              text: `${one.number} ${one.title} ${stateNames[one.state]}`,
            })),
          },
        },
        entered?.values,
      ),
  },
  transfer: {
    title: '转外部',
    lead: () => '转给校外部门的，这里记下转给谁、为什么。',
    action: 'hazard.transfer',
    submit: '登记转办',
    cancel: '先不转',
    done: '已登记转办，会告诉上报人。',
    transition: 'transfer',
    form: transferForm,
    fields: plainAsk(transferForm),
  },
  'confirm-major': {
    title: '认定重大',
    lead: () => '写明依据的条款或鉴定。认定后由您派单，校长同时知道。',
    action: 'hazard.confirm-major',
    submit: '认定重大',
    cancel: '先不认定',
    done: '已认定重大，校长同时知道。请安全办派单。',
    transition: 'confirm_major',
    form: basisForm,
    fields: plainAsk(basisForm),
  },
  'lower-major': {
    title: '降为较大',
    lead: () => '写明为什么不是重大，会留痕。',
    action: 'hazard.lower-major',
    submit: '降为较大',
    cancel: '先不降',
    done: '已降为较大，请安全办派单。',
    transition: 'lower_major',
    form: reasonForm,
    fields: plainAsk(reasonForm),
  },
  extension: {
    title: '申请延期',
    lead: (of) => {
      const { extension } = serviceLevels[of.severity];
      const by = extension.by === 'principal' ? '校长' : '分管副校长';
      return extension.days === 0
        ? '重大隐患不能延期，请保持停用，由校长定。'
        : `由${by}批，只批一次，最多 ${extension.days} ${extension.unit === 'school' ? '个上课日' : '天'}。批下前仍按原期限。`;
    },
    action: 'hazard.ask-extension',
    submit: '申请延期',
    cancel: '不延了',
    done: '已提交，批下前仍按原期限。',
    transition: 'ask_extension',
    requires: requireExtensible,
    form: extensionForm,
    fields: (context, of, entered) =>
      extensionForm.show(
        {
          until: {
            initial: calendarOf(context, of.schoolId).plusSchoolDays(
              of.due ?? dateOf(context.now, context.timeZone),
              1,
            ),
          },
        },
        entered?.values,
      ),
  },
  return: {
    title: '不归我管',
    lead: () => '写一句该归谁，安全办重派。',
    action: 'hazard.return',
    submit: '退回安全办',
    cancel: '我来办',
    done: '已退回安全办重派，您不用办了。',
    transition: 'return',
    form: reasonForm,
    fields: plainAsk(reasonForm),
  },
  reassign: {
    title: '换责任人',
    lead: () => '期限不变，新责任人马上收到。',
    action: 'hazard.reassign',
    submit: '换责任人',
    cancel: '先不换',
    done: '已改派，新责任人已收到。',
    transition: 'reassign',
    form: reassignForm,
    fields: (context, of, entered) =>
      reassignForm.show(
        { owner: { candidates: candidates(context, of.schoolId, ['facility_lead']) } },
        entered?.values,
      ),
  },
  rechecker: {
    title: '换复查人',
    lead: () => '整改人不能自己复查。',
    action: 'hazard.change-rechecker',
    submit: '换复查人',
    cancel: '先不换',
    done: '已请新的复查人复查。',
    transition: 'change_rechecker',
    form: recheckerForm,
    fields: (context, of, entered) =>
      recheckerForm.show(
        {
          rechecker: {
            candidates: candidates(
              context,
              of.schoolId,
              ['safety_office', 'vice_principal'],
              of.ownerId === null ? [] : [of.ownerId],
            ),
          },
        },
        entered?.values,
      ),
  },
  promise: {
    title: '填预计日期',
    lead: () => '预计日期不改期限，办不成时安全办好帮您协调。',
    action: 'hazard.promise',
    submit: '填预计日期',
    cancel: '先不填',
    done: '已记下，期限不变。',
    transition: 'promise',
    form: promiseForm,
    fields: plainAsk(promiseForm),
  },
  list: {
    title: '挂牌督办',
    lead: () => '督办人、期限和编号会写进台账，摘牌才算完。',
    action: 'hazard.list',
    submit: '挂牌督办',
    cancel: '先不挂',
    done: '已挂牌，督办人和责任人都会收到。',
    transition: 'list',
    form: listForm,
    fields: (context, of, entered) =>
      listForm.show(
        {
          supervisor: { candidates: candidates(context, of.schoolId, ['vice_principal', 'principal']) },
          deadline: {
            initial: deadlineFrom(
              dateOf(context.now, context.timeZone),
              { days: 7, unit: 'calendar' },
              calendarOf(context, of.schoolId),
            ),
          },
        },
        entered?.values,
      ),
  },
  delist: {
    title: '摘牌',
    lead: () => '写明整改到哪一步，可以摘牌。',
    action: 'hazard.delist',
    submit: '摘牌',
    cancel: '先不摘',
    done: '已摘牌，台账里留着编号。',
    transition: 'delist',
    form: reasonForm,
    fields: plainAsk(reasonForm),
  },
  supplement: {
    title: '补充情况',
    lead: () => '写下来就到办这件事的人那里，照片直接发到本会话。',
    action: 'hazard.supplement',
    submit: '补充情况',
    cancel: '不补了',
    done: '已转给办这件事的人，照片可继续发到这里。',
    transition: 'supplement',
    form: supplementForm,
    fields: plainAsk(supplementForm),
  },
  'send-back': {
    title: '退回再改',
    lead: () => '写明还差什么，责任人马上收到，期限重新计。',
    action: 'hazard.send-back',
    submit: '退回再改',
    cancel: '先不退',
    done: '已退回再改，责任人已收到。',
    transition: 'send_back',
    requires: requirePassed,
    form: reasonForm,
    fields: plainAsk(reasonForm),
  },
  reopen: {
    title: '仍有问题',
    lead: () => '写一句现在怎样，安全办重新安排。',
    action: 'hazard.reopen',
    submit: '重新打开',
    cancel: '没事了',
    done: '已重新打开，安全办重新安排。',
    transition: 'reopen',
    form: reasonForm,
    fields: plainAsk(reasonForm),
  },
  receipt: {
    title: '登记回执',
    lead: () => '哪个部门、什么结论、哪天。',
    action: 'hazard.receipt',
    submit: '登记回执',
    cancel: '先不记',
    done: '回执已记。',
    transition: 'receipt',
    form: receiptForm,
    fields: plainAsk(receiptForm),
  },
  authority: {
    title: '登记上报',
    lead: () => '报给谁、哪天几点、文号或接收人。',
    action: 'hazard.authority-report',
    submit: '登记上报',
    cancel: '先不记',
    done: '上报已记。',
    transition: 'authority_report',
    form: authorityForm,
    fields: (context, _of, entered) =>
      authorityForm.show(
        { at: { initial: `${dateOf(context.now, context.timeZone)} ${clockOf(context.now, context.timeZone)}` } },
        entered?.values,
      ),
  },
};
