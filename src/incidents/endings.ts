import { offCard } from '../../cards/incidents/off.ts';
import { overCard } from '../../cards/incidents/over.ts';
import type { Card } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { Viewer } from '../kernel/presentation.ts';
import { momentText } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { mayReport } from './permissions.ts';
import { type Incident, stepsOf } from './queries.ts';
import { dueText } from './report_due.ts';
import { stageDue } from './report_queries.ts';
import { stageNames } from './report_rules.ts';
import { ruleOf } from './rules.ts';

const placeOf = (row: Incident) => (row.place === null ? {} : { place: row.place });

/** What a report is about stays with those who lead: a forwarded or shared card shows nothing. */
export const readsReports = (context: ReadContext, row: Incident, viewer: Viewer): boolean =>
  viewer.kind === 'person' && mayReport.allows(context, viewer.person, row);

/** 误报解除, as everybody who was told sees it. */
export function offOf(context: ReadContext, row: Incident): Card {
  const step = stepsOf(context, row.id).find((one) => one.action === 'incident.called_off');
  return offCard({
    ...placeOf(row),
    at: momentText(step?.at ?? row.at, context.now, context.timeZone),
    by: nameOf(context, step?.person),
    reason: row.note ?? '',
  });
}

/** 处置完毕 for everybody who was told; those who lead also see which report is due. */
export function overOf(context: ReadContext, row: Incident, viewer: Viewer): Card {
  const due = readsReports(context, row, viewer) ? stageDue(context, row) : undefined;
  return overCard({
    incident: row.id,
    kind: ruleOf(row.kind).name,
    ...placeOf(row),
    at: momentText(row.resolvedAt ?? row.at, context.now, context.timeZone),
    by: nameOf(context, row.resolvedBy),
    outcome: row.note ?? '',
    ...(due ? { report: { label: stageNames[due], stage: due, due: dueText(context, row, due) } } : {}),
  });
}

/** How an emergency that is over looks to everybody: false alarm or real and dealt with; undefined while it goes on. */
export function endingOf(context: ReadContext, row: Incident, viewer: Viewer): Card | undefined {
  if (row.state === 'called_off') return offOf(context, row);
  return row.state === 'resolved' ? overOf(context, row, viewer) : undefined;
}
