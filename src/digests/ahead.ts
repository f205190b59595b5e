import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { schoolDuty } from '../duties/settings.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, daysBetween, dayText, instantOf, plusDays, shortDay, weekdayOf } from '../kernel/time.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { dutyPeriod } from '../store/schema/index.ts';
import { counted } from './counted.ts';
import { weekOf } from './week.ts';

/** Days that follow one another as one: 10月1日–10月3日. */
function runsOf(days: readonly string[], today: string): readonly string[] {
  const runs: { from: string; to: string }[] = [];
  for (const date of days) {
    const last = runs.at(-1);
    if (last && plusDays(last.to, 1) === date) last.to = date;
    else runs.push({ from: date, to: date });
  }
  return runs.map(({ from, to }) => shortDay(from, today) + (from === to ? '' : `–${shortDay(to, today)}`));
}

/**
 * What comes from the day after the summary to the end of the week after it: days off, make-up days (also those of the
 * weekend at hand), deadlines that are already known.
 */
export function weekAhead(context: ReadContext, schoolId: number, from: string): readonly string[] {
  const today = dateOf(context.now, context.timeZone);
  const { upTo } = counted(context, schoolId, from);
  const first = plusDays(dateOf(upTo, context.timeZone), 1);
  const end = plusDays(weekOf(dateOf(upTo, context.timeZone)).to, 7);
  const days = Array.from({ length: daysBetween(first, end) + 1 }, (_, index) => plusDays(first, index));
  const isWeekend = (date: string): boolean => [0, 6].includes(weekdayOf(date));
  const calendar = schoolCalendar(context, schoolId);
  const off = days.filter((date) => !isWeekend(date) && !calendar.isSchoolDay(date));
  const extra = days.filter((date) => isWeekend(date) && calendar.isSchoolDay(date));
  const due = context.db
    .select({ duty: dutyPeriod.dutyId, dueAt: dutyPeriod.dueAt })
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, schoolId),
        gte(dutyPeriod.dueAt, instantOf(first, '00:00', context.timeZone)),
        lt(dutyPeriod.dueAt, instantOf(plusDays(end, 1), '00:00', context.timeZone)),
      ),
    )
    .orderBy(asc(dutyPeriod.dueAt))
    .limit(20)
    .all();
  return [
    ...runsOf(off, today).map((run) => `${run} 不上课`),
    ...extra.map((date) => `${dayText(date, today)} 上课`),
    ...due.map(
      (row) =>
        `${shortDay(dateOf(row.dueAt, context.timeZone), today)} ${schoolDuty(context, schoolId, row.duty)?.name ?? ''}截止`,
    ),
  ];
}
