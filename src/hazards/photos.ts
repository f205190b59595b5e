import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { fetchPhoto, refresh, sendCard, sendText } from '../kernel/send.ts';
import { MINUTE } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { draft, photo } from '../store/schema/index.ts';
import { openWork, startReport } from './draft.ts';
import { burstOf, type Photo, photoTopic } from './pending_photos.ts';
import { draftText, justFiled, quotedTarget, worksOf } from './photo_targets.ts';
import { type Draft, findDraft, findHazard, type Hazard, openDraftsOf, photosOf, photosOfDraft } from './queries.ts';
import { may, topicOf } from './rules.ts';
import { worksOn } from './stand_in.ts';
import { safetyOffice, whenWelcome } from './tell.ts';

/** 照片可继续发到这里: right after a report is filed its sender is not asked, whatever else they have to mend. */
const STILL_FILING_MS = 5 * MINUTE;

export interface SentPhoto {
  readonly person: PersonId;
  readonly schoolId: number;
  readonly platform: PlatformName;
  readonly messageId: string;
  readonly mediaKey: string;
  readonly quotes?: string | undefined;
  /** The draft it quotes a card of, where only another feature can tell. */
  readonly draft?: number | undefined;
  /** An open draft is only a guess (a round nobody has begun today): the person is asked, even when there is just one. */
  readonly asks?: boolean;
}

export const findPhoto = (context: Pick<ReadContext, 'db'>, id: number): Photo | undefined =>
  context.db.select().from(photo).where(eq(photo.id, id)).get();

/**
 * A picture joins the card it quotes, else the sender's only open draft, else the report just filed, else it begins a
 * report; with several possible, or with something to mend that it may show mended, the person is asked (design.md §4).
 */
export function takePhoto(context: Context, sent: SentPhoto): void {
  const row = context.db
    .insert(photo)
    .values({
      personId: sent.person,
      platform: sent.platform,
      messageId: sent.messageId,
      mediaKey: sent.mediaKey,
      at: context.now,
    })
    .onConflictDoNothing()
    .returning()
    .get();
  if (!row) return;
  fetchPhoto(context, row.id, sent.platform);
  record(context, 'photo.sent', photoTopic(row.id), {});
  const meant = sent.draft === undefined ? undefined : findDraft(context, sent.draft);
  const quoted =
    (meant && { draft: meant }) ??
    (sent.quotes ? quotedTarget(context, sent.platform, sent.quotes, sent.person) : undefined);
  const target = quoted ?? meantTarget(context, sent);
  if (target === 'unsure') askWhich(context, row);
  else if (target) join(context, row, target);
  else beginReport(context, [row], sent.schoolId);
}

/** Where a picture without a quote belongs; undefined: it is the beginning of something. */
function meantTarget(context: Context, sent: SentPhoto): Target | 'unsure' | undefined {
  const open = openDraftsOf(context, sent.person);
  const [only] = open;
  const works = worksOf(context, sent.person);
  // A recheck was opened by the hazard, not by the person: a picture may as well be of what they have to mend.
  const isBegun = only && (only.kind !== 'recheck' || works.length === 0);
  if (open.length === 1 && isBegun && sent.asks !== true) return { draft: only };
  if (open.length > 0) return 'unsure';
  const filed = justFiled(context, sent.person);
  if (works.length === 0) return filed && { hazard: filed };
  return filed && context.now - filed.reportedAt <= STILL_FILING_MS ? { hazard: filed } : 'unsure';
}

/** One question for pictures that came together. */
function askWhich(context: Context, row: Photo): void {
  const [first] = burstOf(context, row);
  if (first && first.id !== row.id) refresh(context, photoTopic(first.id), 'press');
  else sendCard(context, 'photo.which', { photo: row.id }, { person: row.personId }, { lane: 'press' });
}

type Target = { readonly draft?: Draft; readonly hazard?: Hazard };

function join(context: Context, row: Photo, { draft: to, hazard: about }: Target): void {
  if (to) attach(context, row, to);
  else if (about && isWorkOf(context, about, row.personId)) attachToWork(context, [row], about);
  else if (about) attachToHazard(context, row, about);
}

/** 要上报隐患吗: a picture alone is the beginning of a report. */
export function beginReport(context: Context, rows: readonly [Photo, ...Photo[]], schoolId: number): void {
  const id = startReport(context, { person: rows[0].personId, schoolId, words: '' });
  putInto(context, rows, id);
}

export function putInto(context: Context, rows: readonly Photo[], draftId: number): void {
  for (const { id } of rows) context.db.update(photo).set({ draftId }).where(eq(photo.id, id)).run();
}

function attach(context: Context, row: Photo, to: Draft): void {
  context.db.update(photo).set({ draftId: to.id }).where(eq(photo.id, row.id)).run();
  context.db.update(draft).set({ touchedAt: context.now }).where(eq(draft.id, to.id)).run();
  const { length } = photosOfDraft(context, to.id);
  // One answer per picture, even when ten come at once: the key folds those that wait.
  sendText(
    context,
    `已附到“${draftText(context, to)}”，共 ${length} 张。`,
    { person: row.personId },
    { dedupeKey: `photo-attached:${row.id}` },
  );
}

export const isWorkOf = (context: ReadContext, of: Hazard, person: PersonId): boolean =>
  worksOn(context, of, person) && (of.state === 'assigned' || of.state === 'rectifying');

/** The owner answers the task with a picture: that is the beginning of 提交整改. */
export function attachToWork(context: Context, rows: readonly [Photo, ...Photo[]], of: Hazard): void {
  const person = rows[0].personId;
  const id = openWork(context, person, 'rectification', of.id, of.schoolId);
  putInto(context, rows, id);
  sendCard(context, 'hazard.fix', { hazard: of.id, draft: id }, { person }, { lane: 'press' });
}

export function attachToHazard(context: Context, row: Photo, to: Hazard): void {
  if (!may(to.state, 'supplement')) {
    // It is settled: a picture of it now is the beginning of something new.
    beginReport(context, [row], to.schoolId);
    return;
  }
  const rechecks = to.state === 'pending_recheck' && to.recheckerId === row.personId;
  const moment = rechecks ? 'recheck' : to.ownerId === row.personId ? 'after' : 'before';
  context.db.update(photo).set({ hazardId: to.id, moment }).where(eq(photo.id, row.id)).run();
  const count = photosOf(context, to.id, moment).length;
  refresh(context, topicOf(to.id));
  sendText(
    context,
    `已附到 ${to.number} ${to.title}，共 ${count} 张。`,
    { person: row.personId },
    { dedupeKey: `photo-attached:${row.id}` },
  );
}

/** The picture has been fetched and stored, or could not be: cards that show it become current, the sender is told. */
export function photoArrived(context: Context, photoId: number): void {
  const row = findPhoto(context, photoId);
  if (!row) return;
  record(context, 'photo.stored', photoTopic(row.id), { hash: row.hash, state: row.state });
  if (row.state === 'refused') {
    sendText(context, row.refusal ?? '这张照片打不开，请重发一次。', { person: row.personId });
    return;
  }
  const about = row.hazardId === null ? undefined : findHazard(context, row.hazardId);
  if (!about) return;
  refresh(context, topicOf(about.id));
  // A picture sent after filing came by itself; those of a form are on the card the form led to.
  if (row.draftId === null && row.moment === 'before') tellOfPhoto(context, about, row);
}

/** Whoever works on it sees a later picture: an open form is not redrawn under somebody's fingers. */
function tellOfPhoto(context: Context, about: Hazard, row: Photo): void {
  if (!may(about.state, 'supplement')) return;
  const people =
    about.ownerId === null ? safetyOffice(context, about.schoolId).map((one) => one.person) : [about.ownerId];
  const minute = Math.floor(context.now / MINUTE);
  for (const person of people) {
    if (person === row.personId) continue;
    // Several pictures of one minute are one message; it shows the latest of them.
    sendCard(
      context,
      'hazard.photo-added',
      { hazard: about.id, photo: row.id },
      { person },
      { notBefore: whenWelcome(context, about), dedupeKey: `photo-added:${about.id}:${minute}:${person}` },
    );
  }
}
