import { asc, eq, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { incidentReport } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Incident } from './queries.ts';
import type { Stage } from './report_rules.ts';

export type Report = typeof incidentReport.$inferSelect;

type Reading = Pick<ReadContext, 'db'>;

const byId = prepared((db) =>
  db
    .select()
    .from(incidentReport)
    .where(eq(incidentReport.id, sql.placeholder('id')))
    .prepare(),
);

export const reportById = (context: Reading, id: number): Report | undefined => byId(context.db).get({ id });

const ofIncident = prepared((db) =>
  db
    .select()
    .from(incidentReport)
    .where(eq(incidentReport.incidentId, sql.placeholder('incident')))
    .orderBy(asc(incidentReport.id))
    .prepare(),
);

/** All reports of an emergency in the order of writing. */
export const reportsOf = (context: Reading, incident: number): readonly Report[] =>
  ofIncident(context.db).all({ incident });

/** The report of this stage that was written and not given to the authority yet. */
export const draftOf = (context: Reading, incident: number, stage: Stage): Report | undefined =>
  reportsOf(context, incident).findLast((one) => one.stage === stage && one.sentAt === null);

export const isSent = (context: Reading, incident: number, stage: Stage): boolean =>
  reportsOf(context, incident).some((one) => one.stage === stage && one.sentAt !== null);

/** What comes next: the first report, then follow-ups as long as it goes on, then the final one; undefined after it. */
export function stageDue(context: Reading, subject: Incident): Stage | undefined {
  if (subject.state !== 'alerted' && subject.state !== 'handled' && subject.state !== 'resolved') return undefined;
  if (!isSent(context, subject.id, 'first')) return 'first';
  // What follows needs somebody who leads.
  if (subject.state === 'alerted') return undefined;
  if (subject.state === 'handled') return 'follow_up';
  return isSent(context, subject.id, 'final') ? undefined : 'final';
}
