/**
 * A ledger (台账) as data: sheets of typed columns, rows read page by page so that years of records never stand in
 * memory. Whoever writes it (xlsx, later docx) knows nothing of hazards or duties.
 */
export type Cell = string | number | { readonly date: string } | { readonly photos: readonly Picture[] } | null;

/** A stored picture by its hash; `label` is what its file is called beside the ledger. */
export interface Picture {
  readonly hash: string;
  readonly label: string;
}

export interface Column {
  readonly header: string;
  /** In characters of the ledger's font. */
  readonly width: number;
  /** Holds pictures: wider where they are shown. */
  readonly pictures?: true;
}

export interface Sheet {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: () => Iterable<readonly Cell[]>;
}

export interface Ledger {
  /** 隐患台账 */
  readonly title: string;
  /** What stands above every printed sheet: whose it is and of when. */
  readonly heading?: string;
  readonly sheets: readonly Sheet[];
}

/** First and last day, inclusive, YYYY-MM-DD, and how people call it: 2025年9月. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** Rows per read: large enough to be quick, small enough for one slice of the event loop. */
export const PAGE = 200;

/** Reads page after page until one is short. `read` gets the last row's key, undefined at first. */
export function* paged<Row, Key>(
  read: (after: Key | undefined, limit: number) => readonly Row[],
  keyOf: (row: Row) => Key,
): Generator<Row> {
  let after: Key | undefined;
  for (;;) {
    const page = read(after, PAGE);
    yield* page;
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    after = keyOf(last);
  }
}
