import { eq, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { MINUTE } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { sentCard } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { budgetState } from './budget.ts';
import type { OutboxRow } from './claim.ts';

/**
 * How long updates of cards nobody waits for gather before one call brings the last truth, by the share of the month's
 * calls that the forecast comes to. Our own numbers: below a third nothing waits, and an ordinary school stays within
 * two thirds of either free quota (design.md §4; measured by `anyuan rehearse`).
 */
const steps = [
  { from: 0.63, shared: 60 * MINUTE, others: 720 * MINUTE },
  { from: 0.6, shared: 30 * MINUTE, others: 360 * MINUTE },
  { from: 0.5, shared: 30 * MINUTE, others: 180 * MINUTE },
  { from: 0.33, shared: 10 * MINUTE, others: 30 * MINUTE },
] as const;

/** Danger, drills, who is in a meeting under way, and what only named handlers see are never held back. */
export const atOnce = /^(?:incident|private|drill|meeting\.attendance|hazard\.(?:major|confirmed|authority)|shift)\b/;

const aboutCard = prepared((db) =>
  db
    .select({ card: sentCard.card, groupId: sentCard.groupId, formShown: sentCard.formShown })
    .from(sentCard)
    .where(eq(sentCard.id, sql.placeholder('id')))
    .prepare(),
);

/**
 * Whether an update gathers what is still to come: until when it waits, ms. A card in a group gathers the taps of many,
 * each of whom has had their answer; a personal card only what others did, never the answer to its owner's own press.
 */
export function createSaving(
  limitOf: (platform: PlatformName) => number | undefined,
): (context: Context, row: OutboxRow) => undefined | { readonly waitUntil: number } {
  return (context, row) => {
    if (row.kind !== 'update' || row.platform === null || row.sentCardId === null || row.rank === 0) return undefined;
    const limit = limitOf(row.platform);
    if (limit === undefined) return undefined;
    const { forecast } = budgetState(context, row.platform, limit);
    const step = steps.find((one) => forecast >= one.from * limit);
    if (!step) return undefined;
    const sent = aboutCard(context.db).get({ id: row.sentCardId });
    // Whoever fills a form that has become invalid should know at once.
    if (!sent || atOnce.test(sent.card) || sent.formShown !== '') return undefined;
    if (sent.groupId === null && row.rank <= 1) return undefined;
    const until = row.createdAt + (sent.groupId === null ? step.others : step.shared);
    return until > context.now ? { waitUntil: until } : undefined;
  };
}
