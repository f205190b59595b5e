import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { cancelTimersOf } from '../kernel/timers.ts';
import { incident } from '../store/schema/index.ts';
import { everybodyTold } from './everybody_told.ts';
import { type Incident, topicOf } from './queries.ts';
import { refuseOver } from './refusals.ts';
import { planFinalReport, planFirstReport } from './report_plan.ts';

/** 处置完毕: opens the form on the pressed card. Throws Refused when nobody leads or it is over. */
export function askResolve(context: Context, input: { readonly incident: Incident }): Outcome {
  requireLed(context, input.incident);
  return { become: { card: 'incident.resolve', subject: { incident: input.incident.id } } };
}

function requireLed(context: Context, subject: Incident): void {
  refuseOver(context, subject);
  if (subject.state !== 'handled')
    throw new Refused('incident.unled', '请先点“我来处置”', '没有险情，点“误报解除”。', 'info');
}

/**
 * It was real and is over: everybody who was alerted or called hears it once; what is left is the reports. Throws
 * Refused.
 */
export function resolveIncident(
  context: Context,
  input: { readonly incident: Incident; readonly person: PersonId; readonly outcome: string },
): Outcome {
  const { incident: subject, person } = input;
  requireLed(context, subject);
  const topic = topicOf(subject.id);
  const over = { state: 'resolved', note: input.outcome, resolvedAt: context.now, resolvedBy: person } as const;
  context.db.update(incident).set(over).where(eq(incident.id, subject.id)).run();
  cancelTimersOf(context, topic);
  record(context, 'incident.resolved', topic, { person });
  for (const each of everybodyTold(context, subject)) {
    // Whoever presses sees it on the pressed card.
    if (each === person) continue;
    sendCard(
      context,
      'incident.over',
      { incident: subject.id },
      { person: each },
      { lane: 'urgent', dedupeKey: `incident.over:${subject.id}:${each}` },
    );
  }
  const resolved: Incident = { ...subject, ...over };
  planFirstReport(context, resolved);
  planFinalReport(context, resolved);
  refresh(context, topic, 'urgent');
  return {
    toast: { tone: 'success', text: '已记处置完毕，大家都会知道' },
    become: { card: 'incident.over', subject: { incident: subject.id } },
  };
}
