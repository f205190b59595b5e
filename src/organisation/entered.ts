import { and, eq, sql } from 'drizzle-orm';
import type { Entered } from '../kernel/presentation.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { sentCard } from '../store/schema/index.ts';
import { type Db, prepared } from '../store/store.ts';

const typed = prepared((db) =>
  db
    .select({ entered: sentCard.entered })
    .from(sentCard)
    .where(
      and(eq(sentCard.platform, sql.placeholder('platform')), eq(sentCard.messageId, sql.placeholder('messageId'))),
    )
    .prepare(),
);

/** What was typed into the card's form and refused, with the message above it; undefined when its form is as sent. */
export function enteredOn(
  db: Db,
  on: { readonly platform: PlatformName; readonly messageId: string },
): Entered | undefined {
  const { platform, messageId } = on;
  // Written by organisation/press.ts only, with this shape.
  return (typed(db).get({ platform, messageId })?.entered ?? undefined) as Entered | undefined;
}
