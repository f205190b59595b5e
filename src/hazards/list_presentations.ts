import { z } from 'zod';
import { type ListRow, ledgerCard, mineCard } from '../../cards/hazards/lists.ts';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { dateOf, dayText } from '../kernel/time.ts';
import { viewerOf } from './hazard_card.ts';
import { hazardsOf, type LedgerFilter, ledgerCounts, ledgerFilters, ledgerOf } from './lists.ts';
import { hazardMetrics, shareText, windowOfDays } from './metrics.ts';
import type { Hazard } from './queries.ts';
import { statusText } from './view.ts';

const part = (of: Hazard, person: PersonId): string =>
  of.ownerId === person ? '我负责' : of.recheckerId === person && of.state === 'pending_recheck' ? '我复查' : '我上报';

function rowOf(context: ReadContext, of: Hazard): ListRow {
  return { id: of.id, number: of.number, title: of.title, status: statusText(context, of).text };
}

const filterTexts: Readonly<Record<LedgerFilter, string>> = {
  open: '在账',
  overdue: '逾期',
  recheck: '待复查',
  major: '重大',
  listed: '挂牌督办',
  closed: '已销号',
};

/** 我的隐患 and 台账. */
export const listPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'hazard.mine',
    subject: z.object({ closed: z.number().int(), page: z.number().int() }),
    topic: () => 'list',
    show: (context, subject, viewer) => {
      const person = viewerOf(viewer);
      if (person === undefined) return undefined;
      const found = hazardsOf(context, person, subject.closed === 1, subject.page);
      const today = dateOf(context.now, context.timeZone);
      return mineCard(
        {
          ...found,
          today: dayText(today, today),
          rows: found.rows.map((row) => ({ ...rowOf(context, row), part: part(row, person) })),
        },
        subject.closed === 1,
      );
    },
  }),
  definePresentation({
    card: 'hazard.ledger',
    subject: z.object({
      school: z.number().int(),
      filter: z.enum(ledgerFilters),
      page: z.number().int(),
    }),
    topic: () => 'list',
    show: (context, subject) => {
      const found = ledgerOf(context, subject.school, subject.filter, subject.page);
      const counts = ledgerCounts(context, subject.school);
      const today = dateOf(context.now, context.timeZone);
      const month = windowOfDays(`${today.slice(0, 7)}-01`, today, context.timeZone);
      return ledgerCard({
        ...found,
        ...counts,
        rate: shareText(hazardMetrics(context, subject.school, month).rectified),
        school: subject.school,
        filter: subject.filter,
        filterText: filterTexts[subject.filter],
        today: dayText(today, today),
        rows: found.rows.map((row) => rowOf(context, row)),
      });
    },
  }),
];
