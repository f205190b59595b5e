import type { Card, Field } from './model.ts';

/** A form of more fields than this is easier on a page. */
const MANY_FIELDS = 6;
/** A list of more people than this wants a search. */
const MANY_PEOPLE = 20;

export const isLongList = (field: Field): boolean => field.kind === 'person' && field.candidates.length > MANY_PEOPLE;
const wantsPage = (field: Field): boolean => field.kind === 'photo' || isLongList(field);

/** Where the page does what a card cannot (design.md §4): pictures with a preview, people to search, long forms. */
export const pageHelps = (card: Card): boolean =>
  card.form !== undefined && (card.form.fields.length > MANY_FIELDS || card.form.fields.some(wantsPage));
