import { and, type Column, eq, getTableColumns, ne, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { actingPerson, type Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh } from '../kernel/send.ts';
import { clockOf, dateOf, shortDay } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { draft, hazard, hazardStep } from '../store/schema/index.ts';
import { type Db, prepared } from '../store/store.ts';
import { planTimers } from './plan.ts';
import { findHazard, type Hazard, lastStepOf } from './queries.ts';
import { may, stateNames, type Transition, topicOf } from './rules.ts';

/** The columns a verb may change; identity and revision are the database's business. */
export type HazardChange = Partial<Omit<typeof hazard.$inferInsert, 'id' | 'revision' | 'number' | 'schoolId'>>;

const columnsOfHazard: Readonly<Record<string, Column>> = getTableColumns(hazard);

const insertStep = prepared((db) =>
  db
    .insert(hazardStep)
    .values({
      hazardId: sql.placeholder('hazardId'),
      at: sql.placeholder('at'),
      personId: sql.placeholder('personId'),
      kind: sql.placeholder('kind'),
      note: sql.placeholder('note'),
      before: sql.placeholder('before'),
      revision: sql.placeholder('revision'),
    })
    .prepare(),
);

const unmoved = prepared((db) =>
  db
    .select({ id: hazard.id })
    .from(hazard)
    .where(and(eq(hazard.id, sql.placeholder('hazardId')), eq(hazard.revision, sql.placeholder('oldRevision'))))
    .prepare(),
);

/** The row's update by the set of columns it changes: verbs change a few dozen sets, each of them over and over. */
const updates = new Map<string, (db: Db) => ReturnType<typeof updateOf>>();

function updateOf(db: Db, names: readonly string[]) {
  const set = Object.fromEntries(
    names.map((name) => {
      const column = columnsOfHazard[name];
      if (!column) throw new Error(`hazard.change: "${name}" is no column of a hazard`);
      // A placeholder skips the column's own encoding unless it is named; null needs none.
      const encoder = {
        mapToDriverValue: (value: unknown) => (value === null ? null : column.mapToDriverValue(value)),
      };
      return [name, sql`${sql.param(sql.placeholder(name), encoder)}`];
    }),
  );
  return db
    .update(hazard)
    .set({ ...set, revision: sql`${sql.placeholder('newRevision')}` })
    .where(and(eq(hazard.id, sql.placeholder('hazardId')), eq(hazard.revision, sql.placeholder('oldRevision'))))
    .returning({ id: hazard.id })
    .prepare();
}

function updateFor(db: Db, names: readonly string[]) {
  const key = names.join(' ');
  let statement = updates.get(key);
  if (!statement) {
    statement = prepared((of: Db) => updateOf(of, names));
    updates.set(key, statement);
  }
  return statement(db);
}

export interface StepDetail {
  readonly note?: string | undefined;
  /** For what adds to the story without changing what is asked of anybody: open forms stay valid. */
  readonly keepsRevision?: boolean;
}

/**
 * The one place where a hazard changes: state, story, audit, timers and the cards that show it, together. The update
 * carries the revision that was read, so two changes of the same moment cannot both win. Returns the hazard as it is
 * now.
 */
export function change(
  context: Context,
  from: Hazard,
  step: string,
  columns: HazardChange,
  detail: StepDetail = {},
): Hazard {
  const given = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  const revision = detail.keepsRevision ? from.revision : from.revision + 1;
  const names = Object.keys(given);
  const of = { hazardId: from.id, oldRevision: from.revision };
  // What only adds to the story leaves the row as it is, if it still is what was read.
  const written =
    names.length === 0 && detail.keepsRevision
      ? unmoved(context.db).get(of)
      : updateFor(context.db, names).get({ ...given, ...of, newRevision: revision });
  if (!written) throw new Refused('hazard.moved_on', '内容有更新，请按新卡填');
  // What was read with this revision and what was just written is the whole row: it need not be read again.
  const moved: Hazard = { ...from, ...given, revision };
  insertStep(context.db).run({
    hazardId: from.id,
    at: context.now,
    personId: actingPerson(context) ?? null,
    kind: step,
    note: detail.note ?? null,
    before: detail.keepsRevision ? null : from,
    revision: detail.keepsRevision ? 0 : moved.revision,
  });
  const changed = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => from[name as keyof Hazard] !== value), // Object.entries forgets that names are columns of the row
  );
  if (moved.state !== from.state) endStaleWork(context, moved);
  record(context, `hazard.${step}`, topicOf(from.id), { number: from.number, from: from.state, changed });
  planTimers(context, moved);
  refresh(context, topicOf(from.id));
  return moved;
}

/** A form for work nobody has to do any more would swallow its owner's next picture. */
function endStaleWork(context: Context, of: Hazard): void {
  const isWorking = of.state === 'assigned' || of.state === 'rectifying';
  const wanted = isWorking ? 'rectification' : of.state === 'pending_recheck' ? 'recheck' : '';
  staleWork(context.db).run({ hazard: of.id, wanted, now: context.now });
}

const staleWork = prepared((db) =>
  db
    .update(draft)
    .set({ state: 'dropped', touchedAt: sql`${sql.placeholder('now')}` })
    .where(
      and(
        eq(draft.hazardId, sql.placeholder('hazard')),
        eq(draft.state, 'open'),
        ne(draft.kind, sql.placeholder('wanted')),
      ),
    )
    .prepare(),
);

const verbs: Readonly<Record<string, string>> = {
  assign: '派单',
  confirm_major: '认定重大',
  lower_major: '降为较大',
  rectify: '提交整改',
  pass: '复查合格',
  send_back: '退回再改',
  reject: '认定不属实',
  merge: '并入重复',
  transfer: '转外部',
  withdraw: '撤回上报',
  control: '做好管控',
  return: '退回重派',
  reassign: '改派',
  consent: '同意销号',
};

/**
 * Refuses what the state no longer allows, kindly: who did what, and when (domain/voice.md §3 rows 5, 6, 24).
 */
export function requireState(context: Context, subject: Hazard, transition: Transition): void {
  if (may(subject.state, transition)) return;
  if (subject.state === 'closed') {
    const closed = subject.closedAt
      ? shortDay(dateOf(subject.closedAt, context.timeZone), dateOf(context.now, context.timeZone))
      : '';
    throw new Refused('hazard.closed', `已于 ${closed} 销号`, '又出问题，点“仍有问题”。');
  }
  const last = lastStepOf(context, subject.id);
  const verb = last ? verbs[last.kind] : undefined;
  if (last?.personId && verb) {
    throw new Refused(
      'hazard.moved_on',
      `${nameOf(context, last.personId)}已于 ${clockOf(last.at, context.timeZone)} ${verb}`,
    );
  }
  throw new Refused('hazard.state', `这条${stateNames[subject.state]}，不用再办`);
}

/** The hazard, or a kind refusal when there is none. */
export function requireHazard(context: Context, id: number): Hazard {
  const found = findHazard(context, id);
  if (!found) throw new Refused('hazard.unknown', '没有这个编号的隐患', '发“我的隐患”可以看到您的。');
  return found;
}

/** The person who acts; verbs of people are never called by the system. */
export function requirePerson(context: Context): PersonId {
  const person = actingPerson(context);
  if (person === undefined) throw new Error(`hazard.no_actor: a person's verb was called by ${context.actor.kind}`);
  return person;
}
