import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { shorten } from '../../../cards/school/shorten.ts';
import { WEEKLY_MEETING } from '../../duties/meeting_items/duty.ts';
import { dueDayOf, itemOf, openItems } from '../../duties/meeting_items/item.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { dateOf, daysBetween, shortDay } from '../../kernel/time.ts';
import { nameOf } from '../../school/people.ts';
import { dutyTask } from '../../store/schema/index.ts';
import { weekAhead } from '../ahead.ts';
import { missedTwice, weekDuties, weekShifts } from '../duty_figures.ts';
import { overdueLines, weekNumbers } from '../figures.ts';
import { hazardsBehind } from '../hazard_rows.ts';
import { lastTold } from '../told.ts';
import { type Entry, entryText, waitingEntries } from './entries.ts';
import { postOf } from './who.ts';

/** An agenda is spoken through in half an hour; what is beyond this stands in the summary. */
const MOST = 24;
const LINE_LETTERS = 60;
/** Lines of dates to come. */
const AHEAD = 6;

/** What earlier meetings gave somebody to do and is not done: by post and date, the earliest first. */
function itemLines(context: ReadContext, schoolId: number): readonly string[] {
  const today = dateOf(context.now, context.timeZone);
  return openItems(context, schoolId).flatMap((task) => {
    const item = itemOf(task);
    if (!item) return [];
    const due = dueDayOf(context, task);
    const when = due < today ? `逾期 ${daysBetween(due, today)} 天` : `${shortDay(due, today)}止`;
    const asked = item.asked ? `，申请改到 ${shortDay(item.asked.due, today)}` : '';
    return [`上次事项：${shorten(item.text, 30)}（${postOf(context, task.assigneeId, schoolId)}，${when}${asked}）`];
  });
}

/** Why the last meeting was not held, while none has been since. */
function notHeldLine(context: ReadContext, schoolId: number): readonly string[] {
  const last = context.db
    .select({ state: dutyTask.state, excuse: dutyTask.excuse })
    .from(dutyTask)
    .where(and(eq(dutyTask.schoolId, schoolId), eq(dutyTask.dutyId, WEEKLY_MEETING), isNotNull(dutyTask.dueAt)))
    .orderBy(desc(dutyTask.dueAt))
    .limit(2)
    .all()
    .find((row) => row.state !== 'open');
  return last?.state === 'missed' && last.excuse !== null ? [`上次例会${last.excuse}`] : [];
}

/** What people put there (列入例会), with who did: a post unless it goes to one person. */
const entryLines = (
  context: ReadContext,
  schoolId: number,
  entries: readonly Entry[],
  isOneToOne: boolean,
): readonly string[] =>
  entries.map((entry) => {
    const who = isOneToOne ? nameOf(context, entry.byId) : postOf(context, entry.byId, schoolId);
    return `${who}列入：${entryText(context, entry)}`;
  });

/**
 * The agenda from the rows as they are: what earlier meetings left first, what people put there, then major and overdue hazards, missed duties,
 * the dates to come (issue: the meeting). Places and posts only, nobody's name unless it is `isOneToOne`; private matters
 * are in none of these. `until`: only what had been put there by then, ms.
 */
export function agendaOf(
  context: ReadContext,
  schoolId: number,
  { isOneToOne = false, until }: { readonly isOneToOne?: boolean; readonly until?: number } = {},
): readonly string[] {
  // The same numbers as the last summary's.
  const told = lastTold(context, schoolId);
  const numbers = weekNumbers(context, told);
  const duties = [...weekDuties(context, told), ...weekShifts(context, told)];
  const entries = waitingEntries(context, schoolId, until);
  const put = new Set(entries.flatMap((entry) => entry.hazardId ?? []));
  const overdue = overdueLines(context, schoolId, put);
  const putOverdue = hazardsBehind(context, told, 'overdue').filter((row) => put.has(row.id)).length;
  const moreOverdue = numbers.overdue - overdue.length - putOverdue;
  const lines = [
    ...itemLines(context, schoolId),
    ...notHeldLine(context, schoolId),
    ...entryLines(context, schoolId, entries, isOneToOne),
    ...(numbers.major > 0 ? [`重大隐患：在账 ${numbers.major} 项`] : []),
    ...(numbers.suspected > 0 ? [`疑似重大：${numbers.suspected} 项，待认定`] : []),
    ...(numbers.listed > 0 ? [`挂牌督办：${numbers.listed} 项`] : []),
    ...overdue.map((line) => `逾期隐患：${line}`),
    ...(moreOverdue > 0 ? [`逾期隐患：还有 ${moreOverdue} 项，见台账`] : []),
    ...(numbers.untriaged > 0 ? [`还没派人的隐患：${numbers.untriaged} 项`] : []),
    ...numbers.repeated.map((one) => `又出现的隐患：${one.what} ${one.times} 次`),
    ...duties.filter((one) => one.missed > 0).map((one) => `缺办：${one.name} ${one.done}/${one.total}`),
    ...missedTwice(context, told).map(({ name, classes }) => `连续两期没登记：${name}：${classes.join('、')}`),
    ...weekAhead(context, told)
      .filter((line) => !line.includes('每周安全例会'))
      .slice(0, AHEAD)
      .map((line) => `接下来：${line}`),
  ];
  return lines.slice(0, MOST).map((line) => shorten(line, LINE_LETTERS));
}
