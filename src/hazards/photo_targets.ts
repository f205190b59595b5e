import { and, asc, desc, eq, gte, inArray } from 'drizzle-orm';
import type { PhotoTarget } from '../../cards/hazards/photo.ts';
import type { PersonId, Reference } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, MINUTE } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { stoodInFor } from '../school/stand_in.ts';
import { inList } from '../store/in_list.ts';
import { draft, hazard, type photo, sentCard } from '../store/schema/index.ts';
import { reportOf } from './draft.ts';
import { type Draft, findDraft, findHazard, type Hazard, openDraftsOf } from './queries.ts';
import { may } from './rules.ts';

/** A picture that comes soon after a report is filed still belongs to it. */
const AFTER_FILING_MS = 30 * MINUTE;
/** More are not listed: a select holds no more (domain/voice.md §2). */
const LISTED = 20;

type Reading = Pick<ReadContext, 'db'>;

/** What somebody has to mend and has not begun to hand in, the most urgent first. */
export function worksOf(context: ReadContext, person: PersonId): readonly Hazard[] {
  const others = stoodInFor(context, person, dateOf(context.now, context.timeZone), 'hazard');
  const begun = openDraftsOf(context, person).flatMap((one) =>
    one.kind === 'rectification' && one.hazardId !== null ? [one.hazardId] : [],
  );
  return context.db
    .select()
    .from(hazard)
    .where(and(inList(hazard.ownerId, [person, ...others]), inArray(hazard.state, ['assigned', 'rectifying'])))
    .orderBy(asc(hazard.due), asc(hazard.id))
    .limit(LISTED + begun.length)
    .all()
    .filter((one) => !begun.includes(one.id));
}

/** Everything a picture could join, as the person knows it: what they are in the middle of, then what they have to mend. */
export function photoTargets(context: ReadContext, person: PersonId): readonly PhotoTarget[] {
  const works = worksOf(context, person);
  const filed = justFiled(context, person);
  return [
    ...openDraftsOf(context, person).map((one): PhotoTarget => ({ draft: one.id, text: draftText(context, one) })),
    ...works.map(
      (one): PhotoTarget => ({
        hazard: one.id,
        isWork: true,
        text: `整改后照片：${one.title}`,
      }),
    ),
    ...(filed && works.every((one) => one.id !== filed.id)
      ? [{ hazard: filed.id, text: `刚上报的：${filed.title}` }]
      : []),
  ].slice(0, LISTED);
}

/** Where a picture went; undefined while nobody has said. */
export function targetText(context: Reading, of: typeof photo.$inferSelect): string | undefined {
  const about = of.hazardId === null ? undefined : findHazard(context, of.hazardId);
  if (about) return `${about.number} ${about.title}`;
  const found = of.draftId === null ? undefined : findDraft(context, of.draftId);
  return found && draftText(context, found);
}

/** How a draft is called to the person who began it. */
export function draftText(context: Reading, of: Draft): string {
  const about = of.hazardId === null ? undefined : findHazard(context, of.hazardId);
  if (of.kind === 'rectification') return `整改后照片：${about?.title ?? ''}`;
  if (of.kind === 'recheck') return `复查照片：${about?.title ?? ''}`;
  // Written by the duties and the drills, with the name of what is being inspected or held.
  if (of.kind === 'round' || of.kind === 'drill') return (of.content as { readonly name: string }).name;
  return `上报：${reportOf(of).reading?.title || '刚才那张照片'}`;
}

/** What a quoted card is about, if the person was shown it. */
export function quotedTarget(
  context: Reading,
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
  const subject = card?.subject as Reference | undefined;
  return subject && targetOf(context, subject, person);
}

/** Where a picture for the card about this subject belongs: the person's open draft, else the hazard itself. */
export function targetOf(
  context: Reading,
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

/** The one report this person filed in the last half hour that can still be added to. */
export function justFiled(context: ReadContext, person: PersonId): Hazard | undefined {
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
  const found = filed.length === 1 && only?.hazardId ? findHazard(context, only.hazardId) : undefined;
  return found && may(found.state, 'supplement') ? found : undefined;
}

/** A target as a select holds it, and back. */
export const choiceValue = (of: PhotoTarget): string =>
  of.draft === undefined ? `hazard:${of.hazard}` : `draft:${of.draft}`;
export const readChoice = (value: string): Pick<PhotoTarget, 'draft' | 'hazard'> => {
  const [kind, id] = value.split(':');
  return kind === 'draft' ? { draft: Number(id) } : { hazard: Number(id) };
};
