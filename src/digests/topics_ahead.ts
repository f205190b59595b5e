import { topicsAhead } from '../duties/reminder_topic.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, plusDays } from '../kernel/time.ts';
import type { Told } from './told.ts';
import { weekOf } from './week.ts';

/** Topics named for a stage: a class has one lesson a week, and chooses. */
const TOPICS = 3;

/**
 * 下周建议主题 (domain/duties.md weekly-safety-lesson) of the week after a summary, by the reminder library: 小学 交通、食品,
 * without the stage where all are of one mind. None where the school runs no safety lesson or the week has no lessons.
 */
export function lessonTopics(context: ReadContext, { schoolId, upTo, calendar, duty }: Told): readonly string[] {
  if (!duty('weekly-safety-lesson')?.on) return [];
  const monday = plusDays(weekOf(dateOf(upTo, context.timeZone)).to, 1);
  const dates = Array.from({ length: 7 }, (_, index) => plusDays(monday, index)).filter((date) =>
    calendar.isSchoolDay(date),
  );
  const suggested = topicsAhead(context, schoolId, dates, calendar);
  return suggested.map(({ stages, topics }) => {
    const named = topics.slice(0, TOPICS).join('、');
    return suggested.length === 1 ? named : `${stages.join('、')} ${named}`;
  });
}
