import { eq } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, HOUR } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { schoolCalendar, teachingDayFrom } from '../school/calendar.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { groupOnEach } from '../school/queries.ts';
import { slot } from '../store/schema/index.ts';
import { nextWeek, summaryAt } from './week.ts';

export const SUMMARY_TIMER = 'digest.weekly';
const slotName = (schoolId: number): string => `digest.weekly:${schoolId}`;

const lastSlot = (context: Context, schoolId: number): number | undefined =>
  context.db
    .select()
    .from(slot)
    .where(eq(slot.name, slotName(schoolId)))
    .get()?.lastSlot;

/** Plans the next summary of a school; a new school is never backfilled. */
export function planSummary(context: Context, schoolId: number): void {
  const after = lastSlot(context, schoolId) ?? context.now;
  if (lastSlot(context, schoolId) === undefined) {
    context.db
      .insert(slot)
      .values({ name: slotName(schoolId), knownSince: context.now, lastSlot: context.now })
      .run();
  }
  const calendar = schoolCalendar(context, schoolId);
  const from = (date: string): string => teachingDayFrom(context, schoolId, date, calendar);
  setTimer(
    context,
    SUMMARY_TIMER,
    `school:${schoolId}`,
    summaryAt(nextWeek(after, from, context.timeZone), from, context.timeZone),
  );
}

/**
 * Posts the summary of the week that is due, once. After an outage only the latest week is posted, and it says that it
 * is late (design.md §5, catch-up).
 */
export function postSummary(context: Context, subject: string): void {
  const schoolId = Number(subject.split(':')[1]);
  const calendar = schoolCalendar(context, schoolId);
  const from = (date: string): string => teachingDayFrom(context, schoolId, date, calendar);
  const after = lastSlot(context, schoolId) ?? context.now - 1;
  let week = nextWeek(after, from, context.timeZone);
  let due = summaryAt(week, from, context.timeZone);
  if (due > context.now) {
    planSummary(context, schoolId);
    return;
  }
  for (;;) {
    const following = nextWeek(due, from, context.timeZone);
    const at = summaryAt(following, from, context.timeZone);
    if (at > context.now) break;
    week = following;
    due = at;
  }
  context.db
    .update(slot)
    .set({ lastSlot: due })
    .where(eq(slot.name, slotName(schoolId)))
    .run();
  const late = context.now - due > HOUR ? 1 : 0;
  const groups = groupOnEach(context, schoolId, 'leading_group');
  const subjectOf = { school: schoolId, week: week.from, late };
  const sending = { lane: 'normal' as const };
  for (const { id, once } of groups)
    sendCard(
      context,
      'digest.weekly',
      subjectOf,
      { group: id },
      { ...sending, dedupeKey: `digest:${schoolId}:${week.from}${once}` },
    );
  if (groups.length === 0) {
    // No group yet: the summary still reaches those who lead.
    for (const { person } of peopleWithFirstRole(context, schoolId, ['safety_office', 'vice_principal', 'principal'])) {
      sendCard(
        context,
        'digest.weekly',
        subjectOf,
        { person },
        { ...sending, dedupeKey: `digest:${schoolId}:${week.from}:${person}` },
      );
    }
  }
  record(context, 'digest.posted', `school:${schoolId}`, {
    week: week.from,
    late: late === 1,
    date: dateOf(context.now, context.timeZone),
  });
  planSummary(context, schoolId);
}
