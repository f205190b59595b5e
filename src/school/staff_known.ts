import { and, eq } from 'drizzle-orm';
import type { Context, ReadContext } from '../kernel/context.ts';
import { MINUTE } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { rosterImport } from '../store/schema/index.ts';

/** Runs with `school:7` when a school's staff has become known, has grown, or can be reached. */
export const STAFF_TIMER = 'school.staff';

/** The accounts of a roster are looked up at the platform, one page after the other; what is one change is answered once. */
const SETTLE_MS = 2 * MINUTE;

/** Says that a school's staff changed: a roster was imported, or somebody's account was found. */
export const staffChanged = (context: Context, schoolId: number): void =>
  setTimer(context, STAFF_TIMER, `school:${schoolId}`, context.now + SETTLE_MS);

/** Whether a school's staff was ever given. */
export const hasRoster = (context: Pick<ReadContext, 'db'>, schoolId: number): boolean =>
  context.db
    .select({ id: rosterImport.id })
    .from(rosterImport)
    .where(and(eq(rosterImport.schoolId, schoolId), eq(rosterImport.state, 'imported')))
    .limit(1)
    .get() !== undefined;
