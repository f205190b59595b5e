/** A document to read, print and sign, as data; whoever writes it (docx) knows nothing of duties or meetings. */
export type PaperBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Label and value, one line each. */
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [string, string])[] }
  /** Whose hands sign it: 主持签字, 记录人签字. */
  | { readonly kind: 'signatures'; readonly names: readonly string[] }
  /** Side by side, two in a row. */
  | { readonly kind: 'pictures'; readonly pictures: readonly PaperPicture[] }
  | {
      readonly kind: 'table';
      readonly headers: readonly string[];
      /** Share of the page's width, one per header; by what stands in them when left out. */
      readonly widths?: readonly number[];
      readonly rows: readonly (readonly (string | number)[])[];
    };

/** A stored picture by its hash, with the words below it. */
export interface PaperPicture {
  readonly hash: string;
  readonly label: string;
}

export interface Paper {
  readonly title: string;
  readonly blocks: readonly PaperBlock[];
}

/** A paper that is sent as a file of its own. */
export interface NamedPaper extends Paper {
  /** What the file is called, without its ending. */
  readonly name: string;
}
