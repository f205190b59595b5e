import { isFulfilled } from '../drills/duty.ts';
import { nameOfDrill } from '../drills/words.ts';
import { periodInRecord } from '../duties/period_text.ts';
import { postText, whatText } from '../duties/shift_rows.ts';
import { averageText, firstPass, hazardMetrics, shareText } from '../hazards/metrics.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf } from '../kernel/time.ts';
import { hazardCells, hazardColumns, type LedgerHazard } from '../records/hazard_ledger.ts';
import type { Cell, Column, Ledger, Period, Sheet } from '../records/ledger.ts';
import { schoolById } from '../school/people.ts';
import { drillStandings } from './drill_figures.ts';
import { missedShifts, missedTasks, missedTwice, weekDuties, weekShifts } from './duty_figures.ts';
import { countedText } from './figures.ts';
import { type HazardList, hazardsBehind } from './hazard_rows.ts';
import { missedText, numberLists } from './lists.ts';
import type { Told } from './told.ts';

/** The days a summary counts, first and last inclusive. */
export const daysOf = (context: Pick<ReadContext, 'timeZone'>, { after, upTo }: Told): Period => ({
  from: dateOf(after, context.timeZone),
  to: dateOf(upTo, context.timeZone),
  text: '',
});

const sheet = (title: string, columns: readonly Column[], rows: Sheet['rows']): Sheet => ({ title, columns, rows });

/** The lists of hazards a summary counts, in the order a reader looks for them. */
const counted: readonly HazardList[] = ['received', 'removed', 'overdue', 'major', 'suspected', 'listed', 'untriaged'];

const titleOf = (key: string): string => numberLists.find((list) => list.key === key)?.title ?? key;

/** Every hazard a number of the summary counted once, with which numbers they are. */
function hazardsCounted(context: ReadContext, told: Told) {
  const found = new Map<number, { readonly row: LedgerHazard; readonly as: string[] }>();
  for (const list of counted)
    for (const row of hazardsBehind(context, told, list)) {
      const known = found.get(row.id);
      if (known) known.as.push(titleOf(list));
      else found.set(row.id, { row, as: [titleOf(list)] });
    }
  return [...found.values()].toSorted((left, right) => left.row.id - right.row.id);
}

/** Numbers of how things stand, whatever stretch is told about. */
const asOfNow: ReadonlySet<string> = new Set([
  'untriaged',
  'overdue',
  'major',
  'suspected',
  'listed',
  'drills',
  'expiring',
]);
/** Who could not be reached is the safety office's business; these others count no work. */
const notCounted: ReadonlySet<string> = new Set(['undelivered', 'ahead', 'interruptions']);

const wayOf = (key: string): string => (asOfNow.has(key) ? '按导出时的' : key === 'repeated' ? '近 90 天' : '统计期内');

function* figures(context: ReadContext, told: Told): Generator<readonly Cell[]> {
  yield ['统计期', '', countedText(context, told)];
  for (const list of numberLists)
    if (!notCounted.has(list.key)) yield [list.title, list.rows(context, told).length, wayOf(list.key)];
  const metrics = hazardMetrics(context, told.schoolId, told);
  yield ['整改率', shareText(metrics.rectified), '应整改里已销号的'];
  yield ['按期整改率', shareText(metrics.onTime), '应整改里按原期限改好的'];
  yield ['平均整改', averageText(metrics), '从上报到提交整改'];
  yield ['一次复查合格率', shareText(firstPass(context, told.schoolId, told)), '没退回过的'];
}

function* drills(context: ReadContext, told: Told): Generator<readonly Cell[]> {
  const day = (at: number): Cell => ({ date: dateOf(at, context.timeZone) });
  for (const { period = '', held, planned, overdue } of drillStandings(context, told)) {
    for (const missed of overdue) yield [missed, '未演', null, ''];
    for (const one of held)
      yield [
        period,
        isFulfilled(context, one) ? '已演' : '已演，待评估立项',
        day(one.startedAt ?? one.plannedAt),
        nameOfDrill(one),
      ];
    for (const one of planned) yield [period, '已定', day(one.plannedAt), nameOfDrill(one)];
  }
}

/**
 * What a summary counted, as a spreadsheet: its numbers, the hazards with the ledger's columns, the duties and where they
 * were missed, shifts nobody stood, drills. No one is named but those a ledger names; private matters are in none.
 */
export function weekLedger(context: ReadContext, told: Told): Ledger {
  const period = daysOf(context, told);
  const { timeZone } = context;
  const duty: Column = { header: '职责', width: 24 };
  return {
    title: '周报清单',
    heading: `${schoolById(context, told.schoolId)?.name ?? ''}周报清单　${period.from} 至 ${period.to}`,
    sheets: [
      sheet(
        '周报数字',
        [
          { header: '项目', width: 20 },
          { header: '数', width: 16 },
          { header: '怎么算', width: 30 },
        ],
        () => figures(context, told),
      ),
      sheet('隐患', [{ header: '周报里', width: 14 }, ...hazardColumns], function* () {
        for (const { row, as } of hazardsCounted(context, told))
          yield [as.join('、'), ...hazardCells(context, row, period)];
      }),
      sheet(
        '职责完成',
        [
          duty,
          { header: '应办', width: 8 },
          { header: '已办', width: 8 },
          { header: '缺', width: 8 },
          { header: '待补内容', width: 10 },
        ],
        function* () {
          for (const one of [...weekDuties(context, told), ...weekShifts(context, told)])
            yield [one.name, one.total, one.done, one.missed, one.toFill ?? 0];
        },
      ),
      sheet(
        '没办的职责',
        [duty, { header: '班级或部位', width: 18 }, { header: '周期', width: 18 }, { header: '应办截止', width: 12 }],
        function* () {
          for (const one of missedTasks(context, told)) {
            const { name, where } = missedText(context, told, one);
            yield [name, where, periodInRecord(one.task.period), { date: dateOf(one.task.dueAt, timeZone) }];
          }
        },
      ),
      sheet('连续两期没登记', [duty, { header: '班级', width: 18 }], function* () {
        for (const { name, classes } of missedTwice(context, told)) for (const one of classes) yield [name, one];
      }),
      sheet(
        '值守没签到',
        [
          { header: '日期', width: 12 },
          { header: '应到', width: 8 },
          { header: '值守', width: 20 },
          { header: '岗位', width: 16 },
        ],
        function* () {
          for (const shift of missedShifts(context, told))
            yield [{ date: shift.date }, clockOf(shift.startsAt, timeZone), whatText(shift), postText(shift.post)];
        },
      ),
      sheet(
        '演练',
        [
          { header: '周期', width: 12 },
          { header: '情况', width: 18 },
          { header: '日期', width: 12 },
          { header: '演练', width: 24 },
        ],
        () => drills(context, told),
      ),
    ],
  };
}
