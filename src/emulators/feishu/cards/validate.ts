import type { JsonObject } from '../../ground/json.ts';
import { refuse } from '../refusal.ts';
import type { Emulation } from '../state.ts';
import { cardFault, cardFaultOf, faultMessage } from './card_error.ts';
import { MALFORMED } from './checks.ts';
import { CONTAINER, DISPLAY, FRAME } from './display.ts';
import { INTERACTIVE } from './interactive.ts';
import { type CardWorld, checkReferences } from './references.ts';
import { checkChart, checkCounts, checkForms, checkNesting, checkOptions, checkUnique } from './structure.ts';
import { elementsOf } from './walk.ts';

const COMPONENTS = { ...DISPLAY, ...CONTAINER, ...INTERACTIVE };
/** Tags and properties of 1.0 that 2.0 has dropped (reference/feishu.md §6.1). */
const DROPPED = new Set(['action', 'note']);
const DROPPED_AT_ROOT = ['i18n_elements', 'elements', 'fallback'];
const NO_LONGER = 'cards of schema V2 no longer support this capability';

/** Checks a card as the vendor does when it is sent; throws a card fault with inner code and path. */
export function validateCard(card: JsonObject, world: CardWorld): void {
  for (const name of DROPPED_AT_ROOT)
    if (name in card) cardFault(200861, `ROOT -> ${name}`, `${NO_LONGER}; unsupported ${name}`);
  FRAME(card, 'ROOT');
  const placed = elementsOf(card);
  for (const each of placed) {
    if (DROPPED.has(each.tag)) cardFault(200861, each.path, `${NO_LONGER}; unsupported tag ${each.tag}`);
    const check = COMPONENTS[each.tag] ?? cardFault(MALFORMED, each.path, `not support tag: ${each.tag}`);
    if (each.tag === 'img' && each.element.size === 'stretch_without_padding') cardFault(200861, each.path, NO_LONGER);
    check(each.element, each.path);
    checkNesting(each);
    checkOptions(each);
    checkChart(each);
    checkReferences(world, each);
  }
  checkForms(placed);
  checkUnique(placed);
  checkCounts(card, placed);
}

/** What cards of this tenant may refer to. */
export function cardWorld(emulation: Emulation): CardWorld {
  return {
    knowsPerson: (id) =>
      emulation.people.has(id) ||
      id === emulation.bot.openId ||
      [...emulation.people.values()].some((person) => person.unionId === id || person.userId === id),
    knowsImage: (key) => emulation.media.get(key)?.kind === 'image' && emulation.media.get(key)?.owner === 'app',
  };
}

/** Refuses a card with 230099 as a send does. Templates and cardkit entities are not emulated. */
export function checkCard(emulation: Emulation, card: JsonObject): void {
  if (card.type === 'template' || card.type === 'card') {
    refuse(230099, faultMessage({ inner: 200380, path: 'ROOT', detail: 'template does not exist (not emulated)' }));
  }
  try {
    // Without schema the vendor reads a 1.0 card; this emulator knows only 2.0 and says so.
    validateCard(card, cardWorld(emulation));
  } catch (error) {
    const fault = cardFaultOf(error);
    if (fault === undefined) throw error;
    refuse(230099, faultMessage(fault));
  }
}
