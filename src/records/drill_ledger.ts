import { heldBetween } from '../drills/queries.ts';
import { recordColumns } from '../drills/record.ts';
import type { Drill } from '../drills/rules.ts';
import type { ReadContext } from '../kernel/context.ts';
import { instantOf, plusDays } from '../kernel/time.ts';
import type { Cell, Period, Sheet } from './ledger.ts';

/** Columns of domain/drills.md §6 with their widths; the names are those of the record form. */
const widths: readonly (readonly [string, number])[] = [
  ['演练编号', 19],
  ['类型', 10],
  ['主题/场景', 16],
  ['日期', 11],
  ['星期/节次/天气', 12],
  ['预告或突发', 11],
  ['总指挥', 8],
  ['参与班数', 6],
  ['应参加师生数', 8],
  ['实际参加', 7],
  ['已说明缺席', 7],
  ['差异/闭合', 10],
  ['开始信号时刻', 8],
  ['全部到达时刻', 9],
  ['用时（秒）', 11],
  ['目标（秒）', 11],
  ['解除时刻', 9],
  ['受伤/不适', 10],
  ['警校医消防参与', 12],
  ['评估得分', 9],
  ['问题与整改', 24],
  ['预案修订版本', 16],
  ['照片/视频', 14],
  ['亮点', 16],
  ['例外签字', 10],
  ['记录人/审核', 12],
];

/** One row a drill that was held in the period (or of those given), the earliest first, as the record form has it. */
export function drillSheet(
  context: ReadContext,
  schoolId: number,
  period: Period,
  listed?: () => readonly Drill[],
): Sheet {
  const from = instantOf(period.from, '00:00', context.timeZone);
  const until = instantOf(plusDays(period.to, 1), '00:00', context.timeZone);
  return {
    title: '演练记录',
    columns: widths.map(([header, width]) => ({ header, width })),
    rows: function* () {
      for (const of of listed?.() ?? heldBetween(context, schoolId, from, until).toReversed()) {
        const values = new Map<string, string | number>(recordColumns(context, of));
        yield widths.map(([header]): Cell => {
          const value = values.get(header) ?? '';
          return header === '日期' ? { date: String(value) } : value === '—' ? '' : value;
        });
      }
    },
  };
}
