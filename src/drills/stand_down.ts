import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { cancelTimersOf } from '../kernel/timers.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { changeDrill, requireState } from './change.ts';
import { totalsOf } from './count.ts';
import { askForReview } from './follow_up.ts';
import { headsOfClasses, peopleAt, postsOf, unitsOf } from './queries.ts';
import { type Drill, postTopic, topicOf, typeOf, unitTopic } from './rules.ts';
import { boardsOf } from './start.ts';
import { leadersOf, watchersOf } from './who.ts';

/** What still stands in the way, as the refusal's toast says it first; undefined when nothing does. */
export function obstacleOf(context: Pick<ReadContext, 'db'>, of: Drill): string | undefined {
  if (typeOf(of.type).isTalked === true) return undefined;
  const totals = totalsOf(unitsOf(context, of.id));
  if (totals.missing > 0) return `差 ${totals.missing} 人未闭合，不能解除`;
  if (totals.extra > 0) return `有混班没核对，不能解除`;
  const silent = totals.units - totals.reported;
  if (silent > 0) return `还有 ${silent} 个${of.kind === 'drill' ? '班' : '班或老师'}未报`;
  if (postsOf(context, of.id).some((post) => post.state === 'trouble')) return '有岗位报了情况，先核实';
  return undefined;
}

/** 宣布解除: only when everybody is accounted for; otherwise whoever pressed gets the list of what is open. */
export function standDown(context: Context, of: Drill, person: PersonId): Outcome {
  requireState(context, of, 'stand_down');
  const obstacle = obstacleOf(context, of);
  if (obstacle !== undefined) {
    sendCard(context, 'drill.refused', { drill: of.id }, { person }, { lane: 'urgent' });
    return { toast: { tone: 'warning', text: obstacle } };
  }
  end(context, changeDrill(context, of, 'stand_down', over(context, of, person)));
  return { toast: { tone: 'success', text: of.realAt === null ? '已解除，请按序回班' : '已解除，已告知全员' } };
}

/** 签字解除: the commander takes it on themselves, with the reason; what was open stays written as open. */
export function standDownSigned(context: Context, of: Drill, person: PersonId, reason: string): Outcome {
  requireState(context, of, 'stand_down');
  if (obstacleOf(context, of) === undefined) return standDown(context, of, person);
  end(
    context,
    changeDrill(context, of, 'stand_down_signed', { ...over(context, of, person), exception: reason }, reason),
  );
  return { toast: { tone: 'success', text: '已签字解除，未闭合的留痕' } };
}

const over = (context: Context, of: Drill, person: PersonId) => ({
  state: 'stood_down' as const,
  stoodDownAt: context.now,
  stoodDownById: person,
  ...(typeOf(of.type).isTalked === true ? { accountedAt: context.now } : {}),
});

/** What the end of a roll-call sets off: cards close, the result goes to the groups, observers are asked. */
function end(context: Context, of: Drill): void {
  cancelTimersOf(context, topicOf(of.id));
  for (const unit of unitsOf(context, of.id)) {
    cancelTimersOf(context, unitTopic(unit.id));
    refresh(context, unitTopic(unit.id), 'urgent');
  }
  for (const post of postsOf(context, of.id)) refresh(context, postTopic(post.id), 'urgent');
  const subject = { drill: of.id };
  for (const group of boardsOf(context, of))
    sendCard(context, 'drill.done', subject, { group }, { lane: 'urgent', dedupeKey: `drill.done:${of.id}:g${group}` });
  for (const person of of.realAt === null ? leadersOf(context, of) : everybodyOf(context, of))
    sendCard(
      context,
      'drill.done',
      subject,
      { person },
      { lane: 'urgent', dedupeKey: `drill.done:${of.id}:${person}` },
    );
  if (of.kind !== 'drill') return;
  askForReview(context, of);
}

/** After a real event whoever was asked or alarmed hears that it is over; after a drill the groups are enough. */
const everybodyOf = (context: Context, of: Drill): readonly PersonId[] => [
  ...new Set([
    ...alarmedOf(context, of),
    ...postsOf(context, of.id).map((post) => post.personId),
    ...[...headsOfClasses(context, of.schoolId).values()].flat(),
    ...unitsOf(context, of.id).flatMap((unit) => (unit.kind === 'person' ? [Number(unit.reference)] : [])),
  ]),
];

/** Everybody who is told at once when a drill turns real or a child is missing. */
export const alarmedOf = (context: Context, of: Drill): readonly PersonId[] => [
  ...new Set([
    ...watchersOf(context, of),
    ...peopleAt(context, of.id, ['security', 'sweeper']),
    ...['gate_guard', 'security_captain', 'duty_leader'].flatMap((role) =>
      peopleWithFirstRole(context, of.schoolId, [role]).map((one) => one.person),
    ),
  ]),
];
