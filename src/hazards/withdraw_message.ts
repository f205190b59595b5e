import { eq } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { photo } from '../store/schema/index.ts';
import { draftTopic, endDraft, reportOf } from './draft.ts';
import { burstOf, photoTopic } from './pending_photos.ts';
import { draftOfMessage, findDraft, photosOfDraft } from './queries.ts';

/**
 * Somebody took back a message: the open draft it began goes too, and a picture leaves the open draft it was in. What
 * was registered stays registered.
 */
export function withdrawMessage(context: Context, messageId: string): void {
  const begun = draftOfMessage(context, messageId);
  if (begun?.state === 'open') endDraft(context, begun, 'dropped');
  const pictures = context.db
    .select({ id: photo.id, draftId: photo.draftId, hazardId: photo.hazardId, personId: photo.personId })
    .from(photo)
    .where(eq(photo.messageId, messageId))
    .all();
  for (const { id, draftId, hazardId, personId } of pictures) {
    const of = draftId === null ? undefined : findDraft(context, draftId);
    if (of?.state !== 'open' && (draftId !== null || hazardId !== null)) continue;
    const [first, next] = of ? [] : burstOf(context, { id, personId });
    // Refused by its own sender: it does not wait for an answer to where it belongs.
    context.db.update(photo).set({ draftId: null, state: 'refused' }).where(eq(photo.id, id)).run();
    if (!of) {
      record(context, 'photo.withdrawn', photoTopic(id), {});
      refresh(context, photoTopic(id), 'press');
      // The question was about those that came with it as well: it is asked with the next of them.
      if (first?.id === id && next)
        sendCard(context, 'photo.which', { photo: next.id }, { person: personId }, { lane: 'press' });
      continue;
    }
    record(context, 'photo.withdrawn', photoTopic(id), { draft: of.id });
    const isEmpty = of.kind === 'report' && reportOf(of).words === '' && photosOfDraft(context, of.id).length === 0;
    if (isEmpty) endDraft(context, of, 'dropped');
    else refresh(context, draftTopic(of.id), 'press');
  }
}
