import type { z } from 'zod';
import type { Card, FieldValue, PersonId, Reference } from '../../cards/model.ts';
import type { ReadContext } from './context.ts';

/** For whom a card is made: a person, a group, or somebody nobody knows yet. */
export type Viewer =
  | { readonly kind: 'person'; readonly person: PersonId }
  | { readonly kind: 'group'; readonly group: number }
  | { readonly kind: 'stranger' };

/** What somebody typed into the card's form and was refused. */
export interface Entered {
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly message: string;
}

/** How a card is made from the rows as they are at this moment (design.md §2). */
export interface Presentation {
  readonly card: string;
  /** What makes the card out of date when it changes, e.g. `hazard:17`. */
  readonly topic: (subject: Reference) => string;
  /** The card now; undefined when there is nothing to show any more. */
  readonly show: (context: ReadContext, subject: Reference, viewer: Viewer, entered?: Entered) => Card | undefined;
  /** The card as it is sent for the first time; undefined when it is not wanted any more. */
  readonly fresh: (context: ReadContext, subject: Reference, viewer: Viewer) => Card | undefined;
  /** Whether it is still worth sending for the first time. */
  readonly wanted: (context: ReadContext, subject: Reference, viewer: Viewer) => boolean;
  /** Values a person typed are kept for the card's return only where that is safe. */
  readonly keepsEntered: boolean;
  /** Only asks once more for what has a card of its own: when it asks nothing any more, it is left as it is. */
  readonly isReminder: boolean;
}

interface Declared<S extends Reference> {
  readonly card: string;
  readonly subject: z.ZodType<S>;
  readonly topic: (subject: S) => string;
  readonly show: (context: ReadContext, subject: S, viewer: Viewer, entered?: Entered) => Card | undefined;
  readonly wanted?: (context: ReadContext, subject: S, viewer: Viewer) => boolean;
  readonly keepsEntered?: boolean;
  readonly isReminder?: boolean;
}

export function definePresentation<S extends Reference>(declared: Declared<S>): Presentation {
  const parse = (subject: Reference): S => declared.subject.parse(subject);
  return {
    card: declared.card,
    topic: (subject) => declared.topic(parse(subject)),
    show: (context, subject, viewer, entered) => declared.show(context, parse(subject), viewer, entered),
    fresh: (context, subject, viewer) => {
      const parsed = parse(subject);
      if (declared.wanted?.(context, parsed, viewer) === false) return undefined;
      return declared.show(context, parsed, viewer);
    },
    wanted: (context, subject, viewer) => {
      const parsed = parse(subject);
      return declared.wanted
        ? declared.wanted(context, parsed, viewer)
        : declared.show(context, parsed, viewer) !== undefined;
    },
    keepsEntered: declared.keepsEntered ?? true,
    isReminder: declared.isReminder ?? false,
  };
}
