import {
  and,
  asc,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { draft, hazard, hazardReporter, hazardStep, photo, supervision } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { openStates, REPEAT_WINDOW_MS } from './rules.ts';

export type Hazard = typeof hazard.$inferSelect;
export type Draft = typeof draft.$inferSelect;
export type Step = typeof hazardStep.$inferSelect;
type Reading = Pick<ReadContext, 'db'>;

const byId = prepared((db) =>
  db
    .select()
    .from(hazard)
    .where(eq(hazard.id, sql.placeholder('id')))
    .prepare(),
);
export const findHazard = (context: Reading, id: number): Hazard | undefined => byId(context.db).get({ id });

const draftById = prepared((db) =>
  db
    .select()
    .from(draft)
    .where(eq(draft.id, sql.placeholder('id')))
    .prepare(),
);
export const findDraft = (context: Reading, id: number): Draft | undefined => draftById(context.db).get({ id });

const photosBy = prepared((db) =>
  db
    .select({ id: photo.id, hash: photo.hash, moment: photo.moment, at: photo.at, state: photo.state })
    .from(photo)
    .where(and(eq(photo.hazardId, sql.placeholder('hazard')), ne(photo.state, 'refused')))
    .orderBy(asc(photo.id))
    .prepare(),
);

/** Every picture of a hazard that was not refused, oldest first. */
export const allPhotosOf = (context: Reading, hazardId: number) => photosBy(context.db).all({ hazard: hazardId });

/** Pictures of a hazard of one moment; those still on their way from the vendor have no hash yet. */
export const photosOf = (context: Reading, hazardId: number, moment: 'before' | 'after' | 'recheck') =>
  allPhotosOf(context, hazardId).filter((one) => one.moment === moment);

const draftPhotos = prepared((db) =>
  db
    .select({ id: photo.id, hash: photo.hash, state: photo.state })
    .from(photo)
    .where(and(eq(photo.draftId, sql.placeholder('draft')), ne(photo.state, 'refused')))
    .prepare(),
);

export const photosOfDraft = (context: Reading, draftId: number) => draftPhotos(context.db).all({ draft: draftId });

const lastSteps = prepared((db) =>
  db
    .select()
    .from(hazardStep)
    .where(eq(hazardStep.hazardId, sql.placeholder('hazard')))
    .orderBy(desc(hazardStep.id))
    .limit(20)
    .prepare(),
);

/** The latest steps first, at most 20. */
export const stepsOf = (context: Reading, hazardId: number): readonly Step[] =>
  lastSteps(context.db).all({ hazard: hazardId });

const lastStep = prepared((db) =>
  db
    .select()
    .from(hazardStep)
    .where(eq(hazardStep.hazardId, sql.placeholder('hazard')))
    .orderBy(desc(hazardStep.id))
    .limit(1)
    .prepare(),
);

export const lastStepOf = (context: Reading, hazardId: number): Step | undefined =>
  lastStep(context.db).get({ hazard: hazardId });

const lastStepId = prepared((db) =>
  db
    .select({ id: hazardStep.id })
    .from(hazardStep)
    .where(eq(hazardStep.hazardId, sql.placeholder('hazard')))
    .orderBy(desc(hazardStep.id))
    .limit(1)
    .prepare(),
);

/** The latest step as cards name it; 0 before there is one. */
export const lastStepIdOf = (context: Reading, hazardId: number): number =>
  lastStepId(context.db).get({ hazard: hazardId })?.id ?? 0;

const reporters = prepared((db) =>
  db
    .select({ person: hazardReporter.personId })
    .from(hazardReporter)
    .where(eq(hazardReporter.hazardId, sql.placeholder('hazard')))
    .prepare(),
);

/** Everybody who reported it: each hears at every turn. */
export const reportersOf = (context: Reading, hazardId: number): readonly PersonId[] =>
  reporters(context.db)
    .all({ hazard: hazardId })
    .map((row) => row.person);

const recentAtPlace = prepared((db) =>
  db
    .select()
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, sql.placeholder('school')),
        eq(hazard.placeKind, sql.placeholder('placeKind')),
        eq(hazard.category, sql.placeholder('category')),
        inArray(hazard.state, [...openStates]),
        gte(hazard.reportedAt, sql.placeholder('since')),
      ),
    )
    .orderBy(desc(hazard.reportedAt))
    .limit(20)
    .prepare(),
);

/** Open hazards of the same school and place that could be the same one, best first, at most 5. */
export function likelyDuplicates(
  context: ReadContext,
  wanted: { schoolId: number; placeKind: string; placeDetail: string; category: string; sub: string; except?: number },
): readonly Hazard[] {
  const { schoolId: school, placeKind, category } = wanted;
  const rows = recentAtPlace(context.db).all({ school, placeKind, category, since: context.now - REPEAT_WINDOW_MS });
  const closeness = (row: Hazard): number =>
    (row.sub === wanted.sub && wanted.sub !== '' ? 2 : 0) + (sameDetail(row.placeDetail, wanted.placeDetail) ? 3 : 0);
  return rows
    .filter((row) => row.id !== wanted.except)
    .sort((left, right) => closeness(right) - closeness(left))
    .slice(0, 5);
}

const bare = (detail: string): string => detail.replace(/[\s，。、的]/g, '');

/** The same spot by its words: equal, or one says more than the other. */
export function sameDetail(left: string, right: string): boolean {
  const [one, other] = [bare(left), bare(right)];
  if (one === '' || other === '') return one === other;
  return one === other || (Math.min(one.length, other.length) >= 3 && (one.includes(other) || other.includes(one)));
}

const repeats = prepared((db) =>
  db
    .select({ times: count() })
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, sql.placeholder('school')),
        eq(hazard.placeKind, sql.placeholder('placeKind')),
        eq(hazard.category, sql.placeholder('category')),
        eq(hazard.sub, sql.placeholder('sub')),
        ne(hazard.id, sql.placeholder('id')),
        lte(hazard.reportedAt, sql.placeholder('until')),
        gte(hazard.reportedAt, sql.placeholder('since')),
        inArray(hazard.state, [...openStates, 'closed']),
      ),
    )
    .prepare(),
);

/** How often the same place and sub-category came up within 90 days before (domain/hazards.md §6). */
export function repeatsOf(context: Reading, of: Hazard, windowMs: number = REPEAT_WINDOW_MS): number {
  const { id, schoolId: school, placeKind, category, sub, reportedAt: until } = of;
  return repeats(context.db).get({ id, school, placeKind, category, sub, until, since: until - windowMs })?.times ?? 0;
}

const notDelisted = prepared((db) =>
  db
    .select()
    .from(supervision)
    .where(and(eq(supervision.hazardId, sql.placeholder('hazard')), isNull(supervision.delistedAt)))
    .prepare(),
);

export const openSupervision = (context: Reading, hazardId: number) =>
  notDelisted(context.db).get({ hazard: hazardId });

/** The latest listing, also one that has been taken off. */
export const lastSupervision = (context: Reading, hazardId: number) =>
  context.db
    .select()
    .from(supervision)
    .where(eq(supervision.hazardId, hazardId))
    .orderBy(desc(supervision.id))
    .limit(1)
    .get();

/** Other hazards that were shown the same picture as mended. */
export const otherUsesOfPhoto = (context: Reading, hash: string, exceptHazard: number): readonly string[] =>
  context.db
    .selectDistinct({ number: hazard.number })
    .from(photo)
    .innerJoin(hazard, eq(hazard.id, photo.hazardId))
    .where(
      and(eq(photo.hash, hash), eq(photo.moment, 'after'), ne(photo.hazardId, exceptHazard), isNotNull(photo.hazardId)),
    )
    .limit(3)
    .all()
    .map((row) => row.number);

const openDrafts = prepared((db) =>
  db
    .select()
    .from(draft)
    .where(and(eq(draft.personId, sql.placeholder('person')), eq(draft.state, 'open')))
    .orderBy(desc(draft.touchedAt))
    .limit(50)
    .prepare(),
);

export const openDraftsOf = (context: Reading, person: PersonId): readonly Draft[] =>
  openDrafts(context.db).all({ person });

export const draftOfMessage = (context: Reading, messageId: string): Draft | undefined =>
  context.db.select().from(draft).where(eq(draft.fromMessageId, messageId)).get();

export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number;
  /** 0-based. */
  readonly page: number;
  readonly pages: number;
}

/** Rows of one page; a page beyond the last shows the last. */
export function pageOf(
  context: Reading,
  where: SQL | undefined,
  order: readonly SQL[],
  page: number,
  size: number,
): Page<Hazard> {
  const total = context.db.select({ total: count() }).from(hazard).where(where).get()?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / size));
  const wanted = Math.min(Math.max(0, page), pages - 1);
  const rows = context.db
    .select()
    .from(hazard)
    .where(where)
    .orderBy(...order)
    .limit(size)
    .offset(wanted * size)
    .all();
  return { rows, total, page: wanted, pages };
}

export const byUrgency = [sql`${hazard.due} is null`, asc(hazard.due), desc(hazard.id)].map((one) => sql`${one}`);

/** What a person reported or answers for. */
export const hazardsOf = (context: Reading, person: PersonId, closed: boolean, page: number, size = 8): Page<Hazard> =>
  pageOf(
    context,
    and(
      or(
        eq(hazard.ownerId, person),
        eq(hazard.recheckerId, person),
        sql`${hazard.id} in (select hazard_id from hazard_reporter where person_id = ${person})`,
      ),
      closed
        ? inArray(hazard.state, ['closed', 'merged', 'not_hazard', 'transferred'])
        : inArray(hazard.state, [...openStates]),
    ),
    byUrgency,
    page,
    size,
  );

export type LedgerFilter = 'open' | 'overdue' | 'recheck' | 'major' | 'closed';

/** What a filter of the ledger lets through, wherever it is offered: on the card and in the console. */
export const ledgerWhere = (context: ReadContext): Readonly<Record<LedgerFilter, SQL | undefined>> => ({
  open: inArray(hazard.state, [...openStates]),
  overdue: and(
    inArray(hazard.state, ['assigned', 'rectifying']),
    lt(hazard.due, dateOf(context.now, context.timeZone)),
  ),
  recheck: eq(hazard.state, 'pending_recheck'),
  major: and(inArray(hazard.state, [...openStates]), or(eq(hazard.severity, 'major'), eq(hazard.major, 'candidate'))),
  closed: eq(hazard.state, 'closed'),
});

export const ledgerOf = (
  context: ReadContext,
  schoolId: number,
  filter: LedgerFilter,
  page: number,
  size = 8,
): Page<Hazard> =>
  pageOf(context, and(eq(hazard.schoolId, schoolId), ledgerWhere(context)[filter]), byUrgency, page, size);

/** Counts for the ledger's head, in one pass over the school's rows of interest. */
export function ledgerCounts(context: ReadContext, schoolId: number) {
  const today = dateOf(context.now, context.timeZone);
  const open = sql`${hazard.state} in ('reported','triaged','assigned','rectifying','pending_recheck','reopened')`;
  const row = context.db
    .select({
      open: sql<number>`coalesce(sum(${open}), 0)`,
      major: sql<number>`coalesce(sum(${open} and ${hazard.severity} = 'major'), 0)`,
      serious: sql<number>`coalesce(sum(${open} and ${hazard.severity} = 'serious'), 0)`,
      general: sql<number>`coalesce(sum(${open} and ${hazard.severity} = 'general'), 0)`,
      overdue: sql<number>`coalesce(sum(${hazard.state} in ('assigned','rectifying') and ${hazard.due} < ${today}), 0)`,
      recheck: sql<number>`coalesce(sum(${hazard.state} = 'pending_recheck'), 0)`,
      closed: sql<number>`coalesce(sum(${hazard.state} = 'closed'), 0)`,
      shouldBeFixed: sql<number>`coalesce(sum(${hazard.state} = 'closed' or (${hazard.state} in ('assigned','rectifying','pending_recheck') and ${hazard.due} < ${today})), 0)`,
    })
    .from(hazard)
    .where(eq(hazard.schoolId, schoolId))
    .get();
  return row ?? { open: 0, major: 0, serious: 0, general: 0, overdue: 0, recheck: 0, closed: 0, shouldBeFixed: 0 };
}
