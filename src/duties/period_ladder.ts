import { and, eq, inArray } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh } from '../kernel/send.ts';
import { DAY } from '../kernel/time.ts';
import { cancelTimer, setTimer } from '../kernel/timers.ts';
import { plusSchoolDays, schoolDayUpTo } from '../school/calendar.ts';
import { dutyPeriod, dutyTask } from '../store/schema/index.ts';
import { askForContent } from './fill_in.ts';
import { type DutyRung, nextRungAt, rungAt } from './ladders.ts';
import { ladderOf } from './nudge_times.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { type PeriodRow, periodRow, periodTopic, tasksOfPeriod } from './tasks.ts';

export const LADDER_TIMER = 'duty.ladder';
/** Shared cards turn to 已截止 once the deadline has passed, also when nobody taps. */
export const DEADLINE_TIMER = 'duty.deadline';

/**
 * A shared card older than this cannot be changed in place (Feishu: 14 days, reference/feishu.md §7) and would come as a
 * new message: nobody is disturbed to hear that a month is over.
 */
const CHANGEABLE_MS = 13 * DAY;

/** Sets when a period's shared cards show their final state: the first moment that is late. */
export const planDeadline = (context: Context, row: PeriodRow): void =>
  setTimer(context, DEADLINE_TIMER, periodTopic(row.id), row.dueAt + 1);

/**
 * Runs when a period's deadline has passed: what was tapped without content is asked for once; one update of each
 * shared card, and none where everything was done. A period
 * nobody is told about (E0) ends here; the others end with their last rung.
 */
export function showDeadline(context: Context, subject: string): void {
  const row = periodRow(context, Number(subject.split(':')[1]));
  if (!row) return;
  if (row.dueAt >= context.now) {
    planDeadline(context, row);
    return;
  }
  askForContent(context, row);
  if (tasksOfPeriod(context, row).every((task) => task.state !== 'open')) return;
  if (ladderTimes(context, row).every((time) => time <= row.dueAt)) closePeriod(context, row);
  const isShared = schoolDuty(context, row.schoolId, row.dutyId)?.reach === 'shared';
  if (isShared && context.now - row.openAt < CHANGEABLE_MS) refresh(context, periodTopic(row.id));
}

/** Sets the next time a period's ladder speaks. */
export function planLadder(context: Context, row: PeriodRow): void {
  const times = ladderTimes(context, row);
  const passed = times.reduce(
    (latest, time, index) => (time <= row.openAt && index > latest ? index : latest),
    row.ladderDone,
  );
  if (passed !== row.ladderDone)
    context.db.update(dutyPeriod).set({ ladderDone: passed }).where(eq(dutyPeriod.id, row.id)).run();
  const next = nextRungAt(times, passed);
  if (next === undefined) cancelTimer(context, LADDER_TIMER, periodTopic(row.id));
  else setTimer(context, LADDER_TIMER, periodTopic(row.id), next);
}

/** The instants of a period's rungs, in the ladder it was opened with. */
export function ladderTimes(context: Pick<Context, 'db' | 'timeZone'>, row: PeriodRow): readonly number[] {
  // Written from the tables of ladders.ts only, with the school's times (nudge_times.ts).
  const ladder = row.ladder as readonly DutyRung[];
  return timesOf(context, row.schoolId, ladder, row.dueAt);
}

function timesOf(
  context: Pick<Context, 'db' | 'timeZone'>,
  schoolId: number,
  ladder: readonly DutyRung[],
  due: number,
): readonly number[] {
  const calendar = {
    plusSchoolDays: (date: string, count: number) => plusSchoolDays(context, schoolId, date, count),
    schoolDayUpTo: (date: string) => schoolDayUpTo(context, schoolId, date),
  };
  return ladder.map((rung) => rungAt(rung, due, calendar, context.timeZone));
}

/** A duty's ladder for a deadline, its rungs as they come: 当天 15:00 and 截止前 2 小时 change places with the deadline. */
export function inOrder(
  context: Pick<Context, 'db' | 'timeZone'>,
  duty: Pick<SchoolDuty, 'schoolId' | 'escalation' | 'nudges'>,
  due: number,
): readonly DutyRung[] {
  const ladder = ladderOf(duty);
  const times = timesOf(context, duty.schoolId, ladder, due);
  return ladder
    .map((rung, index) => ({ rung, at: times[index] ?? due }))
    .sort((left, right) => left.at - right.at)
    .map(({ rung }) => rung);
}

/** Closes a period whose last rung has spoken: what is still open is missed, and can be made up late. */
export function closePeriod(context: Context, row: PeriodRow): void {
  const open = tasksOfPeriod(context, row).filter((task) => task.state === 'open');
  if (open.length === 0) return;
  context.db
    .update(dutyTask)
    .set({ state: 'missed' })
    .where(
      and(
        eq(dutyTask.schoolId, row.schoolId),
        eq(dutyTask.dutyId, row.dutyId),
        eq(dutyTask.period, row.period),
        inArray(dutyTask.state, ['open']),
      ),
    )
    .run();
  record(context, 'duty.missed', periodTopic(row.id), { duty: row.dutyId, period: row.period, tasks: open.length });
}
