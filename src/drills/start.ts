import type { PersonId } from '../../cards/model.ts';
import { nextNumber } from '../hazards/numbers.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { cancelTimersOf, setTimer } from '../kernel/timers.ts';
import { schoolById } from '../school/people.ts';
import { groupsFor } from '../school/queries.ts';
import { drill, drillPost } from '../store/schema/index.ts';
import { BOARD_TIMER, refreshBoard } from './board.ts';
import { changeDrill, requireState, writeStep } from './change.ts';
import { findDrill, postsOf, runningDrill, unitsOf } from './queries.ts';
import { boardPause, type Drill, SILENT_MS, topicOf, typeOf } from './rules.ts';
import { askUnits, makeUnits } from './units.ts';
import { watchersOf } from './who.ts';

export const SILENT_TIMER = 'drill.silent';

/** Groups that show the board; a school without a group of one kind does with the others. */
const boardGroups = ['leading_group', 'staff', 'class_teachers'] as const;

/**
 * 宣布启动: from this moment the clock runs. Every class head gets the class's card at once, the groups their board, the
 * posts theirs; all in the urgent lane, which neither quiet hours nor the month's budget hold back.
 */
export function startDrill(context: Context, of: Drill, person: PersonId): Outcome {
  requireState(context, of, 'start');
  refuseSecond(context, of.schoolId);
  const running = changeDrill(context, of, 'start', {
    state: 'running',
    startedAt: context.now,
    startedById: person,
  });
  begin(context, running);
  return {
    toast: { tone: 'success', text: '已启动，正在通知各班' },
    become: { card: 'drill.command', subject: { drill: of.id } },
  };
}

/** 全员点名: a roll-call of every class and every colleague for a real event, without a plan. */
export function startRollCall(context: Context, schoolId: number, person: PersonId): Drill {
  refuseSecond(context, schoolId);
  const shortName = schoolById(context, schoolId)?.shortName ?? 'XX';
  const made = context.db
    .insert(drill)
    .values({
      schoolId,
      number: nextNumber(context, `${shortName}-DM`, context.now),
      kind: 'roll_call',
      type: '',
      state: 'planned',
      plannedAt: context.now,
      plannedById: person,
      announced: false,
    })
    .returning()
    .get();
  const running = changeDrill(context, made, 'start', {
    state: 'running',
    startedAt: context.now,
    startedById: person,
    realAt: context.now,
    realById: person,
  });
  begin(context, running);
  return running;
}

function refuseSecond(context: Context, schoolId: number): void {
  const other = runningDrill(context, schoolId);
  if (other)
    throw new Refused(
      'drill.other_running',
      other.kind === 'drill' ? '已有演练在进行' : '正在全员点名',
      '先解除那一次，再启动。',
    );
}

function begin(context: Context, of: Drill): void {
  const topic = topicOf(of.id);
  cancelTimersOf(context, topic);
  if (typeOf(of.type).isTalked !== true) {
    makeUnits(context, of);
    askUnits(context, of, unitsOf(context, of.id), 'start');
    setTimer(context, SILENT_TIMER, topic, context.now + SILENT_MS);
  }
  for (const group of boardsOf(context, of)) send(context, 'drill.board', of, { group });
  for (const person of watchersOf(context, of)) send(context, 'drill.command', of, { person });
  for (const post of postsOf(context, of.id)) {
    if (post.role === 'observer' || post.role === 'assembly_officer') continue;
    sendCard(
      context,
      'drill.post',
      { post: post.id },
      { person: post.personId },
      { lane: 'urgent', dedupeKey: `drill.post:${post.id}` },
    );
  }
  setTimer(context, BOARD_TIMER, topic, context.now + (boardPause(0) ?? 0));
}

/** Chat groups with the live board, each once. */
export const boardsOf = (context: Context, of: Drill): readonly number[] => [
  ...new Set(boardGroups.flatMap((purpose) => groupsFor(context, of.schoolId, purpose).map((group) => group.id))),
];

const send = (context: Context, card: string, of: Drill, to: { group: number } | { person: PersonId }): void =>
  sendCard(context, card, { drill: of.id }, to, {
    lane: 'urgent',
    urge: of.realAt !== null && 'person' in to,
    dedupeKey: `${card}:${of.id}:${'group' in to ? `g${to.group}` : to.person}`,
  });

/** A minute after the start: who has not answered is asked once more, and the boards name the classes. */
export function askSilent(context: Context, subject: string): void {
  const of = findDrill(context, Number(subject.split(':')[1]));
  if (of?.state !== 'running') return;
  const silent = unitsOf(context, of.id).filter((unit) => unit.reportedAt === null);
  askUnits(context, of, silent, 'again');
  if (silent.length > 0) writeStep(context, of.id, 'asked_again', `${silent.length}`);
  refreshBoard(context, of);
}

/** Adds somebody with a part; named twice for the same it is there once. */
export function addPost(
  context: Context,
  of: Drill,
  post: { readonly role: string; readonly person: PersonId; readonly post: string },
): void {
  requireState(context, of, 'post');
  context.db
    .insert(drillPost)
    .values({ drillId: of.id, role: post.role, personId: post.person, post: post.post })
    .onConflictDoNothing()
    .run();
}
