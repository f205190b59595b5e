import { and, desc, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { nameOf, peopleWithFirstRole } from '../school/people.ts';
import { dutyShift, shiftSwap } from '../store/schema/index.ts';
import { clashing, isAwayBetween, isColleague, onShift, type Shift, shiftById, shiftTopic } from './shift_rows.ts';
import { shiftMoved } from './shifts.ts';

export type Swap = typeof shiftSwap.$inferSelect;
export interface SwapSubject extends Swap {
  readonly schoolId: number;
  readonly shift: Shift;
}

export const swapTopic = (id: number): string => `swap:${id}`;

export function swapById(context: Pick<ReadContext, 'db'>, id: number): SwapSubject | undefined {
  const row = context.db.select().from(shiftSwap).where(eq(shiftSwap.id, id)).get();
  const shift = row && shiftById(context, row.shiftId);
  return row && shift && { ...row, schoolId: shift.schoolId, shift };
}

/** A request for a shift that waits for an answer. */
export const openSwapOf = (context: Pick<ReadContext, 'db'>, shift: number): Swap | undefined =>
  context.db
    .select()
    .from(shiftSwap)
    .where(and(eq(shiftSwap.shiftId, shift), eq(shiftSwap.state, 'asked')))
    .orderBy(desc(shiftSwap.id))
    .get();

function requireNotBegun(context: Context, shift: Shift): void {
  if (shift.checkedInAt !== null) throw new Refused('swap.checked_in', '已到岗，不能换班');
  if (context.now >= shift.startsAt) {
    throw new Refused('swap.begun', '这一班已开始，不能换', '来不了请打电话给安全办改派。');
  }
}

/** 申请换班 opens the form: refuses beforehand what would be refused afterwards. */
export function openSwapForm(context: Context, shift: Shift, person: PersonId): Outcome {
  requireNotBegun(context, shift);
  const open = openSwapOf(context, shift.id);
  if (open) throw new Refused('swap.asked', `已请${nameOf(context, open.toId)}代，等答复`, undefined, 'info');
  sendCard(context, 'shift.swap-form', { shift: shift.id }, { person }, { lane: 'press' });
  return {};
}

/** Asks a colleague to take a shift. Throws Refused, or FormRefused where another colleague would do. */
export function askSwap(
  context: Context,
  shift: Shift,
  input: { readonly person: PersonId; readonly to: PersonId },
): Outcome {
  const { person, to } = input;
  requireNotBegun(context, shift);
  const open = openSwapOf(context, shift.id);
  if (open) throw new Refused('swap.asked', `已请${nameOf(context, open.toId)}代，等答复`, undefined, 'info');
  if (to === person) throw new FormRefused('换给谁请选别人');
  requireFree(context, shift, to, (code) => new FormRefused(reasons[code](nameOf(context, to)), '请换一位。'));
  const made = context.db
    .insert(shiftSwap)
    .values({ shiftId: shift.id, fromId: person, toId: to, at: context.now })
    .returning()
    .get();
  record(context, 'swap.asked', swapTopic(made.id), { shift: shift.id, from: person, to });
  refresh(context, shiftTopic(shift.id));
  sendCard(context, 'shift.swap', { swap: made.id }, { person: to }, { dedupeKey: `swap:${made.id}:${to}` });
  return {
    toast: { tone: 'success', text: '已发给对方，等答复' },
    become: { card: 'shift.swapped', subject: { swap: made.id } },
  };
}

type Busy = 'stranger' | 'away' | 'clash';
const reasons: Readonly<Record<Busy, (name: string) => string>> = {
  stranger: () => '换给谁请选本校在岗的老师',
  away: () => '代班人那天也请假了',
  clash: (name) => `${name}那时已有班`,
};

function requireFree(context: Context, shift: Shift, to: PersonId, refusal: (code: Busy) => Error): void {
  if (!isColleague(context, to, shift.schoolId)) throw refusal('stranger');
  if (isAwayBetween(context, to, shift.date, shift.date)) throw refusal('away');
  if (clashing(context, to, shift)) throw refusal('clash');
}

/** 同意代班: the shift moves; both and the safety office hear it once. Throws Refused. */
export function agreeSwap(context: Context, swap: SwapSubject): Outcome {
  requireAsked(swap);
  const { shift } = swap;
  requireNotBegun(context, shift);
  if (onShift(context, shift) !== swap.fromId)
    throw new Refused('swap.moved_on', '这一班已另有安排，不用代了', undefined, 'info');
  requireFree(context, shift, swap.toId, (code) =>
    code === 'clash'
      ? new Refused('swap.clash', '您那时已有班', '点“不方便”，对方会换人。')
      : new Refused('swap.away', '您那天请假了', '点“不方便”，对方会换人。'),
  );
  const moved = context.db
    .update(dutyShift)
    .set({ personId: swap.toId })
    .where(and(eq(dutyShift.id, shift.id), eq(dutyShift.personId, shift.personId)))
    .returning()
    .get();
  if (!moved) throw new Refused('swap.moved_on', '这一班已另有安排，不用代了', undefined, 'info');
  settle(context, swap, 'agreed');
  const office = peopleWithFirstRole(context, shift.schoolId, ['safety_office', 'vice_principal', 'principal']);
  // Whoever presses sees it on the pressed card.
  for (const person of new Set([swap.fromId, ...office.map((one) => one.person)])) {
    if (person !== swap.toId) tell(context, swap, person);
  }
  shiftMoved(context, moved);
  return { toast: { tone: 'success', text: '已换到您这里' } };
}

/** 不方便: the one who asked hears it and can ask somebody else. */
export function declineSwap(context: Context, swap: SwapSubject): Outcome {
  requireAsked(swap);
  settle(context, swap, 'declined');
  tell(context, swap, swap.fromId);
  return { toast: { tone: 'success', text: '好，已告诉对方' } };
}

/** 不换了, by whoever asked; nobody needs another message. */
export function cancelSwap(context: Context, swap: SwapSubject): Outcome {
  requireAsked(swap);
  settle(context, swap, 'declined');
  return { toast: { tone: 'success', text: '好，这一班还是您' } };
}

function requireAsked(swap: Swap): void {
  if (swap.state === 'asked') return;
  throw new Refused('swap.answered', swap.state === 'agreed' ? '已同意代班' : '这次换班已取消', undefined, 'info');
}

function settle(context: Context, swap: Swap, state: 'agreed' | 'declined'): void {
  context.db.update(shiftSwap).set({ state }).where(eq(shiftSwap.id, swap.id)).run();
  record(context, `swap.${state}`, swapTopic(swap.id), { shift: swap.shiftId, from: swap.fromId, to: swap.toId });
  refresh(context, swapTopic(swap.id));
  refresh(context, shiftTopic(swap.shiftId));
}

const tell = (context: Context, swap: Swap, person: PersonId): void =>
  sendCard(context, 'shift.swapped', { swap: swap.id }, { person }, { dedupeKey: `swapped:${swap.id}:${person}` });
