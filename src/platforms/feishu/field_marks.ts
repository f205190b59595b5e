/**
 * How a form's value is to be read when it comes back. Text and selections need no mark. Marks travel in the submit
 * button's value, because a typed text may look like a date and names stay the fields' own names.
 * `ticked` and `unticked` are boxes with their state on the card: an untouched box may be missing from the answer
 * (reference/feishu.md §5).
 */
export const fieldMarks = ['date', 'time', 'dateTime', 'number', 'person', 'personName', 'ticked', 'unticked'] as const;
export type FieldMark = (typeof fieldMarks)[number];

/** Value of a person option in a plain list; people known to the vendor come back by their vendor id instead. */
export const personOption = (person: number): string => `p${person}`;
