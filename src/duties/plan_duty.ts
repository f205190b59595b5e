import { eq, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { cancelTimer, setTimer } from '../kernel/timers.ts';
import { type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';
import { slot } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Period } from './duty.ts';
import { openPeriod } from './open_period.ts';
import { nextPeriod, opensAt, periodOf } from './periods.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';

export const OPEN_TIMER = 'duty.open';

const dutyTopic = (schoolId: number, dutyId: string): string => `duty:${schoolId}:${dutyId}`;
const slotName = dutyTopic;

/** Cadences whose periods come by themselves; events, shifts and dated ones are opened by whoever names their date. */
const recurring = new Set([
  'daily',
  'every-day',
  'weekly',
  'half-month',
  'month',
  'quarter',
  'term',
  'year',
  'boarding-night',
  'before-holiday',
]);

const slotByName = prepared((db) =>
  db
    .select({ knownSince: slot.knownSince, lastSlot: slot.lastSlot })
    .from(slot)
    .where(eq(slot.name, sql.placeholder('name')))
    .prepare(),
);

const insertSlot = prepared((db) =>
  db
    .insert(slot)
    .values({
      name: sql.placeholder('name'),
      knownSince: sql.placeholder('knownSince'),
      lastSlot: sql.placeholder('lastSlot'),
    })
    .prepare(),
);

/**
 * Plans the next opening of a duty. What a new duty is in the middle of is under_way.ts's; one that was known catches up with the
 * period it is in, and what was missed during an outage is written down as excused (design.md §5).
 */
export function planDuty(
  context: Context,
  duty: SchoolDuty,
  calendar: SchoolCalendar = schoolCalendar(context, duty.schoolId),
): void {
  const topic = dutyTopic(duty.schoolId, duty.id);
  if (!duty.on || !recurring.has(duty.cadence)) {
    cancelTimer(context, OPEN_TIMER, topic);
    return;
  }
  const name = slotName(duty.schoolId, duty.id);
  const known = slotByName(context.db).get({ name });
  if (!known) insertSlot(context.db).run({ name, knownSince: context.now, lastSlot: context.now - 1 });
  const after = known?.lastSlot ?? context.now - 1;
  const next = firstPeriodAfter(context, duty, calendar, after, dateOf(after, context.timeZone));
  if (next) setTimer(context, OPEN_TIMER, topic, opensAt(duty, next, calendar, context.timeZone));
  else cancelTimer(context, OPEN_TIMER, topic);
}

/**
 * What would have opened before now stays unopened: for a duty that comes in other periods from now on, since the
 * period it was in goes on.
 */
export function startAnew(context: Context, duty: SchoolDuty): void {
  context.db
    .update(slot)
    .set({ lastSlot: context.now - 1 })
    .where(eq(slot.name, slotName(duty.schoolId, duty.id)))
    .run();
  planDuty(context, duty);
}

/** Begins a duty that was switched on as if it were new; the period it is in is `openUnderWay`'s (under_way.ts). */
export function begin(context: Context, duty: SchoolDuty): void {
  context.db
    .update(slot)
    .set({ knownSince: context.now, lastSlot: context.now - 1 })
    .where(eq(slot.name, slotName(duty.schoolId, duty.id)))
    .run();
  planDuty(context, duty);
}

/** Since when a duty runs at a school, ms; undefined for one that does not, or has no periods of its own. */
export function runsSince(context: Context, duty: SchoolDuty): number | undefined {
  if (!duty.on || !recurring.has(duty.cadence)) return undefined;
  return slotByName(context.db).get({ name: slotName(duty.schoolId, duty.id) })?.knownSince;
}

/** The first period that opens after an instant, looked for from a date on. */
function firstPeriodAfter(
  context: Context,
  duty: SchoolDuty,
  calendar: SchoolCalendar,
  after: number,
  from: string,
): Period | undefined {
  let period = periodOf(duty.cadence, from, calendar) ?? nextPeriod(duty.cadence, from, calendar);
  while (period && opensAt(duty, period, calendar, context.timeZone) <= after)
    period = nextPeriod(duty.cadence, period, calendar);
  return period;
}

/** Runs when a duty's next period opens. */
export function openDuty(context: Context, subject: string): void {
  const [, schoolText = '', dutyId = ''] = subject.split(':');
  const duty = schoolDuty(context, Number(schoolText), dutyId);
  if (!duty?.on) return;
  const calendar = schoolCalendar(context, duty.schoolId);
  const name = slotName(duty.schoolId, duty.id);
  const last = slotByName(context.db).get({ name })?.lastSlot ?? context.now - 1;
  let period = firstPeriodAfter(context, duty, calendar, last, dateOf(last, context.timeZone));
  let reached = last;
  // One turn opens at most a term of days: enough for any outage, and bounded.
  for (let step = 0; period && step < 150; step += 1) {
    const opened = opensAt(duty, period, calendar, context.timeZone);
    if (opened > context.now) break;
    openPeriod(context, duty, period, calendar);
    reached = opened;
    period = nextPeriod(duty.cadence, period, calendar);
  }
  context.db.update(slot).set({ lastSlot: reached }).where(eq(slot.name, name)).run();
  planDuty(context, duty, calendar);
}
