import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { postsOf } from './post_queries.ts';
import { alertedOf, type Incident, stepsOf } from './queries.ts';

/** Who knows of an emergency and must hear its end: the alerted, those called to a post, the reporter. */
export function everybodyTold(context: Pick<ReadContext, 'db'>, subject: Incident): ReadonlySet<PersonId> {
  const told = new Set<PersonId>(alertedOf(stepsOf(context, subject.id)).map((one) => one.person));
  for (const post of postsOf(context, subject.id)) told.add(post.personId);
  if (subject.reporterId !== null) told.add(subject.reporterId);
  return told;
}
