import type { Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { setting } from '../../store/schema/index.ts';
import { profileOf, type SchoolProfile } from '../settings.ts';
import { openUnderWay } from '../under_way.ts';
import { planSchool } from './plan_school.ts';

/** Says what a school has; its duties are planned again. */
export function changeProfile(
  context: Context,
  schoolId: number,
  has: Pick<SchoolProfile, 'boarding' | 'canteen' | 'bus'>,
): void {
  const { boarding, canteen, bus } = profileOf(context, schoolId);
  const value = { boarding: has.boarding, canteen: has.canteen, bus: has.bus };
  context.db
    .insert(setting)
    .values({ key: `school:${schoolId}:profile`, value })
    .onConflictDoUpdate({ target: setting.key, set: { value } })
    .run();
  record(context, 'school.profile', `school:${schoolId}`, { before: { boarding, canteen, bus }, after: value });
  planSchool(context, schoolId);
  openUnderWay(context, `school:${schoolId}`);
}
