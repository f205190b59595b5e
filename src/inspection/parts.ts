import type { DrillRecord } from '../drills/record.ts';
import type { Ledger } from '../records/ledger.ts';
import type { Paper } from '../records/paper.ts';

interface Located {
  /** Inside the package, with forward slashes. */
  readonly path: string;
  /** The duty it is evidence of. */
  readonly duty?: string;
}

/** A file of the package as data: made when its turn comes, so that only one stands in memory. */
export type Part =
  | (Located & { readonly is: 'workbook'; readonly ledger: Ledger })
  | (Located & { readonly is: 'paper'; readonly paper: Paper })
  /** 演练记录表 as spreadsheet and document; the path is without ending. */
  | (Located & { readonly is: 'drill'; readonly record: DrillRecord })
  | (Located & { readonly is: 'text'; readonly text: string })
  | (Located & { readonly is: 'stored'; readonly stored: Stored });

/** A picture or file of the store, by the hash it was kept under. */
export interface Stored {
  readonly hash: string;
  readonly what: 'photo' | 'file';
  /** QS-202509-0001 or the duty's name. */
  readonly about: string;
  /** 整改前, 整改后, 复查; '' for files. */
  readonly moment: string;
  /** When it came in, ms. */
  readonly at: number;
  readonly person: number;
}

/** How a stored file was found: whole, not there, or not what was kept. */
export type Found = 'same' | 'missing' | 'changed';

export interface StoredInPackage extends Stored {
  readonly path: string;
  readonly found: Found;
}

/** What has been written so far: the closing parts tell of it. */
export interface Written {
  readonly stored: readonly StoredInPackage[];
  /** Paths by the duty they are evidence of. */
  readonly byDuty: ReadonlyMap<string, readonly string[]>;
  /** sha-256 of every file but the list of them, in order. */
  readonly sums: readonly { readonly path: string; readonly hash: string }[];
}
