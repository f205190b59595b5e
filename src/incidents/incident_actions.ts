import { z } from 'zod';
import { callOffFields } from '../../cards/incidents/off.ts';
import { placeFields } from '../../cards/incidents/told.ts';
import type { PersonId } from '../../cards/model.ts';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { staff } from '../kernel/permission.ts';
import { sendCard } from '../kernel/send.ts';
import { schoolOf } from '../school/people.ts';
import { alertLeadership } from './alert_leadership.ts';
import { askCallOff, callOff, keepIncident } from './call_off.ts';
import { calledAuthorities } from './called_authorities.ts';
import { dropEmergency } from './drop.ts';
import { handleIncident } from './handle.ts';
import { mayAlert, mayCallOff, reporter, reporterOrResponder, responder } from './permissions.ts';
import { incidentById } from './queries.ts';
import { startEmergency } from './raise_emergency.ts';
import { emergencyKinds } from './rules.ts';
import { tellPlace } from './tell_place.ts';

const about = z.object({ incident: z.number() });
const subject = (context: Context, reference: { readonly incident: number }) =>
  incidentById(context, reference.incident);
const kindOf = z.enum([...emergencyKinds, 'unknown']);

const own = (context: Context, _reference: unknown, person: PersonId) => {
  const schoolId = schoolOf(context, person);
  return schoolId === undefined ? undefined : { schoolId };
};

export const incidentActions: readonly Action[] = [
  defineAction({
    name: 'incident.start',
    reference: z.object({}),
    subject: own,
    who: staff,
    run(context, { person }) {
      startEmergency(context, person);
      return {};
    },
  }),
  defineAction({
    name: 'incident.alert',
    reference: about.extend({ kind: kindOf }),
    subject,
    who: mayAlert,
    run: (context, input) =>
      alertLeadership(context, {
        incident: input.subject,
        person: input.person,
        kind: kindOf.parse(input.reference.kind),
      }),
  }),
  defineAction({
    name: 'incident.drop',
    reference: about,
    subject,
    who: reporter,
    run: (context, input) => dropEmergency(context, { incident: input.subject, person: input.person }),
  }),
  defineAction({
    name: 'incident.place',
    reference: about,
    subject,
    who: reporterOrResponder,
    form: placeFields,
    run: (context, input) =>
      tellPlace(context, { incident: input.subject, person: input.person, place: input.values.place }),
  }),
  defineAction({
    name: 'incident.handle',
    reference: about,
    subject,
    who: responder,
    run: (context, input) => handleIncident(context, { incident: input.subject, person: input.person }),
  }),
  defineAction({
    name: 'incident.open',
    reference: about,
    subject,
    who: responder,
    run(context, { subject: of, person }) {
      sendCard(context, 'incident.alert', { incident: of.id }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'incident.called',
    reference: about,
    subject,
    who: reporterOrResponder,
    run: (context, input) => calledAuthorities(context, { incident: input.subject, person: input.person }),
  }),
  defineAction({
    name: 'incident.ask_call_off',
    reference: about,
    subject,
    who: mayCallOff,
    run: (context, input) => askCallOff(context, { incident: input.subject }),
  }),
  defineAction({
    name: 'incident.keep',
    reference: about,
    subject,
    who: reporterOrResponder,
    run: (_context, input) => keepIncident({ incident: input.subject, person: input.person }),
  }),
  defineAction({
    name: 'incident.call_off',
    reference: about,
    subject,
    who: mayCallOff,
    form: callOffFields,
    run: (context, input) =>
      callOff(context, { incident: input.subject, person: input.person, reason: input.values.reason }),
  }),
];
