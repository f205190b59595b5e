import type { Context } from '../kernel/context.ts';
import { refresh } from '../kernel/send.ts';
import { setTimer, timersOf } from '../kernel/timers.ts';
import { findDrill } from './queries.ts';
import { BOARD_SETTLES_MS, boardPause, boardTopic, type Drill, idOfTopic, topicOf } from './rules.ts';

export const BOARD_TIMER = 'drill.board';

/**
 * Brings the live boards up to date soon: whatever is reported within two seconds is drawn once. A card that was
 * pressed is redrawn at once by the press itself.
 */
export function refreshBoard(context: Context, of: Drill): void {
  if (of.state !== 'running') {
    refresh(context, boardTopic(of.id), 'urgent');
    return;
  }
  wakeBy(context, of.id, context.now + BOARD_SETTLES_MS);
}

function wakeBy(context: Context, id: number, at: number): void {
  const set = timersOf(context, topicOf(id)).get(BOARD_TIMER);
  if (set === undefined || set > at || set < context.now) setTimer(context, BOARD_TIMER, topicOf(id), at);
}

/** The board's clock: draws, and wakes up again while the roll-call runs. */
export function runBoard(context: Context, subject: string): void {
  const of = findDrill(context, idOfTopic(subject));
  if (of?.state !== 'running' || of.startedAt === null) return;
  refresh(context, boardTopic(of.id), 'urgent');
  const pause = boardPause(context.now - of.startedAt);
  if (pause !== undefined) wakeBy(context, of.id, context.now + pause);
}
