import { eq } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { requestErrand } from '../kernel/send.ts';
import { dateOf, instantOf, plusDays } from '../kernel/time.ts';
import { setTimer, type TimerHandler } from '../kernel/timers.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { chatGroup, identity, knock } from '../store/schema/index.ts';
import { peopleWithoutAccount } from './queries.ts';

const FIND_TIMER = 'school.find-accounts';
/** While nobody waits for an answer; somebody who joined the vendor's contacts yesterday is known this morning. */
const AT = '03:00';

/** Where the school's people are, knock or have a group; both while nobody is anywhere (one not set up drops the errand). */
function platformsInUse(context: Context): readonly PlatformName[] {
  const { db } = context;
  const known = new Set(
    [
      db.selectDistinct({ name: identity.platform }).from(identity).where(eq(identity.state, 'active')).all(),
      db.selectDistinct({ name: chatGroup.platform }).from(chatGroup).where(eq(chatGroup.state, 'active')).all(),
      db.selectDistinct({ name: knock.platform }).from(knock).all(),
    ].flatMap((rows) => rows.map((row) => row.name)),
  );
  return known.size > 0 ? [...known] : ['feishu', 'dingtalk'];
}

/**
 * Asks the vendors for the accounts of people who are known by mobile number only, and again every night as long as
 * somebody has none anywhere. `occasion` names the request: the same one twice is asked once. By night only those are
 * asked about: DingTalk takes a call for each number, and who is on Feishu may never come to DingTalk.
 */
export function findAccounts(context: Context, occasion: string, onNone = false): void {
  let isAnybodyMissing = false;
  for (const platform of platformsInUse(context)) {
    if (peopleWithoutAccount(context, platform, true).length > 0) isAnybodyMissing = true;
    if (peopleWithoutAccount(context, platform, onNone).length === 0) continue;
    const errand = { errand: 'find-accounts', ...(onNone ? { onNone } : {}) } as const;
    requestErrand(context, errand, platform, `find-accounts:${platform}:${occasion}`);
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
  run: (context) => findAccounts(context, dateOf(context.now, context.timeZone), true),
};
