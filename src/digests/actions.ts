import type { Feature } from '../kernel/feature.ts';
import { digestPresentations } from './presentations.ts';
import { postSummary, SUMMARY_TIMER } from './weekly_summary.ts';

export const digestFeature: Feature = {
  name: 'digests',
  actions: [],
  presentations: digestPresentations,
  timers: [{ kind: SUMMARY_TIMER, run: postSummary }],
};
