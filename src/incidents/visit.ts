import { and, eq, gt, inArray, lte, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { PersonId } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { updateCard } from '../kernel/send.ts';
import { HOUR } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { outbox, privateVisit, sentCard } from '../store/schema/index.ts';

/** How long an account and a matter stay tied, sealed: long enough to read and to answer (ms). */
export const VISIT_LIVES = HOUR;
export const FORGET_TIMER = 'private.forget';
const ALL = 'private:visits';

const held = z.union([
  /** The key on its way to the phone. */
  z.object({ key: z.string() }),
  /** Somebody who came back. */
  z.object({ number: z.string(), person: z.number() }),
]);
type Held = z.infer<typeof held>;

/** Cards that would tell who left no name: their rows lose the person when the hour is over. */
const nameless = ['private.key', 'private.handed', 'private.return'];

/** Keeps something for an hour under a token that means nothing without this row and the key outside the database. */
export function openVisit(context: Context, content: Held): string {
  const token = context.random(12);
  const until = context.now + VISIT_LIVES;
  context.db
    .insert(privateVisit)
    .values({ token, sealed: context.sealer.seal(JSON.stringify(content)), until })
    .run();
  setTimer(context, FORGET_TIMER, ALL, earliestEnd(context) ?? until);
  return token;
}

const earliestEnd = (context: Pick<ReadContext, 'db'>): number | undefined =>
  context.db
    .select({ until: sql<number | null>`min(${privateVisit.until})` })
    .from(privateVisit)
    .get()?.until ?? undefined;

function heldBy(context: ReadContext, token: string): Held | undefined {
  const row = context.db
    .select()
    .from(privateVisit)
    .where(and(eq(privateVisit.token, token), gt(privateVisit.until, context.now)))
    .get();
  if (!row || !context.sealer) return undefined;
  try {
    return held.parse(JSON.parse(context.sealer.open(row.sealed)));
  } catch {
    return undefined;
  }
}

/** The return key that is being shown; undefined an hour later. */
export function keyOfVisit(context: ReadContext, token: string): string | undefined {
  const content = heldBy(context, token);
  return content && 'key' in content ? content.key : undefined;
}

/** The matter somebody came back to, and who they are; undefined an hour later. */
export function matterOfVisit(
  context: ReadContext,
  token: string,
): { readonly number: string; readonly person: PersonId } | undefined {
  const content = heldBy(context, token);
  return content && 'number' in content ? content : undefined;
}

/**
 * The hour is over: the ties are deleted, the cards on phones close (but the one with the key stays as it is: it cannot
 * be shown again), and no row says any more whose phone it was. What has not left yet is waited for.
 */
export function forgetVisits(context: Context): void {
  const waiting = context.db
    .select({ id: outbox.id })
    .from(outbox)
    .leftJoin(sentCard, eq(outbox.sentCardId, sentCard.id))
    .where(
      and(
        inArray(outbox.state, ['pending', 'sending']),
        or(inArray(outbox.card, nameless), inArray(sentCard.card, ['private.key', 'private.handed'])),
      ),
    )
    .limit(1)
    .get();
  if (waiting) {
    const until = context.now + VISIT_LIVES;
    context.db.update(privateVisit).set({ until }).where(lte(privateVisit.until, context.now)).run();
    setTimer(context, FORGET_TIMER, ALL, earliestEnd(context) ?? until);
    return;
  }
  context.db.delete(privateVisit).where(lte(privateVisit.until, context.now)).run();
  const open = new Set(
    context.db
      .select({ token: privateVisit.token })
      .from(privateVisit)
      .all()
      .map((row) => row.token),
  );
  // Written by kernel/send.ts and organisation/press.ts only, from a Reference.
  const tokenIn = (subject: unknown): string => (subject as { visit?: string } | null)?.visit ?? '';
  const isOpen = (subject: unknown): boolean => open.has(tokenIn(subject));
  const nobody = { personId: null, vendorUser: null } as const;
  for (const card of context.db.select().from(sentCard).where(inArray(sentCard.card, nameless)).all()) {
    if (isOpen(card.subject)) continue;
    const closes = card.card === 'private.return' && tokenIn(card.subject) !== '';
    if (card.personId === null && !closes) continue;
    context.db
      .update(sentCard)
      .set({ ...nobody, chatId: null, ...(closes ? { subject: { visit: '' }, formShown: '' } : {}) })
      .where(eq(sentCard.id, card.id))
      .run();
    if (closes) updateCard(context, card);
  }
  for (const row of context.db.select().from(outbox).where(inArray(outbox.card, nameless)).all()) {
    if (row.personId === null || isOpen(row.subject)) continue;
    context.db
      .update(outbox)
      .set({ ...nobody, subject: row.card === 'private.return' ? { visit: '' } : {} })
      .where(eq(outbox.id, row.id))
      .run();
  }
  const next = earliestEnd(context);
  if (next !== undefined) setTimer(context, FORGET_TIMER, ALL, next);
}
