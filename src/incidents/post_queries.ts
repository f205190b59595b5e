import { and, asc, eq, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { incidentPost } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

export type Post = typeof incidentPost.$inferSelect;

type Reading = Pick<ReadContext, 'db'>;

const ofIncident = prepared((db) =>
  db
    .select()
    .from(incidentPost)
    .where(eq(incidentPost.incidentId, sql.placeholder('incident')))
    .orderBy(asc(incidentPost.id))
    .prepare(),
);

/** Everybody who was called to a post, in the order of calling. */
export const postsOf = (context: Reading, incident: number): readonly Post[] =>
  ofIncident(context.db).all({ incident });

const ofPerson = prepared((db) =>
  db
    .select()
    .from(incidentPost)
    .where(
      and(
        eq(incidentPost.incidentId, sql.placeholder('incident')),
        eq(incidentPost.personId, sql.placeholder('person')),
      ),
    )
    .prepare(),
);

export const postOf = (context: Reading, incident: number, person: PersonId): Post | undefined =>
  ofPerson(context.db).get({ incident, person });
