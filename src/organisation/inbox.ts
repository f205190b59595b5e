import { eq, inArray, lt, sql } from 'drizzle-orm';
import type { CardReference } from '../kernel/action.ts';
import { DAY } from '../kernel/time.ts';
import type { Toast } from '../platforms/platform.ts';
import { delivery } from '../store/schema/index.ts';
import { type Db, prepared } from '../store/store.ts';

/** What an inbound was answered with, as far as it is kept: the card is named, not stored. */
export interface Answer {
  readonly toast?: Toast;
  readonly show?: CardReference;
}

/** Feishu redelivers for up to 6 h; a week leaves room for a platform that was down (reference/feishu.md §2.5). */
const KEPT_MS = 7 * DAY;

const find = prepared((db) =>
  db
    .select({ toast: delivery.toast, show: delivery.show })
    .from(delivery)
    .where(eq(delivery.deliveryId, sql.placeholder('deliveryId')))
    .prepare(),
);

const insert = prepared((db) =>
  db
    .insert(delivery)
    .values({
      deliveryId: sql.placeholder('deliveryId'),
      receivedAt: sql.placeholder('receivedAt'),
      kind: sql.placeholder('kind'),
      toast: sql.placeholder('toast'),
      show: sql.placeholder('show'),
    })
    .prepare(),
);

/** The stored answer of a delivery that was handled before. */
export function answered(db: Db, deliveryId: string): Answer | undefined {
  const row = find(db).get({ deliveryId });
  if (!row) return undefined;
  return {
    // Both columns are written by `remember` only, with exactly these shapes.
    ...(row.toast ? { toast: row.toast as Toast } : {}),
    ...(row.show ? { show: row.show as CardReference } : {}),
  };
}

export function remember(db: Db, deliveryId: string, kind: string, answer: Answer, now: number): void {
  insert(db).run({ deliveryId, receivedAt: now, kind, toast: answer.toast ?? null, show: answer.show ?? null });
}

/** How many a tick forgets: a week of them at once would hold up presses. */
const FORGOTTEN_AT_ONCE = 500;

const forget = prepared((db) =>
  db
    .delete(delivery)
    .where(
      inArray(
        delivery.deliveryId,
        db
          .select({ id: delivery.deliveryId })
          .from(delivery)
          .where(lt(delivery.receivedAt, sql.placeholder('before')))
          .limit(FORGOTTEN_AT_ONCE),
      ),
    )
    .prepare(),
);

/** Forgets deliveries no platform will send again, at most 500 of them. */
export function forgetOldDeliveries(db: Db, now: number): void {
  forget(db).run({ before: now - KEPT_MS });
}
