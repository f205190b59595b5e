import type { Feature } from '../kernel/feature.ts';
import { meetingActions, meetingTimers } from './meeting/actions.ts';
import { meetingPresentations } from './meeting/show.ts';
import { digestPresentations } from './presentations.ts';
import { summaryActions, summaryTimers } from './summary/actions.ts';
import { summaryPresentations } from './summary/show.ts';
import { postSummary, SUMMARY_TIMER } from './weekly_summary.ts';

export const digestFeature: Feature = {
  name: 'digests',
  actions: [...meetingActions, ...summaryActions],
  presentations: [...digestPresentations, ...meetingPresentations, ...summaryPresentations],
  timers: [{ kind: SUMMARY_TIMER, run: postSummary }, ...meetingTimers, ...summaryTimers],
};
