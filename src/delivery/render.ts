import { createHash } from 'node:crypto';
import { actionsOf, type Card, plainCard } from '../../cards/model.ts';
import { type Registry, requireKnownActions } from '../kernel/registry.ts';
import type { Platform, RenderedCard } from '../platforms/platform.ts';
import type { Db } from '../store/store.ts';
import { directoryFor } from './directory.ts';
import { codeOf, failureOf, type Log } from './log.ts';

/** A card as it can leave: in the vendor's form, or as plain text when it could not be made. */
export type Leaving =
  | { readonly as: 'card'; readonly rendered: RenderedCard; readonly shown: string; readonly form: string }
  | { readonly as: 'text'; readonly text: string; readonly code: string };

/** What sent_card.shown holds: sha-256 (hex) of the wire, so that an update that changes nothing costs no call. */
export const shownOf = (rendered: RenderedCard): string => createHash('sha256').update(rendered.wire).digest('hex');

/** What sent_card.form_shown holds: which form, made from which revision; empty without a form. */
export const formOf = (card: Card): string => (card.form ? `${card.form.action}@${card.form.revision}` : '');

/**
 * Puts a card into the vendor's form. One that breaks a limit or names an unknown action becomes its plain text: less
 * comfortable, but the person still learns what it is about. The log names the card and the code.
 */
export function renderCard(db: Db, registry: Registry, platform: Platform, card: Card, log: Log): Leaving {
  try {
    requireKnownActions(registry, card.key, actionsOf(card));
    const rendered = platform.render(card, directoryFor(db, platform.name, card));
    return { as: 'card', rendered, shown: shownOf(rendered), form: formOf(card) };
  } catch (error) {
    log.error(
      { card: card.key, platform: platform.name, ...failureOf(error) },
      'delivery.render: card became plain text',
    );
    return { as: 'text', text: plainCard(card), code: codeOf(error) };
  }
}
