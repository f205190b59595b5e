import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { cancelTimersOf } from '../kernel/timers.ts';
import { incident } from '../store/schema/index.ts';
import { everybodyTold } from './everybody_told.ts';
import { type Incident, topicOf } from './queries.ts';
import { refuseOver } from './refusals.ts';

/** 误报解除: opens the form on the pressed card. Throws Refused when it is over. */
export function askCallOff(context: Context, input: { readonly incident: Incident }): Outcome {
  refuseOver(context, input.incident);
  return { become: { card: 'incident.call_off', subject: { incident: input.incident.id } } };
}

/** 先不解除: the card becomes what it was for this person. */
export function keepIncident(input: { readonly incident: Incident; readonly person: PersonId }): Outcome {
  const card = input.incident.reporterId === input.person ? 'incident.first' : 'incident.alert';
  return { toast: { tone: 'info', text: '好，没有解除' }, become: { card, subject: { incident: input.incident.id } } };
}

/** A false alarm: final. Everybody who was alerted, and the reporter, hears it once. Throws Refused. */
export function callOff(
  context: Context,
  input: { readonly incident: Incident; readonly person: PersonId; readonly reason: string },
): Outcome {
  const { incident: subject, person } = input;
  refuseOver(context, subject);
  const topic = topicOf(subject.id);
  context.db.update(incident).set({ state: 'called_off', note: input.reason }).where(eq(incident.id, subject.id)).run();
  cancelTimersOf(context, topic);
  record(context, 'incident.called_off', topic, { person });
  for (const each of everybodyTold(context, subject)) {
    // Whoever presses sees it on the pressed card.
    if (each === person) continue;
    sendCard(
      context,
      'incident.off',
      { incident: subject.id },
      { person: each },
      {
        lane: 'urgent',
        dedupeKey: `incident.off:${subject.id}:${each}`,
      },
    );
  }
  refresh(context, topic, 'urgent');
  return {
    toast: { tone: 'success', text: '已解除，收到通知的都会知道' },
    become: { card: 'incident.off', subject: { incident: subject.id } },
  };
}
