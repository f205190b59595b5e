import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh } from '../kernel/send.ts';
import { clockOf } from '../kernel/time.ts';
import { cancelTimersOf } from '../kernel/timers.ts';
import { incident } from '../store/schema/index.ts';
import { type Incident, topicOf } from './queries.ts';
import { refuseOver } from './refusals.ts';

/** 没有险情, before anybody was told: a sentence was misunderstood. Throws Refused once somebody knows. */
export function dropEmergency(
  context: Context,
  input: { readonly incident: Incident; readonly person: PersonId },
): Outcome {
  const { incident: subject } = input;
  refuseOver(context, subject);
  if (subject.state !== 'asked') {
    const at = clockOf(subject.alertedAt ?? context.now, context.timeZone);
    throw new Refused('incident.alerted', `${at} 已通知，请点误报解除`, '写一句怎么回事，收到通知的人都会收到解除。');
  }
  const topic = topicOf(subject.id);
  context.db.update(incident).set({ state: 'dropped' }).where(eq(incident.id, subject.id)).run();
  cancelTimersOf(context, topic);
  record(context, 'incident.dropped', topic, { person: input.person });
  refresh(context, topic, 'press');
  return { toast: { tone: 'success', text: '好，没有通知任何人' } };
}
