import { eq } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { draft, photo } from '../store/schema/index.ts';

/** Pictures sent for a task, also those that went on to a hazard found in it; refused ones do not count. */
export const photosOfTask = (context: Pick<ReadContext, 'db'>, taskId: number) =>
  context.db
    .select({ id: photo.id, hash: photo.hash, state: photo.state })
    .from(photo)
    .innerJoin(draft, eq(draft.id, photo.draftId))
    .where(eq(draft.taskId, taskId))
    .all()
    .filter((one) => one.state !== 'refused');
