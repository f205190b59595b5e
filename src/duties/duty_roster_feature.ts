import type { Action } from '../kernel/action.ts';
import type { Presentation } from '../kernel/presentation.ts';
import type { TimerHandler } from '../kernel/timers.ts';
import { leaveTimers } from './leave.ts';
import { leaveActions, leavePresentations } from './leave_actions.ts';
import { shiftActions } from './shift_actions.ts';
import { shiftPresentations } from './shift_presentations.ts';
import { shiftTimers } from './shifts.ts';

/** Leave and substitutes, duty rosters, swaps: what the duty feature takes over. */
export const dutyRosterFeature = {
  actions: [...leaveActions, ...shiftActions] satisfies readonly Action[],
  presentations: [...leavePresentations, ...shiftPresentations] satisfies readonly Presentation[],
  timers: [...leaveTimers, ...shiftTimers] satisfies readonly TimerHandler[],
};
