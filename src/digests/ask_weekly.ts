import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { weeksTold } from './told.ts';

/** 周报: how the week goes so far, from the summary before to this moment; `last`: what the summary before told. */
export function openWeekly(context: Context, person: PersonId, schoolId: number, last: boolean): void {
  const [current, before] = weeksTold(context, schoolId);
  const told = last ? (before ?? current) : current;
  if (!told) return;
  const { week, after, upTo } = told;
  const subject = { school: schoolId, week: week.from, after, upTo: Math.min(context.now, upTo), late: 0 };
  sendCard(context, 'digest.weekly', subject, { person }, { lane: 'press' });
}
