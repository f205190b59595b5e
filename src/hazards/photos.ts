import { and, desc, eq, gte } from 'drizzle-orm';
import type { PhotoTarget } from '../../cards/hazards/photo.ts';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { fetchPhoto, refresh, sendCard, sendText } from '../kernel/send.ts';
import { MINUTE } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { draft, photo, sentCard } from '../store/schema/index.ts';
import { openWork, reportOf, startReport } from './draft.ts';
import { type Draft, findDraft, findHazard, type Hazard, openDraftsOf, photosOf, photosOfDraft } from './queries.ts';
import { may, topicOf } from './rules.ts';
import { worksOn } from './stand_in.ts';
import { safetyOffice, whenWelcome } from './tell.ts';

export type Photo = typeof photo.$inferSelect;

/** A picture that comes soon after a report is filed still belongs to it. */
const AFTER_FILING_MS = 30 * MINUTE;

export interface SentPhoto {
  readonly person: PersonId;
  readonly schoolId: number;
  readonly platform: PlatformName;
  readonly messageId: string;
  readonly mediaKey: string;
  readonly quotes?: string | undefined;
  /** An open draft is only a guess (a round nobody has begun today): the person is asked, even when there is just one. */
  readonly asks?: boolean;
}

export const findPhoto = (context: Pick<ReadContext, 'db'>, id: number): Photo | undefined =>
  context.db.select().from(photo).where(eq(photo.id, id)).get();

/** The drafts a picture could join, as the person knows them. */
export const photoTargets = (context: Pick<ReadContext, 'db'>, person: PersonId): readonly PhotoTarget[] =>
  openDraftsOf(context, person).map((one) => ({ draft: one.id, text: draftText(context, one) }));

/** Where a picture went; undefined while nobody has said. */
export function targetText(context: Pick<ReadContext, 'db'>, of: Photo): string | undefined {
  if (of.draftId === null) return undefined;
  const found = findDraft(context, of.draftId);
  return found ? draftText(context, found) : undefined;
}

function draftText(context: Pick<ReadContext, 'db'>, of: Draft): string {
  const about = of.hazardId === null ? undefined : findHazard(context, of.hazardId);
  if (of.kind === 'rectification') return `整改后照片：${about?.title ?? ''}`;
  if (of.kind === 'recheck') return `复查照片：${about?.title ?? ''}`;
  // Written by the duties, with the name of what is being inspected.
  if (of.kind === 'round') return (of.content as { readonly name: string }).name;
  return `上报：${reportOf(of).reading?.title || '刚才那张照片'}`;
}

/**
 * A picture joins the card it quotes, else the sender's only open draft, else the report just filed, else it begins a
 * report; with several possible the person is asked (design.md §4).
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
  record(context, 'photo.sent', `photo:${row.id}`, {});
  const quoted = sent.quotes ? quotedTarget(context, sent.platform, sent.quotes, sent.person) : undefined;
  const open = openDraftsOf(context, sent.person);
  const unsure = open.length > 1 || (open.length === 1 && sent.asks === true);
  const joins = quoted?.draft ?? (quoted?.hazard || unsure ? undefined : open[0]);
  if (joins) attach(context, row, joins);
  else if (quoted?.hazard && isWorkOf(context, quoted.hazard, sent.person)) attachToWork(context, row, quoted.hazard);
  else if (quoted?.hazard) attachToHazard(context, row, quoted.hazard);
  else if (unsure) {
    sendCard(context, 'photo.which', { photo: row.id }, { person: sent.person }, { lane: 'press' });
  } else {
    const filed = justFiled(context, sent.person);
    if (filed) attachToHazard(context, row, filed);
    else beginReport(context, row, sent.schoolId);
  }
}

/** 要上报隐患吗: a picture alone is the beginning of a report. */
function beginReport(context: Context, row: Photo, schoolId: number): void {
  const id = startReport(context, { person: row.personId, schoolId, words: '' });
  context.db.update(photo).set({ draftId: id }).where(eq(photo.id, row.id)).run();
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

const isWorkOf = (context: ReadContext, of: Hazard, person: PersonId): boolean =>
  worksOn(context, of, person) && (of.state === 'assigned' || of.state === 'rectifying');

/** The owner answers the task with a picture: that is the beginning of 提交整改. */
function attachToWork(context: Context, row: Photo, of: Hazard): void {
  const id = openWork(context, row.personId, 'rectification', of.id, of.schoolId);
  context.db.update(photo).set({ draftId: id }).where(eq(photo.id, row.id)).run();
  sendCard(context, 'hazard.fix', { hazard: of.id, draft: id }, { person: row.personId }, { lane: 'press' });
}

function attachToHazard(context: Context, row: Photo, to: Hazard): void {
  if (!may(to.state, 'supplement')) {
    // It is settled: a picture of it now is the beginning of something new.
    beginReport(context, row, to.schoolId);
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

function quotedTarget(
  context: Context,
  platform: PlatformName,
  messageId: string,
  person: PersonId,
): { draft?: Draft; hazard?: Hazard } | undefined {
  const card = context.db
    .select({ subject: sentCard.subject })
    .from(sentCard)
    .where(and(eq(sentCard.platform, platform), eq(sentCard.messageId, messageId), eq(sentCard.personId, person)))
    .get();
  // Written by delivery from a Reference, whose values are ids and short texts.
  const subject = card?.subject as Readonly<Record<string, unknown>> | undefined;
  return subject && targetOf(context, subject, person);
}

/** Where a picture for the card about this subject belongs: the person's open draft, else the hazard itself. */
export function targetOf(
  context: Pick<ReadContext, 'db'>,
  subject: Readonly<Record<string, unknown>>,
  person: PersonId,
): { draft?: Draft; hazard?: Hazard } | undefined {
  const found = typeof subject.draft === 'number' ? findDraft(context, subject.draft) : undefined;
  if (found?.state === 'open' && found.personId === person) return { draft: found };
  const round = openDraftsOf(context, person).find((one) => one.kind === 'round' && one.taskId === subject.task);
  if (round) return { draft: round };
  const about = typeof subject.hazard === 'number' ? findHazard(context, subject.hazard) : undefined;
  const own = about ? openDraftsOf(context, person).find((one) => one.hazardId === about.id) : undefined;
  if (own) return { draft: own };
  return about ? { hazard: about } : undefined;
}

function justFiled(context: Context, person: PersonId): Hazard | undefined {
  const filed = context.db
    .select()
    .from(draft)
    .where(
      and(
        eq(draft.personId, person),
        eq(draft.kind, 'report'),
        eq(draft.state, 'done'),
        gte(draft.touchedAt, context.now - AFTER_FILING_MS),
      ),
    )
    .orderBy(desc(draft.touchedAt))
    .limit(2)
    .all();
  const [only] = filed;
  return filed.length === 1 && only?.hazardId ? findHazard(context, only.hazardId) : undefined;
}

/** 附到第 N 条: the person's answer to which one. */
export function attachChosen(context: Context, row: Photo, draftId: number): Outcome {
  const to = findDraft(context, draftId);
  if (to?.state !== 'open' || to.personId !== row.personId)
    throw new Refused('draft.ended', '那一条已经交了', '引用那张卡再发一次照片。');
  if (row.draftId !== null || row.hazardId !== null) throw new Refused('photo.attached', '这张照片已经附上了');
  context.db.update(photo).set({ draftId: to.id }).where(eq(photo.id, row.id)).run();
  refresh(context, `photo:${row.id}`, 'press');
  return { toast: { tone: 'success', text: '已附上' } };
}

/** 新报一条 with this picture. */
export function reportWithPhoto(context: Context, row: Photo, schoolId: number): Outcome {
  if (row.draftId !== null || row.hazardId !== null) throw new Refused('photo.attached', '这张照片已经附上了');
  beginReport(context, row, schoolId);
  refresh(context, `photo:${row.id}`, 'press');
  return { toast: { tone: 'info', text: '请写一句是什么问题' } };
}

/** The picture has been fetched and stored, or could not be: cards that show it become current, the sender is told. */
export function photoArrived(context: Context, photoId: number): void {
  const row = findPhoto(context, photoId);
  if (!row) return;
  record(context, 'photo.stored', `photo:${row.id}`, { hash: row.hash, state: row.state });
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
