import { eq } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh } from '../kernel/send.ts';
import { photo } from '../store/schema/index.ts';
import { draftTopic, endDraft, reportOf } from './draft.ts';
import { draftOfMessage, findDraft, photosOfDraft } from './queries.ts';

/**
 * Somebody took back a message: the open draft it began goes too, and a picture leaves the open draft it was in. What
 * was registered stays registered.
 */
export function withdrawMessage(context: Context, messageId: string): void {
  const begun = draftOfMessage(context, messageId);
  if (begun?.state === 'open') endDraft(context, begun, 'dropped');
  const pictures = context.db
    .select({ id: photo.id, draftId: photo.draftId })
    .from(photo)
    .where(eq(photo.messageId, messageId))
    .all();
  for (const { id, draftId } of pictures) {
    const of = draftId === null ? undefined : findDraft(context, draftId);
    if (of?.state !== 'open') continue;
    context.db.update(photo).set({ draftId: null }).where(eq(photo.id, id)).run();
    record(context, 'photo.withdrawn', `photo:${id}`, { draft: of.id });
    const isEmpty = of.kind === 'report' && reportOf(of).words === '' && photosOfDraft(context, of.id).length === 0;
    if (isEmpty) endDraft(context, of, 'dropped');
    else refresh(context, draftTopic(of.id), 'press');
  }
}
