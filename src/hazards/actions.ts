import { z } from 'zod';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Feature } from '../kernel/feature.ts';
import { staff } from '../kernel/permission.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { asks } from './asks.ts';
import { requireState } from './change.ts';
import { supplementForm } from './forms.ts';
import { listPresentations } from './list_presentations.ts';
import { photoPresentations } from './photo_presentations.ts';
import { hazardPresentations } from './presentations.ts';
import { findHazard } from './queries.ts';
import { reminderPresentations } from './reminder_presentations.ts';
import { reportActions } from './report_actions.ts';
import { reportPresentations } from './report_presentations.ts';
import { supplementHazard, undoStep, withdrawHazard } from './story.ts';
import { hazardTimers } from './timers.ts';
import { triageActions } from './triage_actions.ts';
import { asked, button, findSubject, hazardReference, id, involved, reporter } from './who.ts';
import { workActions } from './work_actions.ts';

/** What everybody with a part in a hazard may do to its story. */
const storyActions: readonly Action[] = [
  defineAction({
    name: 'hazard.supplement',
    reference: hazardReference,
    subject: findSubject,
    who: involved,
    form: supplementForm,
    run: asked('supplement', (context, { subject, values }) => supplementHazard(context, subject, values.words)),
  }),
  button('hazard.withdraw', reporter, withdrawHazard),
  defineAction({
    name: 'hazard.undo',
    reference: z.object({ hazard: id, step: id }),
    subject: (context, reference) => {
      const of = findHazard(context, reference.hazard);
      return of && { ...of, step: reference.step };
    },
    who: staff,
    run: (context, { subject: { step, ...of } }) => undoStep(context, of, step),
  }),
  defineAction({
    name: 'hazard.ask',
    reference: z.object({ hazard: id, ask: z.string() }),
    subject: (context, reference) => {
      const of = findHazard(context, reference.hazard);
      return of && { ...of, ask: reference.ask };
    },
    who: involved,
    run: (context, { subject: { ask, ...of }, person }) => {
      const wanted = asks[ask];
      if (!wanted) throw new Refused('ask.unknown', '这张卡已过期，请发“待办”');
      requireState(context, of, wanted.transition);
      wanted.requires?.(of);
      sendCard(context, 'hazard.ask', { hazard: of.id, ask }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'hazard.dismiss',
    // Cards sent by an earlier version do not say which form it was.
    reference: z.object({ hazard: id, ask: z.string().default('') }),
    subject: (context, reference) => {
      const of = findHazard(context, reference.hazard);
      return of && { ...of, ask: reference.ask };
    },
    who: involved,
    run: (_context, { subject: of }) => ({
      become: { card: 'hazard.asked', subject: { hazard: of.id, ask: of.ask, step: 0 } },
    }),
  }),
];

export const hazardActions: readonly Action[] = [...reportActions, ...triageActions, ...workActions, ...storyActions];

export const hazardFeature: Feature = {
  name: 'hazards',
  actions: hazardActions,
  presentations: [
    ...reportPresentations,
    ...hazardPresentations,
    ...reminderPresentations,
    ...listPresentations,
    ...photoPresentations,
  ],
  timers: hazardTimers,
};
