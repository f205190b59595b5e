import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { incidentPost } from '../store/schema/index.ts';
import { postsOf } from './post_queries.ts';
import { type Incident, topicOf } from './queries.ts';
import { refuseOver } from './refusals.ts';
import { membersOf, teamsToCall } from './teams.ts';

/**
 * 叫齐各组: guard, aid, communication and evacuation get their short card at once, with a ring. Pressed again it calls
 * only for teams that nobody can come to. Throws Refused when nobody leads or it is over.
 */
export function callTeams(
  context: Context,
  input: { readonly incident: Incident; readonly person: PersonId },
): Outcome {
  const { incident: subject } = input;
  refuseOver(context, subject);
  if (subject.state !== 'handled')
    throw new Refused('incident.unled', '请先点“我来处置”', '有人接手，各组才知道听谁的。', 'info');
  const before = postsOf(context, subject.id);
  const taken = new Set<number>(before.map((post) => post.personId));
  const called: PersonId[] = [];
  for (const team of teamsToCall(before)) {
    for (const { person } of membersOf(context, subject, team, taken)) {
      // Whoever has another team's role later in the list stays where they were called first.
      taken.add(person);
      called.push(person);
      context.db
        .insert(incidentPost)
        .values({ incidentId: subject.id, team, personId: person, state: 'asked', askedAt: context.now })
        .run();
      sendCard(
        context,
        'incident.post',
        { incident: subject.id },
        { person },
        { lane: 'urgent', urge: true, dedupeKey: `incident.post:${subject.id}:${person}` },
      );
    }
  }
  if (called.length === 0) {
    return before.length > 0
      ? { toast: { tone: 'info', text: '各组都已叫过，谁到了卡上有' } }
      : { toast: { tone: 'warning', text: '名册里没有各组的人，请打电话' } };
  }
  record(context, 'incident.teams_called', topicOf(subject.id), { person: input.person, called });
  refresh(context, topicOf(subject.id), 'urgent');
  return { toast: { tone: 'success', text: `已叫 ${called.length} 人，到位的卡上有` } };
}
