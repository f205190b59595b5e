import { and, eq, inArray } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { DAY } from '../kernel/time.ts';
import { setTimer, timersOf } from '../kernel/timers.ts';
import { privateReport } from '../store/schema/index.ts';
import { NODE_TIMER, nodesOf, openNode, remindNode, topicOfNode } from './plan_nodes.ts';
import { type PrivateLimits, privateLimitsOf } from './private_limits.ts';
import { nextPaceReminder } from './private_pace.ts';
import { privateReportsOf } from './private_queries.ts';

/**
 * The school has set another pace: every matter whose step at hand has no limit is asked about at it from now on, and at
 * once where the new pace would have asked already. Counted from the last step done, or from the last question.
 */
export function askAtNewPace(context: Context, schoolId: number, before: PrivateLimits): void {
  const now = privateLimitsOf(context, schoolId);
  if (now.firstAsked === before.firstAsked && now.askedEvery === before.askedEvery) return;
  const matters = context.db
    .selectDistinct({ number: privateReport.number })
    .from(privateReport)
    .where(and(eq(privateReport.schoolId, schoolId), inArray(privateReport.state, ['entrusted', 'opened'])))
    .all();
  for (const { number } of matters) {
    const nodes = nodesOf(context, number);
    const step = openNode(nodes);
    if (step?.dueAt !== null) continue;
    const topic = topicOfNode(step.id);
    const handedIn = privateReportsOf(context, number).map((copy) => copy.entrustedAt ?? copy.at);
    const asked = timersOf(context, topic).get(NODE_TIMER);
    const since =
      step.reminders > 0 && asked !== undefined
        ? asked - before.askedEvery * DAY
        : Math.max(Math.min(...handedIn), ...nodes.map((one) => one.doneAt ?? 0));
    const next = nextPaceReminder(context, schoolId, step.reminders, since);
    if (next > context.now) setTimer(context, NODE_TIMER, topic, next);
    else remindNode(context, topic);
  }
}
