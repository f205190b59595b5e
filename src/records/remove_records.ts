import { and, asc, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { dutyById } from '../duties/catalogue/index.ts';
import type { Context } from '../kernel/context.ts';
import { inList } from '../store/in_list.ts';
import {
  draft,
  drill,
  drillBriefing,
  drillEvaluation,
  drillFinding,
  drillPost,
  drillReport,
  drillStep,
  drillUnit,
  dutyShift,
  dutyTask,
  evidence,
  hazard,
  hazardReporter,
  hazardStep,
  photo,
  shiftSwap,
} from '../store/schema/index.ts';
import { classesOf, expiredShifts, expiredTasks, withWords } from './expired.ts';
import { pastOf, type RecordKind } from './expired_records.ts';

/** What a slice took away: how many records, and the files they had, which other records may have as well. */
interface Taken {
  readonly records: number;
  readonly hashes: readonly string[];
}
export interface Removed extends Taken {
  /** Nothing is left to take. */
  readonly isOver: boolean;
}
const NOTHING: Taken = { records: 0, hashes: [] };

/** A drill is some hundred rows; a slice takes few of them (design.md §2: no stall above 50 ms). */
const DRILLS_AT_ONCE = 5;

/** Takes away up to `most` records that were over on a day: drills first, then what they pointed to, then tasks and shifts. */
export function removeExpired(context: Context, schoolId: number, today: string, most: number): Removed {
  let taken = NOTHING;
  const add = (more: Taken): void => {
    taken = { records: taken.records + more.records, hashes: [...taken.hashes, ...more.hashes] };
  };
  const past = (kind: RecordKind) => pastOf(context, schoolId, kind, today);
  add(removeDrills(context, past('drills'), DRILLS_AT_ONCE));
  // What they point to can go only when none of them is left.
  if (taken.records === DRILLS_AT_ONCE) return { ...taken, isOver: false };
  add(removeHazards(context, past('hazards'), most - taken.records));
  add(removePhotos(context, past('photos'), most - taken.records));
  for (const of of classesOf(today)) {
    const tasks = and(expiredTasks(context, schoolId, of, today), withWords(of));
    if (of.ending === 'strip') add(stripTasks(context, tasks, most - taken.records));
    else {
      add(removeTasks(context, tasks, most - taken.records));
      add(removeShifts(context, expiredShifts(schoolId, of), most - taken.records));
    }
  }
  return { ...taken, isOver: taken.records < most };
}

function removeDrills(context: Context, past: SQL | undefined, most: number): Taken {
  if (!past) return NOTHING;
  const { db } = context;
  const ids = idsOf(db.select({ id: drill.id }).from(drill).where(past).orderBy(asc(drill.id)).limit(most).all());
  if (ids.length === 0) return NOTHING;
  const units = db.select({ id: drillUnit.id }).from(drillUnit).where(inArray(drillUnit.drillId, ids));
  db.delete(drillReport).where(inArray(drillReport.unitId, units)).run();
  for (const table of [drillUnit, drillPost, drillBriefing, drillStep, drillEvaluation, drillFinding])
    db.delete(table).where(inArray(table.drillId, ids)).run();
  const hashes = dropDrafts(context, inArray(draft.drillId, ids));
  db.delete(drill).where(inArray(drill.id, ids)).run();
  return { records: ids.length, hashes };
}

function removeHazards(context: Context, past: SQL | undefined, most: number): Taken {
  if (!past || most <= 0) return NOTHING;
  const { db } = context;
  const ids = idsOf(db.select({ id: hazard.id }).from(hazard).where(past).orderBy(asc(hazard.id)).limit(most).all());
  if (ids.length === 0) return NOTHING;
  const own = dropPhotos(context, inList(photo.hazardId, ids));
  const begun = dropDrafts(context, inList(draft.hazardId, ids));
  for (const table of [hazardStep, hazardReporter]) db.delete(table).where(inList(table.hazardId, ids)).run();
  db.delete(hazard).where(inList(hazard.id, ids)).run();
  return { records: ids.length, hashes: [...own, ...begun] };
}

function removePhotos(context: Context, past: SQL | undefined, most: number): Taken {
  if (!past || most <= 0) return NOTHING;
  const ids = idsOf(
    context.db.select({ id: photo.id }).from(photo).where(past).orderBy(asc(photo.id)).limit(most).all(),
  );
  return { records: ids.length, hashes: ids.length > 0 ? dropPhotos(context, inList(photo.id, ids)) : [] };
}

function removeTasks(context: Context, past: SQL | undefined, most: number): Taken {
  if (most <= 0) return NOTHING;
  const { db } = context;
  const ids = idsOf(
    db.select({ id: dutyTask.id }).from(dutyTask).where(past).orderBy(asc(dutyTask.id)).limit(most).all(),
  );
  if (ids.length === 0) return NOTHING;
  const hashes = dropEvidence(context, ids);
  db.delete(dutyTask).where(inList(dutyTask.id, ids)).run();
  return { records: ids.length, hashes };
}

function removeShifts(context: Context, past: SQL | undefined, most: number): Taken {
  if (most <= 0) return NOTHING;
  const { db } = context;
  const ids = idsOf(
    db.select({ id: dutyShift.id }).from(dutyShift).where(past).orderBy(asc(dutyShift.id)).limit(most).all(),
  );
  if (ids.length === 0) return NOTHING;
  db.delete(shiftSwap).where(inList(shiftSwap.shiftId, ids)).run();
  db.delete(dutyShift).where(inList(dutyShift.id, ids)).run();
  return { records: ids.length, hashes: [] };
}

/** Leaves counts, yes and no, and days of what was written; who, every word and every picture go (domain/duties.md §1.5 KV). */
function stripTasks(context: Context, past: SQL | undefined, most: number): Taken {
  if (most <= 0) return NOTHING;
  const rows = context.db
    .select({ id: dutyTask.id, dutyId: dutyTask.dutyId, content: dutyTask.content })
    .from(dutyTask)
    .where(past)
    .orderBy(asc(dutyTask.id))
    .limit(most)
    .all();
  if (rows.length === 0) return NOTHING;
  for (const row of rows) {
    const counted = new Set(
      (dutyById(row.dutyId)?.form ?? [])
        .filter((field) => field.kind === 'number' || field.kind === 'bool' || field.kind === 'date')
        .map((field) => field.key),
    );
    const given = z.record(z.string(), z.unknown()).safeParse(row.content).data ?? {};
    const content = Object.fromEntries(Object.entries(given).filter(([name]) => counted.has(name)));
    context.db
      .update(dutyTask)
      .set({ content, doneById: null, assigneeId: null, excuse: null })
      .where(eq(dutyTask.id, row.id))
      .run();
  }
  return { records: rows.length, hashes: dropEvidence(context, idsOf(rows)) };
}

const idsOf = (rows: readonly { readonly id: number }[]): readonly number[] => rows.map((row) => row.id);
const hashesOf = (rows: readonly { readonly hash: string | null }[]): readonly string[] =>
  rows.flatMap(({ hash }) => (hash === null ? [] : [hash]));

/** Files and pictures sent for tasks. A picture that went on to a hazard, and the report it was found by, stay with it. */
function dropEvidence(context: Context, tasks: readonly number[]): readonly string[] {
  const { db } = context;
  const files = db.delete(evidence).where(inList(evidence.taskId, tasks)).returning({ hash: evidence.hash }).all();
  const pictures = dropDrafts(context, and(inList(draft.taskId, tasks), eq(draft.kind, 'round')));
  db.update(draft).set({ taskId: null }).where(inList(draft.taskId, tasks)).run();
  return [...hashesOf(files), ...pictures];
}

/** Drafts with the pictures that came for them; a picture that belongs to a hazard stays there. */
function dropDrafts(context: Context, which: SQL | undefined): readonly string[] {
  const { db } = context;
  const drafts = db.select({ id: draft.id }).from(draft).where(which);
  const hashes = dropPhotos(context, and(inArray(photo.draftId, drafts), isNull(photo.hazardId)));
  db.update(photo).set({ draftId: null }).where(inArray(photo.draftId, drafts)).run();
  db.delete(draft).where(which).run();
  return hashes;
}

const dropPhotos = (context: Context, which: SQL | undefined): readonly string[] =>
  hashesOf(context.db.delete(photo).where(which).returning({ hash: photo.hash }).all());
