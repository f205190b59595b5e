import type { Context } from '../kernel/context.ts';
import type { HostErrand } from '../kernel/send.ts';
import { sendText } from '../kernel/send.ts';
import type { Platform, Verdict } from '../platforms/platform.ts';
import { linkAccount } from '../school/accounts.ts';
import { peopleWithoutAccount, placesOf } from '../school/queries.ts';
import type { RosterReading } from '../school/roster/model.ts';
import { previewRoster } from '../school/roster_import.ts';

/** How an errand ended: done with a change to write, or a verdict like any other sending. */
export type ErrandOutcome = { readonly done: (context: Context) => void } | { readonly failed: Verdict };

/** At most this many numbers a call (reference/feishu.md §8, batch_get_id). */
const NUMBERS_PER_CALL = 50;

/** Reads a roster's bytes; the spreadsheet library is large and loaded only here. */
export async function readRosterFile(
  fileName: string,
  bytes: Uint8Array,
  known: { places: readonly { name: string; kind: string }[] },
): Promise<RosterReading> {
  const { readSpreadsheet } = await import('../school/roster/spreadsheet.ts');
  const { readRoster } = await import('../school/roster/reading.ts');
  return readRoster(await readSpreadsheet(fileName, bytes), {
    classes: [],
    places: known.places.map((place) => ({ ...place, synonyms: [] })),
  });
}

async function readRosterErrand(
  errand: Extract<HostErrand, { errand: 'read-roster' }>,
  platform: Platform,
  reading: Context,
): Promise<ErrandOutcome> {
  const media = await platform.download(errand.messageId, errand.file, 'file');
  if (!media.ok) return { failed: media.verdict };
  try {
    const roster = await readRosterFile(errand.fileName, media.bytes, { places: placesOf(reading, errand.school) });
    return {
      done: (context) => {
        const acting: Context = {
          ...context,
          actor: { kind: 'person', person: errand.person, platform: platform.name },
        };
        previewRoster(acting, {
          schoolId: errand.school,
          by: errand.person,
          fileName: errand.fileName,
          reading: roster,
        });
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
export function runErrand(errand: HostErrand, platform: Platform, reading: Context): Promise<ErrandOutcome> {
  return errand.errand === 'read-roster'
    ? readRosterErrand(errand, platform, reading)
    : findAccounts(platform, reading);
}
