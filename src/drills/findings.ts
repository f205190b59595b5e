import { eq } from 'drizzle-orm';
import type { FormValues } from '../../cards/fields.ts';
import type { PersonId } from '../../cards/model.ts';
import { schoolDuty } from '../duties/settings.ts';
import { requireColleague } from '../hazards/colleague.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { clockOf, dateOf, instantOf } from '../kernel/time.ts';
import { drillFinding, dutyTask } from '../store/schema/index.ts';
import { changeDrill, requireState } from './change.ts';
import { completeDrillDuty } from './duty.ts';
import type { findingsForm } from './forms.ts';
import { raiseHazard } from './raise_hazard.ts';
import type { Drill } from './rules.ts';

const IMPROVEMENT = 'drill-improvement';
/** More lines than anybody follows up; the rest belongs into a plan of its own. */
const MOST = 8;

const linesOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\d+[.、)）]|[-·•])\s*/, '').trim())
    .filter((line) => line !== '' && !/^(?:无|没有)[。.]?$/.test(line));

/**
 * 问题立项: every line becomes a hazard, or a revision of the plan with owner and deadline (domain/drills.md §3 +5 个
 * 工作日). With nothing to improve the highlights alone close the drill.
 */
export function fileFindings(
  context: Context,
  of: Drill,
  person: PersonId,
  values: FormValues<typeof findingsForm.declarations>,
): Outcome {
  requireState(context, of, 'findings');
  if (of.findingsAt !== null)
    throw new Refused('drill.filed', `已于 ${clockOf(of.findingsAt, context.timeZone)} 立项`, undefined, 'info');
  requireColleague(context, values.owner, of.schoolId, '责任人');
  if (values.due < dateOf(context.now, context.timeZone)) throw new FormRefused('期限不能早于今天');
  const hazards = linesOf(values.hazards);
  const plans = linesOf(values.plans);
  if (hazards.length + plans.length > MOST) throw new FormRefused(`一次最多 ${MOST} 条，其余请另报`);
  const common = { drillId: of.id, ownerId: values.owner, due: values.due, at: context.now };
  for (const text of hazards) {
    const hazardId = raiseHazard(context, {
      person,
      schoolId: of.schoolId,
      words: text,
      source: '演练',
      item: `${of.number}`,
    });
    context.db
      .insert(drillFinding)
      .values({ ...common, text, goes: 'hazard', hazardId: hazardId ?? null })
      .run();
  }
  for (const text of plans) {
    const made = context.db
      .insert(drillFinding)
      .values({ ...common, text, goes: 'plan' })
      .returning()
      .get();
    const taskId = openRevision(context, of, made.id, text, values.owner, values.due);
    context.db.update(drillFinding).set({ taskId }).where(eq(drillFinding.id, made.id)).run();
  }
  const moved = changeDrill(context, of, 'findings', {
    highlights: values.highlights,
    weather: values.weather ?? of.weather,
    videoKept: values.video ?? null,
    findingsAt: context.now,
    findingsById: person,
  });
  completeDrillDuty(context, moved, person);
  return { toast: { tone: 'success', text: `已立项：隐患 ${hazards.length} 条，预案 ${plans.length} 条` } };
}

/** A task of the duty 演练问题整改与预案优化 for its owner; it is in their to-do list until they report it done. */
function openRevision(
  context: Context,
  of: Drill,
  finding: number,
  text: string,
  owner: PersonId,
  due: string,
): number {
  const duty = schoolDuty(context, of.schoolId, IMPROVEMENT);
  if (!duty) throw new Error(`drill.no_duty: the catalogue has no duty "${IMPROVEMENT}" (who: developer)`);
  const task = context.db
    .insert(dutyTask)
    .values({
      schoolId: of.schoolId,
      dutyId: IMPROVEMENT,
      period: `${of.number}-${finding}`,
      scope: 'school',
      assigneeId: owner,
      openAt: context.now,
      dueAt: instantOf(due, '17:00', context.timeZone),
      matter: { topic: of.number, text, values: { issue: text, to: '预案修订', owner } },
    })
    .returning({ id: dutyTask.id })
    .get();
  sendCard(context, 'duty.task', { task: task.id }, { person: owner }, { dedupeKey: `drill.revision:${finding}` });
  return task.id;
}
