import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { findDraft, openDraftsOf, photosOfDraft } from '../hazards/queries.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { HOUR } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { schoolsOf } from '../school/people.ts';
import { draft, photo, sentCard } from '../store/schema/index.ts';
import { findDrill, findPost, findUnit, lastHeld, peopleAt, runningDrill } from './queries.ts';
import type { Drill } from './rules.ts';
import { nameOfDrill } from './words.ts';

export const DRILL_PHOTO_TIMER = 'drill.photos';
/** Pictures sent without a word belong to a drill for so long after it ended or after the last of them. */
const UNDER_WAY_MS = 2 * HOUR;

/** Whose pictures during a drill are of the drill; everybody else is asked (domain/drills.md §2 拍摄记录, 观察员). */
const taking = ['recorder', 'observer'] as const;

/** What is said to a video sent during or after a drill; undefined at any other time. */
export const videoAnswer = (context: ReadContext, schoolId: number): string | undefined =>
  drillUnderWay(context, schoolId) && '视频存不下，请留在学校电脑里，问题立项时写存在哪里。照片直接发来就行。';

/** The stored pictures of a drill, in the order they came. */
export const photosOfDrill = (context: Pick<ReadContext, 'db'>, drillId: number) =>
  context.db
    .select({ hash: photo.hash, at: photo.at, personId: photo.personId })
    .from(photo)
    .innerJoin(draft, eq(draft.id, photo.draftId))
    .where(and(eq(draft.drillId, drillId), eq(photo.state, 'stored'), isNotNull(photo.hash)))
    .orderBy(asc(photo.id))
    .all()
    .flatMap(({ hash, ...one }) => (hash === null ? [] : [{ ...one, hash }]));

/** The drill a quoted card is about, for whoever works at its school. */
function quotedDrill(
  context: ReadContext,
  quoted: { readonly platform: PlatformName; readonly messageId: string; readonly person: PersonId },
): Drill | undefined {
  const card = context.db
    .select({ subject: sentCard.subject })
    .from(sentCard)
    .where(and(eq(sentCard.platform, quoted.platform), eq(sentCard.messageId, quoted.messageId)))
    .get();
  // Written by delivery from a Reference, whose values are ids and short texts.
  const subject = (card?.subject ?? {}) as Readonly<Record<string, unknown>>;
  const about = (key: string): number | undefined => {
    const value = subject[key];
    return typeof value === 'number' ? value : undefined;
  };
  const [unit, post] = [about('unit'), about('post')];
  const id =
    about('drill') ??
    (unit === undefined ? undefined : findUnit(context, unit)?.drillId) ??
    (post === undefined ? undefined : findPost(context, post)?.drillId);
  const of = id === undefined ? undefined : findDrill(context, id);
  return of && of.state !== 'cancelled' && schoolsOf(context, quoted.person).includes(of.schoolId) ? of : undefined;
}

/** The drill that goes on, or that ended just now; a real event is none, and its pictures are nobody's guess. */
function drillUnderWay(context: ReadContext, schoolId: number): Drill | undefined {
  const of = runningDrill(context, schoolId) ?? lastHeld(context, schoolId);
  if (of?.kind !== 'drill' || of.realAt !== null || of.late !== null) return undefined;
  return of.state === 'running' || (of.stoodDownAt ?? 0) + UNDER_WAY_MS > context.now ? of : undefined;
}

/** From now on pictures of this person belong to the drill, until nobody sent one for two hours. Gives their draft. */
function gather(context: Context, of: Drill, person: PersonId): number {
  const known = context.db
    .select({ id: draft.id })
    .from(draft)
    .where(and(eq(draft.drillId, of.id), eq(draft.personId, person)))
    .get();
  const id =
    known?.id ??
    context.db
      .insert(draft)
      .values({
        personId: person,
        kind: 'drill',
        drillId: of.id,
        content: { schoolId: of.schoolId, name: `演练照片：${nameOfDrill(of)}` },
        createdAt: context.now,
        touchedAt: context.now,
      })
      .returning({ id: draft.id })
      .get().id;
  context.db.update(draft).set({ state: 'open', touchedAt: context.now }).where(eq(draft.id, id)).run();
  setTimer(context, DRILL_PHOTO_TIMER, `draft:${id}`, context.now + UNDER_WAY_MS);
  return id;
}

/** Two hours after a picture the next one is about something else. */
export function endGathering(context: Context, subject: string): void {
  const of = findDraft(context, Number(subject.split(':')[1]));
  if (of?.state !== 'open' || of.kind !== 'drill') return;
  const idleAt = of.touchedAt + UNDER_WAY_MS;
  if (idleAt > context.now) setTimer(context, DRILL_PHOTO_TIMER, subject, idleAt);
  else context.db.update(draft).set({ state: 'done' }).where(eq(draft.id, of.id)).run();
}

/**
 * Before a picture finds its place: one that quotes a card of a drill belongs there (`draft`). While a drill goes on and
 * for two hours after it the pictures of 拍摄记录 and 观察员 are of the drill; whoever else sends one is asked the first
 * time (`asks`), unless they are in the middle of something of their own.
 */
export function beforeDrillPhoto(
  context: Context,
  sent: {
    readonly person: PersonId;
    readonly schoolId: number;
    readonly platform: PlatformName;
    readonly quotes?: string | undefined;
  },
): { readonly draft?: number; readonly asks: boolean } {
  const { person, schoolId, platform, quotes } = sent;
  if (quotes !== undefined) {
    const of = quotedDrill(context, { platform, messageId: quotes, person });
    return of ? { draft: gather(context, of, person), asks: false } : { asks: false };
  }
  const of = drillUnderWay(context, schoolId);
  if (!of) return { asks: false };
  const others = openDraftsOf(context, person).filter((one) => one.drillId !== of.id);
  // What was said with the picture has begun a report: it is a picture of that.
  const said = others.find((one) => one.kind === 'report' && one.touchedAt === context.now);
  if (said) return { draft: said.id, asks: false };
  const takes = peopleAt(context, of.id, taking).includes(person);
  if (!takes && others.length > 0) return { asks: false };
  const id = gather(context, of, person);
  return { asks: !takes && photosOfDraft(context, id).length === 0 };
}
