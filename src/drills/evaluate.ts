import type { FormValues } from '../../cards/fields.ts';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { clockOf } from '../kernel/time.ts';
import { drillEvaluation } from '../store/schema/index.ts';
import { changeDrill, requireState } from './change.ts';
import { completeDrillDuty } from './duty.ts';
import type { evaluationForm } from './forms.ts';
import { evaluationsOf } from './queries.ts';
import { type Drill, evaluationItems, gradeOf, UNTICKED } from './rules.ts';

type Values = FormValues<typeof evaluationForm.declarations>;

/** Item → 1–5: what was ticked nowhere counts 4 (domain/voice.md §2.3). Throws FormRefused for an item ticked twice. */
export function scoresOf(values: Pick<Values, 'five' | 'three' | 'two' | 'one'>): Readonly<Record<string, number>> {
  const ticked = [
    [5, values.five],
    [3, values.three],
    [2, values.two],
    [1, values.one],
  ] as const;
  const scores = new Map<string, number>();
  for (const [score, items] of ticked)
    for (const item of items ?? []) {
      if (!evaluationItems.includes(item)) throw new FormRefused('评分项请从给出的里面选');
      if (scores.has(item)) throw new FormRefused(`“${item}”勾了两次，请只勾一个分`);
      scores.set(item, score);
    }
  return Object.fromEntries(evaluationItems.map((item) => [item, scores.get(item) ?? UNTICKED]));
}

/** 提交评估: once per observer. */
export function evaluateDrill(context: Context, of: Drill, person: PersonId, values: Values): Outcome {
  requireState(context, of, 'evaluate');
  const mine = evaluationsOf(context, of.id).find((one) => one.personId === person);
  if (mine)
    throw new Refused('drill.evaluated', `您已于 ${clockOf(mine.at, context.timeZone)} 评过`, undefined, 'info');
  const scores = scoresOf(values);
  const total = Object.values(scores).reduce((sum, one) => sum + one, 0);
  context.db
    .insert(drillEvaluation)
    .values({
      drillId: of.id,
      personId: person,
      at: context.now,
      scores,
      total,
      slowest: values.slowest,
      jams: values.jams,
      injuries: values.injuries,
      equipment: values.equipment ?? null,
    })
    .run();
  // Whoever was there first and saw it; the safety office may still put it right with the findings.
  const weather = of.weather ?? values.weather ?? null;
  const moved = changeDrill(context, of, 'evaluate', { weather }, String(total));
  completeDrillDuty(context, moved, person);
  return { toast: { tone: 'success', text: `已收：${total}/75，${gradeOf(total)}` } };
}
