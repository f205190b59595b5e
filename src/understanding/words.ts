/** Finds every word of a word list in a text in one pass. */
export interface WordIndex {
  readonly root: WordNode;
}

interface WordNode {
  /** By UTF-16 code: a Chinese character as a string would be made and hashed anew at every look. */
  readonly next: Map<number, WordNode>;
  word: string | undefined;
}

/** Where each word was found: start positions in rising order. */
export type Found = ReadonlyMap<string, readonly number[]>;

/** Builds an index over words; duplicates are harmless. */
export function wordIndex(words: Iterable<string>): WordIndex {
  const root: WordNode = { next: new Map(), word: undefined };
  for (const word of words) {
    let node = root;
    for (let at = 0; at < word.length; at += 1) {
      const code = word.charCodeAt(at);
      let following = node.next.get(code);
      if (following === undefined) {
        following = { next: new Map(), word: undefined };
        node.next.set(code, following);
      }
      node = following;
    }
    if (word !== '') node.word = word;
  }
  return { root };
}

/** All occurrences, overlapping ones included. Linear in the text for words of bounded length. */
export function findWords(index: WordIndex, text: string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (let start = 0; start < text.length; start += 1) {
    let node: WordNode | undefined = index.root;
    for (let at = start; at < text.length; at += 1) {
      node = node.next.get(text.charCodeAt(at));
      if (node === undefined) break;
      if (node.word !== undefined) {
        const places = found.get(node.word);
        if (places === undefined) found.set(node.word, [start]);
        else places.push(start);
      }
    }
  }
  return found;
}
