import { and, eq, notExists, sql } from 'drizzle-orm';
import type { Period } from '../duties/duty.ts';
import { periodOf } from '../duties/periods.ts';
import type { SchoolDuty } from '../duties/settings.ts';
import { profileOf } from '../duties/settings.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { DAY, dateOf, instantOf, plusDays } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { dutyTask, school, timer } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { drillDutiesOf, isFulfilled } from './duty.ts';
import { heldBetween, plannedDrills } from './queries.ts';
import { type Drill, drillTypes, idOfTopic } from './rules.ts';
import { suitableDate } from './suitable.ts';

export const QUOTA_TIMER = 'drill.quota';
const quotaTopic = (schoolId: number): string => `school:${schoolId}`;

/** Days that are needed to prepare: plan, notice to parents, inspection (domain/drills.md §3). */
const PREPARATION_DAYS = 7;

/** How a school stands with one of the drill duties: one drill a period, and never fewer than one a term. */
export interface Quota {
  readonly duty: SchoolDuty;
  readonly period: Period;
  /** Held, everybody accounted for, evaluated and worked through. */
  readonly done: readonly Drill[];
  /** Held, but evaluation or findings are missing, or not everybody was accounted for. */
  readonly held: readonly Drill[];
  readonly planned: readonly Drill[];
  /** Earlier periods without a drill, of the last year. */
  readonly overdue: number;
  readonly heldInTerm: number;
  /** A good day, when nothing is held or planned. */
  readonly proposal?: { readonly date: string; readonly type: string };
}

/** One entry per drill duty that is on; in the holidays there is no period and nothing is asked. */
export function quotasOf(context: ReadContext, schoolId: number): readonly Quota[] {
  const calendar = schoolCalendar(context, schoolId);
  const today = dateOf(context.now, context.timeZone);
  return drillDutiesOf(context, schoolId).flatMap((duty) => {
    const period = periodOf(duty.cadence, today, calendar);
    return period ? [quotaOf(context, duty, period, calendar, today)] : [];
  });
}

/** The drills of a period: held, everybody told that it was none for real, and planned. */
export function drillsOfPeriod(
  context: ReadContext,
  schoolId: number,
  period: Period,
): Pick<Quota, 'held' | 'planned'> {
  const from = instantOf(period.from, '00:00', context.timeZone);
  const until = instantOf(plusDays(period.to, 1), '00:00', context.timeZone);
  return {
    held: heldBetween(context, schoolId, from, until).filter((one) => one.realAt === null),
    planned: plannedDrills(context, schoolId).filter((one) => one.plannedAt >= from && one.plannedAt < until),
  };
}

function quotaOf(
  context: ReadContext,
  duty: SchoolDuty,
  period: Period,
  calendar: SchoolCalendar,
  today: string,
): Quota {
  const { schoolId } = duty;
  const { held, planned } = drillsOfPeriod(context, schoolId, period);
  const term = calendar.termOf(today);
  const inTerm = term
    ? heldBetween(
        context,
        schoolId,
        instantOf(term.from, '00:00', context.timeZone),
        instantOf(plusDays(term.to, 1), '00:00', context.timeZone),
      )
    : [];
  const proposal =
    held.length + planned.length > 0 ? undefined : proposalFor(context, schoolId, period, calendar, today);
  return {
    duty,
    period,
    done: held.filter((one) => isFulfilled(context, one)),
    held,
    planned,
    overdue: overduePeriods(context, duty).length,
    heldInTerm: inTerm.filter((one) => one.realAt === null).length,
    ...(proposal ? { proposal } : {}),
  };
}

/** A day with time to prepare, else what is left of the period; the type that is due or was longest ago. */
function proposalFor(
  context: ReadContext,
  schoolId: number,
  period: Period,
  calendar: SchoolCalendar,
  today: string,
): { readonly date: string; readonly type: string } | undefined {
  const ready = plusDays(today, PREPARATION_DAYS);
  const date = suitableDate(ready, period.to, calendar) ?? suitableDate(plusDays(today, 1), period.to, calendar);
  if (date === undefined) return undefined;
  return { date, type: typeDue(context, schoolId, date) };
}

/** 11 月火灾、5 月地震 (domain/drills.md §1); otherwise the one of the yearly round that was held longest ago. */
export function typeDue(context: ReadContext, schoolId: number, date: string): string {
  const month = date.slice(5, 7);
  const year = heldBetween(context, schoolId, context.now - 365 * DAY, context.now + DAY);
  const lastOf = (type: string): number => year.find((one) => one.type === type)?.startedAt ?? 0;
  const isHeldThisMonth = (type: string): boolean =>
    year.some(
      (one) => one.type === type && dateOf(one.startedAt ?? 0, context.timeZone).slice(0, 7) === date.slice(0, 7),
    );
  if (month === '11' && !isHeldThisMonth('fire-evac')) return 'fire-evac';
  if (month === '05' && !isHeldThisMonth('earthquake')) return 'earthquake';
  const profile = profileOf(context, schoolId);
  const round = drillTypes
    .map((one) => one.id)
    .filter(
      (id) =>
        ['fire-evac', 'earthquake', 'stampede', 'intruder', 'missing-child'].includes(id) ||
        (id === 'dorm-night' && profile.boarding) ||
        (id === 'bus-evac' && profile.bus),
    );
  return round.reduce((best, id) => (lastOf(id) < lastOf(best) ? id : best), 'fire-evac');
}

/** Tasks of a drill duty whose period went by without a drill, of the last year, the earliest first. */
export const overduePeriods = (context: ReadContext, duty: SchoolDuty) =>
  notHeld(context.db).all({
    school: duty.schoolId,
    duty: duty.id,
    from: context.now - 365 * DAY,
    until: context.now,
  });

const notHeld = prepared((db) =>
  db
    .select()
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, sql.placeholder('school')),
        eq(dutyTask.dutyId, sql.placeholder('duty')),
        // The pluses leave the index of duties: one task a period, where the year's deadlines are thousands.
        sql`+${dutyTask.state} in ('open', 'missed')`,
        sql`+${dutyTask.dueAt} < ${sql.placeholder('until')}`,
        sql`+${dutyTask.dueAt} > ${sql.placeholder('from')}`,
      ),
    )
    .orderBy(sql`+${dutyTask.dueAt}`)
    .prepare(),
);

const unkept = prepared((db) =>
  db
    .select({ id: school.id })
    .from(school)
    .where(
      notExists(
        db
          .select({ kind: timer.kind })
          .from(timer)
          .where(sql`${timer.kind} = ${QUOTA_TIMER} and ${timer.subject} = 'school:' || ${school.id}`),
      ),
    )
    .prepare(),
);

/** Begins to keep the quota of schools that are new, and of those that were there before drills were. */
export function keepQuotas(context: Context): void {
  for (const { id } of unkept(context.db).all()) setTimer(context, QUOTA_TIMER, quotaTopic(id), nextMorning(context));
}

const nextMorning = (context: Context): number => {
  const today = instantOf(dateOf(context.now, context.timeZone), '08:10', context.timeZone);
  return today > context.now
    ? today
    : instantOf(plusDays(dateOf(context.now, context.timeZone), 1), '08:10', context.timeZone);
};

/**
 * Every morning: a period that has run for a week without a drill held or planned is proposed a day, once, to the safety
 * office. Reminders and escalation before its end are the duty's own ladder.
 */
export function proposeDrills(context: Context, subject: string): void {
  const schoolId = idOfTopic(subject);
  setTimer(context, QUOTA_TIMER, subject, nextMorning(context));
  const today = dateOf(context.now, context.timeZone);
  if (!schoolCalendar(context, schoolId).isSchoolDay(today)) return;
  for (const { duty, period, proposal } of quotasOf(context, schoolId)) {
    if (!proposal || today < plusDays(period.from, PREPARATION_DAYS) || !isAsked(context, duty, period)) continue;
    for (const { person } of peopleWithFirstRole(context, schoolId, ['safety_office', 'vice_principal']))
      sendCard(
        context,
        'drill.proposal',
        { school: schoolId },
        { person },
        { dedupeKey: `drill.proposal:${duty.id}:${schoolId}:${period.key}:${person}` },
      );
  }
}

/** The duty asks for a drill in this period, and nobody has excused or done it. */
const isAsked = (context: ReadContext, duty: SchoolDuty, period: Period): boolean =>
  context.db
    .select({ id: dutyTask.id })
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, duty.schoolId),
        eq(dutyTask.dutyId, duty.id),
        eq(dutyTask.period, period.key),
        eq(dutyTask.state, 'open'),
      ),
    )
    .get() !== undefined;
