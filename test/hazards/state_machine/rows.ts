/** What stands in the database, by statements made once: this is read after every move. */
import { asc, eq, gt, isNull, sql } from 'drizzle-orm';
import {
  audit,
  draft,
  hazard,
  hazardStep,
  outbox,
  person,
  photo,
  role,
  sentCard,
  supervision,
  timer,
} from '../../../src/store/schema/index.ts';
import { prepared } from '../../../src/store/store.ts';
import type { HazardStage } from '../stage.ts';

export type HazardRow = typeof hazard.$inferSelect;
export type StepRow = typeof hazardStep.$inferSelect;

const wanted = sql.placeholder('wanted');

const hazards = prepared((db) => db.select().from(hazard).orderBy(asc(hazard.id)).prepare());
const steps = prepared((db) =>
  db.select().from(hazardStep).where(gt(hazardStep.id, wanted)).orderBy(asc(hazardStep.id)).prepare(),
);
const outgoing = prepared((db) =>
  db.select().from(outbox).where(gt(outbox.id, wanted)).orderBy(asc(outbox.id)).prepare(),
);
const audits = prepared((db) =>
  db.select().from(audit).where(gt(audit.sequence, wanted)).orderBy(asc(audit.sequence)).prepare(),
);
const photos = prepared((db) => db.select().from(photo).where(eq(photo.hazardId, wanted)).prepare());
const roles = prepared((db) => db.select().from(role).where(eq(role.personId, wanted)).prepare());
const people = prepared((db) => db.select().from(person).where(eq(person.id, wanted)).prepare());
const timers = prepared((db) => db.select().from(timer).prepare());
const openDrafts = prepared((db) => db.select().from(draft).where(eq(draft.state, 'open')).prepare());
const drafts = prepared((db) => db.select({ id: draft.id }).from(draft).prepare());
const listed = prepared((db) => db.select().from(supervision).where(isNull(supervision.delistedAt)).prepare());
const phones = prepared((db) => db.select().from(sentCard).orderBy(asc(sentCard.id)).prepare());
const cards = prepared((db) => db.select().from(sentCard).where(eq(sentCard.messageId, wanted)).prepare());

export const rowsOf = ({ db }: HazardStage): HazardRow[] => hazards(db).all();
export const stepsAfter = ({ db }: HazardStage, id: number): StepRow[] => steps(db).all({ wanted: id });
export const outboxAfter = ({ db }: HazardStage, id: number) => outgoing(db).all({ wanted: id });
export const auditAfter = ({ db }: HazardStage, sequence: number) => audits(db).all({ wanted: sequence });
export const photosOf = ({ db }: HazardStage, id: number) => photos(db).all({ wanted: id });
export const rolesOf = ({ db }: HazardStage, id: number) => roles(db).all({ wanted: id });
export const personOf = ({ db }: HazardStage, id: number) => people(db).get({ wanted: id });
export const timersOf = ({ db }: HazardStage) => timers(db).all();
export const openDraftsOf = ({ db }: HazardStage) => openDrafts(db).all();
export const draftsOf = ({ db }: HazardStage) => drafts(db).all();
export const listedOf = ({ db }: HazardStage) => listed(db).all();
export const phonesOf = ({ db }: HazardStage) => phones(db).all();
export const cardOf = ({ db }: HazardStage, message: string) => cards(db).get({ wanted: message });

/** Everything a refusal must leave alone; of what only grows, how far it has grown. */
export const untouchable = (stage: HazardStage): string =>
  JSON.stringify([
    stage.db.all('select * from hazard'),
    stage.db.all('select * from draft'),
    stage.db.all('select * from photo'),
    stage.db.all('select * from timer'),
    stage.db.all('select * from supervision'),
    stage.db.all('select count(*) from hazard_reporter'),
    stage.db.all('select max(id) from hazard_step'),
    stage.db.all('select max(sequence) from audit'),
    stage.db.all("select count(*) from outbox where kind <> 'update'"),
  ]);
