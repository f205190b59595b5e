import { digestFeature } from '../digests/actions.ts';
import { drillFeature } from '../drills/actions.ts';
import { dutyFeature } from '../duties/actions.ts';
import { dutyWordsFeature } from '../duties/said/feature.ts';
import { dutySetupFeature } from '../duties/setup/feature.ts';
import { hazardFeature } from '../hazards/actions.ts';
import { incidentFeature } from '../incidents/actions.ts';
import { inspectionFeature } from '../inspection/actions.ts';
import type { Feature } from '../kernel/feature.ts';
import { nudgesFeature } from '../nudges/actions.ts';
import { recordsFeature } from '../records/actions.ts';
import { schoolFeature } from '../school/actions.ts';

/** Everything the product consists of; a new feature folder is named here and nowhere else. */
export const features: readonly Feature[] = [
  schoolFeature,
  hazardFeature,
  incidentFeature,
  dutyFeature,
  dutySetupFeature,
  dutyWordsFeature,
  drillFeature,
  nudgesFeature,
  digestFeature,
  recordsFeature,
  inspectionFeature,
];
