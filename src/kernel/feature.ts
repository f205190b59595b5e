import type { Action } from './action.ts';
import type { Presentation } from './presentation.ts';
import type { TimerHandler } from './timers.ts';

/** What a feature folder brings; its `actions.ts` exports one. The registry refuses duplicates at start-up. */
export interface Feature {
  readonly name: string;
  readonly actions: readonly Action[];
  readonly presentations: readonly Presentation[];
  readonly timers: readonly TimerHandler[];
}
