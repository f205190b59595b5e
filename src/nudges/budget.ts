import { and, eq, gte, inArray, isNotNull, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { DAY, HOUR } from '../kernel/time.ts';
import { outbox } from '../store/schema/index.ts';
import { isUnlimited, rule } from './interruptions.ts';
import { isInterruption, kindOf } from './kinds.ts';
import { hasOthers, sendSummaries } from './summaries.ts';

type Row = typeof outbox.$inferSelect;

/** What delivery does with a row: nothing special, wait, or drop it because something else stands for it. */
export type Decision =
  | undefined
  | { readonly waitUntil: number }
  | { readonly dropped: 'merged'; readonly write: (context: Context) => void };

const LIST = 'todo.merged';

/**
 * The interruption budget of an organisation. Asked for each row before it leaves, inside a transaction. It remembers a
 * day of interruptions by person; after a restart it reads them from what was sent. A row that comes again (pacing, a
 * failed attempt) is counted once.
 */
export function createInterruptionBudget(): (context: Context, row: Row) => Decision {
  const people = new Map<PersonId, Map<number, { readonly at: number; readonly isList: boolean }>>();
  let isLoaded = false;
  let sweptAt = Number.NEGATIVE_INFINITY;

  const note = (person: PersonId, id: number, at: number, card: string | null): void => {
    const known = people.get(person) ?? new Map();
    known.set(id, { at, isList: card === LIST });
    people.set(person, known);
  };

  function load(context: Context): void {
    isLoaded = true;
    const sent = context.db
      .select({ id: outbox.id, person: outbox.personId, at: outbox.finishedAt, card: outbox.card })
      .from(outbox)
      .where(
        and(
          eq(outbox.state, 'sent'),
          gte(outbox.finishedAt, context.now - DAY),
          isNotNull(outbox.personId),
          inArray(outbox.kind, ['card', 'text']),
          // The plus keeps the index of lanes out: it would read everything that is kept instead of one day.
          sql`+${outbox.rank} >= 2`,
        ),
      )
      .all();
    for (const row of sent) if (row.person !== null && row.at !== null) note(row.person, row.id, row.at, row.card);
  }

  /** Forgets what is older than a day, once an hour. */
  function sweep(now: number): void {
    if (now - sweptAt < HOUR) return;
    sweptAt = now;
    for (const [person, known] of people) {
      for (const [id, one] of known) if (one.at <= now - DAY) known.delete(id);
      if (known.size === 0) people.delete(person);
    }
  }

  return (context, row) => {
    const person = row.personId;
    if (person === null || !isInterruption(row)) return undefined;
    if (!isLoaded) load(context);
    sweep(context.now);
    const known = people.get(person);
    const others = [...(known ?? [])].flatMap(([id, one]) => (id === row.id ? [] : [one]));
    const before = others.map((one) => one.at);
    if (hasOthers(context, row, person) && kindOf(context, row, person) === 'news')
      return { dropped: 'merged', write: (changing) => sendSummaries(changing, person) };
    const ruling = isUnlimited(before, context) ? undefined : rule(kindOf(context, row, person), before, context);
    if (ruling?.is === 'wait') return { waitUntil: ruling.until };
    if (ruling?.is === 'merge') {
      const hour = Math.floor(context.now / HOUR);
      const isShown = others.some((one) => one.isList && Math.floor(one.at / HOUR) === hour);
      return { dropped: 'merged', write: (changing) => sendList(changing, person, isShown ? hour + 1 : hour) };
    }
    note(person, row.id, context.now, row.card);
    return undefined;
  };
}

/** One list a person and hour; where this hour's has left already, the next hour's says what came after it. */
function sendList(context: Context, person: PersonId, hour: number): void {
  sendCard(
    context,
    LIST,
    { instead: 1 },
    { person },
    { lane: 'normal', notBefore: hour * HOUR, dedupeKey: `todo-instead:${person}:${hour}` },
  );
}
