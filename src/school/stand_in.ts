import { and, eq, gte, lte } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { absence, person } from '../store/schema/index.ts';

type Reading = Pick<ReadContext, 'db'>;

const onDate = (date: string) =>
  and(eq(absence.state, 'agreed'), lte(absence.firstDay, date), gte(absence.lastDay, date));

// Written by the leave verb only, as a list of kinds of work.
const covers = (row: { readonly work: unknown }, work: string): boolean =>
  (row.work as readonly string[]).includes(work);

/**
 * Who agreed to stand in for somebody on a date, for the kind of work (reminder, lesson, shift, hazard); the person
 * themselves when nobody does, or when whoever agreed has left the school since.
 */
export function standIn(context: Reading, id: PersonId, date: string, work: string): PersonId {
  const away = context.db
    .select({ substitute: absence.substituteId, work: absence.work })
    .from(absence)
    .innerJoin(person, eq(person.id, absence.substituteId))
    .where(and(eq(absence.personId, id), eq(person.state, 'active'), onDate(date)))
    .all()
    .find((row) => covers(row, work));
  return away?.substitute ?? id;
}

/** For whom somebody stands in on a date, for the kind of work. */
export const stoodInFor = (context: Reading, id: PersonId, date: string, work: string): readonly PersonId[] => [
  ...new Set(
    context.db
      .select({ person: absence.personId, work: absence.work })
      .from(absence)
      .where(and(eq(absence.substituteId, id), onDate(date)))
      .all()
      .filter((row) => covers(row, work))
      .map((row) => row.person),
  ),
];
