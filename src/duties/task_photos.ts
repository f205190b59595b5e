import { eq, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { draft, photo } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

const ofTask = prepared((db) =>
  db
    .select({ id: photo.id, hash: photo.hash, state: photo.state })
    .from(photo)
    .innerJoin(draft, eq(draft.id, photo.draftId))
    .where(eq(draft.taskId, sql.placeholder('task')))
    .prepare(),
);

/** Pictures sent for a task, also those that went on to a hazard found in it; refused ones do not count. */
export const photosOfTask = (context: Pick<ReadContext, 'db'>, taskId: number) =>
  ofTask(context.db)
    .all({ task: taskId })
    .filter((one) => one.state !== 'refused');
