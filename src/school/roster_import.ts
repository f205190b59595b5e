import { and, eq } from 'drizzle-orm';
import { tidy } from '../../cards/fields.ts';
import type { PersonId } from '../../cards/model.ts';
import { shorten } from '../../cards/school/shorten.ts';
import { actingPerson, type Context, type ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { rosterImport } from '../store/schema/index.ts';
import { findAccounts } from './find_accounts.ts';
import type { RosterReading, RosterRow } from './roster/model.ts';
import { applyRoster } from './roster_apply.ts';
import { type PlanProblem, planRoster, type RosterPlan } from './roster_plan.ts';
import { schoolTopic } from './school_settings.ts';
import { staffChanged } from './staff_known.ts';

export const rosterTopic = (id: number): string => `roster:${id}`;

/** What an import would do, or did; kept after the rows are erased. Holds no names of people. */
export interface RosterSummary {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly problems: number;
  readonly renamed: number;
  readonly newClasses: readonly string[];
}

/** Problems kept with an import: enough for the card and the office, whatever a file brings. */
const KEPT_PROBLEMS = 200;

const summaryOf = (plan: RosterPlan, problems: number): RosterSummary => {
  const rows = (change: 'add' | 'update' | 'unchanged') => plan.rows.filter((row) => row.change === change).length;
  return {
    added: rows('add'),
    updated: rows('update'),
    unchanged: rows('unchanged'),
    problems,
    renamed: plan.rows.filter((row) => row.renamed).length,
    newClasses: plan.newClasses.slice(0, 60),
  };
};

/** Whoever starts the server may, and the safety office of the school may. */
function mayImport(context: Context, schoolId: number): void {
  const acting = actingPerson(context);
  const may =
    acting === undefined ? context.actor.kind !== 'stranger' : hasRole(context, acting, schoolId, 'safety_office');
  if (!may) throw new Refused('roster.forbidden', '名册由安全办导入', '请把文件交给安全办。');
}

/**
 * Keeps what was read until somebody decides, and shows `by` the preview card. An earlier preview of the same person
 * that nobody decided on is dropped. Without `by` (the command line) no card is sent and the summary is the answer.
 * Throws Refused for anybody but the safety office.
 */
export function previewRoster(
  context: Context,
  input: {
    readonly schoolId: number;
    readonly by?: PersonId;
    readonly fileName: string;
    readonly reading: RosterReading;
  },
): { readonly import: number; readonly summary: RosterSummary; readonly problems: readonly string[] } {
  const { schoolId, by, reading } = input;
  mayImport(context, schoolId);
  if (by !== undefined) dropOpen(context, schoolId, by);
  const plan = planRoster(context, schoolId, reading.rows);
  const found = [...plan.problems, ...reading.problems.map(({ severity, text }): PlanProblem => ({ severity, text }))];
  const problems = [
    ...found.filter((problem) => problem.severity === 'row-skipped'),
    ...found.filter((problem) => problem.severity === 'kept-with-note'),
  ].map((problem) => problem.text);
  const summary = summaryOf(plan, problems.length);
  const made = context.db
    .insert(rosterImport)
    .values({
      schoolId,
      byPersonId: by ?? null,
      fileName: shorten(tidy(input.fileName), 80) || '名册',
      at: context.now,
      rows: reading.rows,
      problems: problems.slice(0, KEPT_PROBLEMS),
      summary,
    })
    .returning({ id: rosterImport.id })
    .get();
  record(context, 'roster.preview', rosterTopic(made.id), { school: schoolId, ...counts(summary) });
  if (by !== undefined) sendCard(context, 'admin.roster', { import: made.id }, { person: by }, { lane: 'press' });
  return { import: made.id, summary, problems };
}

const counts = ({ added, updated, unchanged, problems, renamed }: RosterSummary) => ({
  added,
  updated,
  unchanged,
  problems,
  renamed,
});

function dropOpen(context: Context, schoolId: number, by: PersonId): void {
  const dropped = context.db
    .update(rosterImport)
    .set({ state: 'dropped', rows: null })
    .where(and(eq(rosterImport.schoolId, schoolId), eq(rosterImport.byPersonId, by), eq(rosterImport.state, 'preview')))
    .returning({ id: rosterImport.id })
    .all();
  for (const row of dropped) {
    record(context, 'roster.dropped', rosterTopic(row.id), { replaced: true });
    refresh(context, rosterTopic(row.id));
  }
}

/** An import as the card needs it; undefined when there is none. */
export function importById(context: Pick<ReadContext, 'db'>, id: number) {
  const row = context.db
    .select({
      id: rosterImport.id,
      schoolId: rosterImport.schoolId,
      state: rosterImport.state,
      fileName: rosterImport.fileName,
      problems: rosterImport.problems,
      summary: rosterImport.summary,
    })
    .from(rosterImport)
    .where(eq(rosterImport.id, id))
    .get();
  // Both columns are written in this file only, with these shapes.
  return row && { ...row, problems: row.problems as readonly string[], summary: row.summary as RosterSummary };
}

/**
 * Imports a preview: people, roles with their scope, classes, places and accounts; accounts the file does not name are
 * looked for by mobile number. It compares again first, so that
 * what changed since the preview is not overwritten blindly. The rows are erased. Rows missing from the file remove
 * nobody. A second time it changes nothing and says so. Throws Refused.
 */
export function confirmRoster(
  context: Context,
  input: { readonly import: number },
): RosterSummary & { readonly already: boolean } {
  const row = context.db.select().from(rosterImport).where(eq(rosterImport.id, input.import)).get();
  if (!row) throw new Refused('roster.gone', '这张卡已过期，请发“待办”');
  mayImport(context, row.schoolId);
  // Written by this file only.
  const before = row.summary as RosterSummary;
  if (row.state === 'imported') return { ...before, already: true };
  if (row.state === 'dropped') throw new Refused('roster.dropped', '这份名册已放弃，请再发一次文件');
  // Written by previewRoster; only a decision erases it, and there was none.
  const plan = planRoster(context, row.schoolId, row.rows as RosterRow[]);
  const touched = applyRoster(context, row.schoolId, plan);
  const summary = summaryOf(plan, before.problems);
  context.db
    .update(rosterImport)
    .set({ state: 'imported', rows: null, summary })
    .where(eq(rosterImport.id, row.id))
    .run();
  record(context, 'roster.imported', rosterTopic(row.id), {
    school: row.schoolId,
    ...counts(summary),
    people: touched,
  });
  findAccounts(context, rosterTopic(row.id));
  staffChanged(context, row.schoolId);
  refresh(context, rosterTopic(row.id));
  refresh(context, schoolTopic(row.schoolId));
  return { ...summary, already: false };
}

/** 先不导入: the rows are erased. Throws Refused. */
export function dropRoster(context: Context, input: { readonly import: number }): void {
  const row = importById(context, input.import);
  if (!row) throw new Refused('roster.gone', '这张卡已过期，请发“待办”');
  mayImport(context, row.schoolId);
  if (row.state === 'imported') throw new Refused('roster.imported', '这份名册已经导入了');
  if (row.state === 'dropped') return;
  context.db.update(rosterImport).set({ state: 'dropped', rows: null }).where(eq(rosterImport.id, row.id)).run();
  record(context, 'roster.dropped', rosterTopic(row.id));
  refresh(context, rosterTopic(row.id));
}
