import { asc } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { dateOf, instantOf, plusDays } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { school } from '../store/schema/index.ts';
import { openCampaigns } from './campaign_tasks.ts';
import { planDates } from './filings/dates.ts';
import { planSchool } from './setup/plan_school.ts';
import { openUnderWay } from './under_way.ts';

/** With the subject '' the whole organisation's, once a night; with `school:7` that school's. */
export const PLAN_TIMER = 'duty.plan';

const schoolIds = (context: Context): readonly number[] =>
  context.db
    .select({ id: school.id })
    .from(school)
    .orderBy(asc(school.id))
    .all()
    .map((row) => row.id);

/** Plans a school's duties for the first time, what it is in the middle of too, and from then on every night. */
export function planNewSchool(context: Context, schoolId: number): void {
  planSchool(context, schoolId);
  openUnderWay(context, `school:${schoolId}`);
  planTonight(context);
}

function planTonight(context: Context): void {
  const tomorrow = plusDays(dateOf(context.now, context.timeZone), 1);
  setTimer(context, PLAN_TIMER, '', instantOf(tomorrow, '00:20', context.timeZone));
}

/** Nightly: each school is planned by a timer of its own, so that a hundred of them hold up nobody. */
export function planNightly(context: Context, subject: string): void {
  if (subject === '') {
    for (const id of schoolIds(context)) setTimer(context, PLAN_TIMER, `school:${id}`, context.now);
    planTonight(context);
    return;
  }
  const schoolId = Number(subject.split(':')[1]);
  planSchool(context, schoolId);
  planDates(context, schoolId);
  openCampaigns(context, subject);
}
