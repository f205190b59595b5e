import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh } from '../kernel/send.ts';
import { clockOf, MINUTE } from '../kernel/time.ts';
import { incidentReport } from '../store/schema/index.ts';
import { type Incident, topicOf } from './queries.ts';
import { endReminders } from './report_plan.ts';
import type { Report } from './report_queries.ts';
import { stageNames } from './report_rules.ts';

/** 已报出: who took the report at the authority, and when; the reminders stop. Said again, the first time stands. */
export function markReported(
  context: Context,
  input: {
    readonly incident: Incident;
    readonly report: Report;
    readonly person: PersonId;
    readonly receiver: string;
  },
): Outcome {
  const { incident: subject, report, person } = input;
  const become = { card: 'incident.report', subject: { report: report.id } };
  if (report.sentAt !== null) {
    return { toast: { tone: 'info', text: `${clockOf(report.sentAt, context.timeZone)} 已记报出` }, become };
  }
  context.db
    .update(incidentReport)
    .set({ sentAt: context.now, receiver: input.receiver })
    .where(eq(incidentReport.id, report.id))
    .run();
  record(context, 'incident.reported', topicOf(subject.id), { person, stage: report.stage });
  endReminders(context, subject, report.stage);
  refresh(context, topicOf(subject.id), 'urgent');
  const after = Math.round((context.now - (subject.alertedAt ?? subject.at)) / MINUTE);
  const text = report.stage === 'first' ? `已记：首报用时 ${after} 分钟` : `已记${stageNames[report.stage]}报出`;
  return { toast: { tone: 'success', text }, become };
}
