/**
 * How a form's value is to be read when it comes back: kinds of fields, and whether a box stood ticked, because an
 * untouched field may be missing from the answer (reference/dingtalk.md §6.6). Text needs no mark.
 */
export const fieldMarks = [
  'single',
  'multi',
  'number',
  'date',
  'time',
  'dateTime',
  'person',
  'personName',
  'ticked',
  'unticked',
] as const;
export type FieldMark = (typeof fieldMarks)[number];

/** Value of a person in a list of names. */
export const personOption = (person: number): string => `p${person}`;
