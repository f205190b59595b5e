import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { anyOf } from '../kernel/permission.ts';
import { sendCard } from '../kernel/send.ts';
import { nameOf } from '../school/people.ts';
import { change, requireState } from './change.ts';
import { basisForm, mergeForm, reasonForm, transferForm, triageForm } from './forms.ts';
import type { Hazard } from './queries.ts';
import { worksOn } from './stand_in.ts';
import { assignHazard, confirmMajor, lowerMajor, mergeHazard, rejectHazard, transferHazard } from './triage.ts';

import {
  asked,
  button,
  control,
  extensionDecider,
  findSubject,
  hazardReference,
  involved,
  office,
  principal,
  rechecker,
  revision,
} from './who.ts';

/** The one asked for the recheck; where nobody was chosen, whoever of the safety office did not mend it. */
const rechecks = (context: Context, of: Hazard, person: number): boolean =>
  of.recheckerId === person ||
  (of.recheckerId === null && office.allows(context, person, of) && !worksOn(context, of, person));

/** Opens what a person has to do about a hazard: the card that fits who they are to it. */
function openHazard(context: Context, of: Hazard, person: number) {
  const waiting = of.state === 'reported' || of.state === 'reopened' || of.state === 'triaged';
  const card =
    waiting && office.allows(context, person, of)
      ? of.major === 'candidate'
        ? 'hazard.major'
        : 'hazard.triage'
      : worksOn(context, of, person) && (of.state === 'assigned' || of.state === 'rectifying')
        ? 'hazard.task'
        : of.state === 'pending_recheck' && of.recheckResult !== 'passed' && rechecks(context, of, person)
          ? 'hazard.recheck'
          : of.extension === 'asked' && extensionDecider.allows(context, person, of)
            ? 'hazard.extension-decision'
            : of.state === 'pending_recheck' &&
                of.recheckResult === 'passed' &&
                of.consentedAt === null &&
                principal.allows(context, person, of)
              ? 'hazard.consent'
              : 'hazard.receipt';
  sendCard(context, card, { hazard: of.id }, { person }, { lane: 'press' });
  return {};
}

/** What the safety office and the leaders decide about a hazard. */
export const triageActions: readonly Action[] = [
  defineAction({
    name: 'hazard.assign',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: triageForm,
    revision,
    run: (context, { subject, values }) => assignHazard(context, subject, values),
  }),
  defineAction({
    name: 'hazard.confirm-major',
    reference: hazardReference,
    subject: findSubject,
    who: control,
    form: basisForm,
    revision,
    run: asked('confirm-major', (context, { subject, values }) => confirmMajor(context, subject, values.basis)),
  }),
  defineAction({
    name: 'hazard.lower-major',
    reference: hazardReference,
    subject: findSubject,
    who: control,
    form: reasonForm,
    revision,
    run: asked('lower-major', (context, { subject, values }) => lowerMajor(context, subject, values.reason)),
  }),
  defineAction({
    name: 'hazard.reject',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: reasonForm,
    revision,
    run: asked('reject', (context, { subject, values }) => rejectHazard(context, subject, values.reason)),
  }),
  defineAction({
    name: 'hazard.merge',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: mergeForm,
    revision,
    run: asked('merge', (context, { subject, values }) => mergeHazard(context, subject, values)),
  }),
  defineAction({
    name: 'hazard.transfer',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: transferForm,
    revision,
    run: asked('transfer', (context, { subject, values }) => transferHazard(context, subject, values)),
  }),
  button('hazard.take-control', control, (context, of, person) => {
    requireState(context, of, 'confirm_major');
    change(context, of, 'take_control', {}, { note: '去现场管控', keepsRevision: true });
    return { toast: { tone: 'success', text: `已记：${nameOf(context, person)}去管控` } };
  }),
  button('hazard.open-triage', office, openHazard),
  button('hazard.open-recheck', anyOf<Hazard>(rechecker, office), (context, of, person) => {
    requireState(context, of, 'pass');
    sendCard(context, 'hazard.recheck', { hazard: of.id }, { person }, { lane: 'press' });
    return {};
  }),
  button('hazard.open', involved, openHazard),
];
