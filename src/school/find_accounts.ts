import { eq } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { requestErrand } from '../kernel/send.ts';
import { dateOf, instantOf, plusDays } from '../kernel/time.ts';
import { setTimer, type TimerHandler } from '../kernel/timers.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { identity } from '../store/schema/index.ts';
import { peopleWithoutAccount } from './queries.ts';

const FIND_TIMER = 'school.find-accounts';
/** While nobody waits for an answer; somebody who joined the vendor's contacts yesterday is known this morning. */
const AT = '03:00';

/** Where the school's people have accounts; both platforms while nobody has one (the one not set up drops the errand). */
function platformsInUse(context: Context): readonly PlatformName[] {
  const known = context.db
    .selectDistinct({ platform: identity.platform })
    .from(identity)
    .where(eq(identity.state, 'active'))
    .all()
    .map((row) => row.platform);
  return known.length > 0 ? known : ['feishu', 'dingtalk'];
}

/**
 * Asks the vendors for the accounts of people who are known by mobile number only, and again every night as long as
 * somebody is without one. `occasion` names the request: the same one twice is asked once.
 */
export function findAccounts(context: Context, occasion: string): void {
  let isAnybodyMissing = false;
  for (const platform of platformsInUse(context)) {
    if (peopleWithoutAccount(context, platform).length === 0) continue;
    isAnybodyMissing = true;
    requestErrand(context, { errand: 'find-accounts' }, platform, `find-accounts:${platform}:${occasion}`);
  }
  if (isAnybodyMissing) setTimer(context, FIND_TIMER, '', nextNight(context));
}

function nextNight({ now, timeZone }: Context): number {
  const today = dateOf(now, timeZone);
  const tonight = instantOf(today, AT, timeZone);
  return tonight > now ? tonight : instantOf(plusDays(today, 1), AT, timeZone);
}

/** Somebody of the roster may have joined the vendor's contacts since. */
export const findAccountsTimer: TimerHandler = {
  kind: FIND_TIMER,
  run: (context) => findAccounts(context, dateOf(context.now, context.timeZone)),
};
