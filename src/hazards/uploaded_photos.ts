import { eq } from 'drizzle-orm';
import type { PersonId, PhotoHash, Reference } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh } from '../kernel/send.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { draft, photo } from '../store/schema/index.ts';
import { openWork } from './draft.ts';
import { targetOf } from './photo_targets.ts';
import { type Hazard, photosOfDraft } from './queries.ts';
import { may, topicOf } from './rules.ts';

export interface UploadedPhotos {
  readonly person: PersonId;
  /** The account the page was opened with. */
  readonly platform: PlatformName;
  /** Unique per submission: the same one twice joins its pictures once. */
  readonly deliveryId: string;
  readonly subject: Reference;
  readonly hashes: readonly PhotoHash[];
}

/**
 * Pictures handed in on the form page join the draft of the page's card, like pictures sent to the chat, but without a
 * message about each: the page itself shows them. They are stored already. Throws `Refused` when the card has no place
 * for pictures (any more).
 */
export function joinUploads(context: Context, uploaded: UploadedPhotos): void {
  if (uploaded.hashes.length === 0) return;
  const { person, platform, deliveryId, subject } = uploaded;
  const target = targetOf(context, subject, person);
  const place = target?.draft
    ? { draftId: target.draft.id }
    : target?.hazard
      ? ofHazard(context, target.hazard, person)
      : undefined;
  if (!place) throw new Refused('photo.no_place', '这张卡现在不收照片', '请到聊天里把照片发给安园。');
  for (const hash of uploaded.hashes) {
    const row = context.db
      .insert(photo)
      .values({
        personId: person,
        platform,
        messageId: deliveryId,
        mediaKey: hash,
        at: context.now,
        hash,
        state: 'stored',
        ...place,
      })
      .onConflictDoNothing()
      .returning({ id: photo.id })
      .get();
    if (row) record(context, 'photo.stored', `photo:${row.id}`, { hash, state: 'stored' });
  }
  if ('draftId' in place)
    context.db.update(draft).set({ touchedAt: context.now }).where(eq(draft.id, place.draftId)).run();
  else refresh(context, topicOf(place.hazardId));
}

type Place = { readonly draftId: number } | { readonly hazardId: number; readonly moment: 'before' | 'after' };

function ofHazard(context: Context, of: Hazard, person: PersonId): Place | undefined {
  if (of.state === 'pending_recheck' && of.recheckerId === person)
    return { draftId: openWork(context, person, 'recheck', of.id, of.schoolId) };
  if (!may(of.state, 'supplement')) return undefined;
  return { hazardId: of.id, moment: of.ownerId === person ? 'after' : 'before' };
}

/** The pictures a card's form has so far, oldest first, for its preview. */
export function uploadedSoFar(
  context: Pick<ReadContext, 'db'>,
  subject: Reference,
  person: PersonId,
): readonly PhotoHash[] {
  const of = targetOf(context, subject, person)?.draft;
  if (!of) return [];
  return photosOfDraft(context, of.id).flatMap((one) => (one.hash === null ? [] : [one.hash]));
}
