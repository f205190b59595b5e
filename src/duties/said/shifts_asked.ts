import { and, asc, eq, gt, inArray, or } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import type { Context } from '../../kernel/context.ts';
import { hasRole } from '../../kernel/permission.ts';
import { sendCard, sendText } from '../../kernel/send.ts';
import { clockOf, dateOf, dayText, plusDays } from '../../kernel/time.ts';
import { nameOf } from '../../school/people.ts';
import { dutyShift } from '../../store/schema/index.ts';
import { isSwitchedOff, onShift, type Shift, upcomingShifts, whatText } from '../shift_rows.ts';
import { EARLIEST_MS } from '../shifts.ts';

/** Shifts of a date, and those of the night before that are not over yet. */
const shiftsOn = (context: Context, schoolId: number, date: string): readonly Shift[] =>
  context.db
    .select()
    .from(dutyShift)
    .where(
      and(
        eq(dutyShift.schoolId, schoolId),
        inArray(dutyShift.date, [plusDays(date, -1), date]),
        or(eq(dutyShift.date, date), gt(dutyShift.endsAt, context.now)),
      ),
    )
    .orderBy(asc(dutyShift.startsAt), asc(dutyShift.id))
    .all()
    .filter((shift) => !isSwitchedOff(context, schoolId, shift.dutyId));

/** 今天谁值班, 明天谁带班: who stands which shift, and who is there already. */
export function tellOnDuty(context: Context, person: PersonId, schoolId: number, tomorrow: boolean): void {
  const today = dateOf(context.now, context.timeZone);
  const date = tomorrow ? plusDays(today, 1) : today;
  const shifts = tomorrow
    ? shiftsOn(context, schoolId, date).filter((shift) => shift.date === date)
    : shiftsOn(context, schoolId, date);
  if (shifts.length === 0) {
    const how = hasRole(context, person, schoolId, 'safety_office')
      ? '要排，发“排班”，或把值班表发到这里。'
      : '排班请找安全办。';
    sendText(context, `${dayText(date, today)} 没有排班。${how}`, { person });
    return;
  }
  const lines = shifts.map((shift) => {
    const there = shift.checkedInAt === null ? '' : `，${clockOf(shift.checkedInAt, context.timeZone)} 到岗`;
    const from = shift.date === date ? '' : '昨天 ';
    const time = `${from}${clockOf(shift.startsAt, context.timeZone)}`;
    return `${time} ${whatText(shift)}：${nameOf(context, onShift(context, shift))}${there}`;
  });
  sendText(context, [`${dayText(date, today)} 值班`, ...lines].join('\n'), { person });
}

/** 我什么时候值班: the next five; 到岗了: the one that can be checked in at now, as does the one that has begun. */
export function openShifts(context: Context, person: PersonId, arrived: boolean): void {
  const [first] = upcomingShifts(context, person);
  if (!first) {
    sendText(context, '接下来没有排您的班。', { person });
    return;
  }
  const isOpen = first.startsAt - (arrived ? EARLIEST_MS : 0) <= context.now;
  if (isOpen) sendCard(context, 'shift.checkin', { shift: first.id }, { person }, { lane: 'press' });
  else sendCard(context, 'shift.mine', { person }, { person }, { lane: 'press' });
}
