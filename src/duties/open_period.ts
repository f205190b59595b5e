import { asc, eq, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf } from '../kernel/time.ts';
import { cancelTimer, setTimer } from '../kernel/timers.ts';
import { type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';
import { groupOnEach } from '../school/queries.ts';
import { classGroup, dutyPeriod, dutyTask, slot } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { classesOff } from './classes_off.ts';
import type { Period } from './duty.ts';
import { matters } from './matters.ts';
import { followGrades } from './move_deadlines.ts';
import { askingOf } from './own_cards.ts';
import { inOrder, planDeadline, planLadder } from './period_ladder.ts';
import { dueAt, nextPeriod, opensAt, periodOf, runsOnSchoolDays } from './periods.ts';
import { placeKindsHere } from './rounds/places.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { ownersOf, periodTopic, type Task, tasksOfPeriod } from './tasks.ts';

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
    .select({ lastSlot: slot.lastSlot })
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

const insertTask = prepared((db) =>
  db
    .insert(dutyTask)
    .values({
      schoolId: sql.placeholder('schoolId'),
      dutyId: sql.placeholder('dutyId'),
      period: sql.placeholder('period'),
      scope: sql.placeholder('scope'),
      scopeId: sql.placeholder('scopeId'),
      openAt: sql.placeholder('openAt'),
      dueAt: sql.placeholder('dueAt'),
      state: sql.placeholder('state'),
      excuse: sql.placeholder('excuse'),
    })
    .onConflictDoNothing()
    .prepare(),
);

const classesOf = prepared((db) =>
  db
    .select({ id: classGroup.id })
    .from(classGroup)
    .where(eq(classGroup.schoolId, sql.placeholder('school')))
    .orderBy(asc(classGroup.id))
    .prepare(),
);

/**
 * Plans the next opening of a duty. A duty that is new is never backfilled; one that was known catches up with the
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
 * Begins a duty as if it were new: what would have opened before now stays unopened. For a duty that was switched on,
 * and for one that comes in other periods from now on.
 */
export function startAnew(context: Context, duty: SchoolDuty): void {
  context.db
    .update(slot)
    .set({ lastSlot: context.now - 1 })
    .where(eq(slot.name, slotName(duty.schoolId, duty.id)))
    .run();
  planDuty(context, duty);
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

/** Creates the period and its tasks once, and asks once. What is over already is excused, not asked (an outage). */
export function openPeriod(context: Context, duty: SchoolDuty, period: Period, calendar: SchoolCalendar): void {
  const opens = opensAt(duty, period, calendar, context.timeZone);
  const due = dueAt(duty, period, calendar, context.timeZone);
  const ladder = inOrder(context, duty, due);
  const row = context.db
    .insert(dutyPeriod)
    .values({
      schoolId: duty.schoolId,
      dutyId: duty.id,
      period: period.key,
      openAt: opens,
      dueAt: due,
      ladder,
      matter: matters[duty.id]?.(context, duty, period, calendar) ?? null,
    })
    .onConflictDoNothing()
    .returning()
    .get();
  if (!row) return;
  const over = due <= context.now;
  const scopes = scopesOf(context, duty);
  const off = classesOff(context, duty, period.from);
  for (const scopeId of scopes) {
    const excuse = over ? '停机期间，免记' : off.get(scopeId);
    insertTask(context.db).run({
      schoolId: duty.schoolId,
      dutyId: duty.id,
      period: period.key,
      scope: duty.scope,
      scopeId,
      openAt: opens,
      dueAt: due,
      state: excuse === undefined ? 'open' : 'excused',
      excuse: excuse ?? null,
    });
  }
  if (runsOnSchoolDays(duty.cadence)) followGrades(context, duty, row, period);
  record(context, 'duty.opened', periodTopic(row.id), {
    duty: duty.id,
    period: period.key,
    tasks: scopes.length,
    over,
  });
  if (over || scopes.length === 0) return;
  ask(context, duty, row);
  planLadder(context, row);
  planDeadline(context, row);
}

/** The scopes a duty has tasks for: every class, every kind of place it names, or the school itself. */
function scopesOf(context: Context, duty: SchoolDuty): readonly string[] {
  if (duty.scope === 'class') {
    return classesOf(context.db)
      .all({ school: duty.schoolId })
      .map((row) => String(row.id));
  }
  if (duty.scope === 'place' && duty.places) return placeKindsHere(context, duty.schoolId, duty.places);
  return [''];
}

/** One card in the group where the school shares it, else one to everybody who has to do something. */
function ask(context: Context, duty: SchoolDuty, row: typeof dutyPeriod.$inferSelect): void {
  const groups = duty.reach === 'shared' ? groupOnEach(context, duty.schoolId, 'class_teachers') : [];
  for (const { id, once } of groups)
    sendCard(
      context,
      'duty.board',
      { period: row.id },
      { group: id },
      { lane: 'normal', dedupeKey: `duty-board:${row.id}${once}` },
    );
  if (groups.length > 0) return;
  for (const task of tasksOfPeriod(context, row)) askOwners(context, task, duty, `open:${row.id}`);
}

/** The task card to each of a task's owners, once per reason. */
export function askOwners(context: Context, task: Task, duty: SchoolDuty, reason: string): void {
  const { card, subject, once } = askingOf(context, task);
  for (const person of ownersOf(context, task, duty))
    sendCard(context, card, subject, { person }, { lane: 'bulk', dedupeKey: `duty:${reason}:${once}:${person}` });
}
