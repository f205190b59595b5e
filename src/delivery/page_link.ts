import type { Card, Field, PersonId, Reference } from '../../cards/model.ts';
import type { PlatformName } from '../platforms/platform.ts';

/**
 * The address of a card's form page for one person; a host without PUBLIC_URL has none. Undefined where the
 * platform's people cannot sign in.
 */
export type PageLink = (of: {
  readonly card: string;
  readonly subject: Reference;
  readonly person: PersonId;
  readonly platform: PlatformName;
}) => string | undefined;

/** A form of more fields than this is easier on a page. */
const MANY_FIELDS = 6;
/** A list of more people than this wants a search. */
const MANY_PEOPLE = 20;

const wantsPage = (field: Field): boolean =>
  field.kind === 'photo' || (field.kind === 'person' && field.candidates.length > MANY_PEOPLE);

/** Where the page does what a card cannot (design.md §4): pictures with a preview, people to search, long forms. */
export const pageHelps = (card: Card): boolean =>
  card.form !== undefined && (card.form.fields.length > MANY_FIELDS || card.form.fields.some(wantsPage));
