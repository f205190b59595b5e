/** What simulated people are going to do, by time. */
export interface Agenda<T> {
  add(at: number, item: T): void;
  /** When the first is due, ms. */
  nextAt(): number | undefined;
  /** Everything due at `now`, in the order of time and of being added. */
  takeDue(now: number): readonly T[];
}

interface Entry<T> {
  readonly at: number;
  readonly order: number;
  readonly item: T;
}

/** A binary heap: a term has tens of thousands of entries. */
export function createAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = [];
  let added = 0;
  const isBefore = (left: Entry<T>, right: Entry<T>): boolean =>
    left.at < right.at || (left.at === right.at && left.order < right.order);
  const swap = (one: number, other: number): void => {
    const [left, right] = [heap[one], heap[other]];
    if (left && right) [heap[one], heap[other]] = [right, left];
  };
  const firstOf = (...places: readonly number[]): number =>
    places.reduce((first, place) => {
      const [entry, known] = [heap[place], heap[first]];
      return entry && known && isBefore(entry, known) ? place : first;
    });
  const takeFirst = (): T | undefined => {
    const [first] = heap;
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first?.item;
    heap[0] = last;
    for (let place = 0; ; ) {
      const least = firstOf(place, 2 * place + 1, 2 * place + 2);
      if (least === place) return first.item;
      swap(place, least);
      place = least;
    }
  };
  return {
    add(at, item) {
      added += 1;
      heap.push({ at, order: added, item });
      for (let place = heap.length - 1; place > 0; ) {
        const parent = (place - 1) >> 1;
        if (firstOf(parent, place) === parent) break;
        swap(place, parent);
        place = parent;
      }
    },
    nextAt: () => heap[0]?.at,
    takeDue(now) {
      const due: T[] = [];
      while (heap[0] && heap[0].at <= now) {
        const item = takeFirst();
        if (item !== undefined) due.push(item);
      }
      return due;
    },
  };
}
