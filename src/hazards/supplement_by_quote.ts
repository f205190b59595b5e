import { and, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendText } from '../kernel/send.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { sentCard } from '../store/schema/index.ts';
import { findHazard } from './queries.ts';
import { may } from './rules.ts';
import { supplementHazard } from './story.ts';

/** A text that quotes a card about a hazard adds to that hazard. False when the quoted message is something else. */
export function supplementByQuote(
  context: Context,
  quote: { person: PersonId; platform: PlatformName; messageId: string; words: string },
): boolean {
  const card = context.db
    .select({ subject: sentCard.subject })
    .from(sentCard)
    .where(
      and(
        eq(sentCard.platform, quote.platform),
        eq(sentCard.messageId, quote.messageId),
        eq(sentCard.personId, quote.person),
      ),
    )
    .get();
  // Written by delivery from a Reference, whose values are ids and short texts.
  const id = (card?.subject as Readonly<Record<string, unknown>> | undefined)?.hazard;
  const found = typeof id === 'number' ? findHazard(context, id) : undefined;
  if (!found || !may(found.state, 'supplement')) return false;
  supplementHazard(context, found, quote.words.slice(0, 1000));
  sendText(context, `已补充到 ${found.number} ${found.title}。`, { person: quote.person });
  return true;
}
