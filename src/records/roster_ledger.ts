import { and, asc, eq, gt, gte, lte } from 'drizzle-orm';
import { onShift, postText, whatText } from '../duties/shift_rows.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { dutyShift } from '../store/schema/index.ts';
import { type Ledger, type Period, paged } from './ledger.ts';

/** Who stood where and when they checked in, by the duty roster (领导带班、护导、夜间值班). */
export function rosterLedger(context: ReadContext, schoolId: number, period: Period): Ledger {
  const page = (after: number | undefined, limit: number) =>
    context.db
      .select()
      .from(dutyShift)
      .where(
        and(
          eq(dutyShift.schoolId, schoolId),
          gte(dutyShift.date, period.from),
          lte(dutyShift.date, period.to),
          gt(dutyShift.id, after ?? 0),
        ),
      )
      .orderBy(asc(dutyShift.id))
      .limit(limit)
      .all();
  const clock = (at: number | null): string => (at === null ? '' : clockOf(at, context.timeZone));
  return {
    title: '值班台账',
    sheets: [
      {
        title: '值班台账',
        columns: [
          { header: '日期', width: 12 },
          { header: '值守', width: 20 },
          { header: '班次', width: 10 },
          { header: '岗位', width: 16 },
          { header: '排班', width: 10 },
          { header: '到岗人', width: 10 },
          { header: '应到', width: 8 },
          { header: '签到', width: 8 },
          { header: '交接时间', width: 10 },
          { header: '交接情况', width: 44 },
        ],
        rows: function* () {
          for (const shift of paged(page, (one) => one.id)) {
            yield [
              { date: shift.date },
              whatText(shift),
              shift.slot,
              postText(shift.post),
              nameOf(context, shift.personId),
              shift.checkedInAt === null ? '' : nameOf(context, onShift(context, shift)),
              clock(shift.startsAt),
              shift.checkedInAt === null && shift.endsAt < context.now ? '未签到' : clock(shift.checkedInAt),
              clock(shift.handedOverAt),
              shift.handover ?? '',
            ];
          }
        },
      },
    ],
  };
}
