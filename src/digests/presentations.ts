import { z } from 'zod';
import { listCard, listsCard } from '../../cards/digests/lists.ts';
import { summaryTimeCard, summaryTimeFields, weekdayName } from '../../cards/digests/settings.ts';
import { weeklyCard } from '../../cards/digests/weekly.ts';
import type { Reference } from '../../cards/model.ts';
import { averageText, shareText } from '../hazards/metrics.ts';
import { control } from '../hazards/who.ts';
import type { ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { definePresentation, type Presentation, type Viewer } from '../kernel/presentation.ts';
import { clockOf, dateOf, dayText } from '../kernel/time.ts';
import { isCalendarKnown } from '../school/calendar.ts';
import { undelivered } from '../school/undelivered.ts';
import { weekAhead } from './ahead.ts';
import { drillStandings, standingText } from './drill_figures.ts';
import { missedTwice, weekDuties, weekShifts } from './duty_figures.ts';
import { expiringTexts } from './expiring_lines.ts';
import { countedText, weekNumbers, weeksBefore } from './figures.ts';
import { interruptionsOf } from './interruptions.ts';
import { mayReadList, numberList, numberLists, PAGE_LINES } from './lists.ts';
import { keeper } from './meeting/who.ts';
import { summaryTimeOf } from './rhythm.ts';
import { withoutRoster } from './rosters.ts';
import { spanWords } from './span_words.ts';
import { listReference, schoolReference, toldReference } from './subjects.ts';
import { type Told, toldOf } from './told.ts';
import { lessonTopics } from './topics_ahead.ts';
import { isLate, nextSummaryAt } from './weekly_summary.ts';

/** Weeks the chart shows. */
const CHART_WEEKS = 6;

const referenceOf = (told: Told): Reference => ({
  school: told.schoolId,
  week: told.week.from,
  after: told.after,
  upTo: told.upTo,
});

const mayRead = (context: ReadContext, viewer: Viewer, schoolId: number): viewer is Viewer & { kind: 'person' } =>
  viewer.kind === 'person' && control.allows(context, viewer.person, { schoolId });

/** 5 条没送到：应用少一项权限 → 请信息老师开通（3 条）: what to do, by remedy; in a group nobody is named. */
function remediesOf({ lines }: ReturnType<typeof undelivered>): readonly string[] {
  const byRemedy = new Map<string, number>();
  for (const { remedy, count } of lines) byRemedy.set(remedy, (byRemedy.get(remedy) ?? 0) + count);
  return [...byRemedy].sort(([, left], [, right]) => right - left).map(([remedy, count]) => `${remedy}（${count} 条）`);
}

/** 应于 9月26日 周五 16:00 发: when it should have come. */
function lateText(context: ReadContext, told: Told): string {
  const today = dateOf(context.now, context.timeZone);
  return `应于 ${dayText(dateOf(told.upTo, context.timeZone), today)} ${clockOf(told.upTo, context.timeZone)} 发，因停机迟发。`;
}

export const digestPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'digest.weekly',
    subject: toldReference.extend({ late: z.number().int() }),
    topic: (of) => `digest:${of.school}:${of.week}`,
    show: (context, of) => {
      const { school } = of;
      const told = toldOf(context, of);
      const today = dateOf(context.now, context.timeZone);
      const numbers = weekNumbers(context, told);
      const unsent = undelivered(context, school);
      return weeklyCard({
        told: referenceOf(told),
        span: spanWords(told, context.now, context.timeZone),
        week: countedText(context, told),
        date: dayText(today, today),
        school,
        ...numbers,
        rectified: shareText(numbers.metrics.rectified),
        onTime: shareText(numbers.metrics.onTime),
        averageDays: averageText(numbers.metrics),
        firstPass: shareText(numbers.firstPass),
        repeated: numbers.repeated.map((one) => `${one.what} ${one.times} 次`),
        weeks: weeksBefore(context, told, CHART_WEEKS),
        missedTwice: missedTwice(context, told).map(
          ({ name, classes }) =>
            `${name}：${classes.slice(0, 6).join('、')}${classes.length > 6 ? ` 等 ${classes.length} 个班` : ''}`,
        ),
        topics: lessonTopics(context, told),
        withoutRoster: withoutRoster(context, told),
        drills: drillStandings(context, told).map(standingText),
        undelivered: unsent.total,
        remedies: remediesOf(unsent),
        expiring: expiringTexts(context, school),
        interruptions: interruptionsOf(context, told),
        duties: [...weekDuties(context, told), ...weekShifts(context, told)],
        ahead: weekAhead(context, told),
        calendarKnown: isCalendarKnown(today),
        ...(of.late || isLate(context, { school, upTo: told.upTo }) ? { late: lateText(context, told) } : {}),
      });
    },
  }),
  definePresentation({
    card: 'digest.lists',
    subject: toldReference,
    topic: () => 'list',
    show: (context, of, viewer, entered) => {
      if (!mayRead(context, viewer, of.school)) return undefined;
      const told = toldOf(context, of);
      return listsCard({
        told: referenceOf(told),
        counted: countedText(context, told),
        lists: numberLists
          .filter((list) => mayReadList(context, viewer.person, of.school, list))
          .map((list) => ({ key: list.key, title: list.title, total: list.rows(context, told).length })),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
  definePresentation({
    card: 'digest.list',
    subject: listReference,
    topic: () => 'list',
    show: (context, of, viewer) => {
      const list = numberList(of.list);
      if (!list || !mayRead(context, viewer, of.school)) return undefined;
      if (!mayReadList(context, viewer.person, of.school, list)) return undefined;
      const told = toldOf(context, of);
      const rows = list.rows(context, told);
      const pages = Math.max(1, Math.ceil(rows.length / PAGE_LINES));
      const page = Math.min(of.page, pages - 1);
      return listCard({
        told: referenceOf(told),
        list: list.key,
        title: list.title,
        total: rows.length,
        lines: rows.slice(page * PAGE_LINES, (page + 1) * PAGE_LINES).map((row) => row.text),
        mayPut:
          list.isForMeeting === true &&
          rows.length > 0 &&
          keeper.allows(context, viewer.person, { schoolId: of.school }),
        page,
        pages,
      });
    },
  }),
  definePresentation({
    card: 'digest.settings',
    subject: schoolReference,
    topic: ({ school }) => `digest-settings:${school}`,
    show: (context, { school }, viewer, entered) => {
      if (viewer.kind !== 'person' || !hasRole(context, viewer.person, school, 'safety_office')) return undefined;
      const time = summaryTimeOf(context, school);
      const today = dateOf(context.now, context.timeZone);
      const next = nextSummaryAt(context, school);
      return summaryTimeCard({
        school,
        now: `${weekdayName(time.weekday)} ${time.clock}`,
        next: `${dayText(dateOf(next, context.timeZone), today)} ${clockOf(next, context.timeZone)}`,
        fields: summaryTimeFields.show(
          { weekday: { initial: String(time.weekday) }, clock: { initial: time.clock } },
          entered?.values,
        ),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
];
