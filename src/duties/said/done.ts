import { and, asc, desc, eq, gte, inArray, lte } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { sendCard, sendText } from '../../kernel/send.ts';
import { clockOf, DAY } from '../../kernel/time.ts';
import { canonicalClass, foldClassText, parseClassName } from '../../school/class_name.ts';
import { classesOf } from '../../school/queries.ts';
import { dutyTask } from '../../store/schema/index.ts';
import type { DutyWords } from '../../understanding/duty_words.ts';
import { taskName } from '../complete.ts';
import { schoolDuty } from '../settings.ts';
import { ownersOf, type Task } from '../tasks.ts';

/** How far back a sentence of today can mean, ms: the longest period people speak of is a month. */
const MEANT_MS = 45 * DAY;
/** A head of several classes is asked for each of them. */
const ASKED_AT_ONCE = 3;

type Done = Extract<DutyWords, { intent: 'duty-done' }>;

/** The class of this school that was said, by id as text; undefined when the school has none like it. */
export function classSaid(context: Pick<ReadContext, 'db'>, schoolId: number, said: string): string | undefined {
  const read = parseClassName(said);
  const canonical = read && canonicalClass(read);
  const folded = foldClassText(said);
  const found = classesOf(context, schoolId).find(
    (one) => one.canonical === canonical || foldClassText(one.name) === folded,
  );
  return found && String(found.id);
}

/**
 * Somebody wrote that a duty is done. The open task it means, theirs or that of the class they named, is asked back with
 * one tap. False when nothing matches: then the words are about something else.
 */
export function hearDone(context: Context, person: PersonId, schoolId: number, said: Done): boolean {
  const scopeId = said.className === undefined ? undefined : classSaid(context, schoolId, said.className);
  if (said.className !== undefined && scopeId === undefined) return false;
  const latest = latestTasks(context, schoolId, said.duty);
  const meant = latest.filter((task) =>
    scopeId === undefined ? ownersOf(context, task).includes(person) : task.scopeId === scopeId,
  );
  const open = meant.filter((task) => task.state === 'open' || task.state === 'missed');
  for (const task of open.slice(0, ASKED_AT_ONCE))
    sendCard(context, 'duty.confirm', { task: task.id }, { person }, { lane: 'press' });
  if (open.length > 0) return true;
  const done = meant.find((task) => task.state === 'done');
  if (!done) return false;
  const at = clockOf(done.doneAt ?? context.now, context.timeZone);
  sendText(context, `${taskName(context, done)}已于 ${at} 确认，不用再点。`, { person });
  return true;
}

/** Answers words {@link hearDone} could not place: the school has no such class, or nothing of the kind is open to them. */
export function answerNothingOpen(context: Context, person: PersonId, schoolId: number, said: Done): void {
  const { className } = said;
  const name = schoolDuty(context, schoolId, said.duty)?.name ?? '';
  const answer =
    className !== undefined && classSaid(context, schoolId, className) === undefined
      ? `没找到“${className}”这个班，换个写法再说一遍就行，例如“三(2)班”。`
      : `现在没有等您确认的“${name}”。发“待办”看轮到您的事。`;
  sendText(context, answer, { person });
}

/** The tasks of the period that opened last. */
function latestTasks(context: Context, schoolId: number, dutyId: string): readonly Task[] {
  const of = and(eq(dutyTask.schoolId, schoolId), eq(dutyTask.dutyId, dutyId));
  const opened = and(lte(dutyTask.openAt, context.now), gte(dutyTask.openAt, context.now - MEANT_MS));
  const newest = context.db
    .select({ period: dutyTask.period })
    .from(dutyTask)
    .where(and(of, opened))
    .orderBy(desc(dutyTask.openAt))
    .limit(1)
    .get();
  if (!newest) return [];
  return context.db
    .select()
    .from(dutyTask)
    .where(and(of, eq(dutyTask.period, newest.period), inArray(dutyTask.state, ['open', 'missed', 'done'])))
    .orderBy(asc(dutyTask.id))
    .all();
}
