import { and, asc, eq, gt, gte, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { severityNames, stateNames } from '../hazards/rules.ts';
import { categoryName, categoryOf, placeKindOf, triggerOf } from '../hazards/taxonomy.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, daysBetween, instantOf, plusDays } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { hazard, photo, supervision } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { type Cell, type Column, type Ledger, type Period, type Picture, paged, type Sheet } from './ledger.ts';

/** A hazard as it stands in the ledger. */
export type LedgerHazard = typeof hazard.$inferSelect;
type Row = LedgerHazard;

/** Columns 1 to 26 of domain/hazards.md §5, in its order and with its names. */
export const hazardColumns: readonly Column[] = [
  { header: '序号', width: 15 },
  { header: '排查时间', width: 11 },
  { header: '排查方式', width: 8 },
  { header: '隐患部位', width: 13 },
  { header: '隐患类别', width: 12 },
  { header: '隐患描述', width: 30 },
  { header: '隐患等级', width: 5 },
  { header: '判定依据', width: 10 },
  { header: '排查人', width: 7 },
  { header: '整改措施', width: 20 },
  { header: '临时管控', width: 12 },
  { header: '责任部门/责任人', width: 8 },
  { header: '责任领导', width: 7 },
  { header: '整改期限', width: 11 },
  { header: '整改完成时间', width: 11 },
  { header: '整改资金（元）', width: 8 },
  { header: '整改前照片', width: 12, pictures: true },
  { header: '整改后照片', width: 12, pictures: true },
  { header: '复查时间', width: 11 },
  { header: '复查人', width: 7 },
  { header: '复查结果', width: 9 },
  { header: '销号时间', width: 11 },
  { header: '逾期天数', width: 5 },
  { header: '督办情况', width: 12 },
  { header: '上报情况', width: 10 },
  { header: '备注', width: 12 },
];

/** Withdrawn by its reporter before anybody acted: never a record. */
const neverListed = 'withdrawn';

/**
 * Hazards found in the period, and those found earlier that were not closed before it began (上年结转, domain/hazards.md
 * §5). Read page by page in the order of numbers.
 */
export function hazardsListed(context: ReadContext, schoolId: number, period: Period): Iterable<LedgerHazard> {
  const start = instantOf(period.from, '00:00', context.timeZone);
  const end = instantOf(plusDays(period.to, 1), '00:00', context.timeZone);
  const page = (after: number | undefined, limit: number): readonly Row[] =>
    context.db
      .select()
      .from(hazard)
      .where(
        and(
          eq(hazard.schoolId, schoolId),
          ne(hazard.state, neverListed),
          gt(hazard.id, after ?? 0),
          lt(hazard.reportedAt, end),
          or(
            gte(hazard.reportedAt, start),
            and(
              or(isNull(hazard.closedAt), gte(hazard.closedAt, start)),
              // Decided to be none, merged or handed outside: carried over no further.
              inArray(hazard.state, [
                'reported',
                'triaged',
                'assigned',
                'rectifying',
                'pending_recheck',
                'reopened',
                'closed',
              ]),
            ),
          ),
        ),
      )
      .orderBy(asc(hazard.id))
      .limit(limit)
      .all();
  return paged(page, (one) => one.id);
}

/** 隐患台账 with the columns of the official form; of the hazards given, or of all in the period. */
export function hazardLedger(
  context: ReadContext,
  schoolId: number,
  period: Period,
  listed = () => hazardsListed(context, schoolId, period),
): Ledger {
  const sheet: Sheet = {
    title: '隐患台账',
    columns: hazardColumns,
    rows: function* () {
      for (const row of listed()) yield hazardCells(context, row, period);
    },
  };
  return { title: '隐患台账', sheets: [sheet] };
}

/** A hazard's cells of those columns; what was found before the period says that it was carried over. */
export function hazardCells(context: ReadContext, row: Row, period: Pick<Period, 'from'>): readonly Cell[] {
  const day = (at: number | null): Cell => (at === null ? null : { date: dateOf(at, context.timeZone) });
  const person = (id: number | null): string => (id === null ? '' : nameOf(context, id));
  const pictures = ledgerPictures(context, row);
  const picturesOf = (moment: LedgerPicture['moment']): Cell => ({
    photos: pictures.filter((one) => one.moment === moment),
  });
  return [
    row.number,
    day(row.reportedAt),
    row.source,
    [placeKindOf(row.placeKind).name, row.placeDetail].filter(Boolean).join(' '),
    categoryText(row),
    row.description,
    severityNames[row.severity],
    row.basis ?? triggerOf(row.majorTrigger)?.text ?? '',
    person(row.reporterId),
    row.measure ?? row.requirement ?? '',
    row.interim ?? '',
    person(row.ownerId),
    person(row.leaderId),
    row.due === null ? null : { date: row.due },
    day(row.fixedAt),
    row.cost,
    picturesOf('before'),
    picturesOf('after'),
    day(row.recheckedAt),
    person(row.recheckerId),
    row.state === 'closed' ? '合格销号' : row.recheckResult === 'sent_back' ? '退回' : '',
    day(row.closedAt),
    overdueDays(context, row),
    supervisionText(context, row),
    [row.authorityReport, row.receipt].filter(Boolean).join('；'),
    noteOf(context, row, period),
  ];
}

function categoryText(row: Row): string {
  const category = categoryOf(row.category)?.name ?? '待定';
  return row.sub === '' ? category : `${category}/${categoryName(row.category, row.sub)}`;
}

/** Calendar days past the deadline: until it was handed in, or until today. The deadline that holds now counts. */
function overdueDays(context: ReadContext, row: Row): number {
  if (row.due === null) return 0;
  const until = dateOf(row.fixedAt ?? row.closedAt ?? context.now, context.timeZone);
  return Math.max(0, daysBetween(row.due, until));
}

export interface LedgerPicture extends Picture {
  readonly moment: 'before' | 'after' | 'recheck';
  /** ms. */
  readonly at: number;
  readonly personId: number;
}

const words = { before: '前', after: '后', recheck: '复查' } as const;

const storedPictures = prepared((db) =>
  db
    .select({ hash: photo.hash, moment: photo.moment, at: photo.at, personId: photo.personId })
    .from(photo)
    .where(and(eq(photo.hazardId, sql.placeholder('hazard')), eq(photo.state, 'stored')))
    .orderBy(asc(photo.id))
    .prepare(),
);

/** The stored pictures of a hazard under the names the ledger gives them: QS-202509-0001-前1.jpg. */
export function ledgerPictures(
  context: Pick<ReadContext, 'db'>,
  of: Pick<LedgerHazard, 'id' | 'number'>,
): readonly LedgerPicture[] {
  const counts = { before: 0, after: 0, recheck: 0 };
  return storedPictures(context.db)
    .all({ hazard: of.id })
    .flatMap(({ hash, moment, at, personId }) => {
      if (hash === null || moment === null) return [];
      counts[moment] += 1;
      return [{ hash, moment, at, personId, label: `${of.number}-${words[moment]}${counts[moment]}.jpg` }];
    });
}

const supervisionsOf = prepared((db) =>
  db
    .select()
    .from(supervision)
    .where(eq(supervision.hazardId, sql.placeholder('hazard')))
    .orderBy(asc(supervision.id))
    .prepare(),
);

function supervisionText(context: ReadContext, row: Row): string {
  return supervisionsOf(context.db)
    .all({ hazard: row.id })
    .map((one) => {
      const off = one.delistedAt === null ? '未摘牌' : `${dateOf(one.delistedAt, context.timeZone)} 摘牌`;
      return `${one.number} 督办人 ${nameOf(context, one.supervisorId)} ${off}`;
    })
    .join('；');
}

function noteOf(context: ReadContext, row: Row, period: Pick<Period, 'from'>): string {
  const found = dateOf(row.reportedAt, context.timeZone);
  const parts = [
    found < period.from ? (found.slice(0, 4) < period.from.slice(0, 4) ? '上年结转' : '上期结转') : '',
    row.state === 'closed' ? '' : stateNames[row.state],
    row.extension === 'granted' && row.originalDue ? `延期，原期限 ${row.originalDue}` : '',
    row.sendBacks > 0 ? `退回 ${row.sendBacks} 次` : '',
    row.decisionReason ?? '',
    row.transferredTo ? `转 ${row.transferredTo}` : '',
    row.mergedInto === null ? '' : mergedText(context, row.mergedInto),
  ];
  return parts.filter(Boolean).join('；');
}

function mergedText(context: ReadContext, id: number): string {
  const into = context.db.select({ number: hazard.number }).from(hazard).where(eq(hazard.id, id)).get();
  return into ? `并入 ${into.number}` : '';
}
