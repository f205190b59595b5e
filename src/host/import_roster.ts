import { confirmShifts, dropShifts, previewShifts, type ShiftSummary } from '../duties/shift_import.ts';
import type { Context } from '../kernel/context.ts';
import { allSchools, UNNAMED_SCHOOL } from '../school/queries.ts';
import { confirmRoster, dropRoster, previewRoster, type RosterSummary } from '../school/roster_import.ts';
import { school } from '../store/schema/index.ts';
import { openSpreadsheet } from './errands.ts';

/** One change of the organisation, in its own transaction. */
export type Change = <T>(work: (context: Context) => T) => T;

export interface RosterAnswer {
  /** `shifts`: the file was a duty roster, and the figures count shifts. */
  readonly is: 'staff' | 'shifts';
  readonly summary: RosterSummary;
  /** Sentences with row and column; those that keep somebody out first. */
  readonly problems: readonly string[];
}

/**
 * A roster from the command line, of the staff or of duty: reads the file, says what it would change, and takes it
 * over when `confirm` is set. Goes to the first school, which is made when there is none yet. Throws RosterUnreadable
 * and Refused.
 */
export async function importRosterFile(
  change: Change,
  input: { readonly fileName: string; readonly bytes: Uint8Array; readonly confirm: boolean },
): Promise<RosterAnswer> {
  const { fileName, confirm } = input;
  const read = await openSpreadsheet(fileName, input.bytes);
  return change((context) => {
    const schoolId =
      allSchools(context)[0]?.id ??
      context.db.insert(school).values(UNNAMED_SCHOOL).returning({ id: school.id }).get().id;
    const reading = read(context, schoolId);
    if (reading.is === 'shifts') {
      const preview = previewShifts(context, { schoolId, fileName, reading: reading.shifts });
      if (confirm) confirmShifts(context, { import: preview.import });
      else dropShifts(context, { import: preview.import });
      return { is: 'shifts', summary: countsOf(preview.summary), problems: preview.problems };
    }
    const preview = previewRoster(context, { schoolId, fileName, reading: reading.staff });
    if (confirm) confirmRoster(context, { import: preview.import });
    else dropRoster(context, { import: preview.import });
    return { is: 'staff', summary: preview.summary, problems: preview.problems };
  });
}

const countsOf = ({ added, updated, unchanged, problems }: ShiftSummary): RosterSummary => ({
  added,
  updated,
  unchanged,
  problems,
  renamed: 0,
  newClasses: [],
});
