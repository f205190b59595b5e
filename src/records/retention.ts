import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { dutyById } from '../duties/catalogue/index.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, requestErrand, sendCard, sendFile } from '../kernel/send.ts';
import { dateOf, HOUR, instantOf, MINUTE } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { schoolDayFrom } from '../school/calendar.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { draft, dutyShift, dutyTask, evidence, setting, shiftSwap } from '../store/schema/index.ts';
import { type Class, classesOf, expiredOf, expiredShifts, expiredTasks, withWords } from './expired.ts';
import { nextAsking } from './retention_rules.ts';

export const RETENTION_TIMER = 'records.retention';
export const CLEARING_TIMER = 'records.clearing';
const ASKING_CLOCK = '09:00';
/** Rows one slice takes away; others go on working in between (design.md §2). */
const SLICE = 200;
/** How long an archive may take to be written, ms. */
const ARCHIVE_MS = HOUR;

export const retentionTopic = (schoolId: number): string => `retention:${schoolId}`;
const subjectOf = (schoolId: number): string => `school:${schoolId}`;
const schoolIn = (subject: string): number => Number(subject.split(':')[1]);
const key = (schoolId: number): string => `school:${schoolId}:retention`;

const shape = z.object({
  /** The day whose boundaries count; nothing is added to what was asked about. */
  day: z.iso.date(),
  state: z.enum(['asked', 'kept', 'archiving', 'clearing', 'done']),
  /** When the safety office said so, ms. */
  askedAt: z.number().default(0),
  /** The archive, once it is written. */
  name: z.string().default(''),
  hash: z.string().default(''),
  rows: z.number().default(0),
  removed: z.number().default(0),
});
export type Retention = z.infer<typeof shape>;

/** What was last asked about a school's expired records, and how far it has gone. */
export function retentionOf(context: Pick<ReadContext, 'db'>, schoolId: number): Retention | undefined {
  const row = context.db
    .select()
    .from(setting)
    .where(eq(setting.key, key(schoolId)))
    .get();
  return shape.safeParse(row?.value).data;
}

function save(context: Context, schoolId: number, value: Retention): void {
  context.db
    .insert(setting)
    .values({ key: key(schoolId), value })
    .onConflictDoUpdate({ target: setting.key, set: { value } })
    .run();
  refresh(context, retentionTopic(schoolId));
}

/** Plans the next look at a school's expired records: a school day at the beginning of a school year or term. */
export function planRetention(context: Context, schoolId: number): void {
  const date = schoolDayFrom(context, schoolId, nextAsking(dateOf(context.now, context.timeZone)));
  setTimer(context, RETENTION_TIMER, subjectOf(schoolId), instantOf(date, ASKING_CLOCK, context.timeZone));
}

/** Asks the safety office about what is past its time; nothing goes without their word. */
export function proposeArchive(context: Context, subject: string): void {
  const schoolId = schoolIn(subject);
  planRetention(context, schoolId);
  const day = dateOf(context.now, context.timeZone);
  const state = retentionOf(context, schoolId)?.state;
  if (state === 'archiving' || state === 'clearing') return;
  if (expiredOf(context, schoolId, day).length === 0) return;
  save(context, schoolId, { day, state: 'asked', askedAt: 0, name: '', hash: '', rows: 0, removed: 0 });
  for (const { person } of peopleWithFirstRole(context, schoolId, ['safety_office', 'vice_principal']))
    sendCard(
      context,
      'records.expired',
      { school: schoolId, day },
      { person },
      { dedupeKey: `records.expired:${schoolId}:${day}:${person}` },
    );
}

/** The word of the safety office about what was asked on a day. Throws Refused when that has been answered. */
export function decideArchive(context: Context, schoolId: number, day: string, keep: boolean): void {
  const now = retentionOf(context, schoolId);
  if (now?.day !== day || (now.state !== 'asked' && now.state !== 'kept'))
    throw new Refused('records.decided', '这一批已经处理过了');
  record(context, keep ? 'records.kept' : 'records.archive_asked', subjectOf(schoolId), { day });
  save(context, schoolId, { ...now, state: keep ? 'kept' : 'archiving', askedAt: context.now });
  if (keep || context.actor.kind !== 'person') return;
  setTimer(context, CLEARING_TIMER, subjectOf(schoolId), context.now + MINUTE);
  requestErrand(
    context,
    { errand: 'archive-records', school: schoolId, day, person: context.actor.person },
    context.actor.platform,
    `archive:${schoolId}:${day}:${context.random(6)}`,
  );
}

/** The archive is written and kept: its hash is recorded, the asker gets it, and what it holds may go. */
export function archived(
  context: Context,
  of: { readonly school: number; readonly day: string; readonly person: number },
  file: { readonly name: string; readonly hash: string; readonly rows: number },
): void {
  const now = retentionOf(context, of.school);
  if (now?.day !== of.day || now.state !== 'archiving') return;
  record(context, 'records.archived', subjectOf(of.school), { day: of.day, hash: file.hash, rows: file.rows });
  save(context, of.school, { ...now, ...file, state: 'clearing' });
  sendFile(context, file, { person: of.person }, { dedupeKey: `archive:${of.school}:${of.day}:${file.hash}` });
}

/** Takes away one slice of what was archived, and plans the next until nothing is left. */
export function clearArchived(context: Context, subject: string): void {
  const schoolId = schoolIn(subject);
  const now = retentionOf(context, schoolId);
  if (now?.state === 'archiving') {
    // An archive that could not be written is asked about again: nothing has gone.
    if (context.now - now.askedAt > ARCHIVE_MS) save(context, schoolId, { ...now, state: 'asked' });
    else setTimer(context, CLEARING_TIMER, subject, context.now + MINUTE);
  }
  if (now?.state !== 'clearing') return;
  const room = classesOf(now.day).reduce(
    (left, of) => left - (of.ending === 'strip' ? stripSlice : removeSlice)(context, schoolId, of, left),
    SLICE,
  );
  const removed = now.removed + SLICE - room;
  if (room === 0) {
    save(context, schoolId, { ...now, removed });
    setTimer(context, CLEARING_TIMER, subject, context.now + MINUTE);
    return;
  }
  save(context, schoolId, { ...now, removed, state: 'done' });
  record(context, 'records.cleared', subject, { day: now.day, hash: now.hash, removed });
}

function removeSlice(context: Context, schoolId: number, of: Class, most: number): number {
  if (most <= 0) return 0;
  const { db } = context;
  const tasks = db
    .select({ id: dutyTask.id })
    .from(dutyTask)
    .where(expiredTasks(context, schoolId, of))
    .orderBy(asc(dutyTask.id))
    .limit(most)
    .all()
    .map((row) => row.id);
  if (tasks.length > 0) {
    db.update(draft).set({ taskId: null }).where(inArray(draft.taskId, tasks)).run();
    db.delete(evidence).where(inArray(evidence.taskId, tasks)).run();
    db.delete(dutyTask).where(inArray(dutyTask.id, tasks)).run();
  }
  const shifts = db
    .select({ id: dutyShift.id })
    .from(dutyShift)
    .where(expiredShifts(schoolId, of))
    .orderBy(asc(dutyShift.id))
    .limit(most - tasks.length)
    .all()
    .map((row) => row.id);
  if (shifts.length > 0) {
    db.delete(shiftSwap).where(inArray(shiftSwap.shiftId, shifts)).run();
    db.delete(dutyShift).where(inArray(dutyShift.id, shifts)).run();
  }
  return tasks.length + shifts.length;
}

/** Leaves counts, yes and no, and days of what was written; who and every word go (domain/duties.md §1.5 KV). */
function stripSlice(context: Context, schoolId: number, of: Class, most: number): number {
  if (most <= 0) return 0;
  const rows = context.db
    .select({ id: dutyTask.id, dutyId: dutyTask.dutyId, content: dutyTask.content })
    .from(dutyTask)
    .where(and(expiredTasks(context, schoolId, of), withWords(of)))
    .orderBy(asc(dutyTask.id))
    .limit(most)
    .all();
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
  return rows.length;
}
