import type { Feature } from '../kernel/feature.ts';
import { alertRung, alertUnanswered } from './escalate.ts';
import { incidentActions } from './incident_actions.ts';
import { eraseOpened, remindHandler } from './open.ts';
import { incidentPresentations } from './presentations.ts';
import { privateActions } from './private_actions.ts';
import { privatePresentations } from './private_presentations.ts';
import { ladder } from './rules.ts';

/** Emergencies, and matters that go to a named handler only. */
export const incidentFeature: Feature = {
  name: 'incidents',
  actions: [...incidentActions, ...privateActions],
  presentations: [...incidentPresentations, ...privatePresentations],
  timers: [
    { kind: 'incident.unanswered', run: alertUnanswered },
    ...ladder.map((rung) => ({
      kind: rung.timer,
      run: (context: Parameters<typeof alertRung>[0], topic: string) => alertRung(context, topic, rung),
    })),
    { kind: 'private.unopened', run: remindHandler },
    { kind: 'private.erase', run: eraseOpened },
  ],
};
