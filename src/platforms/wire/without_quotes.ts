/**
 * The vendor's words may quote a card or a person: what is not plain ASCII goes, and so do numbers long enough to be
 * somebody's telephone. Names of fields, paths and codes stay. One rule for every platform's log lines and verdicts.
 */
export const withoutQuotes = (message: string): string =>
  message
    .replace(/[^\x20-\x7e]+/g, '…')
    .replace(/\+?\d[\d -]{6,}\d/g, '…')
    .trim();
