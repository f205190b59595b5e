import type { FieldValue } from '../../cards/model.ts';
import type { PersonAnswer } from './platform.ts';

export type FormValue = FieldValue | PersonAnswer;

/**
 * Form values in neutral shape, each read as its mark says, where it has one; what `read` makes nothing of is dropped.
 * A box the client left out is as it was shown.
 */
export function formValues<Mark extends string>(
  raw: Readonly<Record<string, unknown>>,
  marks: Readonly<Record<string, unknown>>,
  known: readonly Mark[],
  read: (mark: Mark | undefined, value: unknown) => FormValue | undefined,
): Readonly<Record<string, FormValue>> {
  // Without a prototype: names come from outside.
  const values: Record<string, FormValue> = Object.create(null);
  for (const [name, value] of Object.entries(raw)) {
    const understood = read(
      known.find((mark) => mark === marks[name]),
      value,
    );
    if (understood !== undefined) values[name] = understood;
  }
  for (const [name, mark] of Object.entries(marks)) {
    if (!(name in raw) && (mark === 'ticked' || mark === 'unticked')) values[name] = mark === 'ticked';
  }
  return values;
}
