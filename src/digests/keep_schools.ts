import { and, eq, notExists, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { school, timer } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

const without = prepared((db) =>
  db
    .select({ id: school.id })
    .from(school)
    .where(
      notExists(
        db
          .select({ kind: timer.kind })
          .from(timer)
          .where(and(eq(timer.kind, sql.placeholder('kind')), sql`${timer.subject} = 'school:' || ${school.id}`)),
      ),
    )
    .prepare(),
);

/** Begins something daily for schools that are new, and for those that were there before the product had it. */
export function keepForEverySchool(
  context: Context,
  kind: string,
  plan: (context: Context, school: number) => void,
): void {
  for (const { id } of without(context.db).all({ kind })) plan(context, id);
}
