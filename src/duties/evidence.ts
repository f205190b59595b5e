import { count, eq } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { evidence } from '../store/schema/index.ts';

/** How many photos and files somebody sent for a task. */
export const evidenceCount = (context: Pick<ReadContext, 'db'>, taskId: number): number =>
  context.db.select({ total: count() }).from(evidence).where(eq(evidence.taskId, taskId)).get()?.total ?? 0;
