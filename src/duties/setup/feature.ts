import type { Feature } from '../../kernel/feature.ts';
import { setupActions } from './actions.ts';
import { calendarActions, calendarPresentations } from './calendar_actions.ts';
import { nudgeActions, nudgePresentations } from './nudge_actions.ts';
import { setupPresentations } from './presentations.ts';

/** What the safety office sets about duties: which there are, when, for whom, and the school's calendar. */
export const dutySetupFeature: Feature = {
  name: 'duty setup',
  actions: [...setupActions, ...nudgeActions, ...calendarActions],
  presentations: [...setupPresentations, ...nudgePresentations, ...calendarPresentations],
  timers: [],
};
