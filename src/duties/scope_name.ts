import type { ReadContext } from '../kernel/context.ts';
import { placeKindName } from '../school/place_kinds.ts';
import { gradeOfPart, kindOfPart } from './rounds/parts.ts';
import { className, type Task } from './tasks.ts';

/** 初二3班, 食堂, 三年级教室, or '' for the school. */
export function scopeName(context: Pick<ReadContext, 'db'>, task: Pick<Task, 'scope' | 'scopeId'>): string {
  if (task.scope === 'class') return className(context, task.scopeId);
  return task.scope === 'place' ? `${gradeOfPart(task.scopeId) ?? ''}${placeKindName(kindOfPart(task.scopeId))}` : '';
}
