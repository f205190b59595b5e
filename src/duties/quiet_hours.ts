import { clockOf, dateOf, instantOf, plusDays } from '../kernel/time.ts';

/** Quiet hours of domain/duties.md §1.4: what can wait is shown at 06:30. `HH:mm`. */
export const QUIET = { from: '21:30', to: '06:30' };

/** ms; now, or in the quiet hours their end. */
export function afterQuietHours(now: number, timeZone: string): number {
  const [date, clock] = [dateOf(now, timeZone), clockOf(now, timeZone)];
  if (clock >= QUIET.from) return instantOf(plusDays(date, 1), QUIET.to, timeZone);
  return clock < QUIET.to ? instantOf(date, QUIET.to, timeZone) : now;
}
