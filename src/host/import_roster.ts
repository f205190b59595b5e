import type { Context } from '../kernel/context.ts';
import { allSchools, placesOf, UNNAMED_SCHOOL } from '../school/queries.ts';
import { confirmRoster, dropRoster, previewRoster, type RosterSummary } from '../school/roster_import.ts';
import { school } from '../store/schema/index.ts';
import { readRosterFile } from './errands.ts';

/** One change of the organisation, in its own transaction. */
export type Change = <T>(work: (context: Context) => T) => T;

export interface RosterAnswer {
  readonly summary: RosterSummary;
  /** Sentences with row and column; those that keep somebody out first. */
  readonly problems: readonly string[];
}

/**
 * A roster from the command line: reads the file, says what it would change, and takes it over when `confirm` is set.
 * Goes to the first school, which is made when there is none yet. Throws RosterUnreadable and Refused.
 */
export async function importRosterFile(
  change: Change,
  input: { readonly fileName: string; readonly bytes: Uint8Array; readonly confirm: boolean },
): Promise<RosterAnswer> {
  const { schoolId, places } = change((context) => {
    const first =
      allSchools(context)[0]?.id ??
      context.db.insert(school).values(UNNAMED_SCHOOL).returning({ id: school.id }).get().id;
    return { schoolId: first, places: placesOf(context, first) };
  });
  const reading = await readRosterFile(input.fileName, input.bytes, { places });
  return change((context) => {
    const preview = previewRoster(context, { schoolId, fileName: input.fileName, reading });
    if (input.confirm) confirmRoster(context, { import: preview.import });
    else dropRoster(context, { import: preview.import });
    return { summary: preview.summary, problems: preview.problems };
  });
}
