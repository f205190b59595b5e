import type { HazardView } from '../../cards/hazards/view.ts';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, DAY, dateOf, daysBetween, dayText, HOUR, MINUTE, momentText, shortDay } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { isExtensible } from './extension.ts';
import { allPhotosOf, type Hazard, lastStepOf, openSupervision, stepsOf } from './queries.ts';
import { openStates, severityNames, stateTextOf } from './rules.ts';
import { isUndoable } from './story.ts';
import { categoryName, placeKindOf, triggerOf } from './taxonomy.ts';

const undoLabels: Readonly<Record<string, string>> = {
  assign: '撤回派单',
  control: '撤回管控',
  rectify: '撤回提交',
  pass: '撤回复查',
  send_back: '撤回退回',
  reject: '撤回不属实',
  merge: '撤回并入',
  transfer: '撤回转外部',
  return: '撤回退回',
  confirm_major: '撤回认定',
  lower_major: '撤回降级',
  decide_extension: '撤回批复',
};

/** 楼梯 · 2号楼3层西侧. */
export const placeText = (of: Pick<Hazard, 'placeKind' | 'placeDetail'>): string => {
  const kind = placeKindOf(of.placeKind).name;
  return of.placeDetail === '' || of.placeDetail === kind ? kind : `${kind} · ${of.placeDetail}`;
};

/** 9月25日止, 逾期（9月17日）, 待复查: where a hazard stands, as every list says it. */
export function statusText(context: ReadContext, of: Hazard): { readonly text: string; readonly late: boolean } {
  const today = dateOf(context.now, context.timeZone);
  const working = of.state === 'assigned' || of.state === 'rectifying';
  if (!working || of.due === null) return { text: stateTextOf(of), late: false };
  const late = of.due < today;
  return { text: late ? `逾期（${shortDay(of.due, today)}）` : `${shortDay(of.due, today)}止`, late };
}

const hashes = (photos: readonly { hash: string | null }[]): readonly string[] =>
  photos.flatMap((photo) => (photo.hash === null ? [] : [photo.hash]));

/** A hazard ready to be shown to somebody; every word is read from the rows at this moment. */
export function viewOf(context: ReadContext, of: Hazard, viewer?: PersonId): HazardView {
  const today = dateOf(context.now, context.timeZone);
  const photos = allPhotosOf(context, of.id);
  const ofMoment = (moment: 'before' | 'after' | 'recheck') => photos.filter((one) => one.moment === moment);
  const before = ofMoment('before');
  const steps = viewer === undefined ? [] : stepsOf(context, of.id);
  const last = steps.find((step) => step.revision === of.revision && step.before !== null);
  const undo =
    viewer !== undefined && last && isUndoable(steps, last, of, viewer, context.now)
      ? { step: last.id, kind: last.kind, label: undoLabels[last.kind] ?? '撤回' }
      : undefined;
  const supervision = openSupervision(context, of.id);
  const clause = triggerOf(of.majorTrigger);
  return {
    id: of.id,
    revision: of.revision,
    number: of.number,
    title: of.title,
    state: of.state,
    stateText: stateTextOf(of),
    ...(of.state === 'pending_recheck' && of.recheckResult === 'passed' ? { passed: true as const } : {}),
    open: openStates.includes(of.state),
    severity: of.severity,
    severityText: severityNames[of.severity],
    candidate: of.major === 'candidate',
    ...(clause ? { clause: clause.clause.replace(/^ZD/, '判定指南') } : {}),
    place: placeText(of),
    category: categoryName(of.category, of.sub),
    description: of.description,
    reporter: nameOf(context, of.reporterId),
    reportedAt: momentText(of.reportedAt, context.now, context.timeZone),
    owner: of.ownerId === null ? '待派' : nameOf(context, of.ownerId),
    leader: nameOf(context, of.leaderId),
    rechecker: of.recheckerId === null ? '安全办' : nameOf(context, of.recheckerId),
    due: of.due === null ? '' : dayText(of.due, today),
    ...(of.requirement ? { requirement: of.requirement } : {}),
    ...(of.interim ? { interim: of.interim } : {}),
    controlled: of.controlledAt !== null,
    ...(of.measure ? { measure: of.measure } : {}),
    ...(of.fixedAt === null ? {} : { fixedAt: momentText(of.fixedAt, context.now, context.timeZone) }),
    ...(of.closedAt === null ? {} : { closedAt: momentText(of.closedAt, context.now, context.timeZone) }),
    ...(of.fixedAt === null
      ? {}
      : { daysTaken: daysBetween(dateOf(of.reportedAt, context.timeZone), dateOf(of.fixedAt, context.timeZone)) }),
    overdueDays:
      of.due !== null && (of.state === 'assigned' || of.state === 'rectifying')
        ? Math.max(0, daysBetween(of.due, today))
        : 0,
    mayExtend: isExtensible(of),
    before: hashes(before),
    after: hashes(ofMoment('after')),
    recheck: hashes(ofMoment('recheck')),
    photoCount: before.length,
    incomplete: of.incomplete,
    ...(supervision ? { supervision: supervision.number } : {}),
    ...(undo ? { undo } : {}),
  };
}

const done: Readonly<Record<string, string>> = {
  assign: '已派单',
  confirm_major: '认定为重大',
  lower_major: '降为较大',
  reject: '记为不属实',
  merge: '并入重复',
  transfer: '转校外部门',
  withdraw: '撤回上报',
};

/** Why a hazard is with the safety office again; undefined for one that was just reported. */
export function backWord(context: ReadContext, of: Hazard): string | undefined {
  const step = stepsOf(context, of.id).find(
    (one) => one.kind === 'return' || one.kind === 'reopen' || one.kind === 'assign',
  );
  if (!step || step.kind === 'assign') return undefined;
  if (step.personId === null) return `${step.note ?? ''}，请重派。`;
  const said = step.note ? `：${step.note}` : '';
  return `${nameOf(context, step.personId)}${step.kind === 'return' ? '退回' : '说仍有问题'}${said}`;
}

/** 40 分钟, 5 小时, 3 天: how long something has waited (ms). */
export function spanText(span: number): string {
  if (span < HOUR) return `${Math.max(1, Math.floor(span / MINUTE))} 分钟`;
  return span < DAY ? `${Math.floor(span / HOUR)} 小时` : `${Math.floor(span / DAY)} 天`;
}

/** 王芳 10:31 已派单: for cards whose question has been answered. */
export function lastWord(context: ReadContext, of: Hazard): string | undefined {
  const step = stepsOf(context, of.id).find((one) => done[one.kind] !== undefined);
  if (!step) return undefined;
  const who = step.personId === null ? '' : `${nameOf(context, step.personId)} `;
  const when =
    dateOf(step.at, context.timeZone) === dateOf(context.now, context.timeZone)
      ? clockOf(step.at, context.timeZone)
      : momentText(step.at, context.now, context.timeZone);
  return `${who}${when} ${done[step.kind]}${step.note && (step.kind === 'reject' || step.kind === 'lower_major') ? `：${step.note}` : ''}。`;
}

/** What a turn is called, and what the reporter reads of it. */
export function turnOf(
  context: ReadContext,
  of: Hazard,
  stepId: number,
): { readonly turn: string; readonly what: string } {
  const step = stepsOf(context, of.id).find((one) => one.id === stepId) ?? lastStepOf(context, of.id);
  const view = viewOf(context, of);
  const turns: Readonly<Record<string, readonly [string, string]>> = {
    assign: ['已派人', `已派${view.owner}整改，${view.due} 前办好。`],
    rectify: ['已整改', `${view.owner}已整改，等${view.rechecker}复查。`],
    send_back: ['退回再改', `还差一点，已请${view.owner}再改，${view.due} 前办好。`],
    reject: ['不属实', `安全办到场看过：${of.decisionReason ?? '不属实'}。看到别的，照样打一句话给我。`],
    merge: ['已并入', '与另一条是同一处，已并入，销号后一样告诉您。'],
    transfer: ['已转外部', `已转${of.transferredTo ?? '校外部门'}处理。`],
    reopen: ['已重新打开', '安全办正在处理。'],
    undo: ['更正', `上一步点错了，已更正，现在${view.stateText}。`],
  };
  const [turn, what] = turns[step?.kind ?? ''] ?? [view.stateText, `现在${view.stateText}。`];
  return { turn, what };
}

/** Who said 我去管控, and when: 王强 10:22; undefined while nobody has. */
export function goingWord(context: ReadContext, of: Hazard): string | undefined {
  const going = stepsOf(context, of.id).filter((step) => step.kind === 'take_control');
  if (going.length === 0) return undefined;
  return going.map((step) => `${nameOf(context, step.personId)} ${clockOf(step.at, context.timeZone)}`).join('、');
}
