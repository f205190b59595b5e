import { and, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { dateOf } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';
import { accountsOf } from '../school/people.ts';
import { groupOnEach } from '../school/queries.ts';
import { hasRoster, STAFF_TIMER } from '../school/staff_known.ts';
import { dutyPeriod } from '../store/schema/index.ts';
import { openCampaigns } from './campaign_tasks.ts';
import { planDates } from './filings/dates.ts';
import { askGroup, askOwners, scopesOf, writePeriod, writeTasks } from './open_period.ts';
import { askingOf } from './own_cards.ts';
import { planDeadline, planLadder } from './period_ladder.ts';
import { dueAt, opensAt, periodOf } from './periods.ts';
import { runsSince } from './plan_duty.ts';
import { afterQuietHours } from './quiet_hours.ts';
import { dutiesOf, type SchoolDuty } from './settings.ts';
import { ownersOf, type PeriodRow, periodTopic, type Task, tasksOfPeriod } from './tasks.ts';

/** What is asked in the middle of a period: tasks nobody has heard of yet. */
interface Begun {
  readonly duty: SchoolDuty;
  readonly row: PeriodRow;
  readonly tasks: readonly Task[];
  /** The period was there already, with other tasks; a class or a place has come since. */
  readonly joined: boolean;
}

/**
 * Runs when a school's staff has become known or grown: whatever is under way and still ahead of its deadline is asked
 * of those who are new to it. A school that waited for the next period would hear nothing of a month's inspection for
 * three weeks. At night it waits for the morning.
 */
export function openUnderWay(context: Context, subject: string): void {
  const schoolId = Number(subject.split(':')[1]);
  if (!hasRoster(context, schoolId)) return;
  const morning = afterQuietHours(context.now, context.timeZone);
  if (morning > context.now) {
    setTimer(context, STAFF_TIMER, subject, morning);
    return;
  }
  const calendar = schoolCalendar(context, schoolId);
  const begun = dutiesOf(context, schoolId).flatMap((duty) => beginNow(context, duty, calendar) ?? []);
  askTogether(context, begun);
  openCampaigns(context, subject);
  planDates(context, schoolId);
}

/** The period a duty that was just switched on is in, where its deadline lies ahead; false: it begins with the next. */
export function openThisPeriod(context: Context, duty: SchoolDuty): boolean {
  const begun = beginNow(context, duty, schoolCalendar(context, duty.schoolId));
  if (begun) askTogether(context, [begun]);
  return begun !== undefined;
}

function beginNow(context: Context, duty: SchoolDuty, calendar: SchoolCalendar): Begun | undefined {
  const since = runsSince(context, duty);
  const period =
    since === undefined ? undefined : periodOf(duty.cadence, dateOf(context.now, context.timeZone), calendar);
  if (since === undefined || !period || dueAt(duty, period, calendar, context.timeZone) <= context.now)
    return undefined;
  const opens = opensAt(duty, period, calendar, context.timeZone);
  const known = rowOf(context, duty, period.key);
  // What opens later has its timer; what opened while the duty ran and is not there belongs to an older frequency.
  if (!known && (opens > context.now || opens >= since)) return undefined;
  const before = known ? tasksOfPeriod(context, known).length : 0;
  if (before === 0 && !isReachable(context, duty)) return undefined;
  // Opened today, so that no rung of the days before speaks.
  const row = known ?? writePeriod(context, duty, period, calendar, context.now);
  if (!row) return undefined;
  const made = known ? writeTasks(context, duty, known, period) : tasksOfPeriod(context, row);
  const tasks = made.filter((task) => task.state === 'open');
  return tasks.length === 0 ? undefined : { duty, row, tasks, joined: before > 0 };
}

/** Whether anybody of a duty can be asked at all: without accounts its ladder would only speak to the safety office. */
function isReachable(context: Context, duty: SchoolDuty): boolean {
  if (duty.reach === 'shared' && groupOnEach(context, duty.schoolId, 'class_teachers').length > 0) return true;
  const { schoolId, id: dutyId, scope } = duty;
  return scopesOf(context, duty).some((scopeId) =>
    hasAccount(context, ownersOf(context, { schoolId, dutyId, scope, scopeId, assigneeId: null }, duty)),
  );
}

const hasAccount = (context: Context, people: readonly PersonId[]): boolean => accountsOf(context, people).length > 0;

const rowOf = (context: Context, duty: SchoolDuty, period: string): PeriodRow | undefined =>
  context.db
    .select()
    .from(dutyPeriod)
    .where(and(eq(dutyPeriod.schoolId, duty.schoolId), eq(dutyPeriod.dutyId, duty.id), eq(dutyPeriod.period, period)))
    .get();

/**
 * Shared cards in the group; to whoever has one thing its card, to whoever has more the list of them, once. Who has no
 * account yet finds it in their list when they join.
 */
function askTogether(context: Context, begun: readonly Begun[]): void {
  const personal: { readonly duty: SchoolDuty; readonly row: PeriodRow; readonly task: Task }[] = [];
  for (const { duty, row, tasks, joined } of begun) {
    if (!joined) {
      planLadder(context, row);
      planDeadline(context, row);
    }
    if (askGroup(context, duty, row)) refresh(context, periodTopic(row.id));
    else personal.push(...tasks.map((task) => ({ duty, row, task })));
  }
  const cards = new Map<PersonId, Set<string>>();
  for (const { duty, task } of personal)
    for (const owner of ownersOf(context, task, duty)) {
      if (!hasAccount(context, [owner])) continue;
      const { card, once } = askingOf(context, task);
      cards.set(owner, (cards.get(owner) ?? new Set()).add(`${card} ${once}`));
    }
  const asks = (owner: PersonId): number => cards.get(owner)?.size ?? 0;
  for (const { duty, row, task } of personal)
    askOwners(context, task, duty, `open:${row.id}`, (owner) => asks(owner) === 1);
  for (const owner of cards.keys())
    if (asks(owner) > 1)
      sendCard(
        context,
        'todo.merged',
        { instead: 1 },
        { person: owner },
        { lane: 'normal', dedupeKey: `todo-under-way:${owner}:${context.now}` },
      );
}
