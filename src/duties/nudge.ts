import { and, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { groupOnEach } from '../school/queries.ts';
import { absence, dutyPeriod } from '../store/schema/index.ts';
import { firstOf, listeners } from './audience.ts';
import { type DutyRung, dueRung, rungsWith, STALE_MS } from './ladders.ts';
import { WEEKLY_MEETING } from './meeting_items/duty.ts';
import { askOwners } from './open_period.ts';
import { closePeriod, ladderTimes, planLadder } from './period_ladder.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { leftOf, ownersOf, type PeriodRow, periodRow, periodTopic, type Task } from './tasks.ts';

/** Runs when a period's ladder may speak: only the latest due rungs, only to or about those who are left. */
export function climbDutyLadder(context: Context, subject: string): void {
  const row = periodRow(context, Number(subject.split(':')[1]));
  const duty = row && schoolDuty(context, row.schoolId, row.dutyId);
  if (!row || !duty) return;
  const times = ladderTimes(context, row);
  const reached = dueRung(times, row.ladderDone, context.now);
  if (reached === undefined) {
    planLadder(context, row);
    return;
  }
  // Written by `openPeriod` only, from the tables of ladders.ts.
  const ladder = row.ladder as readonly DutyRung[];
  context.db.update(dutyPeriod).set({ ladderDone: reached }).where(eq(dutyPeriod.id, row.id)).run();
  const moved = { ...row, ladderDone: reached };
  const left = leftOf(context, row);
  if (left.length > 0 && context.now - (times[reached] ?? context.now) < STALE_MS)
    for (const index of rungsWith(times, row.ladderDone, reached)) {
      const rung = ladder[index];
      if (rung) speak(context, duty, moved, rung, index, left);
    }
  if (reached === times.length - 1) closePeriod(context, moved);
  planLadder(context, moved);
}

function speak(
  context: Context,
  duty: SchoolDuty,
  row: PeriodRow,
  rung: DutyRung,
  index: number,
  left: readonly Task[],
): void {
  record(context, 'duty.nudged', periodTopic(row.id), {
    duty: duty.id,
    period: row.period,
    rung: index,
    left: left.length,
  });
  if (rung.to !== 'owners') {
    const dedupeKey = (person: PersonId): string => `duty-summary:${row.id}:${index}:${person}`;
    // A meeting that was not seen is asked about, not reported: it may have been held elsewhere (issue: the meeting).
    if (duty.id === WEEKLY_MEETING && rung.to === 'vice_principal') {
      for (const person of firstOf(context, row.schoolId, rung.to))
        sendCard(context, 'meeting.missed', { period: row.id }, { person }, { dedupeKey: dedupeKey(person) });
      return;
    }
    const subject = { period: row.id, ...(rung.again ? { again: 1 } : {}) };
    const card = rung.to === 'grade_lead' ? 'duty.copy' : 'duty.summary';
    // Written by `openPeriod` only, from the tables of ladders.ts.
    const later = (row.ladder as readonly DutyRung[]).slice(index + 1);
    for (const person of listeners(context, row, rung, later))
      sendCard(context, card, subject, { person }, { lane: 'normal', dedupeKey: dedupeKey(person) });
    return;
  }
  const isShared = rung.inGroup && duty.scope === 'class' && duty.reach === 'shared';
  const groups = isShared ? groupOnEach(context, row.schoolId, 'class_teachers') : [];
  for (const { id, once } of groups)
    sendCard(
      context,
      'duty.group-nudge',
      { period: row.id },
      { group: id },
      { lane: 'normal', dedupeKey: `duty-group-nudge:${row.id}:${index}${once}` },
    );
  if (groups.length > 0) return;
  for (const task of left) askOwners(context, task, duty, `rung:${row.id}:${index}`);
}

/** 个班, 处, or 项: what a period's tasks are counted in. */
export const unitOf = (duty: Pick<SchoolDuty, 'scope'>): string =>
  duty.scope === 'class' ? '个班' : duty.scope === 'place' ? '处' : '项';

/** 一键提醒未完成的: each of those who are left gets the task card once more. */
export function nudgeLeft(context: Context, row: PeriodRow): Outcome {
  const duty = schoolDuty(context, row.schoolId, row.dutyId);
  const left = leftOf(context, row);
  if (!duty || left.length === 0) return { toast: { tone: 'info', text: '都办完了，不用提醒' } };
  const reached = left.filter((task) => ownersOf(context, task, duty).length > 0);
  const unit = unitOf(duty);
  if (reached.length === 0) throw new Refused('duty.nobody', '没有登记负责人', '请先在名册里补上，再点一次。');
  for (const task of reached)
    askOwners(
      context,
      task,
      duty,
      `again:${row.id}:${dateOf(context.now, context.timeZone)}:${Math.floor(context.now / 3_600_000)}`,
    );
  record(context, 'duty.nudged-by-hand', periodTopic(row.id), { duty: duty.id, left: left.length });
  const without = left.length - reached.length;
  const also = without > 0 ? `，${without} ${unit}没有负责人` : '';
  return { toast: { tone: 'success', text: `已提醒 ${reached.length} ${unit}${also}` } };
}

/** More people than this are not named for one class or post. */
const NAMED = 2;

/** Why a class or a post is left, in the words of the summary; with the names of those who have it where `named`. */
export function whyLeft(context: ReadContext, task: Task, named = false): string {
  const owners = ownersOf(context, task);
  if (owners.length === 0) return '没有登记负责人';
  const away = owners.filter((person) => isAway(context, person));
  const why = away.length === owners.length ? '请假，未设代班' : '未确认';
  if (!named) return away.length === owners.length ? `负责人${why}` : why;
  const names = owners.slice(0, NAMED).map((person) => nameOf(context, person));
  return `${names.join('、')}${owners.length > NAMED ? '等' : ''}${why}`;
}

function isAway(context: ReadContext, person: PersonId): boolean {
  const date = dateOf(context.now, context.timeZone);
  return context.db
    .select({ first: absence.firstDay, last: absence.lastDay })
    .from(absence)
    .where(and(eq(absence.personId, person), eq(absence.state, 'asked')))
    .all()
    .some((row) => row.first <= date && row.last >= date);
}
