/** Where in a chat the reader is: a phone follows the newest message until its person scrolls away. */
import { find } from './patch.ts';

const NEAR = 60;
const AIR = 8;

interface Place {
  follows: boolean;
  /** The person went to the very end by hand: stay there, rather than at the head of the last message. */
  atEnd: boolean;
  /** The row whose head is kept in sight when everything from it on is taller than the screen. */
  anchor: string | undefined;
  /** The scroll position this module set last; any other is the person's doing. */
  set: number;
}

const places = new WeakMap<HTMLElement, Place>();

function placeOf(phone: HTMLElement): Place {
  const place = places.get(phone) ?? { follows: true, atEnd: false, anchor: undefined, set: 0 };
  places.set(phone, place);
  return place;
}

export function followsNewest(phone: HTMLElement): boolean {
  return placeOf(phone).follows;
}

/** Shows the end of the chat; a card taller than the screen is shown from its head, or from the head of row `anchor`. */
export function showNewest(phone: HTMLElement, anchor?: string): void {
  const place = placeOf(phone);
  place.follows = true;
  place.atEnd = false;
  place.anchor = anchor;
  settle(phone);
  find(phone, '[data-part=newer]').hidden = true;
}

/** Call when the content's height changed: a following phone keeps following. */
export function settle(phone: HTMLElement): void {
  const place = placeOf(phone);
  if (!place.follows) return;
  const scroller = find(phone, '[data-part=scroller]');
  const rows = find(phone, '[data-part=rows]');
  const anchored = [...rows.children].find((row) => row instanceof HTMLElement && row.dataset.row === place.anchor);
  const row = anchored ?? rows.lastElementChild;
  const bottom = scroller.scrollHeight - scroller.clientHeight;
  const head = !place.atEnd && row instanceof HTMLElement ? row.offsetTop - rows.offsetTop - AIR : bottom;
  place.set = Math.max(0, Math.min(bottom, head));
  scroller.scrollTop = place.set;
}

/** The list of chats starts at its top. */
export function showTop(phone: HTMLElement): void {
  const place = placeOf(phone);
  place.set = 0;
  find(phone, '[data-part=scroller]').scrollTop = 0;
}

/** Call on every scroll event of the phone. */
export function noteScroll(phone: HTMLElement): void {
  const place = placeOf(phone);
  const scroller = find(phone, '[data-part=scroller]');
  if (Math.abs(scroller.scrollTop - place.set) < NEAR) return;
  place.follows = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop < NEAR;
  place.atEnd = place.follows;
  place.set = scroller.scrollTop;
  if (place.follows) find(phone, '[data-part=newer]').hidden = true;
}
