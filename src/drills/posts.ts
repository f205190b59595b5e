import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, sendText } from '../kernel/send.ts';
import { drillPost } from '../store/schema/index.ts';
import { refreshBoard } from './board.ts';
import { requireState, writeStep } from './change.ts';
import type { Post } from './queries.ts';
import { type Drill, postName, postTopic, topicOf } from './rules.ts';
import { watchersOf } from './who.ts';
import { headOf } from './words.ts';

/**
 * A sweeper or a floor guide says how it is at their place. Pressed again it is the last word: trouble may be over, and
 * a place that was clear may not be.
 */
export function confirmPost(
  context: Context,
  of: Drill,
  post: Post,
  input: { readonly person: PersonId; readonly state: 'confirmed' | 'trouble' },
): Outcome {
  requireState(context, of, 'confirm_post');
  if (post.state === input.state) return { toast: { tone: 'info', text: '已记过' } };
  context.db.update(drillPost).set({ state: input.state, at: context.now }).where(eq(drillPost.id, post.id)).run();
  const place = `${post.post}${postName(post.role)}`;
  writeStep(context, of.id, input.state === 'confirmed' ? 'post_confirmed' : 'post_trouble', place);
  record(context, `drill.post_${input.state}`, topicOf(of.id), { post: post.id, by: input.person });
  refresh(context, postTopic(post.id), 'urgent');
  refreshBoard(context, of);
  if (input.state === 'confirmed') return { toast: { tone: 'success', text: `已记：${postName(post.role)}` } };
  for (const person of watchersOf(context, of))
    sendText(
      context,
      `${headOf(of)}${place}报有情况，请联系核实。`,
      { person },
      { lane: 'urgent', dedupeKey: `drill.trouble:${post.id}:${context.now}:${person}` },
    );
  return { toast: { tone: 'warning', text: '已告诉总指挥，请等联系' } };
}
