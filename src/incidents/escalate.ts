import type { Context } from '../kernel/context.ts';
import { timersOf } from '../kernel/timers.ts';
import { alert, firstResponders, ringAgain, rungHolders } from './alert.ts';
import { incidentById } from './queries.ts';
import { type Rung, ringsAgain } from './rules.ts';

const idOf = (topic: string): number => Number(topic.slice(topic.indexOf(':') + 1));

/** 60 s without a tap: the leadership is told anyway, and that nobody has confirmed it yet. */
export function alertUnanswered(context: Context, topic: string): void {
  const subject = incidentById(context, idOf(topic));
  if (subject?.state === 'asked' || subject?.state === 'alerted') {
    alert(context, subject, firstResponders(context, subject));
  }
}

/** One rung of domain/duties.md §1.4 E5: nobody has taken it over in time. Without a vice principal the principal hears. */
export function alertRung(context: Context, topic: string, rung: Rung): void {
  const subject = incidentById(context, idOf(topic));
  if (subject?.state !== 'alerted') return;
  alert(context, subject, rungHolders(context, subject, rung));
}

/** Still nobody: everybody alerted is rung again. After an outage only the latest ring that is due sounds (design.md §5). */
export function ringUnanswered(context: Context, topic: string, ring: (typeof ringsAgain)[number]): void {
  const subject = incidentById(context, idOf(topic));
  if (subject?.state !== 'alerted') return;
  const set = timersOf(context, topic);
  const isOvertaken = ringsAgain.some(
    ({ timer, after }) => after > ring.after && (set.get(timer) ?? Number.POSITIVE_INFINITY) <= context.now,
  );
  if (!isOvertaken) ringAgain(context, subject, ring.timer);
}
