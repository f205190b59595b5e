import { createHash } from 'node:crypto';
import { actionsOf, type Card, plainCard, type Reference } from '../../cards/model.ts';
import { type Registry, requireKnownActions } from '../kernel/registry.ts';
import type { Directory, Platform, PlatformName, RenderedCard } from '../platforms/platform.ts';
import type { Db } from '../store/store.ts';
import { directoryFor } from './directory.ts';
import { codeOf, failureOf, type Log } from './log.ts';
import type { PageLink } from './page_link.ts';

/** A card as it can leave: in the vendor's form, or as plain text when it could not be made. */
export type Leaving =
  | { readonly as: 'card'; readonly rendered: RenderedCard; readonly shown: string; readonly form: string }
  | { readonly as: 'text'; readonly text: string; readonly code: string };

/** What sent_card.shown holds: sha-256 (hex) of the wire, so that an update that changes nothing costs no call. */
export const shownOf = (rendered: RenderedCard): string => createHash('sha256').update(rendered.wire).digest('hex');

/** What sent_card.form_shown holds: which form, made from which revision; empty without a form. */
export const formOf = (card: Card): string => (card.form ? `${card.form.action}@${card.form.revision}` : '');

/** Which card it is and whose: what a link to its page says. */
interface Shown {
  readonly card: string | null;
  readonly subject: unknown;
  readonly personId: number | null;
}

interface Rendering {
  readonly registry: Registry;
  readonly log: Log;
  readonly pageLink?: PageLink | undefined;
}

/** What stands for a card that cannot be shown; where the host has pages, its form is still one tap away. */
export function textOf(surroundings: Rendering, platform: Platform, card: Card, of: Shown): string {
  const { page, console } = linksOf(surroundings.pageLink, platform.name, card, of);
  return [plainCard(card), ...(page ? [`在网页填：${page}`] : []), ...(console ? [`打开看板：${console}`] : [])].join(
    '\n',
  );
}

/** Where a card leads to beyond the chat, as an adapter shows it. */
export function linksOf(
  link: PageLink | undefined,
  platform: PlatformName,
  card: Card,
  of: Shown,
): Pick<Directory, 'page' | 'console'> {
  const page = pageOf(link, platform, card, of);
  const console = card.console && link?.console({ school: card.console.school, platform });
  return { ...(page ? { page } : {}), ...(console ? { console } : {}) };
}

/** The address of the form page: for a form on a person's own card, where the host has pages. */
function pageOf(link: PageLink | undefined, platform: PlatformName, card: Card, of: Shown): string | undefined {
  if (!link || of.personId === null || of.card === null || !card.form) return undefined;
  // Written by kernel/send.ts and organisation/press.ts only, from a Reference.
  return link({ card: of.card, subject: of.subject as Reference, person: of.personId, platform });
}

/** The card as words with the address of its page, where the platform has such a form and the card such a page. */
export function renderForPage(surroundings: Rendering, platform: Platform, card: Card, of: Shown): Leaving | undefined {
  const page = pageOf(surroundings.pageLink, platform.name, card, of);
  const rendered = page === undefined ? undefined : platform.renderForPage?.(card, page);
  return rendered && { as: 'card', rendered, shown: shownOf(rendered), form: formOf(card) };
}

/**
 * Puts a card into the vendor's form. One that breaks a limit or names an unknown action becomes its plain text: less
 * comfortable, but the person still learns what it is about. The log names the card and the code.
 */
export function renderCard(db: Db, surroundings: Rendering, platform: Platform, card: Card, of: Shown): Leaving {
  const { registry, log } = surroundings;
  try {
    requireKnownActions(registry, card.key, actionsOf(card));
    const links = linksOf(surroundings.pageLink, platform.name, card, of);
    const directory = { ...directoryFor(db, platform.name, card), ...links };
    const rendered = platform.render(card, directory);
    return { as: 'card', rendered, shown: shownOf(rendered), form: formOf(card) };
  } catch (error) {
    log.error(
      { card: card.key, platform: platform.name, ...failureOf(error) },
      'delivery.render: card became plain text',
    );
    return { as: 'text', text: textOf(surroundings, platform, card, of), code: codeOf(error) };
  }
}
