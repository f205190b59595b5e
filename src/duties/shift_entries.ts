import { and, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { refresh } from '../kernel/send.ts';
import { instantOf, MINUTE } from '../kernel/time.ts';
import { cancelTimersOf } from '../kernel/timers.ts';
import { dutyShift, shiftSwap } from '../store/schema/index.ts';
import { type Shift, shiftTopic } from './shift_rows.ts';
import { planShift, shiftMoved } from './shifts.ts';

/** One entry of a duty roster; `from` and `to` are minutes from midnight of `date`. */
export interface ShiftEntry {
  readonly schoolId: number;
  readonly dutyId: string;
  readonly date: string;
  readonly slot: string;
  readonly post: string;
  readonly person: PersonId;
  readonly from: number;
  readonly to: number;
}

const asInstant = (date: string, minutes: number, timeZone: string): number =>
  instantOf(date, '00:00', timeZone) + minutes * MINUTE;

/** Requests to swap that nobody answered lapse when the roster itself changes. */
const lapseSwaps = (context: Context, shift: number): void => {
  context.db
    .update(shiftSwap)
    .set({ state: 'declined' })
    .where(and(eq(shiftSwap.shiftId, shift), eq(shiftSwap.state, 'asked')))
    .run();
};

/** What writing an entry of the roster would do; `kept`: somebody is there already, or it is over. */
export type EntryChange = 'added' | 'updated' | 'unchanged' | 'kept';

export function entryChange(
  context: Context,
  entry: ShiftEntry,
): { readonly change: EntryChange; readonly known?: Shift } {
  const known = context.db
    .select()
    .from(dutyShift)
    .where(
      and(
        eq(dutyShift.schoolId, entry.schoolId),
        eq(dutyShift.dutyId, entry.dutyId),
        eq(dutyShift.date, entry.date),
        eq(dutyShift.slot, entry.slot),
        eq(dutyShift.post, entry.post),
      ),
    )
    .get();
  const endsAt = asInstant(entry.date, entry.to, context.timeZone);
  if (!known) return { change: endsAt <= context.now ? 'kept' : 'added' };
  const same =
    known.personId === entry.person &&
    known.endsAt === endsAt &&
    known.startsAt === asInstant(entry.date, entry.from, context.timeZone);
  if (same) return { change: 'unchanged', known };
  return { change: known.checkedInAt !== null || known.endsAt <= context.now ? 'kept' : 'updated', known };
}

/** Writes one entry of a roster; who is at a post already stays. Doing it twice changes nothing. */
export function putShift(
  context: Context,
  entry: ShiftEntry,
): { readonly change: EntryChange; readonly shift?: Shift } {
  const { change, known } = entryChange(context, entry);
  if (change === 'unchanged' || change === 'kept') return known ? { change, shift: known } : { change };
  const values = {
    personId: entry.person,
    startsAt: asInstant(entry.date, entry.from, context.timeZone),
    endsAt: asInstant(entry.date, entry.to, context.timeZone),
  };
  if (known) {
    const moved = context.db.update(dutyShift).set(values).where(eq(dutyShift.id, known.id)).returning().get();
    if (!moved) return { change: 'kept' };
    lapseSwaps(context, known.id);
    planShift(context, moved);
    shiftMoved(context, moved);
    return { change, shift: moved };
  }
  const { schoolId, dutyId, date, slot, post } = entry;
  const made = context.db
    .insert(dutyShift)
    .values({ schoolId, dutyId, date, slot, post, ...values })
    .returning()
    .get();
  planShift(context, made);
  return { change, shift: made };
}

/** Takes shifts off the roster that have not begun. */
export function removeShifts(context: Context, shifts: readonly Shift[]): number {
  const future = shifts.filter((one) => one.startsAt > context.now && one.checkedInAt === null);
  for (const one of future) {
    cancelTimersOf(context, shiftTopic(one.id));
    context.db.delete(shiftSwap).where(eq(shiftSwap.shiftId, one.id)).run();
    context.db.delete(dutyShift).where(eq(dutyShift.id, one.id)).run();
    refresh(context, shiftTopic(one.id));
  }
  return future.length;
}
