import { z } from 'zod';
import { weeklyCard } from '../../cards/digests/weekly.ts';
import { shareText } from '../hazards/metrics.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { dateOf, dayText } from '../kernel/time.ts';
import { isCalendarKnown } from '../school/calendar.ts';
import { weekAhead } from './ahead.ts';
import { countedText } from './counted.ts';
import { missedTwice, weekDuties, weekShifts } from './duty_figures.ts';
import { interruptionsOf, undeliveredNow, weekNumbers, weeksBefore } from './figures.ts';
import { withoutRoster } from './rosters.ts';
import { SUMMARY_CLOCK } from './week.ts';

/** Weeks the chart shows. */
const CHART_WEEKS = 6;

export const digestPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'digest.weekly',
    subject: z.object({ school: z.number().int(), week: z.string(), late: z.number().int() }),
    topic: (of) => `digest:${of.school}:${of.week}`,
    show: (context, of) => {
      const today = dateOf(context.now, context.timeZone);
      const numbers = weekNumbers(context, of.school, of.week);
      return weeklyCard({
        week: countedText(context, of.school, of.week),
        date: dayText(today, today),
        school: of.school,
        ...numbers,
        rectified: shareText(numbers.metrics.rectified),
        onTime: shareText(numbers.metrics.onTime),
        averageDays: numbers.metrics.days.count === 0 ? '—' : `${Math.round(numbers.metrics.days.mean * 10) / 10} 天`,
        firstPass: shareText(numbers.firstPass),
        repeated: numbers.repeated.map((one) => `${one.what} ${one.times} 次`),
        weeks: weeksBefore(context, of.school, of.week, CHART_WEEKS),
        missedTwice: missedTwice(context, of.school, of.week),
        withoutRoster: withoutRoster(context, of.school),
        undelivered: undeliveredNow(context, of.school),
        interruptions: interruptionsOf(context, of.school, of.week),
        duties: [...weekDuties(context, of.school, of.week), ...weekShifts(context, of.school, of.week)],
        ahead: weekAhead(context, of.school, of.week),
        calendarKnown: isCalendarKnown(today),
        ...(of.late ? { late: `应于 周五 ${SUMMARY_CLOCK} 发，因停机迟发。` } : {}),
      });
    },
  }),
];
