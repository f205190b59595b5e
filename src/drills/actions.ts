import type { Feature } from '../kernel/feature.ts';
import { BOARD_TIMER, runBoard } from './board.ts';
import { FOLLOW_UP_TIMER, followUp } from './follow_up.ts';
import { climbGap } from './gap.ts';
import { DRILL_PHOTO_TIMER, endGathering } from './photos.ts';
import { planActions } from './plan_actions.ts';
import { proposeDrills, QUOTA_TIMER } from './quota.ts';
import { REMINDER_TIMER, remind } from './remind.ts';
import { GAP_TIMER } from './report.ts';
import { runActions } from './run_actions.ts';
import { afterPresentations } from './show_after.ts';
import { partPresentations } from './show_part.ts';
import { planPresentations } from './show_plan.ts';
import { runningPresentations } from './show_running.ts';
import { askSilent, SILENT_TIMER } from './start.ts';

/** Drills and roll-calls, from the plan to the findings. */
export const drillFeature: Feature = {
  name: 'drills',
  actions: [...runActions, ...planActions],
  presentations: [...runningPresentations, ...planPresentations, ...afterPresentations, ...partPresentations],
  timers: [
    { kind: BOARD_TIMER, run: runBoard },
    { kind: SILENT_TIMER, run: askSilent },
    { kind: GAP_TIMER, run: climbGap },
    { kind: REMINDER_TIMER, run: remind },
    { kind: FOLLOW_UP_TIMER, run: followUp },
    { kind: QUOTA_TIMER, run: proposeDrills },
    { kind: DRILL_PHOTO_TIMER, run: endGathering },
  ],
};
