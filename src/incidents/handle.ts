import { and, eq, isNull } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendText } from '../kernel/send.ts';
import { clockOf } from '../kernel/time.ts';
import { cancelTimersOf } from '../kernel/timers.ts';
import { nameOf } from '../school/people.ts';
import { incident } from '../store/schema/index.ts';
import { alert, firstResponders } from './alert.ts';
import { type Incident, topicOf } from './queries.ts';
import { refuseOver } from './refusals.ts';
import { planFirstReport, planFollowUp } from './report_plan.ts';

/** 我来处置: one person takes it over, the ladder stops, the reporter hears who comes, the report's clock runs. Throws Refused. */
export function handleIncident(
  context: Context,
  input: { readonly incident: Incident; readonly person: PersonId },
): Outcome {
  const { incident: subject, person } = input;
  refuseOver(context, subject);
  if (subject.handlerId !== null) {
    const at = clockOf(subject.handledAt ?? context.now, context.timeZone);
    if (subject.handlerId === person) return { toast: { tone: 'info', text: `您已于 ${at} 接手` } };
    const name = nameOf(context, subject.handlerId);
    throw new Refused('incident.handled', `${name}已于 ${at} 接手`, `要帮忙，请直接联系${name}。`, 'info');
  }
  const topic = topicOf(subject.id);
  // Taken over before the tap: the others hear of it all the same.
  if (subject.state === 'asked') alert(context, subject, firstResponders(context, subject));
  context.db
    .update(incident)
    .set({ state: 'handled', handlerId: person, handledAt: context.now })
    .where(and(eq(incident.id, subject.id), isNull(incident.handlerId)))
    .run();
  cancelTimersOf(context, topic);
  const led: Incident = {
    ...subject,
    state: 'handled',
    handlerId: person,
    handledAt: context.now,
    alertedAt: subject.alertedAt ?? context.now,
  };
  planFirstReport(context, led);
  planFollowUp(context, led);
  record(context, 'incident.handled', topic, { person });
  if (subject.reporterId !== null && subject.reporterId !== person) {
    sendText(
      context,
      `${nameOf(context, person)}已接手，正在处置。电话保持畅通。`,
      { person: subject.reporterId },
      { lane: 'urgent' },
    );
  }
  refresh(context, topic, 'urgent');
  return { toast: { tone: 'success', text: '已记您接手，先打电话' } };
}
