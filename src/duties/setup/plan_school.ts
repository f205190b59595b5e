import type { Context } from '../../kernel/context.ts';
import { schoolCalendar } from '../../school/calendar.ts';
import { moveDeadlines } from '../move_deadlines.ts';
import { planDuty } from '../plan_duty.ts';
import { dutiesOf } from '../settings.ts';

/** Plans every duty of one school again, after its calendar or what it has was changed; what is under way follows. */
export function planSchool(context: Context, schoolId: number): void {
  const calendar = schoolCalendar(context, schoolId);
  for (const duty of dutiesOf(context, schoolId)) planDuty(context, duty, calendar);
  moveDeadlines(context, schoolId);
}
