import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, HOUR } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { groupOnEach } from '../school/queries.ts';
import { outbox, slot } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { rhythmOf } from './rhythm.ts';
import { countedIn, nextWeek, summaryAt, weekOf } from './week.ts';

export const SUMMARY_TIMER = 'digest.weekly';
const summaryKey = (schoolId: number, due: number): string => `digest:${schoolId}:${due}`;
const slotName = (schoolId: number): string => `digest.weekly:${schoolId}`;

/** How late a summary may come without saying so. */
const LATE_MS = HOUR;

const slotOf = (context: ReadContext, schoolId: number) =>
  context.db
    .select()
    .from(slot)
    .where(eq(slot.name, slotName(schoolId)))
    .get();

const lastSlot = (context: ReadContext, schoolId: number): number | undefined => slotOf(context, schoolId)?.lastSlot;

/** When the next summary of a school is due, ms; a new school is never backfilled. */
export function nextSummaryAt(context: ReadContext, schoolId: number): number {
  const rhythm = rhythmOf(context, schoolId);
  return summaryAt(nextWeek(lastSlot(context, schoolId) ?? context.now, rhythm), rhythm);
}

/** Plans the next summary of a school; also anew after the school has chosen another time. */
export function planSummary(context: Context, schoolId: number): void {
  const at = nextSummaryAt(context, schoolId);
  if (lastSlot(context, schoolId) === undefined) {
    context.db
      .insert(slot)
      .values({ name: slotName(schoolId), knownSince: context.now, lastSlot: context.now })
      .run();
  }
  setTimer(context, SUMMARY_TIMER, `school:${schoolId}`, at);
}

/**
 * Posts the summary of the week that is due, once. After an outage only the latest week is posted, and it says that it
 * is late (design.md §5, catch-up).
 */
export function postSummary(context: Context, subject: string): void {
  const schoolId = Number(subject.split(':')[1]);
  const rhythm = rhythmOf(context, schoolId);
  const known = slotOf(context, schoolId);
  const before = known?.lastSlot;
  let week = nextWeek(before ?? context.now - 1, rhythm);
  let due = summaryAt(week, rhythm);
  if (due > context.now) {
    planSummary(context, schoolId);
    return;
  }
  for (;;) {
    const following = nextWeek(due, rhythm);
    const at = summaryAt(following, rhythm);
    if (at > context.now) break;
    week = following;
    due = at;
  }
  context.db
    .update(slot)
    .set({ lastSlot: due })
    .where(eq(slot.name, slotName(schoolId)))
    .run();
  const told = {
    school: schoolId,
    week: week.from,
    after: countedFrom(known?.knownSince === before ? undefined : before, week.from, rhythm),
    upTo: due,
  };
  const late = context.now - due > LATE_MS ? 1 : 0;
  const key = summaryKey(schoolId, due);
  const groups = groupOnEach(context, schoolId, 'leading_group');
  for (const { id, once } of groups)
    sendCard(context, 'digest.weekly', { ...told, late }, { group: id }, { dedupeKey: `${key}${once}` });
  if (groups.length === 0) {
    // No group yet: the summary still reaches those who lead.
    for (const { person } of peopleWithFirstRole(context, schoolId, ['safety_office', 'vice_principal', 'principal'])) {
      sendCard(context, 'digest.weekly', { ...told, late }, { person }, { dedupeKey: `${key}:${person}` });
    }
  }
  record(context, 'digest.posted', `school:${schoolId}`, {
    week: week.from,
    late: late === 1,
    date: dateOf(context.now, context.timeZone),
  });
  planSummary(context, schoolId);
}

/**
 * Where a summary begins to count: where the one before it ended, also when the school has chosen another time
 * meanwhile. After weeks without one, or for the first, a week before.
 */
function countedFrom(before: number | undefined, monday: string, rhythm: ReturnType<typeof rhythmOf>): number {
  const usual = countedIn(weekOf(monday), rhythm).after;
  const isOfWeekBefore = before !== undefined && nextWeek(before, rhythm).from === monday;
  return isOfWeekBefore ? before : usual;
}

const queuedUnder = prepared((db) =>
  db
    .select({ state: outbox.state, at: outbox.finishedAt })
    .from(outbox)
    .where(and(gte(outbox.dedupeKey, sql.placeholder('key')), lt(outbox.dedupeKey, sql.placeholder('end'))))
    .orderBy(asc(outbox.id))
    .limit(1)
    .prepare(),
);

/** Whether a summary left, or leaves now, later than it should have: a platform that was away counts like our own outage. */
export function isLate(context: ReadContext, of: { readonly school: number; readonly upTo: number }): boolean {
  const key = summaryKey(of.school, of.upTo);
  // To the group under the key itself, to people under the key, a colon and who.
  const first = queuedUnder(context.db).get({ key, end: `${key};` });
  if (!first) return false;
  return (first.state === 'sent' ? (first.at ?? of.upTo) : context.now) - of.upTo > LATE_MS;
}
