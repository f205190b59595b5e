import { and, eq, gte, lte, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { absence, person } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

type Reading = Pick<ReadContext, 'db'>;

const onDate = and(
  eq(absence.state, 'agreed'),
  lte(absence.firstDay, sql.placeholder('date')),
  gte(absence.lastDay, sql.placeholder('date')),
);

const substitutes = prepared((db) =>
  db
    .select({ person: absence.substituteId, work: absence.work })
    .from(absence)
    .innerJoin(person, eq(person.id, absence.substituteId))
    .where(and(eq(absence.personId, sql.placeholder('id')), eq(person.state, 'active'), onDate))
    .prepare(),
);

const absent = prepared((db) =>
  db
    .select({ person: absence.personId, work: absence.work })
    .from(absence)
    .where(and(eq(absence.substituteId, sql.placeholder('id')), onDate))
    .prepare(),
);

// Written by the leave verb only, as a list of kinds of work.
const covers = (row: { readonly work: unknown }, work: string): boolean =>
  (row.work as readonly string[]).includes(work);

/**
 * Who agreed to stand in for somebody on a date, for the kind of work (reminder, lesson, shift, hazard); the person
 * themselves when nobody does, or when whoever agreed has left the school since.
 */
export const standIn = (context: Reading, id: PersonId, date: string, work: string): PersonId =>
  substitutes(context.db)
    .all({ id, date })
    .find((row) => covers(row, work))?.person ?? id;

/** For whom somebody stands in on a date, for the kind of work. */
export const stoodInFor = (context: Reading, id: PersonId, date: string, work: string): readonly PersonId[] => [
  ...new Set(
    absent(context.db)
      .all({ id, date })
      .filter((row) => covers(row, work))
      .map((row) => row.person),
  ),
];
