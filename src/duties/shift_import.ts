import { and, eq, gte, lte } from 'drizzle-orm';
import type { ShiftRosterView } from '../../cards/duties/shift_roster.ts';
import { tidy } from '../../cards/fields.ts';
import type { PersonId } from '../../cards/model.ts';
import { shorten } from '../../cards/school/shorten.ts';
import { actingPerson, type Context, type ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { dateOf, plusDays, shortDay } from '../kernel/time.ts';
import { type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';
import { rosterTopic } from '../school/roster_import.ts';
import { dutyShift, rosterImport } from '../store/schema/index.ts';
import { weekdayNumber } from './roster_dates.ts';
import { entryChange, putShift, removeShifts, type ShiftEntry } from './shift_entries.ts';
import type { ShiftReading, ShiftRow } from './shift_roster.ts';
import type { Shift } from './shift_rows.ts';
import { dutyWords, rosterDuties, slotsOf, spanOf } from './shift_times.ts';

/** Problems kept with an import: enough for the card and the office, whatever a file brings. */
const KEPT_PROBLEMS = 200;
/** A week pattern is laid out to the end of the term, and never further. */
const LONGEST_DAYS = 200;
/** Between terms the next one is looked for this far. */
const NEXT_TERM_DAYS = 80;

/** What an import would do, or did. Holds no names of people. */
export interface ShiftSummary {
  /** Tells this import from one of the staff. */
  readonly shifts: true;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly kept: number;
  readonly removed: number;
  readonly past: number;
  readonly problems: number;
  readonly people: number;
  readonly from: string;
  readonly to: string;
  readonly duties: Readonly<Record<string, number>>;
}

function mayImport(context: Context, schoolId: number): void {
  const acting = actingPerson(context);
  const may =
    acting === undefined
      ? context.actor.kind !== 'stranger'
      : ['safety_office', 'vice_principal', 'principal'].some((role) => hasRole(context, acting, schoolId, role));
  if (!may) throw new Refused('shift_roster.forbidden', '值班表由安全办导入', '请把文件交给安全办。');
}

/** The days a weekday of a week pattern stands for: from today to the end of this term, or through the next one. */
function patternDays(calendar: SchoolCalendar, weekday: number, today: string): readonly string[] {
  let start = today;
  for (let step = 0; !calendar.termOf(start) && step < NEXT_TERM_DAYS; step += 1) start = plusDays(start, 1);
  const term = calendar.termOf(start);
  if (!term) return [];
  const days: string[] = [];
  for (let day = start; day <= term.to && day <= plusDays(start, LONGEST_DAYS); day = plusDays(day, 1)) {
    // Monday to Friday stand for days with lessons; a roster that names Saturday means it.
    if (weekdayNumber(day) === weekday && (weekday > 5 || calendar.isSchoolDay(day))) days.push(day);
  }
  return days;
}

/** Every shift the rows stand for, once; two people at one post are 北门 and 北门·2. A later row about the same shift adds to it. */
function entriesOf(context: ReadContext, schoolId: number, rows: readonly ShiftRow[]): readonly ShiftEntry[] {
  const calendar = schoolCalendar(context, schoolId);
  const today = dateOf(context.now, context.timeZone);
  const groups = new Map<string, { readonly base: Omit<ShiftEntry, 'person'>; readonly people: PersonId[] }>();
  for (const row of rows) {
    const dates = 'date' in row.when ? [row.when.date] : patternDays(calendar, row.when.weekday, today);
    for (const date of dates) {
      for (const slot of slotsOf(row.duty, row.slot)) {
        const { duty: dutyId, post } = row;
        const key = JSON.stringify([dutyId, date, slot, post]);
        const known = groups.get(key) ?? {
          base: { schoolId, dutyId, date, slot, post, ...spanOf(row.duty, slot, calendar.dayTimes) },
          people: [],
        };
        groups.set(key, known);
        for (const person of row.people) if (!known.people.includes(person)) known.people.push(person);
      }
    }
  }
  return [...groups.values()].flatMap(({ base, people }) =>
    people.map((person, index) => ({ ...base, person, post: index === 0 ? base.post : `${base.post}·${index + 1}` })),
  );
}

/** Shifts of a day and slot the file speaks about that it no longer names. */
function leftOut(context: ReadContext, schoolId: number, entries: readonly ShiftEntry[]): readonly Shift[] {
  const dates = entries.map((entry) => entry.date).toSorted();
  const [from, to] = [dates[0], dates.at(-1)];
  if (from === undefined || to === undefined) return [];
  const slotKey = (one: { dutyId: string; date: string; slot: string }) => `${one.dutyId}|${one.date}|${one.slot}`;
  const spoken = new Set(entries.map(slotKey));
  const named = new Set(entries.map((entry) => `${slotKey(entry)}|${entry.post}`));
  return context.db
    .select()
    .from(dutyShift)
    .where(and(eq(dutyShift.schoolId, schoolId), gte(dutyShift.date, from), lte(dutyShift.date, to)))
    .all()
    .filter((one) => spoken.has(slotKey(one)) && !named.has(`${slotKey(one)}|${one.post}`))
    .filter((one) => one.startsAt > context.now && one.checkedInAt === null);
}

function summaryOf(
  context: Context,
  schoolId: number,
  rows: readonly ShiftRow[],
  rest: { past: number; problems: number },
): ShiftSummary {
  const entries = entriesOf(context, schoolId, rows);
  const changes = entries.map((entry) => entryChange(context, entry).change);
  const count = (change: string) => changes.filter((one) => one === change).length;
  const dates = entries.map((entry) => entry.date).toSorted();
  return {
    shifts: true,
    added: count('added'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    kept: count('kept'),
    removed: leftOut(context, schoolId, entries).length,
    ...rest,
    people: new Set(entries.map((entry) => entry.person)).size,
    from: dates[0] ?? '',
    to: dates.at(-1) ?? '',
    duties: Object.fromEntries(
      rosterDuties.map((duty) => [duty, entries.filter((entry) => entry.dutyId === duty).length]),
    ),
  };
}

/**
 * Keeps a duty roster that was read until somebody decides, and shows `by` the preview card; an earlier preview of the
 * same person is dropped. Without `by` (the command line) the summary is the answer. Throws Refused.
 */
export function previewShifts(
  context: Context,
  input: {
    readonly schoolId: number;
    readonly by?: PersonId;
    readonly fileName: string;
    readonly reading: ShiftReading;
  },
): { readonly import: number; readonly summary: ShiftSummary; readonly problems: readonly string[] } {
  const { schoolId, by, reading } = input;
  mayImport(context, schoolId);
  if (by !== undefined) dropOpen(context, schoolId, by);
  const { past, problems } = reading;
  const summary = summaryOf(context, schoolId, reading.rows, { past, problems: problems.length });
  const made = context.db
    .insert(rosterImport)
    .values({
      schoolId,
      byPersonId: by ?? null,
      fileName: shorten(tidy(input.fileName), 80) || '值班表',
      at: context.now,
      rows: reading.rows,
      problems: problems.slice(0, KEPT_PROBLEMS),
      summary,
    })
    .returning({ id: rosterImport.id })
    .get();
  record(context, 'shift-roster.preview', rosterTopic(made.id), { school: schoolId, ...summary });
  if (by !== undefined) sendCard(context, 'shift.roster', { import: made.id }, { person: by }, { lane: 'press' });
  return { import: made.id, summary, problems };
}

function dropOpen(context: Context, schoolId: number, by: PersonId): void {
  const dropped = context.db
    .update(rosterImport)
    .set({ state: 'dropped', rows: null })
    .where(and(eq(rosterImport.schoolId, schoolId), eq(rosterImport.byPersonId, by), eq(rosterImport.state, 'preview')))
    .returning({ id: rosterImport.id })
    .all();
  for (const row of dropped) refresh(context, rosterTopic(row.id));
}

const isShiftSummary = (summary: unknown): summary is ShiftSummary =>
  typeof summary === 'object' && summary !== null && 'shifts' in summary;

function importOf(context: Pick<ReadContext, 'db'>, id: number) {
  const row = context.db.select().from(rosterImport).where(eq(rosterImport.id, id)).get();
  return row && isShiftSummary(row.summary) ? { ...row, summary: row.summary } : undefined;
}

/** An import of shifts as an action's subject. */
export function shiftImportSchool(context: Pick<ReadContext, 'db'>, id: number) {
  const row = importOf(context, id);
  return row && { schoolId: row.schoolId, import: row.id };
}

/** An import as its card needs it. */
export function shiftImportView(context: ReadContext, id: number): ShiftRosterView | undefined {
  const row = importOf(context, id);
  if (!row) return undefined;
  const { from, to, duties, problems: toFix, ...counts } = row.summary;
  const today = dateOf(context.now, context.timeZone);
  return {
    ...counts,
    import: row.id,
    school: row.schoolId,
    state: row.state,
    fileName: row.fileName,
    toFix,
    span: from === '' ? '' : from === to ? shortDay(from, today) : `${shortDay(from, today)}—${shortDay(to, today)}`,
    duties: rosterDuties
      .filter((duty) => (duties[duty] ?? 0) > 0)
      .map((duty) => `${dutyWords[duty]} ${duties[duty]}`)
      .join('、'),
    // Written in this file only, as sentences.
    problems: row.problems as readonly string[],
  };
}

/** Takes a preview over; compared again first. A second time it changes nothing and says so. Throws Refused. */
export function confirmShifts(
  context: Context,
  input: { readonly import: number },
): { readonly summary: ShiftSummary; readonly already: boolean } {
  const row = importOf(context, input.import);
  if (!row) throw new Refused('roster.gone', '这张卡已过期，请发“待办”');
  mayImport(context, row.schoolId);
  if (row.state === 'imported') return { summary: row.summary, already: true };
  if (row.state === 'dropped') throw new Refused('roster.dropped', '这份值班表已放弃，请再发一次文件');
  // Written by previewShifts; only a decision erases it, and there was none.
  const rows = row.rows as readonly ShiftRow[];
  const { past, problems } = row.summary;
  const summary = summaryOf(context, row.schoolId, rows, { past, problems });
  const entries = entriesOf(context, row.schoolId, rows);
  removeShifts(context, leftOut(context, row.schoolId, entries));
  for (const entry of entries) putShift(context, entry);
  context.db
    .update(rosterImport)
    .set({ state: 'imported', rows: null, summary })
    .where(eq(rosterImport.id, row.id))
    .run();
  record(context, 'shift-roster.imported', rosterTopic(row.id), { school: row.schoolId, ...summary });
  refresh(context, rosterTopic(row.id));
  return { summary, already: false };
}

/** 先不导入. Throws Refused. */
export function dropShifts(context: Context, input: { readonly import: number }): void {
  const row = importOf(context, input.import);
  if (!row) throw new Refused('roster.gone', '这张卡已过期，请发“待办”');
  mayImport(context, row.schoolId);
  if (row.state === 'imported') throw new Refused('roster.imported', '这份值班表已经导入了');
  if (row.state === 'dropped') return;
  context.db.update(rosterImport).set({ state: 'dropped', rows: null }).where(eq(rosterImport.id, row.id)).run();
  record(context, 'shift-roster.dropped', rosterTopic(row.id));
  refresh(context, rosterTopic(row.id));
}
