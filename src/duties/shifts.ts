import { and, eq, isNull } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { clockOf, HOUR, MINUTE } from '../kernel/time.ts';
import { cancelTimersOf, setTimer, type TimerHandler } from '../kernel/timers.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { dutyShift } from '../store/schema/index.ts';
import {
  ASK_BEFORE_MS,
  dutyOf,
  isSwitchedOff,
  leadersOnDuty,
  neighbour,
  onShift,
  type Shift,
  shiftById,
  shiftTopic,
  whatText,
} from './shift_rows.ts';
import { GATE } from './shift_times.ts';

/** domain/duties.md §1.4, E7: five minutes late the duty leader hears, fifteen minutes late the safety office. */
const ASK_TIMER = 'shift.ask';
const LATE_TIMER = 'shift.late';
const ABSENT_TIMER = 'shift.absent';
const LATE_MS = 5 * MINUTE;
const ABSENT_MS = 15 * MINUTE;
/** After an outage somebody is asked first and has the same five and ten minutes; much later nobody is called absent. */
const STALE_MS = HOUR;
/** Nobody checks in for a shift that is hours away. */
export const EARLIEST_MS = HOUR;
/** How long what was tapped can be taken back. */
export const UNDO_MS = 10 * MINUTE;
/** How long after its end a shift can still be checked in or handed over. */
const AFTERWARDS_MS = 24 * HOUR;

/** Sets when the shift's person is asked; a shift that is over or done with wakes nobody. */
export function planShift(context: Context, shift: Shift): void {
  cancelTimersOf(context, shiftTopic(shift.id));
  if (shift.checkedInAt !== null || shift.endsAt <= context.now) return;
  setTimer(context, ASK_TIMER, shiftTopic(shift.id), shift.startsAt - ASK_BEFORE_MS);
}

const waiting = (context: Context, subject: string): Shift | undefined => {
  const shift = shiftById(context, Number(subject.split(':')[1]));
  if (!shift || shift.checkedInAt !== null || shift.endsAt <= context.now) return undefined;
  return isSwitchedOff(context, shift.schoolId, shift.dutyId) ? undefined : shift;
};

/** Shifts are for now: neither quiet hours nor merging hold them back. */
function askPerson(context: Context, shift: Shift): void {
  const person = onShift(context, shift);
  sendCard(
    context,
    'shift.checkin',
    { shift: shift.id },
    { person },
    { lane: 'normal', dedupeKey: `shift-checkin:${shift.id}:${person}` },
  );
}

function ask(context: Context, subject: string): void {
  const shift = waiting(context, subject);
  if (!shift) return;
  // 停课: nobody comes to the gate. A roster of other duties holds on such days too.
  if (dutyOf(shift) === GATE && schoolCalendar(context, shift.schoolId).isSuspended(shift.date)) return;
  askPerson(context, shift);
  if (context.now - shift.startsAt > STALE_MS) return;
  setTimer(context, LATE_TIMER, subject, Math.max(shift.startsAt, context.now) + LATE_MS);
}

const officeOf = (context: Context, schoolId: number): readonly PersonId[] =>
  peopleWithFirstRole(context, schoolId, ['safety_office', 'vice_principal', 'principal']).map((one) => one.person);

function leadersOf(context: Context, shift: Shift): readonly PersonId[] {
  const onDuty = leadersOnDuty(context, shift.schoolId);
  const leaders =
    onDuty.length > 0 ? onDuty : peopleWithFirstRole(context, shift.schoolId, ['duty_leader']).map((one) => one.person);
  const missing = onShift(context, shift);
  // The leader's own shift, or nobody leads today: the safety office hears at once.
  return leaders.length === 0 || leaders.includes(missing) ? officeOf(context, shift.schoolId) : leaders;
}

/** Tells somebody that a post is empty; each person once per shift. */
function tellAbsent(context: Context, shift: Shift, people: readonly PersonId[]): void {
  const missing = onShift(context, shift);
  for (const person of new Set(people)) {
    if (person === missing) continue;
    sendCard(
      context,
      'shift.absent',
      { shift: shift.id },
      { person },
      { lane: 'normal', dedupeKey: `shift-absent:${shift.id}:${person}` },
    );
  }
}

function late(context: Context, subject: string): void {
  const shift = waiting(context, subject);
  if (!shift) return;
  tellAbsent(context, shift, leadersOf(context, shift));
  record(context, 'shift.late', subject, { duty: shift.dutyId, date: shift.date });
  setTimer(context, ABSENT_TIMER, subject, Math.max(shift.startsAt + ABSENT_MS, context.now + ABSENT_MS - LATE_MS));
}

function absent(context: Context, subject: string): void {
  const shift = waiting(context, subject);
  if (!shift) return;
  tellAbsent(context, shift, officeOf(context, shift.schoolId));
  record(context, 'shift.absent', subject, { duty: shift.dutyId, date: shift.date });
}

export const shiftTimers: readonly TimerHandler[] = [
  { kind: ASK_TIMER, run: ask },
  { kind: LATE_TIMER, run: late },
  { kind: ABSENT_TIMER, run: absent },
];

/** Brings cards of a shift up to date when another person stands there now, and asks them if it is time already. */
export function shiftMoved(context: Context, shift: Shift): void {
  refresh(context, shiftTopic(shift.id));
  if (shift.checkedInAt !== null || shift.endsAt <= context.now) return;
  if (shift.startsAt - ASK_BEFORE_MS <= context.now && !isSwitchedOff(context, shift.schoolId, shift.dutyId)) {
    askPerson(context, shift);
    setTimer(context, LATE_TIMER, shiftTopic(shift.id), Math.max(shift.startsAt, context.now) + LATE_MS);
  }
}

/** Who may say that somebody is at their post: the leader on duty and the safety office can see for themselves. */
export const mayVouch = (context: ReadContext, person: PersonId, shift: Shift): boolean =>
  leadersOnDuty(context, shift.schoolId).includes(person) ||
  ['duty_leader', 'safety_office', 'vice_principal', 'principal'].some((role) =>
    hasRole(context, person, shift.schoolId, role),
  );

/** 确认到岗. A second tap changes nothing and says so. Throws Refused. */
export function checkIn(context: Context, shift: Shift, person: PersonId): Outcome {
  if (shift.checkedInAt !== null) {
    const at = clockOf(shift.checkedInAt, context.timeZone);
    throw new Refused('shift.checked_in', `已于 ${at} 确认到岗`, undefined, 'info');
  }
  if (context.now < shift.startsAt - EARLIEST_MS) {
    throw new Refused(
      'shift.too_early',
      '还没到时间',
      `${clockOf(shift.startsAt, context.timeZone)} 前一小时起可以点。`,
    );
  }
  if (context.now > shift.endsAt + AFTERWARDS_MS)
    throw new Refused('shift.over', '这一班已过，不再补', '请告诉安全办。');
  const moved = context.db
    .update(dutyShift)
    .set({ checkedInAt: context.now })
    .where(and(eq(dutyShift.id, shift.id), isNull(dutyShift.checkedInAt)))
    .returning()
    .get();
  if (!moved) throw new Refused('shift.checked_in', '已确认到岗', undefined, 'info');
  cancelTimersOf(context, shiftTopic(shift.id));
  record(context, 'shift.checked-in', shiftTopic(shift.id), {
    person,
    vouched: onShift(context, shift) !== person,
    lateMinutes: Math.max(0, Math.floor((context.now - shift.startsAt) / MINUTE)),
  });
  refresh(context, shiftTopic(shift.id));
  return { toast: { tone: 'success', text: `已到岗：${whatText(shift)}` } };
}

/** 交给下一班: the next shift's card shows the note; somebody else who was named gets it on a card of its own. */
export function handOver(
  context: Context,
  shift: Shift,
  input: { readonly note: string; readonly to: PersonId | undefined },
): Outcome {
  if (shift.checkedInAt === null) throw new Refused('shift.not_there', '先确认到岗，再交接');
  if (shift.handedOverAt !== null) throw new Refused('shift.handed_over', '这一班已交接', undefined, 'info');
  if (context.now > shift.endsAt + AFTERWARDS_MS)
    throw new Refused('shift.over', '这一班已过，不再补', '请告诉安全办。');
  const moved = context.db
    .update(dutyShift)
    .set({ handover: input.note, handedOverAt: context.now })
    .where(and(eq(dutyShift.id, shift.id), isNull(dutyShift.handedOverAt)))
    .returning()
    .get();
  if (!moved) throw new Refused('shift.handed_over', '这一班已交接', undefined, 'info');
  const next = neighbour(context, shift, 'after');
  record(context, 'shift.handed-over', shiftTopic(shift.id), { to: input.to ?? null, next: next?.id ?? null });
  refresh(context, shiftTopic(shift.id));
  if (next) refresh(context, shiftTopic(next.id));
  if (input.to !== undefined && (!next || onShift(context, next) !== input.to)) {
    sendCard(
      context,
      'shift.handed',
      { shift: shift.id },
      { person: input.to },
      { dedupeKey: `shift-handed:${shift.id}:${context.now}:${input.to}` },
    );
  }
  return { toast: { tone: 'success', text: '已交给下一班' } };
}

/** 点错了: takes back what was tapped last, within ten minutes. */
export function undoShift(context: Context, shift: Shift): Outcome {
  const isHanded = shift.handedOverAt !== null;
  const at = shift.handedOverAt ?? shift.checkedInAt;
  if (at === null) throw new Refused('shift.nothing_to_undo', '没有要撤回的', undefined, 'info');
  if (context.now - at > UNDO_MS) throw new Refused('shift.undo_late', '已过 10 分钟，不能撤回', '请联系安全办更正。');
  const moved = context.db
    .update(dutyShift)
    .set(isHanded ? { handedOverAt: null, handover: null } : { checkedInAt: null })
    .where(eq(dutyShift.id, shift.id))
    .returning()
    .get();
  record(context, 'shift.undone', shiftTopic(shift.id), { what: isHanded ? 'hand-over' : 'check-in' });
  if (!isHanded && moved && moved.endsAt > context.now) {
    setTimer(context, LATE_TIMER, shiftTopic(shift.id), Math.max(moved.startsAt, context.now) + LATE_MS);
  }
  const next = isHanded ? neighbour(context, shift, 'after') : undefined;
  if (next) refresh(context, shiftTopic(next.id));
  refresh(context, shiftTopic(shift.id));
  return { toast: { tone: 'success', text: '已撤回' } };
}
