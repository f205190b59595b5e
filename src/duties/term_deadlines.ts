import { and, asc, eq, gte, lt } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, instantOf, plusDays } from '../kernel/time.ts';
import { schoolCalendar, type TermSpan } from '../school/calendar.ts';
import { dutyPeriod } from '../store/schema/index.ts';
import type { Cadence, Period } from './duty.ts';
import { dueAt, nextPeriod, opensAt, periodOf } from './periods.ts';
import { dutiesOf, type SchoolDuty } from './settings.ts';

/** Too often to be an entry of a term's calendar: they are everyday work. */
const everyday: readonly Cadence[] = ['daily', 'every-day', 'boarding-night', 'shift', 'weekly'];

export interface Deadline {
  readonly date: string;
  readonly name: string;
}

/**
 * When the duties of a term that a school has switched on fall due, by date: periods that have opened as their rows say,
 * those to come by the same rule that will open them. Daily and weekly work is left out; what is dated by somebody
 * (campaigns, filings) is there once it has opened.
 */
export function termDeadlines(context: ReadContext, schoolId: number, term: TermSpan): readonly Deadline[] {
  const duties = new Map(
    dutiesOf(context, schoolId)
      .filter((duty) => duty.on && !everyday.includes(duty.cadence))
      .map((duty) => [duty.id, duty]),
  );
  const opened = context.db
    .select({ duty: dutyPeriod.dutyId, period: dutyPeriod.period, dueAt: dutyPeriod.dueAt })
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, schoolId),
        gte(dutyPeriod.dueAt, instantOf(term.from, '00:00', context.timeZone)),
        lt(dutyPeriod.dueAt, instantOf(plusDays(term.to, 1), '00:00', context.timeZone)),
      ),
    )
    .orderBy(asc(dutyPeriod.dueAt))
    .all()
    .filter((row) => duties.has(row.duty));
  const known = new Set(opened.map((row) => `${row.duty}|${row.period}`));
  const dates = [
    ...opened.map((row) => ({ date: dateOf(row.dueAt, context.timeZone), name: duties.get(row.duty)?.name ?? '' })),
    ...[...duties.values()].flatMap((duty) => toCome(context, duty, term, known)),
  ];
  const order = ({ date, name }: Deadline): string => `${date} ${name}`;
  return dates.sort((left, right) => (order(left) < order(right) ? -1 : 1));
}

/** Periods that will open and fall due before the term ends. One that began before the duty did is never opened (plan_duty.ts). */
function toCome(context: ReadContext, duty: SchoolDuty, term: TermSpan, known: ReadonlySet<string>): Deadline[] {
  const calendar = schoolCalendar(context, duty.schoolId);
  const today = dateOf(context.now, context.timeZone);
  const start = today > term.from ? today : term.from;
  const found: Deadline[] = [];
  let period: Period | undefined = periodOf(duty.cadence, start, calendar) ?? nextPeriod(duty.cadence, start, calendar);
  while (period && period.from <= term.to) {
    const date = dateOf(dueAt(duty, period, calendar, context.timeZone), context.timeZone);
    const willOpen = opensAt(duty, period, calendar, context.timeZone) > context.now;
    if (willOpen && !known.has(`${duty.id}|${period.key}`) && date <= term.to) found.push({ date, name: duty.name });
    period = nextPeriod(duty.cadence, period, calendar);
  }
  return found;
}
