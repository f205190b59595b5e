import { and, count, eq, isNotNull } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { evidence } from '../store/schema/index.ts';
import { photosOfTask } from './task_photos.ts';

/** How many files somebody sent for a task that have been fetched and kept. */
export const filesKept = (context: Pick<ReadContext, 'db'>, taskId: number): number =>
  context.db
    .select({ total: count() })
    .from(evidence)
    .where(and(eq(evidence.taskId, taskId), isNotNull(evidence.hash)))
    .get()?.total ?? 0;

/** How many photos and files somebody sent for a task. */
export const evidenceCount = (context: Pick<ReadContext, 'db'>, taskId: number): number =>
  filesKept(context, taskId) + photosOfTask(context, taskId).length;
