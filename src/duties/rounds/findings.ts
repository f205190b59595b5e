import type { PersonId } from '../../../cards/model.ts';
import { reportOf } from '../../hazards/draft.ts';
import { type Draft, findHazard } from '../../hazards/queries.ts';
import { registerHazard } from '../../hazards/register.ts';
import { categoryValue, placeKindOf } from '../../hazards/taxonomy.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { Refused } from '../../kernel/refused.ts';
import { sendCard } from '../../kernel/send.ts';
import type { Task } from '../tasks.ts';
import { findingsOf } from './sign.ts';

const waiting = (context: ReadContext, task: Task, person: PersonId): readonly Draft[] => {
  const open = findingsOf(context, task.id).filter((one) => one.state === 'open' && one.personId === person);
  if (open.length === 0) throw new Refused('round.filed', '都登记好了', undefined, 'info');
  return open;
};

/** 登记这 N 条: everything the round found, as the checklist says it; what looks like a known hazard is asked about. */
export function registerFindings(context: Context, task: Task, person: PersonId): Outcome {
  let filed = 0;
  let same = 0;
  for (const one of waiting(context, task, person)) {
    const { words, reading } = reportOf(one);
    const outcome = registerHazard(context, one, {
      school: undefined,
      description: words,
      place: reading?.place.kind ?? 'school-wide',
      detail: placeKindOf(reading?.place.kind ?? 'school-wide').name,
      category: categoryValue(reading?.category ?? 'system', reading?.sub ?? ''),
      severity: reading?.severity,
    });
    if (outcome.become?.card === 'hazard.duplicate') {
      same += 1;
      sendCard(context, outcome.become.card, outcome.become.subject, { person }, { lane: 'press' });
    } else filed += 1;
  }
  return {
    toast: {
      tone: 'success',
      text: same > 0 ? `已登记 ${filed} 条，${same} 条像是已报过` : `已登记 ${filed} 条`,
    },
  };
}

/** 逐条填: the usual form for each, to say exactly where. */
export function fillFindings(context: Context, task: Task, person: PersonId): Outcome {
  for (const one of waiting(context, task, person))
    sendCard(context, 'hazard.form', { draft: one.id }, { person }, { lane: 'press' });
  return { toast: { tone: 'info', text: '每条一张卡，写清位置再点登记' } };
}

/** How a finding is told on the card of all of them. */
export const findingTexts = (context: ReadContext, task: Task) => {
  const all = findingsOf(context, task.id);
  return {
    open: all
      .filter((one) => one.state === 'open')
      .map((one) => ({ item: reportOf(one).item, text: reportOf(one).words })),
    filed: all.flatMap((one) => {
      const made = one.state === 'done' && one.hazardId !== null ? findHazard(context, one.hazardId) : undefined;
      return made ? [`${made.number} ${made.title}`] : [];
    }),
  };
};
