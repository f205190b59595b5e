/** A document as data: whoever writes it (docx) knows nothing of meetings or hazards. */
export type ReportPart =
  | { readonly is: 'heading'; readonly text: string }
  | { readonly is: 'text'; readonly text: string }
  /** Without headers the first column is set in bold: a form. */
  | {
      readonly is: 'table';
      readonly headers?: readonly string[];
      readonly rows: readonly (readonly (string | number)[])[];
      /** Shares of the width; equal when left out. */
      readonly widths?: readonly number[];
    }
  | { readonly is: 'pictures'; readonly pictures: readonly ReportPicture[] };

/** A stored picture by its hash, with the words below it. */
export interface ReportPicture {
  readonly hash: string;
  readonly label: string;
}

export interface Report {
  /** What the file is called, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly parts: readonly ReportPart[];
  /** The last line, to be signed on paper. */
  readonly ending?: string;
}
