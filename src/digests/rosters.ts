import { and, eq, gt, lte } from 'drizzle-orm';
import { schoolDuty } from '../duties/settings.ts';
import { dutyWords } from '../duties/shift_times.ts';
import type { ReadContext } from '../kernel/context.ts';
import { DAY, dateOf, plusDays } from '../kernel/time.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { dutyShift } from '../store/schema/index.ts';

const ROSTERS = ['leader-duty-roster', 'teacher-gate-duty'] as const;

/**
 * Rosters the school runs and that hold nobody for the week to come: without one nobody is asked, and silence would look
 * like peace. None where no school day comes.
 */
export function withoutRoster(context: ReadContext, schoolId: number): readonly string[] {
  const today = dateOf(context.now, context.timeZone);
  const calendar = schoolCalendar(context, schoolId);
  const days = Array.from({ length: 7 }, (_, index) => plusDays(today, index + 1));
  if (!days.some((date) => calendar.isSchoolDay(date))) return [];
  return ROSTERS.flatMap((dutyId) => {
    const duty = schoolDuty(context, schoolId, dutyId);
    if (!duty?.on) return [];
    const next = context.db
      .select({ id: dutyShift.id })
      .from(dutyShift)
      .where(
        and(
          eq(dutyShift.schoolId, schoolId),
          eq(dutyShift.dutyId, dutyId),
          gt(dutyShift.startsAt, context.now),
          lte(dutyShift.startsAt, context.now + 7 * DAY),
        ),
      )
      .limit(1)
      .get();
    return next ? [] : [dutyWords[dutyId]];
  });
}
