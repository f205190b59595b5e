import { and, asc, desc, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { draft, hazard, hazardReporter, hazardStep, photo, supervision } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

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
