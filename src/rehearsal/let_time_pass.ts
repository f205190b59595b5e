import type { Engine } from '../host/engine.ts';
import { dateOf, instantOf, plusDays } from '../kernel/time.ts';
import type { Deed, Players } from './play.ts';

/** Time never stands still, whatever asks to be looked at again at once. */
const STEP_MS = 250;

/** Told of every date before anything of it happens, and when it is over. */
export interface Days {
  begin(date: string): void;
  end(date: string): void;
}

/**
 * Lets time pass until `until` (ms): whatever is due next, timers, deliveries or people, happens at its own moment.
 */
export async function letTimePass(players: Players, engine: Engine, until: number, days: Days): Promise<void> {
  const { clock, agenda, tally, timeZone } = players;
  let date = '';
  let last = Number.NEGATIVE_INFINITY;
  for (;;) {
    const midnight = date === '' ? clock.now() : instantOf(plusDays(date, 1), '00:00', timeZone);
    const next = Math.min(engine.nextAt() ?? Number.POSITIVE_INFINITY, agenda.nextAt() ?? Number.POSITIVE_INFINITY);
    const at = Math.min(Math.max(next, last === clock.now() ? last + STEP_MS : clock.now()), midnight);
    if (at >= until) break;
    clock.moveTo(at);
    last = clock.now();
    const now = dateOf(clock.now(), timeZone);
    if (now !== date) {
      if (date !== '') days.end(date);
      date = now;
      days.begin(date);
    }
    if ((engine.organisation.nextTickAt() ?? Number.POSITIVE_INFINITY) <= clock.now()) await engine.tick();
    await engine.delivery.step();
    await Promise.all(agenda.takeDue(clock.now()).map((deed) => act(deed)));
  }
  clock.moveTo(until);
  if (date !== '') days.end(date);

  async function act(deed: Deed): Promise<void> {
    const inbound = deed.run();

    if (!inbound) return;
    tally.arrival(inbound.kind === 'press' ? 'press' : 'message', deed.by.person);
    const { toast, card } = await engine.receive(inbound);
    if (card) deed.answered?.(card.card);
    const isRefused = toast?.tone === 'error' || toast?.tone === 'warning';
    if (isRefused) tally.refused(inbound.kind === 'press' ? inbound.action : inbound.kind, toast.text);
    deed.after?.(isRefused ? toast.text : undefined);
  }
}
