import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import type { TodoItem } from '../../cards/hazards/lists.ts';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { dateOf, shortDay } from '../kernel/time.ts';
import { schoolsOf } from '../school/people.ts';
import { inList } from '../store/in_list.ts';
import { hazard } from '../store/schema/index.ts';

/** What waits for a person in the hazard loop, the most urgent first; at most 8 shown, all counted. */
export function todoOf(context: ReadContext, person: PersonId): { items: readonly TodoItem[]; total: number } {
  const today = dateOf(context.now, context.timeZone);
  const offices = schoolsOf(context, person).filter((school) => hasRole(context, person, school, 'safety_office'));
  const rows = context.db
    .select()
    .from(hazard)
    .where(
      or(
        and(eq(hazard.ownerId, person), inArray(hazard.state, ['assigned', 'rectifying'])),
        and(eq(hazard.recheckerId, person), eq(hazard.state, 'pending_recheck')),
        offices.length > 0
          ? and(inList(hazard.schoolId, offices), inArray(hazard.state, ['reported', 'reopened', 'triaged']))
          : sql`0`,
      ),
    )
    .orderBy(asc(sql`coalesce(${hazard.due}, '')`), asc(hazard.id))
    .limit(200)
    .all();
  const items = rows.map((row): TodoItem => {
    const reference = { hazard: row.id };
    if (row.state === 'pending_recheck')
      return {
        text: `待复查：${row.title}${row.recheckDue ? ` ${shortDay(row.recheckDue, today)}` : ''}`,
        action: 'hazard.open',
        reference,
      };
    if (row.state === 'assigned' || row.state === 'rectifying') {
      const late = row.due !== null && row.due < today;
      return {
        text: `${late ? '逾期' : '待整改'}：${row.title}${row.due ? ` ${shortDay(row.due, today)}` : ''}`,
        action: 'hazard.open',
        reference,
      };
    }
    return {
      text: `${row.major === 'candidate' ? '疑似重大' : '待认定'}：${row.title}`,
      action: 'hazard.open',
      reference,
    };
  });
  return { items: items.slice(0, 8), total: rows.length };
}
