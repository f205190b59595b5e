import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, sendText } from '../kernel/send.ts';
import { incident } from '../store/schema/index.ts';
import { confirm } from './alert.ts';
import { alertedOf, type Incident, stepsOf, topicOf } from './queries.ts';
import { refuseOver } from './refusals.ts';
import { ruleOf } from './rules.ts';

/** The answer to 「在哪里？」: goes to everybody who was alerted at once. Throws Refused when it is over. */
export function tellPlace(
  context: Context,
  input: { readonly incident: Incident; readonly person: PersonId; readonly place: string },
): Outcome {
  refuseOver(context, input.incident);
  confirm(context, input.incident, input.person);
  changePlace(context, input.incident, input.place);
  refresh(context, topicOf(input.incident.id), 'urgent');
  return { toast: { tone: 'success', text: '地点已补给应答的人' } };
}

/** As long as the form's field lets it be; what is typed into the chat instead may be longer. */
const LONGEST_PLACE = 40;

/**
 * Writes the place and says it to those who are on their way: a card that changes silently is not read in a hurry. The
 * caller refreshes the cards.
 */
export function changePlace(context: Context, subject: Incident, said: string): void {
  const place = [...said].slice(0, LONGEST_PLACE).join('');
  if (subject.place === place) return;
  const topic = topicOf(subject.id);
  context.db.update(incident).set({ place }).where(eq(incident.id, subject.id)).run();
  record(context, 'incident.placed', topic);
  for (const { person } of alertedOf(stepsOf(context, subject.id))) {
    sendText(context, `${ruleOf(subject.kind).name}，地点：${place}`, { person }, { lane: 'urgent' });
  }
}
