import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { dateOf, HOUR, MINUTE, plusDays } from '../kernel/time.ts';
import { cancelTimer, setTimer, type TimerHandler } from '../kernel/timers.ts';
import { nameOf, peopleWithFirstRole, schoolOf } from '../school/people.ts';
import { absence } from '../store/schema/index.ts';
import {
  type Absence,
  absenceById,
  leaveOf,
  leaveTopic,
  substituteCandidates,
  substitutingOf,
  type Work,
  waitingOf,
  worksOf,
  workText,
} from './leave_rows.ts';
import { readLeave } from './leave_words.ts';
import { afterQuietHours } from './quiet_hours.ts';
import { isColleague, shiftsOf, upcomingShifts } from './shift_rows.ts';
import { shiftMoved } from './shifts.ts';

const UNANSWERED_TIMER = 'leave.unanswered';
/** Longer is a change of post, not a leave; a year mistyped is caught too. */
const LONGEST_DAYS = 366;

/** 请假, 代班, 换班: opens the card the words ask for, with what they say filled in. */
export function openLeave(context: Context, person: PersonId, words: string): void {
  const schoolId = schoolOf(context, person);
  if (schoolId === undefined) return;
  if (/换.{0,2}班|调班/.test(words) && upcomingShifts(context, person, 1).length > 0) {
    sendCard(context, 'shift.mine', { person }, { person }, { lane: 'press' });
    return;
  }
  const days = readLeave(words, dateOf(context.now, context.timeZone));
  const named = substituteCandidates(context, schoolId, person).filter((one) => words.includes(one.name));
  const [only] = named;
  sendCard(
    context,
    'leave.form',
    { school: schoolId, person, ...days, ...(only && named.length === 1 ? { substitute: only.person } : {}) },
    { person },
    { lane: 'press' },
  );
}

export interface LeaveRequest {
  readonly schoolId: number;
  readonly person: PersonId;
  readonly from: string;
  readonly to: string;
  readonly substitute: PersonId;
  readonly work: readonly Work[];
}

function requireDays(context: Context, { from, to }: LeaveRequest): void {
  const today = dateOf(context.now, context.timeZone);
  if (to < from) throw new FormRefused('“到”早于“从”，请改一下');
  if (to < today) throw new FormRefused('这几天已过，请改日期');
  if (to > plusDays(today, LONGEST_DAYS)) throw new FormRefused('日期太远，请核对');
}

function requireSubstitute(context: Context, { schoolId, person, from, to, substitute, work }: LeaveRequest): void {
  if (substitute === person) throw new FormRefused('代班人请选别人');
  if (!isColleague(context, substitute, schoolId)) throw new FormRefused('代班人请选本校在岗的老师');
  if (leaveOf(context, substitute, from, to).length > 0) throw new FormRefused('代班人那天也请假了', '请换一位。');
  const own = leaveOf(context, person, from, to).find((one) => worksOf(one).some((each) => work.includes(each)));
  if (own) {
    throw new FormRefused(
      `这几天已请${nameOf(context, own.substituteId)}代${workText(worksOf(own))}`,
      '要改，先在那张卡上撤回。',
    );
  }
  const others = substitutingOf(context, person, from, to).find((one) =>
    worksOf(one).some((each) => work.includes(each)),
  );
  if (others) {
    const name = nameOf(context, others.personId);
    throw new FormRefused(`这几天您在代${name}的${workText(worksOf(others))}`, `请先让${name}另请一位。`);
  }
}

/** Asks a colleague to stand in; nothing moves before they agree. Throws FormRefused. */
export function askLeave(context: Context, request: LeaveRequest): Outcome {
  requireDays(context, request);
  requireSubstitute(context, request);
  const { schoolId, person, from, to, substitute, work } = request;
  const made = context.db
    .insert(absence)
    .values({
      schoolId,
      personId: person,
      substituteId: substitute,
      firstDay: from,
      lastDay: to,
      work: [...new Set(work)],
      createdAt: context.now,
    })
    .returning()
    .get();
  record(context, 'leave.asked', leaveTopic(made.id), { person, substitute, from, to, work });
  sendCard(
    context,
    'leave.request',
    { leave: made.id },
    { person: substitute },
    { dedupeKey: `leave:${made.id}:${substitute}` },
  );
  setTimer(context, UNANSWERED_TIMER, leaveTopic(made.id), remindAt(context, made));
  return {
    toast: { tone: 'success', text: `已发给${nameOf(context, substitute)}，等答复` },
    become: { card: 'leave.mine', subject: { leave: made.id } },
  };
}

/** When the person hears that nobody answered: soon when it is about today, and not in the quiet hours. */
function remindAt(context: Context, row: Absence): number {
  const today = dateOf(context.now, context.timeZone);
  const at = context.now + (row.firstDay <= today ? 20 * MINUTE : 2 * HOUR);
  return afterQuietHours(at, context.timeZone);
}

function remindUnanswered(context: Context, subject: string): void {
  const row = absenceById(context, Number(subject.split(':')[1]));
  if (row?.state !== 'asked' || row.lastDay < dateOf(context.now, context.timeZone)) return;
  sendCard(
    context,
    'leave.answer',
    { leave: row.id },
    { person: row.personId },
    { dedupeKey: `leave-unanswered:${row.id}` },
  );
}

export const leaveTimers: readonly TimerHandler[] = [{ kind: UNANSWERED_TIMER, run: remindUnanswered }];

function requireAsked(context: Context, row: Absence): void {
  if (row.state === 'agreed') throw new Refused('leave.agreed', '已同意代班', undefined, 'info');
  if (row.state === 'declined') throw new Refused('leave.declined', '已回复不方便', undefined, 'info');
  if (row.state === 'withdrawn') throw new Refused('leave.withdrawn', '对方已撤回，不用代了', undefined, 'info');
  if (row.lastDay < dateOf(context.now, context.timeZone))
    throw new Refused('leave.over', '这几天已过，不用代了', undefined, 'info');
}

function settle(context: Context, row: Absence, state: 'agreed' | 'declined' | 'withdrawn'): void {
  context.db.update(absence).set({ state }).where(eq(absence.id, row.id)).run();
  cancelTimer(context, UNANSWERED_TIMER, leaveTopic(row.id));
  record(context, `leave.${state}`, leaveTopic(row.id), { person: row.personId, substitute: row.substituteId });
  refresh(context, leaveTopic(row.id));
}

/** 同意代班: from now on what falls into these days is the substitute's. The pressed card lists what waits. */
export function agreeLeave(context: Context, row: Absence): Outcome {
  requireAsked(context, row);
  if (leaveOf(context, row.substituteId, row.firstDay, row.lastDay).length > 0) {
    throw new Refused('leave.away', '您那几天也请假了', '点“不方便”，对方会换人。');
  }
  const before = worksOf(row).includes('shift') ? shiftsOf(context, row.personId, row.firstDay, row.lastDay) : [];
  settle(context, row, 'agreed');
  sendCard(
    context,
    'leave.answer',
    { leave: row.id },
    { person: row.personId },
    { dedupeKey: `leave-answer:${row.id}` },
  );
  for (const shift of before) shiftMoved(context, shift);
  tellOffice(context, { ...row, state: 'agreed' });
  return {
    toast: { tone: 'success', text: '已同意，要办的列在卡上' },
    become: { card: 'leave.waiting', subject: { leave: row.id } },
  };
}

/** Shifts and hazards that change hands are the safety office's business; reminders and lessons are not. */
function tellOffice(context: Context, row: Absence): void {
  const { shifts, hazards } = waitingOf(context, row);
  if (shifts.length + hazards.length === 0) return;
  for (const { person } of peopleWithFirstRole(context, row.schoolId, [
    'safety_office',
    'vice_principal',
    'principal',
  ])) {
    if (person === row.personId || person === row.substituteId) continue;
    sendCard(context, 'leave.office', { leave: row.id }, { person }, { dedupeKey: `leave-office:${row.id}:${person}` });
  }
}

/** 不方便: the person hears it and can ask somebody else. */
export function declineLeave(context: Context, row: Absence): Outcome {
  requireAsked(context, row);
  settle(context, row, 'declined');
  sendCard(
    context,
    'leave.answer',
    { leave: row.id },
    { person: row.personId },
    { dedupeKey: `leave-answer:${row.id}` },
  );
  return { toast: { tone: 'success', text: '好，已告诉对方' } };
}

/** 撤回, also 提前回来: what is left of the days is the person's own again. */
export function withdrawLeave(context: Context, row: Absence): Outcome {
  if (row.state === 'withdrawn') throw new Refused('leave.withdrawn', '已经撤回了', undefined, 'info');
  if (row.state === 'declined') throw new Refused('leave.declined', '对方不方便，没有生效', undefined, 'info');
  if (row.lastDay < dateOf(context.now, context.timeZone))
    throw new Refused('leave.over', '这几天已过，不用撤回', undefined, 'info');
  const wasAgreed = row.state === 'agreed';
  const today = dateOf(context.now, context.timeZone);
  const from = row.firstDay > today ? row.firstDay : plusDays(today, -1);
  const covered = wasAgreed
    ? shiftsOf(context, row.substituteId, from, row.lastDay).filter((one) => one.personId === row.personId)
    : [];
  settle(context, row, 'withdrawn');
  for (const shift of covered) shiftMoved(context, shift);
  if (wasAgreed) {
    sendCard(
      context,
      'leave.answer',
      { leave: row.id },
      { person: row.substituteId },
      { dedupeKey: `leave-withdrawn:${row.id}` },
    );
  }
  return { toast: { tone: 'success', text: '已撤回' } };
}
