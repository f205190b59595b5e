import { and, eq, gte, lt } from 'drizzle-orm';
import { z } from 'zod';
import { type Declarations, type FieldSet, field, fieldFromData, fields } from '../../../cards/fields.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { dateOf, instantOf, plusDays } from '../../kernel/time.ts';
import { dutyTask } from '../../store/schema/index.ts';
import type { Duty } from '../duty.ts';
import { formOf } from '../form.ts';
import type { Task } from '../tasks.ts';
import { type ChecklistItem, checklist, checklistItem } from './checklist.ts';
import { kindOfPart } from './parts.ts';
import { placeKindsHere } from './places.ts';

export const HALF_MONTH = 'halfmonth-hazard-inspection';
export const MONTHLY = 'monthly-self-check';
/** Duties that are done as a checklist. */
export const isRound = (dutyId: string): boolean => dutyId === HALF_MONTH || dutyId === MONTHLY;

/** More items than this are asked page by page: a phone shows no more at a glance. */
export const PAGE_ITEMS = 8;

export type Answer = 'ok' | 'bad' | 'na';
const answersShape = z.object({
  items: z.array(z.string()),
  answers: z.record(z.string(), z.enum(['ok', 'bad', 'na'])),
});
export type Answers = Readonly<Record<string, Answer>>;

/** Where a round stands. */
export interface Round {
  readonly items: readonly ChecklistItem[];
  readonly answers: Answers;
  /** Items of the page that is asked now; empty on a last page that only asks for the summary. */
  readonly page: readonly ChecklistItem[];
  /** 1-based. */
  readonly number: number;
  readonly pages: number;
  /** The page that is signed. */
  readonly isLast: boolean;
}

/** Cuts a round into pages, given what has been answered. `summary`: a page of its own comes at the end. */
export function paged(items: readonly ChecklistItem[], answers: Answers, summary: boolean): Round {
  const left = items.filter((item) => answers[item.id] === undefined);
  const page = left.slice(0, PAGE_ITEMS);
  const answered = items.length - left.length;
  return {
    items,
    answers,
    page,
    number: Math.ceil(answered / PAGE_ITEMS) + 1,
    pages: Math.max(1, Math.ceil(items.length / PAGE_ITEMS)) + (summary && items.length > 0 ? 1 : 0),
    isLast: summary ? left.length === 0 : left.length <= PAGE_ITEMS,
  };
}

/** The monthly self-check of the whole school ends with a summary; a place's round does not. */
export const hasSummary = (task: Pick<Task, 'scope'>): boolean => task.scope === 'school';

export function roundOf(context: ReadContext, task: Task): Round {
  const kept = answersShape.safeParse(task.content);
  const items = kept.success
    ? kept.data.items.flatMap((id) => checklistItem(id) ?? [])
    : task.scope === 'place'
      ? checklist.filter((item) => item.place === kindOfPart(task.scopeId))
      : uninspected(context, task);
  return paged(items, kept.success ? kept.data.answers : {}, hasSummary(task));
}

/** The kinds of places of the checklist that a school has. */
export const kindsHere = (context: ReadContext, schoolId: number): readonly string[] =>
  placeKindsHere(context, schoolId, [...new Set(checklist.map((item) => item.place))]);

/** What nobody has signed for this month: places inspected in a half-month round are not asked again. */
function uninspected(context: ReadContext, task: Task): readonly ChecklistItem[] {
  const month = dateOf(task.dueAt, context.timeZone).slice(0, 7);
  const from = instantOf(`${month}-01`, '00:00', context.timeZone);
  const to = instantOf(`${plusDays(`${month}-28`, 7).slice(0, 7)}-01`, '00:00', context.timeZone);
  const tasks = context.db
    .select({ scopeId: dutyTask.scopeId, period: dutyTask.period, state: dutyTask.state })
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, task.schoolId),
        gte(dutyTask.dueAt, from),
        lt(dutyTask.dueAt, to),
        eq(dutyTask.dutyId, HALF_MONTH),
      ),
    )
    .all();
  // A place that is inspected in parts is signed for when one round has all of them.
  const rounds = new Map<string, { readonly kind: string; isSigned: boolean }>();
  for (const one of tasks) {
    const kind = kindOfPart(one.scopeId);
    const round = rounds.get(`${one.period} ${kind}`) ?? { kind, isSigned: true };
    round.isSigned &&= one.state === 'done';
    rounds.set(`${one.period} ${kind}`, round);
  }
  const signed = new Set([...rounds.values()].flatMap((round) => (round.isSigned ? [round.kind] : [])));
  const here = new Set(kindsHere(context, task.schoolId));
  return checklist.filter((item) => here.has(item.place) && !signed.has(item.place));
}

/** The fields of the page that is asked now; names are the same on every page. */
export function pageForm(round: Round, duty: Pick<Duty, 'form'>, task: Task): FieldSet<Declarations> {
  const options = round.page.map((item) => ({ value: item.id, text: item.text }));
  return fields({
    ...(options.length > 0
      ? {
          bad: fieldFromData('multiSelect', '不合格', { options }),
          na: fieldFromData('multiSelect', '不适用', { options }),
        }
      : {}),
    ...(round.isLast && hasSummary(task) ? formOf(duty).declarations : {}),
    ...(hasSummary(task) && round.isLast ? {} : { photo: field.photo('照片') }),
    ...(round.isLast ? { onSite: field.bool('本人到场查过', { required: true }) } : {}),
  });
}
