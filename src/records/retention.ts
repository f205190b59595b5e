import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, requestErrand, sendCard, sendFile } from '../kernel/send.ts';
import { dateOf, HOUR, instantOf, MINUTE } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { schoolDayFrom } from '../school/calendar.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { setting } from '../store/schema/index.ts';
import { pastFiles } from './archived_files.ts';
import { expiredOf } from './expired.ts';
import { forgetUploads } from './file_uses.ts';
import { removeExpired } from './remove_records.ts';
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
  /** Pictures and files that would go, as they were counted when it was asked. */
  found: z.number().default(0),
  /** Files taken from the store since no record had them any more. */
  files: z.number().default(0),
  /** Whose errands the host runs: the platform the word was given on. */
  platform: z.enum(['feishu', 'dingtalk']).default('feishu'),
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
  save(context, schoolId, shape.parse({ day, state: 'asked', found: filesPast(context, schoolId, day) }));
  for (const { person } of peopleWithFirstRole(context, schoolId, ['safety_office', 'vice_principal']))
    sendCard(
      context,
      'records.expired',
      { school: schoolId, day },
      { person },
      { dedupeKey: `records.expired:${schoolId}:${day}:${person}` },
    );
}

const filesPast = (context: Context, schoolId: number, day: string): number =>
  new Set(pastFiles(context, schoolId, day).map((one) => one.hash)).size;

/** The word of the safety office about what was asked on a day. Throws Refused when that has been answered. */
export function decideArchive(context: Context, schoolId: number, day: string, keep: boolean): void {
  const now = retentionOf(context, schoolId);
  if (now?.day !== day || (now.state !== 'asked' && now.state !== 'kept'))
    throw new Refused('records.decided', '这一批已经处理过了');
  record(context, keep ? 'records.kept' : 'records.archive_asked', subjectOf(schoolId), { day });
  const { actor } = context;
  const platform = actor.kind === 'person' ? actor.platform : now.platform;
  save(context, schoolId, { ...now, state: keep ? 'kept' : 'archiving', askedAt: context.now, platform });
  if (keep || actor.kind !== 'person') return;
  setTimer(context, CLEARING_TIMER, subjectOf(schoolId), context.now + MINUTE);
  requestErrand(
    context,
    { errand: 'archive-records', school: schoolId, day, person: actor.person },
    actor.platform,
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
  const slice = removeExpired(context, schoolId, now.day, SLICE);
  askToRemoveFiles(context, schoolId, now, slice.hashes);
  const removed = now.removed + slice.records;
  if (!slice.isOver) {
    save(context, schoolId, { ...now, removed });
    setTimer(context, CLEARING_TIMER, subject, context.now + MINUTE);
    return;
  }
  save(context, schoolId, { ...now, removed, state: 'done' });
  record(context, 'records.cleared', subject, { day: now.day, hash: now.hash, removed });
}

/** One errand names so many files. */
const FILES_AT_ONCE = 50;

/** The host takes the files from the store; which of them another record has it looks up at that moment. */
function askToRemoveFiles(
  context: Context,
  school: number,
  { day, platform }: Retention,
  hashes: readonly string[],
): void {
  const all = [...new Set(hashes)];
  for (let from = 0; from < all.length; from += FILES_AT_ONCE) {
    const files = all.slice(from, from + FILES_AT_ONCE).join(',');
    requestErrand(
      context,
      { errand: 'remove-files', school, day, files },
      platform,
      `remove-files:${school}:${day}:${context.random(6)}`,
      { lane: 'normal' },
    );
  }
}

/** Files are gone from the store: the report counts them, and the audit names each by its hash. */
export function filesRemoved(
  context: Context,
  of: { readonly school: number; readonly day: string },
  hashes: readonly string[],
): void {
  if (hashes.length === 0) return;
  forgetUploads(context, hashes);
  record(context, 'records.files_removed', subjectOf(of.school), { day: of.day, files: hashes });
  const now = retentionOf(context, of.school);
  if (now?.day === of.day) save(context, of.school, { ...now, files: now.files + hashes.length });
}
