import { and, asc, eq, or } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { alertedOf, type Incident, stepsOf } from '../incidents/queries.ts';
import { dueText } from '../incidents/report_due.ts';
import { stageDue } from '../incidents/report_queries.ts';
import { stageNames } from '../incidents/report_rules.ts';
import { ruleOf } from '../incidents/rules.ts';
import type { ReadContext } from '../kernel/context.ts';
import { incident } from '../store/schema/index.ts';
import type { TodoItem, TodoPart } from './todo.ts';

/**
 * Emergencies: nobody answers one this person was alerted to, one this person leads, and the report that is left after
 * one this person ended. They have no time of their own and come first.
 */
export function incidentPart(context: ReadContext, person: PersonId): TodoPart {
  const rows = context.db
    .select()
    .from(incident)
    .where(
      or(
        eq(incident.state, 'alerted'),
        and(eq(incident.state, 'handled'), eq(incident.handlerId, person)),
        and(eq(incident.state, 'resolved'), eq(incident.resolvedBy, person)),
      ),
    )
    .orderBy(asc(incident.id))
    .all();
  const items = rows.flatMap((row) => itemOf(context, row, person) ?? []);
  return { items, total: items.length };
}

function itemOf(context: ReadContext, row: Incident, person: PersonId): TodoItem | undefined {
  const what = `${row.place ?? ''}${ruleOf(row.kind).name}`;
  const reference = { incident: row.id };
  if (row.state === 'handled') return { text: `处置中：${what}`, action: 'incident.open', reference };
  if (row.state === 'alerted') {
    const isAlerted = alertedOf(stepsOf(context, row.id)).some((one) => one.person === person);
    return isAlerted ? { text: `等应答：${what}`, action: 'incident.open', reference } : undefined;
  }
  const stage = stageDue(context, row);
  if (stage === undefined) return undefined;
  return {
    text: `写${stageNames[stage]}：${what} ${dueText(context, row, stage)}`,
    action: 'incident.ask_report',
    reference: { ...reference, stage },
  };
}
