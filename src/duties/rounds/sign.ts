import { and, eq } from 'drizzle-orm';
import type { FieldValue, PersonId } from '../../../cards/model.ts';
import { endDraft, prepareReport, reportOf } from '../../hazards/draft.ts';
import type { Draft } from '../../hazards/queries.ts';
import { categoryName, placeKindOf } from '../../hazards/taxonomy.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { FormRefused, Refused } from '../../kernel/refused.ts';
import { draft, dutyTask, photo } from '../../store/schema/index.ts';
import { completeTask, refreshTask } from '../complete.ts';
import { ownedBy } from '../owned_by.ts';
import { leftOf, periodOfTask, type Task, taskTopic } from '../tasks.ts';
import type { ChecklistItem } from './checklist.ts';
import { gatherPhotos, stopGathering } from './gather.ts';
import { type Answer, type Answers, HALF_MONTH, roundOf } from './pages.ts';
import { gradeOfPart } from './parts.ts';

type Values = Readonly<Record<string, FieldValue | undefined>>;

const chosen = (value: FieldValue | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

function answersOf(page: readonly ChecklistItem[], values: Values): Record<string, Answer> {
  const bad = chosen(values.bad);
  const na = chosen(values.na);
  if (bad.some((id) => na.includes(id))) throw new FormRefused('同一项不能既不合格又不适用');
  return Object.fromEntries(
    page.map((item) => [item.id, bad.includes(item.id) ? 'bad' : na.includes(item.id) ? 'na' : 'ok'] as const),
  );
}

/**
 * One page of a round. The last one is signed: who inspected, that they were there, and when; every item that is not in
 * order becomes a report of its own, prefilled, with the round's source and pictures (谁检查谁负责).
 */
export function submitPage(context: Context, task: Task, person: PersonId, values: Values): Outcome {
  if (task.state === 'done') return completeTask(context, task, { person, values: {}, byForm: false });
  const round = roundOf(context, task);
  const answers: Answers = { ...round.answers, ...answersOf(round.page, values) };
  const items = round.items.map((item) => item.id);
  if (!round.isLast) {
    context.db
      .update(dutyTask)
      .set({ content: { items, answers }, revision: task.revision + 1 })
      .where(eq(dutyTask.id, task.id))
      .run();
    gatherPhotos(context, task, person);
    record(context, 'round.page', taskTopic(task.id), { page: round.number, of: round.pages });
    refreshTask(context, task);
    return { toast: { tone: 'success', text: `已记第 ${round.number} 页，接着看下一页` } };
  }
  if (values.onSite !== true) throw new FormRefused('本人到场查过才能签字');
  const { bad: _bad, na: _na, onSite: _onSite, photo: _photo, ...form } = values;
  const found = round.items.filter((item) => answers[item.id] === 'bad');
  const outcome = completeTask(context, task, {
    person,
    values: { ...form, sign: true, onSite: true, problems: found.length, items, answers },
    byForm: true,
  });
  record(context, 'round.signed', taskTopic(task.id), { onSite: true, answers });
  raise(context, task, person, found);
  if (found.length > 0) return { ...outcome, become: { card: 'round.findings', subject: { task: task.id } } };
  return nextPlace(context, task, person) ? { ...outcome, become: listOf(context, task) } : outcome;
}

/** Reports of a round that wait for a look, and those that have become hazards. */
export const findingsOf = (context: Pick<ReadContext, 'db'>, taskId: number): readonly Draft[] =>
  context.db
    .select()
    .from(draft)
    .where(and(eq(draft.taskId, taskId), eq(draft.kind, 'report')))
    .all();

const sourceOf = (task: Task): string => (task.dutyId === HALF_MONTH ? '半月排查' : '月自查');

function raise(context: Context, task: Task, person: PersonId, found: readonly ChecklistItem[]): void {
  const before = findingsOf(context, task.id);
  const gathered = stopGathering(context, task, person);
  const wanted = new Set(found.map((item) => item.id));
  // Signed anew after 撤回: what is in order after all is not filed.
  for (const one of before) {
    const { item } = reportOf(one);
    if (one.state === 'open' && item !== undefined && !wanted.has(item)) endDraft(context, one, 'dropped');
  }
  const raised = new Set(before.filter((one) => one.state !== 'dropped').map((one) => reportOf(one).item));
  const fresh = found.filter((item) => !raised.has(item.id));
  const made = fresh.map((item) => {
    const place = placeKindOf(item.place).name;
    const words = `${gradeOfPart(task.scopeId) ?? ''}${place}${sourceOf(task)}不合格：${item.text}`;
    const title = [...`${place}${categoryName(item.category, item.sub)}`].slice(0, 14).join('');
    return prepareReport(context, {
      person,
      task: task.id,
      schoolId: task.schoolId,
      words,
      source: sourceOf(task),
      item: item.id,
      reading: {
        description: words,
        title,
        place: { kind: item.place, detail: gradeOfPart(task.scopeId) ?? '' },
        category: item.category,
        sub: item.sub,
        severity: item.severity,
        repeated: false,
      },
    });
  });
  // With one finding the pictures are of it; with several nobody knows, and they stay with the round.
  const [only] = made;
  if (gathered && made.length === 1 && only !== undefined)
    context.db.update(photo).set({ draftId: only }).where(eq(photo.draftId, gathered.id)).run();
}

export function listOf(context: Context, task: Task): NonNullable<Outcome['become']> {
  const period = periodOfTask(context, task);
  if (!period) throw new Refused('round.gone', '这张卡已过期，请发“待办”');
  return { card: 'round.list', subject: { period: period.id } };
}

/** The next place of the same round that waits for the person. */
export function nextPlace(context: ReadContext, task: Task, person: PersonId): Task | undefined {
  const isOwned = ownedBy(context, person);
  return leftOf(context, task).find((one) => one.id !== task.id && isOwned(one));
}
