import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { MINUTE } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { identity } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

/** A class filled in by thumbs comes as dozens of presses: a minute is told apart no finer. */
const SEEN_AGAIN_MS = MINUTE;

const saw = prepared((db) =>
  db
    .update(identity)
    // Later than the person's other account, also within a millisecond or when the clock was put back.
    .set({
      lastSeenAt: sql`max(${sql.placeholder('now')}, coalesce((select max(other.last_seen_at) + 1 from identity other
        where other.person_id = ${identity.personId} and other.platform <> ${identity.platform}), 0))`,
    })
    .where(
      and(
        eq(identity.platform, sql.placeholder('platform')),
        eq(identity.userId, sql.placeholder('userId')),
        // Seen a moment ago and no other since: writing it again would change nothing that anybody asks.
        sql`(${identity.lastSeenAt} is null
          or ${identity.lastSeenAt} not between ${sql.placeholder('now')} - ${SEEN_AGAIN_MS} and ${sql.placeholder('now')}
          or exists (select 1 from identity other where other.person_id = ${identity.personId}
            and (other.platform <> ${identity.platform} or other.user_id <> ${identity.userId})
            and other.last_seen_at >= ${identity.lastSeenAt}))`,
      ),
    )
    .prepare(),
);

/**
 * Somebody wrote, pressed or opened the chat with this account: what is for them goes there from now on. Which account
 * was the last is always right; when it was seen may be a minute old.
 */
export const sawAccount = (
  context: Pick<Context, 'db' | 'now'>,
  input: { readonly platform: PlatformName; readonly userId: string },
): void => void saw(context.db).run({ ...input, now: context.now });
