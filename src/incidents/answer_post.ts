import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, sendText } from '../kernel/send.ts';
import { clockOf } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { incidentPost } from '../store/schema/index.ts';
import { postOf } from './post_queries.ts';
import { type Incident, topicOf } from './queries.ts';
import { refuseOver } from './refusals.ts';
import { teamRules } from './teams.ts';

/**
 * 我已到位 or 我去不了: shown to the commander at once; who cannot come is also said in words, because somebody else has
 * to be called. May be corrected. Throws Refused when it is over.
 */
export function answerPost(
  context: Context,
  input: { readonly incident: Incident; readonly person: PersonId; readonly answer: 'in_place' | 'cannot' },
): Outcome {
  const { incident: subject, person, answer } = input;
  refuseOver(context, subject);
  const post = postOf(context, subject.id, person);
  // The permission let through only who has a post.
  if (!post) return {};
  if (post.state === answer) {
    const at = clockOf(post.answeredAt ?? context.now, context.timeZone);
    return { toast: { tone: 'info', text: `${at} 已记下` } };
  }
  context.db
    .update(incidentPost)
    .set({ state: answer, answeredAt: context.now })
    .where(eq(incidentPost.id, post.id))
    .run();
  record(context, `incident.${answer}`, topicOf(subject.id), { person });
  if (answer === 'cannot' && subject.handlerId !== null) {
    sendText(
      context,
      `${teamRules[post.team].says} ${nameOf(context, person)}去不了，请叫别人。`,
      { person: subject.handlerId },
      { lane: 'urgent' },
    );
  }
  refresh(context, topicOf(subject.id), 'urgent');
  return {
    toast:
      answer === 'in_place'
        ? { tone: 'success', text: '已告诉指挥，您到位了' }
        : { tone: 'info', text: '已告诉指挥另叫人' },
  };
}
