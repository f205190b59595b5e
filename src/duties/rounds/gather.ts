import { and, eq, sql } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import { endDraft } from '../../hazards/draft.ts';
import { type Draft, findDraft, openDraftsOf } from '../../hazards/queries.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { HOUR } from '../../kernel/time.ts';
import { setTimer } from '../../kernel/timers.ts';
import type { PlatformName } from '../../platforms/platform.ts';
import { draft, sentCard } from '../../store/schema/index.ts';
import { prepared } from '../../store/store.ts';
import { missingEvidence } from '../required_evidence.ts';
import { scopeName } from '../scope_name.ts';
import { schoolDuty } from '../settings.ts';
import { openTasksOf, ownersOf, type Task, taskById } from '../tasks.ts';
import { isRound } from './pages.ts';

/** Pictures sent without a word belong to a round for so long after it was last touched. */
export const UNDER_WAY_MS = 2 * HOUR;
export const GATHER_TIMER = 'duty.gather';

/** A task whose form has a place for pictures; a photo of a paper may stand for a file. */
const takesPhotos = (context: ReadContext, task: Task): boolean =>
  schoolDuty(context, task.schoolId, task.dutyId)?.form.some((one) => one.kind === 'photo' || one.kind === 'file') ??
  false;

/** A task that cannot be finished without a photo which nobody has sent yet. */
export const lacksPhoto = (context: ReadContext, task: Task): boolean =>
  missingEvidence(context, task)?.kind === 'photo';

/** 半月隐患排查：食堂. */
export function taskTitle(context: Pick<ReadContext, 'db'>, task: Task): string {
  const name = schoolDuty(context, task.schoolId, task.dutyId)?.name ?? '';
  const scope = scopeName(context, task);
  return scope === '' ? name : `${name}：${scope}`;
}

const gathering = prepared((db) =>
  db
    .select()
    .from(draft)
    .where(
      and(
        eq(draft.taskId, sql.placeholder('task')),
        eq(draft.personId, sql.placeholder('person')),
        eq(draft.kind, 'round'),
      ),
    )
    .prepare(),
);

const known = (context: Pick<ReadContext, 'db'>, task: number, person: PersonId): Draft | undefined =>
  gathering(context.db).get({ task, person });

/** From now on pictures of this person belong to the task, until it is done or nobody touched it for two hours. */
export function gatherPhotos(context: Context, task: Task, person: PersonId): void {
  const before = known(context, task.id, person);
  const id =
    before?.id ??
    context.db
      .insert(draft)
      .values({
        personId: person,
        kind: 'round',
        taskId: task.id,
        content: { schoolId: task.schoolId, name: taskTitle(context, task) },
        createdAt: context.now,
        touchedAt: context.now,
      })
      .returning({ id: draft.id })
      .get().id;
  context.db.update(draft).set({ state: 'open', touchedAt: context.now }).where(eq(draft.id, id)).run();
  setTimer(context, GATHER_TIMER, `draft:${id}`, context.now + UNDER_WAY_MS);
}

/** The task is done: later pictures belong elsewhere. Gives the draft that held its pictures. */
export function stopGathering(context: Context, task: Task, person: PersonId): Draft | undefined {
  const of = known(context, task.id, person);
  if (of?.state === 'open') endDraft(context, of, 'done');
  return of;
}

/** Runs two hours after a round was begun: a picture may have kept it open meanwhile. */
export function endIdle(context: Context, subject: string): void {
  const of = findDraft(context, Number(subject.split(':')[1]));
  if (of?.state !== 'open' || of.kind !== 'round') return;
  const idleAt = of.touchedAt + UNDER_WAY_MS;
  if (idleAt > context.now) setTimer(context, GATHER_TIMER, subject, idleAt);
  else context.db.update(draft).set({ state: 'dropped' }).where(eq(draft.id, of.id)).run();
}

/** The task a quoted card is about, if the person has a part in it. */
export function quotedTask(
  context: ReadContext,
  quoted: { readonly platform: PlatformName; readonly messageId: string; readonly person: PersonId },
): Task | undefined {
  const card = context.db
    .select({ subject: sentCard.subject })
    .from(sentCard)
    .where(
      and(
        eq(sentCard.platform, quoted.platform),
        eq(sentCard.messageId, quoted.messageId),
        eq(sentCard.personId, quoted.person),
      ),
    )
    .get();
  // Written by delivery from a Reference, whose values are ids and short texts.
  const subject = card?.subject as Readonly<Record<string, unknown>> | undefined;
  return typeof subject?.task === 'number' ? taskById(context, subject.task) : undefined;
}

/** More tasks than this are not offered for one picture: the card that asks has no room. */
const OFFERED = 4;

/** A picture for this task is coming: its draft is opened for whoever has to do it. */
export function gatherFor(context: Context, task: Task, person: PersonId): void {
  if (takesPhotos(context, task) && ownersOf(context, task).includes(person)) gatherPhotos(context, task, person);
}

/**
 * Before a picture finds its place: a quoted task card begins to gather, and so does the only task that waits for a
 * photo. A round that is due and that nobody has begun is a guess, and so is one of several tasks; true says that the
 * person is to be asked.
 */
export function beforePhoto(
  context: Context,
  sent: { readonly person: PersonId; readonly platform: PlatformName; readonly quotes?: string | undefined },
): boolean {
  const { person, platform, quotes } = sent;
  if (quotes !== undefined) {
    const task = quotedTask(context, { platform, messageId: quotes, person });
    if (task) gatherFor(context, task, person);
    return false;
  }
  if (openDraftsOf(context, person).length > 0) return false;
  const open = openTasksOf(context, person);
  const lacking = open.filter((task) => lacksPhoto(context, task));
  const rounds = open.filter((task) => isRound(task.dutyId));
  const candidates = [...lacking, ...rounds].slice(0, OFFERED);
  // Many rounds and nothing else: whoever inspects opens the one they are at.
  if (candidates.length === 0 || (lacking.length === 0 && rounds.length > 1)) return false;
  for (const task of candidates) gatherPhotos(context, task, person);
  return candidates.length > 1 || lacking.length === 0;
}
