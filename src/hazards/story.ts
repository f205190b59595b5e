import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { hazard } from '../store/schema/index.ts';
import type { HazardReading } from '../understanding/understanding.ts';
import { change, type HazardChange, requirePerson, requireState } from './change.ts';
import { endWork, openWork } from './draft.ts';
import { takeBackHandingIn } from './handing_in.ts';
import { leaveMerged } from './merging.ts';
import { NUDGES } from './plan.ts';
import { refusePrivateWords } from './private_words.ts';
import { type Hazard, lastStepIdOf, reportersOf, type Step, stepsOf } from './queries.ts';
import { openStates, UNDO_WINDOW_MS } from './rules.ts';
import { safetyOffice, tell, tellReporters, whenWelcome } from './tell.ts';
import { askRecheck, beginRectification, toOffice } from './work.ts';

/** 补充情况: anybody who reported it may add; it joins the story and reaches whoever works on it. */
export function supplementHazard(context: Context, subject: Hazard, words: string): Outcome {
  requireState(context, subject, 'supplement');
  refusePrivateWords(words);
  const moved = change(context, subject, 'supplement', {}, { note: words, keepsRevision: true });
  const people =
    moved.ownerId === null ? safetyOffice(context, moved.schoolId).map((one) => one.person) : [moved.ownerId];
  const actor = requirePerson(context);
  for (const person of people) {
    if (person === actor) continue;
    sendCard(context, 'hazard.supplement', { hazard: moved.id, step: lastStepIdOf(context, moved.id) }, { person });
  }
  return { toast: { tone: 'success', text: `已补充到 ${moved.number}` } };
}

/** 撤回上报: by its reporter, as long as nobody acted on it. */
export function withdrawHazard(context: Context, subject: Hazard): Outcome {
  requireState(context, subject, 'withdraw');
  if (context.now - subject.reportedAt > UNDO_WINDOW_MS) {
    throw new Refused('hazard.withdraw_late', '已过 10 分钟，不能撤回', '请补充一句“报错了”，安全办会处理。');
  }
  if (reportersOf(context, subject.id).length > 1) throw new Refused('hazard.joined', '还有人也报了这条，不能撤回');
  change(context, subject, 'withdraw', { state: 'withdrawn', closedAt: context.now });
  return { toast: { tone: 'success', text: '已撤回' } };
}

/** Steps a mis-tap can lead to; the rest are either no taps or have their own way back. */
const undoable = [
  'assign',
  'control',
  'rectify',
  'pass',
  'send_back',
  'reject',
  'merge',
  'transfer',
  'return',
  'confirm_major',
  'lower_major',
  'decide_extension',
];

/** What may come after a step without anybody having acted on it. */
const harmless: readonly string[] = ['supplement', 'joined', ...Object.values(NUDGES)];

/** Whether the person may take the step back; `steps` is the story, newest first. */
export const isUndoable = (steps: readonly Step[], step: Step, of: Hazard, person: PersonId, now: number): boolean =>
  undoable.includes(step.kind) &&
  step.personId === person &&
  step.revision === of.revision &&
  step.before !== null &&
  now - step.at <= UNDO_WINDOW_MS &&
  steps.every((one) => one.id <= step.id || harmless.includes(one.kind));

/** Turns the reporters were told of: a correction of one of them is a turn as well. */
const toldOf: readonly string[] = ['assign', 'rectify', 'pass', 'send_back', 'reject', 'merge', 'transfer'];

/** 撤回这一步: by its author within ten minutes and before anybody acted after it; the audit keeps both. */
export function undoStep(context: Context, subject: Hazard, stepId: number): Outcome {
  const person = requirePerson(context);
  const steps = stepsOf(context, subject.id);
  const step = steps.find((one) => one.id === stepId);
  if (!step || step.personId !== person) throw new Refused('undo.not_yours', '只能撤回自己刚点的');
  if (context.now - step.at > UNDO_WINDOW_MS)
    throw new Refused('undo.late', '已过 10 分钟，不能撤回', '请联系安全办更正。');
  if (!isUndoable(steps, step, subject, person, context.now))
    throw new Refused('undo.moved_on', '后面已有人办理，不能撤回', '请联系安全办更正。');
  // `before` is the row that `change` read, stored as JSON; its columns are exactly those of a hazard.
  const { id: _id, revision: _revision, number: _number, schoolId: _schoolId, ...columns } = step.before as Hazard;
  const restored: HazardChange = columns;
  const moved = change(context, subject, 'undo', restored, { note: '撤回上一步' });
  if (step.kind === 'rectify') takeBackHandingIn(context, moved, person);
  if (step.kind === 'merge') leaveMerged(context, subject);
  if (moved.state === 'pending_recheck' && subject.state !== moved.state && moved.recheckResult !== 'passed')
    openWork(context, person, 'recheck', moved.id, moved.schoolId);
  if (toldOf.includes(step.kind)) tellReporters(context, moved);
  if (step.kind === 'assign' && subject.ownerId !== null && subject.ownerId !== person) {
    sendText(
      context,
      `${moved.number} ${moved.title}：派单已撤回，您先不用办。`,
      { person: subject.ownerId },
      { lane: 'normal', notBefore: whenWelcome(context, moved) },
    );
  }
  return { toast: { tone: 'success', text: '已撤回，恢复到上一步' } };
}

export interface FollowUp {
  readonly person: PersonId;
  readonly schoolId: number;
  readonly says: 'fixed' | 'not-yet';
  readonly number?: string | undefined;
  readonly about: HazardReading;
  readonly words: string;
}

/**
 * 「昨天报的扶手修好了」 belongs to a hazard that exists, never to a new one (domain/hazards.md §8 n3, n4): the owner
 * gets the form, anybody else's word reaches the owner. Returns false when no hazard fits.
 */
export function followUp(context: Context, input: FollowUp): boolean {
  const found = findMeant(context, input);
  if (!found) return false;
  const to = { person: input.person };
  if (
    input.says === 'fixed' &&
    found.ownerId === input.person &&
    (found.state === 'assigned' || found.state === 'rectifying')
  ) {
    beginRectification(context, found);
    return true;
  }
  const moved = change(context, found, 'supplement', {}, { note: input.words, keepsRevision: true });
  const step = lastStepIdOf(context, moved.id);
  const people =
    moved.ownerId === null ? safetyOffice(context, moved.schoolId).map((one) => one.person) : [moved.ownerId];
  for (const person of people) {
    if (person !== input.person) sendCard(context, 'hazard.supplement', { hazard: moved.id, step }, { person });
  }
  sendText(context, `已转告：${moved.number} ${moved.title}。办好后您会收到销号通知。`, to);
  return true;
}

/** The open hazard the words are about: by number, else the person's own with the same place or kind, latest first. */
function findMeant(context: Context, input: FollowUp): Hazard | undefined {
  const open = and(eq(hazard.schoolId, input.schoolId), inArray(hazard.state, [...openStates]));
  if (input.number) {
    return context.db
      .select()
      .from(hazard)
      .where(and(open, sql`upper(${hazard.number}) = ${input.number.toUpperCase()}`))
      .get();
  }
  const rows = context.db
    .select()
    .from(hazard)
    .where(and(open, gt(hazard.reportedAt, 0)))
    .orderBy(desc(hazard.reportedAt))
    .limit(200)
    .all();
  const { about } = input;
  const closeness = (row: Hazard): number =>
    (row.category === about.category ? 2 : 0) +
    (about.sub && row.sub === about.sub ? 2 : 0) +
    (about.place.kind && row.placeKind === about.place.kind ? 2 : 0) +
    (row.ownerId === input.person || row.reporterId === input.person ? 1 : 0);
  const ranked = rows.map((row) => ({ row, score: closeness(row) })).sort((left, right) => right.score - left.score);
  const [best, next] = ranked;
  // Sure enough: two things agree; or one does, the hazard is the person's own, and no other fits as well.
  if (best && (best.score >= 4 || (best.score === 3 && next?.score !== 3))) return best.row;
  return undefined;
}

/** Somebody left the school: what they had to do goes back to the safety office, to be given to others. */
export function handBackTasksOf(context: Context, person: PersonId): void {
  const rows = context.db
    .select()
    .from(hazard)
    .where(
      and(
        sql`(${hazard.ownerId} = ${person} or ${hazard.recheckerId} = ${person})`,
        inArray(hazard.state, [...openStates]),
      ),
    )
    .all();
  for (const row of rows) {
    const office = safetyOffice(context, row.schoolId).map((one) => one.person);
    if (row.ownerId === person && (row.state === 'assigned' || row.state === 'rectifying')) {
      const recheckerId = row.recheckerId === person ? null : row.recheckerId;
      const moved = change(context, row, 'return', { ...toOffice(row), recheckerId }, { note: '责任人已离校' });
      endWork(context, row.id);
      tell(context, 'hazard.triage', moved, office);
    } else if (row.recheckerId === person && row.state === 'pending_recheck') {
      const [first] = office.filter((one) => one !== row.ownerId);
      const moved = change(context, row, 'change_rechecker', { recheckerId: first ?? null }, { note: '复查人已离校' });
      endWork(context, row.id);
      askRecheck(context, moved);
    }
  }
}
