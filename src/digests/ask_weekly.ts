import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { rhythmOf } from './rhythm.ts';
import { countedIn, nextWeek, summaryAt } from './week.ts';

/** 周报: how the week goes so far, from the summary before to this moment; `last`: what the summary before told. */
export function openWeekly(context: Context, person: PersonId, schoolId: number, last: boolean): void {
  const rhythm = rhythmOf(context, schoolId);
  const week = nextWeek(context.now, rhythm);
  const { after } = countedIn(week, rhythm);
  const before = nextWeek(after - 1, rhythm);
  const told = last
    ? { school: schoolId, week: before.from, ...countedIn(before, rhythm) }
    : { school: schoolId, week: week.from, after, upTo: Math.min(context.now, summaryAt(week, rhythm)) };
  sendCard(context, 'digest.weekly', { ...told, late: 0 }, { person }, { lane: 'press' });
}
