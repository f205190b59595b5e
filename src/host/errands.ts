import { previewShifts } from '../duties/shift_import.ts';
import type { ShiftReading } from '../duties/shift_roster.ts';
import { staffOf } from '../duties/shift_rows.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import type { HostErrand } from '../kernel/send.ts';
import { sendText } from '../kernel/send.ts';
import { dateOf } from '../kernel/time.ts';
import type { Platform, Verdict } from '../platforms/platform.ts';
import { greet, linkAccount } from '../school/accounts.ts';
import { hasKnocked } from '../school/knock.ts';
import { peopleWithoutAccount, placesOf } from '../school/queries.ts';
import type { RosterReading } from '../school/roster/model.ts';
import { previewRoster } from '../school/roster_import.ts';
import type { Files } from '../store/files.ts';
import { archiveRecords } from './archive_records.ts';
import { writeDrillRecord } from './drill_record.ts';
import { exportLedger, exportWeek } from './export_ledger.ts';
import { makePackage, type PackageHost, removePackage } from './make_package.ts';
import type { WritePaper } from './paper_aside.ts';
import { removeFiles } from './remove_files.ts';
import { storeEvidence } from './store_evidence.ts';
import { writeMinutes } from './write_minutes.ts';
import { writeSummary } from './write_summary.ts';

/** How an errand ended: done with a change to write, or a verdict like any other sending. */
export type ErrandOutcome = { readonly done: (context: Context) => void } | { readonly failed: Verdict };

/** At most this many numbers a call (reference/feishu.md §8, batch_get_id). */
const NUMBERS_PER_CALL = 50;

/** Reads a staff roster's bytes; the spreadsheet library is large and loaded only here. */
export async function readRosterFile(
  fileName: string,
  bytes: Uint8Array,
  known: { readonly places: readonly { readonly name: string; readonly kind: string }[] },
): Promise<RosterReading> {
  const { readSpreadsheet } = await import('../school/roster/spreadsheet.ts');
  const { readRoster } = await import('../school/roster/reading.ts');
  return readRoster(await readSpreadsheet(fileName, bytes), {
    classes: [],
    places: known.places.map((place) => ({ ...place, synonyms: [] })),
  });
}

export type SpreadsheetReading =
  | { readonly is: 'staff'; readonly staff: RosterReading }
  | { readonly is: 'shifts'; readonly shifts: ShiftReading };

/**
 * Opens a spreadsheet somebody sent. What it gives reads it for a school: a duty roster where it has days and speaks of
 * duty, else a staff roster. Rejects with RosterUnreadable.
 */
export async function openSpreadsheet(
  fileName: string,
  bytes: Uint8Array,
): Promise<(reading: ReadContext, school: number) => SpreadsheetReading> {
  const { readSpreadsheet } = await import('../school/roster/spreadsheet.ts');
  const { readRoster } = await import('../school/roster/reading.ts');
  const { isShiftRoster } = await import('../duties/roster_table.ts');
  const { readShiftRoster } = await import('../duties/shift_roster.ts');
  const sheets = await readSpreadsheet(fileName, bytes);
  return (reading, school) => {
    const today = dateOf(reading.now, reading.timeZone);
    if (isShiftRoster(sheets, today))
      return { is: 'shifts', shifts: readShiftRoster(sheets, staffOf(reading, school), today) };
    const places = placesOf(reading, school).map((place) => ({ ...place, synonyms: [] }));
    return { is: 'staff', staff: readRoster(sheets, { classes: [], places }) };
  };
}

async function readRosterErrand(
  errand: Extract<HostErrand, { errand: 'read-roster' }>,
  platform: Platform,
  reading: Context,
): Promise<ErrandOutcome> {
  const media = await platform.download(errand.messageId, errand.file, 'file');
  if (!media.ok) return { failed: media.verdict };
  try {
    const read = (await openSpreadsheet(errand.fileName, media.bytes))(reading, errand.school);
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
async function findAccounts(platform: Platform, reading: Context, onNone: boolean): Promise<ErrandOutcome> {
  const wanted = peopleWithoutAccount(reading, platform.name, onNone).filter((one) => one.mobile !== null);
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
      // Somebody may have joined by a code meanwhile.
      const open = new Set(peopleWithoutAccount(context, platform.name, onNone).map((one) => one.person));
      for (const { person, user } of found) {
        if (!open.has(person)) continue;
        const waits = hasKnocked(context, platform.name, user.userId);
        linkAccount(context, { person, platform: platform.name, user });
        // Who wrote and was told to say their name learns that they are known now.
        if (waits) greet(context, { person, platform: platform.name });
      }
    },
  };
}

/** Runs one errand to its end; the caller commits what it brings. */
export function runErrand(
  errand: HostErrand,
  platform: Platform,
  reading: Context,
  files: Files,
  packages: PackageHost,
  write: WritePaper,
): Promise<ErrandOutcome> {
  switch (errand.errand) {
    case 'read-roster':
      return readRosterErrand(errand, platform, reading);
    case 'find-accounts':
      return findAccounts(platform, reading, errand.onNone === true);
    case 'export-ledger':
      return exportLedger(errand, platform, reading, files, packages);
    case 'export-week':
      return exportWeek(errand, platform, reading, packages);
    case 'archive-records':
      return archiveRecords(errand, reading, files);
    case 'remove-files':
      return removeFiles(errand, reading, files);
    case 'store-evidence':
      return storeEvidence(errand, platform, files);
    case 'write-drill-record':
      return writeDrillRecord(errand, reading, files, write);
    case 'make-package':
      return makePackage(errand, platform, reading, packages);
    case 'remove-package':
      return removePackage(errand, reading, packages);
    case 'write-minutes':
      return writeMinutes(errand, reading, files, write);
    case 'write-summary':
      return writeSummary(errand, reading, files, write);
  }
}
