import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { refresh } from '../kernel/send.ts';
import { clockOf } from '../kernel/time.ts';
import { incident } from '../store/schema/index.ts';
import type { EmergencyKind } from '../understanding/understanding.ts';
import { alert, confirm, firstResponders } from './alert.ts';
import { type Incident, topicOf } from './queries.ts';
import { refuseOver } from './refusals.ts';

/**
 * The one tap: duty leader and safety office are alerted. Pressed again, or after the minute has done it, it confirms
 * and says since when they know. Throws Refused when it is over.
 */
export function alertLeadership(
  context: Context,
  input: { readonly incident: Incident; readonly person: PersonId; readonly kind: EmergencyKind | 'unknown' },
): Outcome {
  const { incident: subject, person } = input;
  refuseOver(context, subject);
  if (subject.kind === 'unknown' && input.kind !== 'unknown') {
    context.db.update(incident).set({ kind: input.kind }).where(eq(incident.id, subject.id)).run();
  }
  confirm(context, subject, person);
  if (subject.state !== 'asked') {
    refresh(context, topicOf(subject.id), 'urgent');
    const at = clockOf(subject.alertedAt ?? context.now, context.timeZone);
    return {
      toast: { tone: 'info', text: `${at} 已通知，请先打电话` },
      // Makes the card new even where its question for the place is still open.
      become: { card: 'incident.first', subject: { incident: subject.id } },
    };
  }
  const told = alert(context, subject, firstResponders(context, subject));
  return told.length > 0
    ? { toast: { tone: 'success', text: '已通知，请先打电话' } }
    : { toast: { tone: 'warning', text: '没有人能收到，请打电话' } };
}
