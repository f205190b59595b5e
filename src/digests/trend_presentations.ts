import type { z } from 'zod';
import { type TrendsView, tipCard, trendsCard } from '../../cards/digests/trends.ts';
import type { Card } from '../../cards/model.ts';
import { allRepeated, averageText, shareText, windowOfDays } from '../hazards/metrics.ts';
import { stateNames } from '../hazards/rules.ts';
import { control } from '../hazards/who.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { dateOf, plusDays } from '../kernel/time.ts';
import { WINDOW_DAYS } from './spikes.ts';
import { tipReference, trendsReference } from './subjects.ts';
import { type By, casesBehind, foundBy, historiesOf, monthsOf, nameOfKey } from './trends.ts';

const MONTHS = 6;
/** The window of domain/hazards.md §6 for what comes back; places and categories are shown over the same. */
const SPAN_DAYS = 90;
const SPAN = `近 ${SPAN_DAYS} 天`;
const ROWS = 8;

function viewOf(context: ReadContext, school: number, by: z.infer<typeof trendsReference>['by']): TrendsView {
  const today = dateOf(context.now, context.timeZone);
  if (by === 'month')
    return {
      school,
      by,
      rows: monthsOf(context, school, MONTHS).map((one) => ({
        label: `${Number(one.month.slice(5, 7))}月`,
        found: one.found,
        closed: one.closed,
        rectified: shareText(one.metrics.rectified),
        onTime: shareText(one.metrics.onTime),
        days: averageText(one.metrics),
      })),
    };
  if (by === 'repeated')
    return {
      school,
      by,
      span: SPAN,
      rows: allRepeated(context, school, windowOfDays(today, today, context.timeZone))
        .slice(0, ROWS)
        .map(({ what, times }) => ({ label: what, times })),
    };
  return { school, by, span: SPAN, earlier: `之前 ${SPAN_DAYS} 天`, rows: rowsBy(context, school, by, today) };
}

function rowsBy(context: ReadContext, school: number, by: By, today: string) {
  const until = plusDays(today, 1);
  const from = plusDays(until, -SPAN_DAYS);
  const before = foundBy(context, school, by, { from: plusDays(from, -SPAN_DAYS), until: from });
  return [...foundBy(context, school, by, { from, until })]
    .map(([key, found]) => ({ label: nameOfKey(by, key), found, before: before.get(key) ?? 0 }))
    .sort((left, right) => right.found - left.found || (left.label < right.label ? -1 : 1))
    .slice(0, ROWS);
}

function tipOf(context: ReadContext, of: z.infer<typeof tipReference>, person: number): Card | undefined {
  const lines = of.keys.split(',').flatMap((pair) => {
    const [by, key] = pair.split(':');
    if ((by !== 'place' && by !== 'category') || key === undefined) return [];
    const history = historiesOf(context, of.school, by, of.day).get(key);
    if (!history) return [];
    const cases = casesBehind(context, of.school, by, key, of.day).map(
      (row) => `${row.number.slice(-4)} ${[...row.title].slice(0, 14).join('')} ${stateNames[row.state]}`,
    );
    return [{ what: nameOfKey(by, key), days: WINDOW_DAYS, ...history, cases }];
  });
  if (lines.length === 0) return undefined;
  return tipCard({ school: of.school, lines, mayReadTrends: control.allows(context, person, { schoolId: of.school }) });
}

export const trendPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'digest.trends',
    subject: trendsReference,
    topic: () => 'list',
    show: (context, { school, by }, viewer) =>
      viewer.kind === 'person' && control.allows(context, viewer.person, { schoolId: school })
        ? trendsCard(viewOf(context, school, by))
        : undefined,
  }),
  definePresentation({
    card: 'digest.tip',
    subject: tipReference,
    topic: (of) => `digest-tip:${of.school}:${of.day}`,
    show: (context, of, viewer) => (viewer.kind === 'person' ? tipOf(context, of, viewer.person) : undefined),
  }),
];
