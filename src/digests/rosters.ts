import { and, eq, gt, lte, sql } from 'drizzle-orm';
import { dutyWords } from '../duties/shift_times.ts';
import type { ReadContext } from '../kernel/context.ts';
import { DAY, dateOf, plusDays } from '../kernel/time.ts';
import { dutyShift } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Told } from './told.ts';

const ROSTERS = ['leader-duty-roster', 'teacher-gate-duty'] as const;

const stands = prepared((db) =>
  db
    .select({ id: dutyShift.id })
    .from(dutyShift)
    .where(
      and(
        eq(dutyShift.schoolId, sql.placeholder('school')),
        eq(dutyShift.dutyId, sql.placeholder('duty')),
        gt(dutyShift.startsAt, sql.placeholder('after')),
        lte(dutyShift.startsAt, sql.placeholder('upTo')),
      ),
    )
    .limit(1)
    .prepare(),
);

/**
 * Rosters the school runs and that hold nobody for the week to come: without one nobody is asked, and silence would look
 * like peace. None where no school day comes.
 */
export function withoutRoster(context: ReadContext, { schoolId, calendar, duty: find }: Told): readonly string[] {
  const today = dateOf(context.now, context.timeZone);
  const days = Array.from({ length: 7 }, (_, index) => plusDays(today, index + 1));
  if (!days.some((date) => calendar.isSchoolDay(date))) return [];
  return ROSTERS.flatMap((dutyId) => {
    if (!find(dutyId)?.on) return [];
    const next = stands(context.db).get({
      school: schoolId,
      duty: dutyId,
      after: context.now,
      upTo: context.now + 7 * DAY,
    });
    return next ? [] : [dutyWords[dutyId]];
  });
}
