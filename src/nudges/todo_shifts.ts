import { and, asc, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { absenceById, daysText } from '../duties/leave_rows.ts';
import { onShift, type Shift, shiftsOf, upcomingShifts, whatText } from '../duties/shift_rows.ts';
import { GATE } from '../duties/shift_times.ts';
import { swapById } from '../duties/swap.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, DAY, dateOf, HOUR, MINUTE, plusDays, shortDay } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { absence, shiftSwap } from '../store/schema/index.ts';
import type { TodoItem, TodoPart } from './todo.ts';

/** Shifts of today and of this many days after it are listed; where there are none, the next one of a week. */
const SOON_DAYS = 2;
const NEXT_MS = 7 * DAY;
/** A hand-over is asked for from shortly before the shift's end, and as long as it can still be written. */
const BEFORE_END_MS = 30 * MINUTE;
const AFTERWARDS_MS = 24 * HOUR;

const part = (items: readonly TodoItem[]): TodoPart => ({ items, total: items.length });

/** Shifts somebody stands today and soon, and those they have to hand over. */
export function shiftPart(context: ReadContext, person: PersonId): TodoPart {
  const today = dateOf(context.now, context.timeZone);
  const coming = upcomingShifts(context, person, 50);
  const soon = coming.filter((one) => one.date <= plusDays(today, SOON_DAYS));
  const [next] = coming.filter((one) => one.startsAt < context.now + NEXT_MS);
  const shown = soon.length > 0 ? soon : next ? [next] : [];
  return part([
    ...shown.map((one) => standItem(context, one, today)),
    ...handOvers(context, person, today).map((one) => handOverItem(context, one)),
  ]);
}

function standItem(context: ReadContext, shift: Shift, today: string): TodoItem {
  const clock = clockOf(shift.startsAt, context.timeZone);
  const when =
    shift.startsAt <= context.now
      ? `已到时间，${clock} 起`
      : shift.date === today
        ? `${clock} 到岗`
        : `${shortDay(shift.date, today)} ${clock}`;
  return {
    text: `${whatText(shift)} ${when}`,
    action: 'shift.open',
    reference: { shift: shift.id },
    at: shift.startsAt,
  };
}

/** 带班 and nights leave something to the next shift (domain/duties.md §1.10); a gate post may, and is not asked. */
const handOvers = (context: ReadContext, person: PersonId, today: string): readonly Shift[] =>
  shiftsOf(context, person, plusDays(today, -2), today).filter(
    (one) =>
      one.dutyId !== GATE &&
      one.checkedInAt !== null &&
      one.handedOverAt === null &&
      one.endsAt - BEFORE_END_MS <= context.now &&
      context.now <= one.endsAt + AFTERWARDS_MS,
  );

const handOverItem = (context: ReadContext, shift: Shift): TodoItem => ({
  text: `填写交接：${whatText(shift)} ${clockOf(shift.endsAt, context.timeZone)} 交班`,
  action: 'shift.open',
  reference: { shift: shift.id },
  at: shift.endsAt,
});

/** Colleagues who asked somebody to take a shift or to stand in for them wait for an answer: these come first. */
export function requestPart(context: ReadContext, person: PersonId): TodoPart {
  const today = dateOf(context.now, context.timeZone);
  return part([...swapItems(context, person, today), ...leaveItems(context, person, today)]);
}

function swapItems(context: ReadContext, person: PersonId, today: string): readonly TodoItem[] {
  return context.db
    .select({ id: shiftSwap.id })
    .from(shiftSwap)
    .where(and(eq(shiftSwap.toId, person), eq(shiftSwap.state, 'asked')))
    .orderBy(asc(shiftSwap.id))
    .limit(20)
    .all()
    .flatMap(({ id }): TodoItem[] => {
      const swap = swapById(context, id);
      // What has begun, or went to somebody else, can no longer be answered.
      if (!swap || swap.shift.startsAt <= context.now || onShift(context, swap.shift) !== swap.fromId) return [];
      const when = `${shortDay(swap.shift.date, today)} ${clockOf(swap.shift.startsAt, context.timeZone)}`;
      return [
        {
          text: `待答复：代${nameOf(context, swap.fromId)} ${when} ${whatText(swap.shift)}`,
          action: 'shift.swap-open',
          reference: { swap: id },
        },
      ];
    });
}

function leaveItems(context: ReadContext, person: PersonId, today: string): readonly TodoItem[] {
  return context.db
    .select({ id: absence.id })
    .from(absence)
    .where(and(eq(absence.substituteId, person), eq(absence.state, 'asked')))
    .orderBy(asc(absence.id))
    .limit(20)
    .all()
    .flatMap(({ id }): TodoItem[] => {
      const row = absenceById(context, id);
      if (!row || row.lastDay < today) return [];
      return [
        {
          text: `待答复：${daysText(row, today)} 代${nameOf(context, row.personId)}办事`,
          action: 'leave.open',
          reference: { leave: id },
        },
      ];
    });
}
