import type { ReadContext } from '../kernel/context.ts';
import { placeKindName } from '../school/place_kinds.ts';
import { className, type Task } from './tasks.ts';

/** 初二3班, 食堂, or '' for the school. */
export const scopeName = (context: Pick<ReadContext, 'db'>, task: Pick<Task, 'scope' | 'scopeId'>): string =>
  task.scope === 'class' ? className(context, task.scopeId) : task.scope === 'place' ? placeKindName(task.scopeId) : '';
