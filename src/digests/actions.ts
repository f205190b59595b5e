import type { Feature } from '../kernel/feature.ts';
import { meetingActions, meetingTimers } from './meeting/actions.ts';
import { meetingPresentations } from './meeting/show.ts';
import { digestPresentations } from './presentations.ts';
import { postSummary, SUMMARY_TIMER } from './weekly_summary.ts';

export const digestFeature: Feature = {
  name: 'digests',
  actions: [...meetingActions],
  presentations: [...digestPresentations, ...meetingPresentations],
  timers: [{ kind: SUMMARY_TIMER, run: postSummary }, ...meetingTimers],
};
