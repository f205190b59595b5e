import { previewShifts } from '../duties/shift_import.ts';
import type { ShiftReading } from '../duties/shift_roster.ts';
import { staffOf } from '../duties/shift_rows.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import type { HostErrand } from '../kernel/send.ts';
import { sendText } from '../kernel/send.ts';
import { dateOf } from '../kernel/time.ts';
import type { Platform, Verdict } from '../platforms/platform.ts';
import { linkAccount } from '../school/accounts.ts';
import { peopleWithoutAccount, placesOf } from '../school/queries.ts';
import type { RosterReading, Sheet } from '../school/roster/model.ts';
import { previewRoster } from '../school/roster_import.ts';
import type { Files } from '../store/files.ts';
import { storeEvidence } from './store_evidence.ts';

/** How an errand ended: done with a change to write, or a verdict like any other sending. */
export type ErrandOutcome = { readonly done: (context: Context) => void } | { readonly failed: Verdict };

/** At most this many numbers a call (reference/feishu.md §8, batch_get_id). */
const NUMBERS_PER_CALL = 50;

interface KnownPlaces {
  readonly places: readonly { readonly name: string; readonly kind: string }[];
}

/** Reads a staff roster's bytes; the spreadsheet library is large and loaded only here. */
export async function readRosterFile(fileName: string, bytes: Uint8Array, known: KnownPlaces): Promise<RosterReading> {
  const { readSpreadsheet } = await import('../school/roster/spreadsheet.ts');
  return readStaff(await readSpreadsheet(fileName, bytes), known);
}

async function readStaff(sheets: readonly Sheet[], known: KnownPlaces): Promise<RosterReading> {
  const { readRoster } = await import('../school/roster/reading.ts');
  return readRoster(sheets, { classes: [], places: known.places.map((place) => ({ ...place, synonyms: [] })) });
}

export type SpreadsheetReading =
  | { readonly is: 'staff'; readonly staff: RosterReading }
  | { readonly is: 'shifts'; readonly shifts: ShiftReading };

/** Reads a spreadsheet somebody sent: a duty roster where it has days and speaks of duty, else a staff roster. */
export async function readSpreadsheetFile(
  fileName: string,
  bytes: Uint8Array,
  reading: ReadContext,
  school: number,
): Promise<SpreadsheetReading> {
  const { readSpreadsheet } = await import('../school/roster/spreadsheet.ts');
  const { isShiftRoster, readShiftRoster } = await import('../duties/shift_roster.ts');
  const sheets = await readSpreadsheet(fileName, bytes);
  const today = dateOf(reading.now, reading.timeZone);
  return isShiftRoster(sheets, today)
    ? { is: 'shifts', shifts: readShiftRoster(sheets, staffOf(reading, school), today) }
    : { is: 'staff', staff: await readStaff(sheets, { places: placesOf(reading, school) }) };
}

async function readRosterErrand(
  errand: Extract<HostErrand, { errand: 'read-roster' }>,
  platform: Platform,
  reading: Context,
): Promise<ErrandOutcome> {
  const media = await platform.download(errand.messageId, errand.file, 'file');
  if (!media.ok) return { failed: media.verdict };
  try {
    const read = await readSpreadsheetFile(errand.fileName, media.bytes, reading, errand.school);
    return {
      done: (context) => {
        const acting: Context = {
          ...context,
          actor: { kind: 'person', person: errand.person, platform: platform.name },
        };
        const input = { schoolId: errand.school, by: errand.person, fileName: errand.fileName };
        if (read.is === 'shifts') previewShifts(acting, { ...input, reading: read.shifts });
        else previewRoster(acting, { ...input, reading: read.staff });
      },
    };
  } catch (error) {
    const { RosterUnreadable } = await import('../school/roster/unreadable.ts');
    if (!(error instanceof RosterUnreadable)) throw error;
    return { done: (context) => sendText(context, error.personText, { person: errand.person }) };
  }
}

/** Links people of the roster to the accounts the vendor finds for their numbers, across all schools. */
async function findAccounts(platform: Platform, reading: Context): Promise<ErrandOutcome> {
  const wanted = peopleWithoutAccount(reading, platform.name).filter((one) => one.mobile !== null);
  const found: { person: number; user: { userId: string } }[] = [];
  for (let from = 0; from < wanted.length; from += NUMBERS_PER_CALL) {
    const slice = wanted.slice(from, from + NUMBERS_PER_CALL);
    const byMobile = new Map(
      (await platform.findByMobile(slice.map((one) => one.mobile ?? ''))).map((user) => [user.mobile, user]),
    );
    for (const one of slice) {
      const user = byMobile.get(one.mobile ?? '');
      if (user) found.push({ person: one.person, user });
    }
  }
  return {
    done: (context) => {
      for (const { person, user } of found) linkAccount(context, { person, platform: platform.name, user });
    },
  };
}

/** Runs one errand to its end; the caller commits what it brings. */
export function runErrand(
  errand: HostErrand,
  platform: Platform,
  reading: Context,
  files: Files,
): Promise<ErrandOutcome> {
  switch (errand.errand) {
    case 'read-roster':
      return readRosterErrand(errand, platform, reading);
    case 'find-accounts':
      return findAccounts(platform, reading);
    case 'store-evidence':
      return storeEvidence(errand, platform, files);
  }
}
