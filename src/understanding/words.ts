/**
 * Finds every word of a word list in a text in one pass. A trie in flat arrays: which node follows a node is looked up by one number,
 * since a Map per node would cost more than all the rest of reading a message.
 */
export interface WordIndex {
  /** Following node by first character (UTF-16 code); 0 where no word begins. */
  readonly first: Uint16Array;
  /** Open addressing: node × 65,536 + code, and beside it the node that follows. */
  readonly keys: Int32Array;
  readonly nodes: Uint16Array;
  /** The word that ends at a node, as its place in `words`, or -1. */
  readonly ends: Int32Array;
  readonly words: readonly string[];
}

/** Where each word was found: start positions in rising order. */
export type Found = ReadonlyMap<string, readonly number[]>;

/** Node numbers must fit beside a UTF-16 code in 31 bits. */
const MOST_NODES = 32_767;

function slotOf(key: number, mask: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
}

/** Builds an index over words; duplicates are harmless, the empty word is none. */
export function wordIndex(words: Iterable<string>): WordIndex {
  const list = [...new Set(words)].filter((word) => word !== '');
  let size = 16;
  const most = list.reduce((sum, word) => sum + word.length - 1, 0) * 2;
  while (size < most) size *= 2;
  const mask = size - 1;
  const first = new Uint16Array(65_536);
  const keys = new Int32Array(size);
  const nodes = new Uint16Array(size);
  const ends: number[] = [-1];
  for (let place = 0; place < list.length; place += 1) {
    const word = list[place] ?? '';
    const opening = word.charCodeAt(0);
    let node = first[opening] ?? 0;
    if (node === 0) {
      node = ends.push(-1) - 1;
      first[opening] = node;
    }
    for (let at = 1; at < word.length; at += 1) {
      const key = node * 65_536 + word.charCodeAt(at);
      let slot = slotOf(key, mask);
      while (keys[slot] !== key && keys[slot] !== 0) slot = (slot + 1) & mask;
      if (keys[slot] === 0) {
        keys[slot] = key;
        nodes[slot] = ends.push(-1) - 1;
      }
      node = nodes[slot] ?? 0;
    }
    ends[node] = place;
  }
  if (ends.length > MOST_NODES) throw new Error(`understanding: ${ends.length} word nodes, most ${MOST_NODES}`);
  return { first, keys, nodes, ends: Int32Array.from(ends), words: list };
}

/** The node that follows `node` with the character `code`, or 0. */
export function nextNode({ keys, nodes }: WordIndex, node: number, code: number): number {
  const key = node * 65_536 + code;
  const mask = keys.length - 1;
  for (let slot = slotOf(key, mask); ; slot = (slot + 1) & mask) {
    const held = keys[slot];
    if (held === key) return nodes[slot] ?? 0;
    if (held === 0) return 0;
  }
}

/** Calls back for every occurrence, overlapping ones included, by start and then by length; `word` is a place in `index.words`. */
export function eachWord(index: WordIndex, text: string, seen: (word: number, start: number) => void): void {
  const { first, ends } = index;
  for (let start = 0; start < text.length; start += 1) {
    let node = first[text.charCodeAt(start)] ?? 0;
    for (let at = start + 1; node !== 0; at += 1) {
      const word = ends[node] ?? -1;
      if (word >= 0) seen(word, start);
      node = at < text.length ? nextNode(index, node, text.charCodeAt(at)) : 0;
    }
  }
}

/** Whether any word of the index stands in the text. */
export function hasWord(index: WordIndex, text: string): boolean {
  const { first, ends } = index;
  for (let start = 0; start < text.length; start += 1) {
    let node = first[text.charCodeAt(start)] ?? 0;
    for (let at = start + 1; node !== 0; at += 1) {
      if ((ends[node] ?? -1) >= 0) return true;
      node = at < text.length ? nextNode(index, node, text.charCodeAt(at)) : 0;
    }
  }
  return false;
}

/** All occurrences, overlapping ones included. Linear in the text for words of bounded length. */
export function findWords(index: WordIndex, text: string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  eachWord(index, text, (word, start) => {
    const written = index.words[word] ?? '';
    const places = found.get(written);
    if (places === undefined) found.set(written, [start]);
    else places.push(start);
  });
  return found;
}
