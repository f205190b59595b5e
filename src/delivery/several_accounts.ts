import { and, eq, sql } from 'drizzle-orm';
import type { Reference } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { identity, outbox } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { finishRow, type OutboxRow } from './claim.ts';
import { type Destination, otherPlatforms, type Platforms } from './recipient.ts';
import type { Result } from './result.ts';

/** What is wrong with this account and not with the message: the person's other account may still be reached. */
const DEAD_END = /^(recipient_left|not_in_range|scope_missing|bot_removed)\b/;

const setPlatform = prepared((db) =>
  db
    .update(outbox)
    .set({ platform: sql`${sql.placeholder('platform')}` })
    .where(eq(outbox.id, sql.placeholder('id')))
    .prepare(),
);

const platformOf = prepared((db) =>
  db
    .select({ platform: outbox.platform })
    .from(outbox)
    .where(eq(outbox.id, sql.placeholder('id')))
    .prepare(),
);

/**
 * A row for a person is about to leave for one of their accounts. It stays with that account: tried again it goes there
 * again, so nothing comes twice because the person moved to their other phone meanwhile. What rings (an emergency, a
 * major hazard, somebody missing) goes to every other account as well: there it counts that one of them is heard.
 */
export function settleOnAccount(
  context: Context,
  platforms: Platforms,
  row: OutboxRow,
  destination: Destination,
): void {
  if (platforms.size < 2 || destination.is !== 'known' || destination.recipient?.kind !== 'person') return;
  if (row.platform !== null || row.personId === null) return;
  const here = destination.platform.name;
  if (row.urge && row.card !== null) {
    for (const other of otherPlatforms(context.db, platforms, row, here))
      sendCard(
        context,
        row.card,
        // Written by kernel/send.ts only, from a Reference.
        row.subject as Reference,
        { person: row.personId },
        { lane: row.lane, urge: true, on: other, dedupeKey: `${row.dedupeKey}:${other}` },
      );
  }
  setPlatform(context.db).run({ id: row.id, platform: here });
}

const forgetSeen = (context: Context, person: number, platform: PlatformName): void => {
  context.db
    .update(identity)
    .set({ lastSeenAt: null })
    .where(and(eq(identity.personId, person), eq(identity.platform, platform)))
    .run();
};

/**
 * A row did not reach its person on one platform: it goes to their account on the other, once, and what comes later
 * begins there until the person is heard on the first again. True when it was put back (or has left there already).
 */
export function fallToOtherAccount(
  context: Context,
  platforms: Platforms,
  row: OutboxRow,
  result: Result,
  claim: string,
): boolean {
  // Named by its writer, or moved before: this was its last way.
  if (platforms.size < 2 || row.platform !== null || row.personId === null) return false;
  if (result.is !== 'failed' || !DEAD_END.test(result.why)) return false;
  const tried = platformOf(context.db).get({ id: row.id })?.platform;
  const next = tried && otherPlatforms(context.db, platforms, row, tried)[0];
  if (!tried || !next) return false;
  const verdict = `moved: ${tried} ${result.why}`.slice(0, 300);
  // What rings has gone to every account already.
  const isThere = row.urge && row.card !== null;
  const finish = { verdict, notBefore: row.notBefore, attempts: 0, state: isThere ? 'dropped' : 'pending' } as const;
  if (!finishRow(context.db, row, claim, finish, context.now)) return false;
  if (!isThere) setPlatform(context.db).run({ id: row.id, platform: next });
  forgetSeen(context, row.personId, tried);
  return true;
}
