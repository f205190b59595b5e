import { z } from 'zod';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import type { Feature } from '../kernel/feature.ts';
import { anyOf, type Permission, related, roleHolder, safetyOffice, staff } from '../kernel/permission.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { nameOf, schoolOf } from '../school/people.ts';
import { asks } from './asks.ts';
import { requireState } from './change.ts';
import { endDraft, reportOf, startReport } from './draft.ts';
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
  recheckForm,
  rectifyForm,
  reportForm,
  supplementForm,
  transferForm,
  triageForm,
} from './forms.ts';
import { attachChosen, findPhoto, type Photo, reportWithPhoto } from './photos.ts';
import { hazardPresentations } from './presentations.ts';
import { type Draft, findDraft, findHazard, type Hazard, reportersOf } from './queries.ts';
import {
  changeRechecker,
  consentToClose,
  recheckHazard,
  recordAuthorityReport,
  recordReceipt,
  reopenHazard,
} from './recheck.ts';
import { joinHazard, keepWhole, registerHazard, registerSeparately, splitReport } from './register.ts';
import { reportPresentations } from './report_presentations.ts';
import { serviceLevels } from './rules.ts';
import { supplementHazard, undoStep, withdrawHazard } from './story.ts';
import { delistHazard, listHazard } from './supervise.ts';
import { hazardTimers } from './timers.ts';
import { assignHazard, confirmMajor, lowerMajor, mergeHazard, rejectHazard, transferHazard } from './triage.ts';
import {
  askExtension,
  askHelp,
  beginRectification,
  controlHazard,
  coordinate,
  decideExtension,
  promiseHazard,
  reassignHazard,
  rectifyHazard,
  returnHazard,
} from './work.ts';

const id = z.number().int().positive();
const hazardReference = z.object({ hazard: id });
const findSubject = (context: Context, reference: { hazard: number }): Hazard | undefined =>
  findHazard(context, reference.hazard);
const revision = (of: Hazard): number => of.revision;

/** A draft belongs to one person and one school. */
interface DraftSubject extends Draft {
  readonly schoolId: number;
}
const draftSubject = (context: Context, reference: { draft: number }): DraftSubject | undefined => {
  const found = findDraft(context, reference.draft);
  return found && { ...found, schoolId: reportOf(found).schoolId };
};

const vicePrincipal = roleHolder('vice_principal', '分管副校长');
const principal = roleHolder('principal', '校长');
/** Who decides about hazards: the safety office, and the leaders above it. */
const office = anyOf<{ schoolId: number }>(
  { ...safetyOffice, advice: '您可以补充情况，打一句话给我。' },
  vicePrincipal,
  principal,
);
const leaders = anyOf<{ schoolId: number }>(vicePrincipal, principal, safetyOffice);
const control = anyOf<{ schoolId: number }>(
  safetyOffice,
  roleHolder('duty_leader', '带班领导'),
  vicePrincipal,
  principal,
);
const owner: Permission<Hazard> = {
  ...related<Hazard>('责任人', (person, of) => of.ownerId === person, '要换人，请安全办改派。'),
  refusal: (context, of) => (of.ownerId === null ? '这项还没派人' : `这项由${nameOf(context, of.ownerId)}负责`),
};
const rechecker: Permission<Hazard> = {
  says: '复查人',
  advice: '请安全办另派复查人。',
  allows: (context, person, of) => {
    if (person === of.ownerId) throw new Refused('recheck.own', '整改人不能自己复查', '请安全办另派复查人。');
    return of.recheckerId === person || office.allows(context, person, of);
  },
};
const reporter: Permission<Hazard> = {
  says: '上报人',
  allows: (context, person, of) => reportersOf(context, of.id).includes(person),
};
const involved = anyOf<Hazard>(
  reporter,
  owner,
  related('复查人', (person, of) => of.recheckerId === person || of.leaderId === person),
  control,
);
const extensionDecider: Permission<Hazard> = {
  says: '批延期的领导',
  advice: '一般由分管副校长批，较大由校长批。',
  allows: (context, person, of) => {
    const { by } = serviceLevels[of.severity].extension;
    return (
      principal.allows(context, person, of) || (by === 'vice_principal' && vicePrincipal.allows(context, person, of))
    );
  },
};
const draftOwner = related<DraftSubject>('上报人', (person, of) => of.personId === person);

/** A button about a hazard, without a form. */
const button = (
  name: string,
  who: Permission<Hazard>,
  run: (context: Context, of: Hazard, person: number) => ReturnType<Action['press']>,
): Action =>
  defineAction({
    name,
    reference: hazardReference,
    subject: findSubject,
    who,
    run: (context, { subject, person }) => run(context, subject, person),
  });

const onDraft = (name: string, run: (context: Context, of: Draft) => ReturnType<Action['press']>): Action =>
  defineAction({
    name,
    reference: z.object({ draft: id }),
    subject: draftSubject,
    who: draftOwner,
    run: (context, { subject }) => run(context, subject),
  });

const photoSender = related<{ schoolId: number; row: Photo }>('发照片的人', (person, of) => of.row.personId === person);

const own = (context: Context, person: number) => {
  const schoolId = schoolOf(context, person);
  return schoolId === undefined ? undefined : { schoolId };
};

/** Opens what a person has to do about a hazard: the card that fits who they are to it. */
function openHazard(context: Context, of: Hazard, person: number) {
  const waiting = of.state === 'reported' || of.state === 'reopened' || of.state === 'triaged';
  const card =
    waiting && office.allows(context, person, of)
      ? of.major === 'candidate'
        ? 'hazard.major'
        : 'hazard.triage'
      : of.ownerId === person && (of.state === 'assigned' || of.state === 'rectifying')
        ? 'hazard.task'
        : of.recheckerId === person && of.state === 'pending_recheck'
          ? 'hazard.recheck'
          : 'hazard.receipt';
  sendCard(context, card, { hazard: of.id }, { person }, { lane: 'press' });
  return {};
}

export const hazardActions: readonly Action[] = [
  defineAction({
    name: 'hazard.register',
    reference: z.object({ draft: id }),
    subject: draftSubject,
    who: draftOwner,
    form: reportForm,
    run: (context, { subject, values }) => registerHazard(context, subject, values),
  }),
  onDraft('hazard.register-separately', registerSeparately),
  onDraft('hazard.split', splitReport),
  onDraft('hazard.keep-whole', keepWhole),
  onDraft('hazard.drop', (context, of) => {
    if (of.state !== 'open') throw new Refused('draft.ended', '这条已经登记过了', '发“我的隐患”可以看到。');
    endDraft(context, of, 'dropped');
    return { toast: { tone: 'info', text: '没有上报' } };
  }),
  defineAction({
    name: 'hazard.join',
    reference: z.object({ draft: id, hazard: id }),
    subject: (context, reference) => {
      const of = draftSubject(context, reference);
      const into = findHazard(context, reference.hazard);
      return of && into && into.schoolId === of.schoolId ? { ...of, into } : undefined;
    },
    who: draftOwner,
    run: (context, { subject }) => joinHazard(context, subject, subject.into),
  }),
  defineAction({
    name: 'hazard.start',
    reference: z.object({}),
    subject: (context, _reference, person) => own(context, person),
    who: staff,
    run: (context, { subject, person }) => {
      startReport(context, { person, schoolId: subject.schoolId, words: '' });
      return {};
    },
  }),

  defineAction({
    name: 'hazard.assign',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: triageForm,
    revision,
    run: (context, { subject, values }) => assignHazard(context, subject, values),
  }),
  defineAction({
    name: 'hazard.confirm-major',
    reference: hazardReference,
    subject: findSubject,
    who: control,
    form: basisForm,
    revision,
    run: (context, { subject, values }) => confirmMajor(context, subject, values.basis),
  }),
  defineAction({
    name: 'hazard.lower-major',
    reference: hazardReference,
    subject: findSubject,
    who: control,
    form: reasonForm,
    revision,
    run: (context, { subject, values }) => lowerMajor(context, subject, values.reason),
  }),
  defineAction({
    name: 'hazard.reject',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: reasonForm,
    revision,
    run: (context, { subject, values }) => rejectHazard(context, subject, values.reason),
  }),
  defineAction({
    name: 'hazard.merge',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: mergeForm,
    revision,
    run: (context, { subject, values }) => mergeHazard(context, subject, values),
  }),
  defineAction({
    name: 'hazard.transfer',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: transferForm,
    revision,
    run: (context, { subject, values }) => transferHazard(context, subject, values),
  }),
  button('hazard.take-control', control, (context, of, person) => {
    requireState(context, of, 'confirm_major');
    sendCard(
      context,
      'hazard.triage',
      { hazard: of.id },
      { person },
      { lane: 'normal', dedupeKey: `take-control:${of.id}:${person}` },
    );
    return { toast: { tone: 'success', text: `已记：${nameOf(context, person)}去管控` } };
  }),
  button('hazard.open-triage', office, openHazard),
  button('hazard.open-recheck', anyOf<Hazard>(rechecker, office), (context, of, person) => {
    sendCard(context, 'hazard.recheck', { hazard: of.id }, { person }, { lane: 'press' });
    return {};
  }),
  button('hazard.open', involved, openHazard),

  button('hazard.control', anyOf<Hazard>(owner, office), controlHazard),
  button('hazard.begin-rectification', owner, beginRectification),
  defineAction({
    name: 'hazard.rectify',
    reference: z.object({ hazard: id, draft: id }),
    subject: (context, reference) => {
      const draft = findDraft(context, reference.draft);
      const of = findHazard(context, reference.hazard);
      return of && draft && draft.hazardId === of.id ? { ...of, draft } : undefined;
    },
    who: owner,
    form: rectifyForm,
    revision,
    run: (context, { subject: { draft, ...of }, values }) => rectifyHazard(context, of, draft, values),
  }),
  defineAction({
    name: 'hazard.ask-extension',
    reference: hazardReference,
    subject: findSubject,
    who: owner,
    form: extensionForm,
    revision,
    run: (context, { subject, values }) => askExtension(context, subject, values),
  }),
  button('hazard.grant-extension', extensionDecider, (context, of) => decideExtension(context, of, true)),
  button('hazard.refuse-extension', extensionDecider, (context, of) => decideExtension(context, of, false)),
  defineAction({
    name: 'hazard.return',
    reference: hazardReference,
    subject: findSubject,
    who: owner,
    form: reasonForm,
    revision,
    run: (context, { subject, values }) => returnHazard(context, subject, values.reason),
  }),
  defineAction({
    name: 'hazard.reassign',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: reassignForm,
    revision,
    run: (context, { subject, values }) => reassignHazard(context, subject, values),
  }),
  defineAction({
    name: 'hazard.promise',
    reference: hazardReference,
    subject: findSubject,
    who: owner,
    form: promiseForm,
    run: (context, { subject, values }) => promiseHazard(context, subject, values),
  }),
  button('hazard.ask-help', owner, askHelp),
  button('hazard.coordinate', leaders, coordinate),

  defineAction({
    name: 'hazard.recheck',
    reference: hazardReference,
    subject: findSubject,
    who: rechecker,
    form: recheckForm,
    revision,
    run: (context, { subject, values }) => recheckHazard(context, subject, values),
  }),
  defineAction({
    name: 'hazard.change-rechecker',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: recheckerForm,
    run: (context, { subject, values }) => changeRechecker(context, subject, values.rechecker),
  }),
  button('hazard.consent', principal, consentToClose),
  defineAction({
    name: 'hazard.receipt',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: receiptForm,
    run: (context, { subject, values }) => recordReceipt(context, subject, values.receipt),
  }),
  defineAction({
    name: 'hazard.authority-report',
    reference: hazardReference,
    subject: findSubject,
    who: leaders,
    form: authorityForm,
    run: (context, { subject, values }) => recordAuthorityReport(context, subject, values),
  }),
  defineAction({
    name: 'hazard.reopen',
    reference: hazardReference,
    subject: findSubject,
    who: anyOf<Hazard>(reporter, office),
    form: reasonForm,
    run: (context, { subject, values }) => reopenHazard(context, subject, values.reason),
  }),
  defineAction({
    name: 'hazard.list',
    reference: hazardReference,
    subject: findSubject,
    who: leaders,
    form: listForm,
    run: (context, { subject, values }) => {
      listHazard(context, subject, values);
      return { toast: { tone: 'success', text: '已挂牌督办' } };
    },
  }),
  defineAction({
    name: 'hazard.delist',
    reference: hazardReference,
    subject: findSubject,
    who: leaders,
    form: reasonForm,
    run: (context, { subject, values }) => {
      delistHazard(context, subject, values.reason);
      return { toast: { tone: 'success', text: '已摘牌' } };
    },
  }),

  defineAction({
    name: 'hazard.supplement',
    reference: hazardReference,
    subject: findSubject,
    who: involved,
    form: supplementForm,
    run: (context, { subject, values }) => supplementHazard(context, subject, values.words),
  }),
  button('hazard.withdraw', reporter, withdrawHazard),
  defineAction({
    name: 'hazard.undo',
    reference: z.object({ hazard: id, step: id }),
    subject: (context, reference) => {
      const of = findHazard(context, reference.hazard);
      return of && { ...of, step: reference.step };
    },
    who: staff,
    run: (context, { subject: { step, ...of } }) => undoStep(context, of, step),
  }),
  defineAction({
    name: 'hazard.ask',
    reference: z.object({ hazard: id, ask: z.string() }),
    subject: (context, reference) => {
      const of = findHazard(context, reference.hazard);
      return of && { ...of, ask: reference.ask };
    },
    who: involved,
    run: (context, { subject: { ask, ...of }, person }) => {
      const wanted = asks[ask];
      if (!wanted) throw new Refused('ask.unknown', '这张卡已过期，请发“待办”');
      requireState(context, of, wanted.transition);
      sendCard(context, 'hazard.ask', { hazard: of.id, ask }, { person }, { lane: 'press' });
      return {};
    },
  }),
  button('hazard.dismiss', involved, (_context, of) => ({
    become: { card: 'hazard.receipt', subject: { hazard: of.id } },
  })),

  defineAction({
    name: 'hazard.mine',
    reference: z.object({ closed: z.number().int().default(0), page: z.number().int().default(0) }),
    subject: (context, reference, person) => {
      const of = own(context, person);
      return of && { ...of, ...reference };
    },
    who: staff,
    run: (_context, { subject }) => ({
      become: { card: 'hazard.mine', subject: { closed: subject.closed, page: subject.page } },
    }),
  }),
  defineAction({
    name: 'hazard.ledger',
    reference: z.object({ school: id, filter: z.string().default('open'), page: z.number().int().default(0) }),
    subject: (_context, reference) => ({ schoolId: reference.school, filter: reference.filter, page: reference.page }),
    who: control,
    run: (_context, { subject }) => ({
      become: {
        card: 'hazard.ledger',
        subject: { school: subject.schoolId, filter: subject.filter, page: subject.page },
      },
    }),
  }),
  defineAction({
    name: 'todo.show',
    reference: z.object({}),
    subject: (context, _reference, person) => own(context, person),
    who: staff,
    run: (context, { person }) => {
      sendCard(context, 'todo.merged', {}, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'photo.attach',
    reference: z.object({ photo: id, draft: id }),
    subject: (context, reference, person) => {
      const row = findPhoto(context, reference.photo);
      const of = own(context, person);
      return row && of && { ...of, row, draft: reference.draft };
    },
    who: photoSender,
    run: (context, { subject }) => attachChosen(context, subject.row, subject.draft),
  }),
  defineAction({
    name: 'photo.report',
    reference: z.object({ photo: id }),
    subject: (context, reference, person) => {
      const row = findPhoto(context, reference.photo);
      const of = own(context, person);
      return row && of && { ...of, row };
    },
    who: photoSender,
    run: (context, { subject }) => reportWithPhoto(context, subject.row, subject.schoolId),
  }),
];

export const hazardFeature: Feature = {
  name: 'hazards',
  actions: hazardActions,
  presentations: [...reportPresentations, ...hazardPresentations],
  timers: hazardTimers,
};
