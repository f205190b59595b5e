import type { PersonId } from '../../cards/model.ts';
import type { TodoLine } from '../../cards/nudges/todo.ts';
import { scopeName } from '../duties/scope_name.ts';
import { schoolDuty } from '../duties/settings.ts';
import { openTasksOf, type Task } from '../duties/tasks.ts';
import { pendingPhotoTodo } from '../hazards/pending_photos.ts';
import { todoOf } from '../hazards/todo.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf, shortDay } from '../kernel/time.ts';
import { incidentPart } from './todo_incidents.ts';
import { linkPart } from './todo_links.ts';
import { requestPart, shiftPart } from './todo_shifts.ts';

/** One thing that waits. */
export interface TodoItem extends TodoLine {
  /** ms; when it is due. Absent: it waits for a decision and comes first. */
  readonly at?: number;
}

export interface TodoPart {
  readonly items: readonly TodoItem[];
  /** How many there are, shown or not. */
  readonly total: number;
}

/** Each feature's share of the list; a new kind of work that waits for people is one more line here. */
export const todoSources: readonly ((context: ReadContext, person: PersonId) => TodoPart)[] = [
  incidentPart,
  todoOf,
  pendingPhotoTodo,
  dutyPart,
  shiftPart,
  requestPart,
  linkPart,
];

export interface Todo extends TodoPart {
  /** 15:50, or 9月19日; absent when the first has no time. */
  readonly earliest?: string;
}

/** Lines one card shows (domain/voice.md §2: ten at most, with room for the rest). */
const SHOWN = 8;

/** Everything that waits for a person, decisions first, then by deadline. */
export function mergedTodo(context: ReadContext, person: PersonId): Todo {
  const parts = todoSources.map((source) => source(context, person));
  const items = parts
    .flatMap((part) => part.items)
    .sort((left, right) => (left.at ?? 0) - (right.at ?? 0))
    .slice(0, SHOWN);
  const first = items.find((item) => item.at !== undefined)?.at;
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  return { items, total, ...(first === undefined ? {} : { earliest: timeText(context, first) }) };
}

/** 15:50 today, else the day. */
function timeText(context: ReadContext, at: number): string {
  const [today, date] = [dateOf(context.now, context.timeZone), dateOf(at, context.timeZone)];
  return date === today ? clockOf(at, context.timeZone) : shortDay(date, today);
}

function dutyPart(context: ReadContext, person: PersonId): TodoPart {
  const tasks = openTasksOf(context, person);
  return { total: tasks.length, items: tasks.slice(0, SHOWN).map((task) => taskItem(context, task)) };
}

function taskItem(context: ReadContext, task: Task): TodoItem {
  const name = schoolDuty(context, task.schoolId, task.dutyId)?.name ?? '';
  const scope = scopeName(context, task);
  const late = task.dueAt < context.now ? '已过截止，可补' : timeText(context, task.dueAt);
  return {
    text: `${scope === '' ? '' : `${scope} `}${name} ${late}`,
    action: 'duty.open',
    reference: { task: task.id },
    at: task.dueAt,
  };
}
