import type { Context } from '../kernel/context.ts';
import type { Feature } from '../kernel/feature.ts';
import { eraseQuestion, QUESTION_TIMER } from './add_words.ts';
import { forgetWrongKeys, WRONG_KEYS_TIMER } from './come_back.ts';
import { courseActions } from './course_actions.ts';
import { coursePresentations } from './course_presentations.ts';
import { alertRung, alertUnanswered, ringUnanswered } from './escalate.ts';
import { incidentActions } from './incident_actions.ts';
import { eraseOpened, remindHandler } from './open.ts';
import { NODE_TIMER, remindNode } from './plan_nodes.ts';
import { incidentPresentations } from './presentations.ts';
import { privateActions } from './private_actions.ts';
import { privatePresentations } from './private_presentations.ts';
import { purgePrivate } from './purge.ts';
import { PURGE_TIMER } from './purge_rules.ts';
import { askFollowUp, offerDraft, remindReport } from './report_plan.ts';
import { finalReportDays, firstReportLadder } from './report_rules.ts';
import { returnPresentations } from './return_presentations.ts';
import { ladder, ringsAgain } from './rules.ts';
import { FORGET_TIMER, forgetVisits } from './visit.ts';

/** Emergencies, and matters that go to a named handler only. */
export const incidentFeature: Feature = {
  name: 'incidents',
  actions: [...incidentActions, ...courseActions, ...privateActions],
  presentations: [...incidentPresentations, ...coursePresentations, ...privatePresentations, ...returnPresentations],
  timers: [
    { kind: 'incident.unanswered', run: alertUnanswered },
    ...ladder.map((rung) => ({
      kind: rung.timer,
      run: (context: Context, topic: string) => alertRung(context, topic, rung),
    })),
    ...ringsAgain.map((ring) => ({
      kind: ring.timer,
      run: (context: Context, topic: string) => ringUnanswered(context, topic, ring),
    })),
    { kind: 'incident.report_offer', run: offerDraft },
    { kind: 'incident.follow_up', run: askFollowUp },
    ...firstReportLadder.map((rung) => ({
      kind: rung.timer,
      run: (context: Context, topic: string) => remindReport(context, topic, 'first', rung),
    })),
    ...finalReportDays.map((rung) => ({
      kind: rung.timer,
      run: (context: Context, topic: string) => remindReport(context, topic, 'final', rung),
    })),
    { kind: 'private.unopened', run: remindHandler },
    { kind: 'private.erase', run: eraseOpened },
    { kind: NODE_TIMER, run: remindNode },
    { kind: PURGE_TIMER, run: purgePrivate },
    { kind: QUESTION_TIMER, run: eraseQuestion },
    { kind: FORGET_TIMER, run: forgetVisits },
    { kind: WRONG_KEYS_TIMER, run: forgetWrongKeys },
  ],
};
