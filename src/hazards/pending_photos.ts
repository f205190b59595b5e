import { and, asc, eq, gte, isNull, ne } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { refresh } from '../kernel/send.ts';
import { DAY, MINUTE, momentText } from '../kernel/time.ts';
import { photo } from '../store/schema/index.ts';
import { DRAFT_WAITS_MS } from './rules.ts';

/** Pictures chosen together arrive within this time: they are one question and have one answer. */
const BURST_MS = MINUTE;
/** An older question can still be answered, but a new picture is a new question. */
const REMEMBERED_MS = DAY;

export type Photo = typeof photo.$inferSelect;

export const photoTopic = (id: number): string => `photo:${id}`;

/** Pictures whose sender was asked where they belong and has not said, of the last `within` ms, oldest first. */
export const pendingPhotos = (context: ReadContext, person: PersonId, within: number = DRAFT_WAITS_MS) =>
  context.db
    .select()
    .from(photo)
    .where(
      and(
        eq(photo.personId, person),
        isNull(photo.draftId),
        isNull(photo.hazardId),
        ne(photo.state, 'refused'),
        gte(photo.at, context.now - within),
      ),
    )
    .orderBy(asc(photo.id))
    .limit(100)
    .all();

/** The unanswered pictures that came together with this one, the one the question was asked with first. */
export function burstOf(context: ReadContext, of: Pick<Photo, 'id' | 'personId'>): readonly Photo[] {
  let burst: Photo[] = [];
  for (const row of pendingPhotos(context, of.personId, REMEMBERED_MS)) {
    const [first] = burst;
    if (first && row.at < first.at + BURST_MS) burst.push(row);
    else if (burst.some((one) => one.id === of.id)) return burst;
    else burst = [row];
  }
  return burst.some((one) => one.id === of.id) ? burst : [];
}

/** What 待办 says of pictures that still wait for their sender's word; a week later they are let be. */
export function pendingPhotoTodo(context: ReadContext, person: PersonId) {
  const waiting = pendingPhotos(context, person, 7 * DAY);
  const [first] = waiting;
  if (!first) return { items: [], total: 0 };
  const sent = momentText(first.at, context.now, context.timeZone);
  const text = `照片附到哪一条：${sent} 发的${waiting.length > 1 ? `等 ${waiting.length} 张` : ''}`;
  return { items: [{ text, action: 'photo.open', reference: { photo: first.id } }], total: 1 };
}

/** What the sender does next answers where their pictures belong: they join this draft, the question is settled. */
export function takePending(context: Context, person: PersonId, draftId: number): void {
  for (const row of pendingPhotos(context, person)) {
    context.db.update(photo).set({ draftId }).where(eq(photo.id, row.id)).run();
    refresh(context, photoTopic(row.id), 'press');
  }
}
