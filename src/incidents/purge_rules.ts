/** When what is left of a private matter goes (domain/duties.md §1.5 KS: a year after its end, number and times stay). */
import type { Context } from '../kernel/context.ts';
import { DAY, dateOf, instantOf } from '../kernel/time.ts';
import { setTimer, timersOf } from '../kernel/timers.ts';
import { CLOSED } from './private_nodes.ts';

/** From the end of a matter until nobody's name is left in it (ms). */
export const KEPT_AFTER_END = 365 * DAY;
/** A form that was opened and never handed in forgets who opened it (ms). */
export const ASKED_FORGOTTEN = 30 * DAY;
/** Fewer are told to nobody: a small number says whom it was about. */
export const TOLD_FROM = 3;

export const PURGE_TIMER = 'private.purge';
const ALL = 'private:purge';

interface Matter {
  readonly copies: readonly {
    readonly sealed: string | null;
    readonly openedAt: number | null;
    readonly erasedAt: number | null;
  }[];
  readonly nodes: readonly { readonly node?: string; readonly doneAt: number | null }[];
}

/** When a matter ended: everything read and erased, every step done or the matter closed. Undefined while anything is open. ms. */
export function endedAt({ copies, nodes }: Matter): number | undefined {
  const moments: number[] = [];
  for (const copy of copies) {
    if (copy.sealed !== null || copy.erasedAt === null) return undefined;
    moments.push(copy.erasedAt);
  }
  const closed = nodes.find((node) => node.node === CLOSED);
  for (const node of closed ? [closed] : nodes) {
    if (node.doneAt === null) return undefined;
    moments.push(node.doneAt);
  }
  return moments.length === 0 ? undefined : Math.max(...moments);
}

/** 03:00 on the first of the next month, ms. */
export function nextPurge(now: number, timeZone: string): number {
  const [year = 0, month = 0] = dateOf(now, timeZone).split('-').map(Number);
  const first = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  return instantOf(first, '03:00', timeZone);
}

/** Once there is something to keep, somebody looks every month. */
export function planPurge(context: Context): void {
  if (timersOf(context, ALL).has(PURGE_TIMER)) return;
  setTimer(context, PURGE_TIMER, ALL, nextPurge(context.now, context.timeZone));
}
