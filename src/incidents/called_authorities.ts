import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh } from '../kernel/send.ts';
import { clockOf } from '../kernel/time.ts';
import { type Incident, stepsOf, topicOf } from './queries.ts';
import { refuseOver } from './refusals.ts';

/** 已打电话: recorded with its time, once per person. It is no answer to the alert: the ladder goes on. Throws Refused. */
export function calledAuthorities(
  context: Context,
  input: { readonly incident: Incident; readonly person: PersonId },
): Outcome {
  const { incident: subject, person } = input;
  refuseOver(context, subject);
  const before = stepsOf(context, subject.id).find(
    (step) => step.action === 'incident.called' && step.person === person,
  );
  if (before) return { toast: { tone: 'info', text: `${clockOf(before.at, context.timeZone)} 已记下` } };
  record(context, 'incident.called', topicOf(subject.id), { person });
  refresh(context, topicOf(subject.id), 'urgent');
  return { toast: { tone: 'success', text: `已记：${clockOf(context.now, context.timeZone)} 打过电话` } };
}
