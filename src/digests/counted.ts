import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf, shortDay } from '../kernel/time.ts';
import { schoolCalendar, teachingDayFrom } from '../school/calendar.ts';
import { countedIn } from './week.ts';

/** From one summary to the next: what every figure of a summary counts, ms. `from` is the Monday of its week. */
export const counted = (context: ReadContext, schoolId: number, from: string) => {
  const calendar = schoolCalendar(context, schoolId);
  return countedIn(from, (date) => teachingDayFrom(context, schoolId, date, calendar), context.timeZone);
};

/** 9月12日–9月19日，到 16:00 止: what the summary counts, as its readers can check it. */
export function countedText(context: ReadContext, schoolId: number, from: string): string {
  const { after, upTo } = counted(context, schoolId, from);
  const today = dateOf(context.now, context.timeZone);
  const day = (instant: number): string => shortDay(dateOf(instant, context.timeZone), today);
  return `${day(after)}–${day(upTo)}，到 ${clockOf(upTo, context.timeZone)} 止`;
}
