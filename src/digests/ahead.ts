import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import { plannedDrills } from '../drills/queries.ts';
import { nameOfDrill } from '../drills/words.ts';
import { campaignsBetween } from '../duties/campaigns.ts';
import { isFiling } from '../duties/filings/duties.ts';
import { filingOf, openFilings } from '../duties/filings/filing.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf, daysBetween, dayText, instantOf, plusDays, shortDay, weekdayOf } from '../kernel/time.ts';
import { examDays } from '../school/calendar.ts';
import { dutyPeriod } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Told } from './told.ts';
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
 * weekend at hand), exams, drills, campaigns that begin, filings and deadlines that are already known.
 */
export function weekAhead(context: ReadContext, told: Told): readonly string[] {
  const { schoolId, calendar } = told;
  const today = dateOf(context.now, context.timeZone);
  const lastDay = dateOf(told.upTo, context.timeZone);
  const first = plusDays(lastDay, 1);
  const end = plusDays(weekOf(lastDay).to, 7);
  const days = Array.from({ length: daysBetween(first, end) + 1 }, (_, index) => plusDays(first, index));
  const isWeekend = (date: string): boolean => [0, 6].includes(weekdayOf(date));
  const isWithin = (date: string): boolean => date >= first && date <= end;
  const off = days.filter((date) => !isWeekend(date) && !calendar.isSchoolDay(date));
  const extra = days.filter((date) => isWeekend(date) && calendar.isSchoolDay(date));
  const exams = examDays(context, schoolId, first, end);
  const drills = plannedDrills(context, schoolId).filter((one) => isWithin(dateOf(one.plannedAt, context.timeZone)));
  const campaigns = campaignsBetween(context, schoolId, first, end, { calendar }).filter((one) =>
    isWithin(one.days.from),
  );
  const filings = openFilings(context, schoolId).flatMap((task) => filingOf(task) ?? []);
  return [
    ...runsOf(off, today).map((run) => `${run} 不上课`),
    ...extra.map((date) => `${dayText(date, today)} 上课`),
    ...runsOf(exams, today).map((run) => `${run} 考试`),
    ...drills.map(
      (one) =>
        `${shortDay(dateOf(one.plannedAt, context.timeZone), today)} ${clockOf(one.plannedAt, context.timeZone)} ${nameOfDrill(one)}`,
    ),
    ...filings
      .filter((one) => isWithin(one.deadline))
      .map((one) => `${shortDay(one.deadline, today)} ${one.name}报送截止`),
    ...campaigns.map((one) => `${shortDay(one.days.from, today)} ${one.campaign.name}开始`),
    ...deadlinesBetween(context, schoolId, first, end).map(
      (row) => `${shortDay(dateOf(row.dueAt, context.timeZone), today)} ${told.duty(row.duty)?.name ?? ''}截止`,
    ),
  ];
}

const deadlinesBetween = (context: ReadContext, schoolId: number, first: string, end: string) =>
  fallingDue(context.db)
    .all({
      school: schoolId,
      from: instantOf(first, '00:00', context.timeZone),
      until: instantOf(plusDays(end, 1), '00:00', context.timeZone),
    })
    .filter((row) => !isFiling(row.duty));

const fallingDue = prepared((db) =>
  db
    .select({ duty: dutyPeriod.dutyId, dueAt: dutyPeriod.dueAt })
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, sql.placeholder('school')),
        gte(dutyPeriod.dueAt, sql.placeholder('from')),
        lt(dutyPeriod.dueAt, sql.placeholder('until')),
      ),
    )
    .orderBy(asc(dutyPeriod.dueAt))
    .limit(20)
    .prepare(),
);
