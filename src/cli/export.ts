import { createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { readPlaces } from '../config.ts';
import { type Photos, writeWorkbook } from '../host/write_workbook.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { allLedgerKinds, type LedgerKind, ledgerKinds } from '../records/kinds.ts';
import type { Ledger, Picture } from '../records/ledger.ts';
import { makeLedger } from '../records/make_ledger.ts';
import { readPeriod } from '../records/period.ts';
import { termOf } from '../school/calendar.ts';
import { openReadOnlyStore } from '../store/node.ts';
import { DATABASE, PHOTOS } from './backup_folder.ts';
import { CommandFailed } from './command_failed.ts';
import { schoolsNamed } from './schools_named.ts';
import { EXIT, type Exit, type Surroundings } from './surroundings.ts';

/** Pictures that are linked lie beside the ledgers. */
const PICTURE_FOLDER = '照片';

const USAGE = 'anyuan export [台账|all] [--period 2025-09] [--school 校名] [--to 文件夹] [--photos embed|link]';

/**
 * `anyuan export`: ledgers as xlsx, one file per kind and school, while the server runs. `--photos link` copies the
 * pictures beside them, under the names the ledger links; `--photos embed` shows them in the table.
 */
export async function exportLedgers(words: readonly string[], surroundings: Surroundings): Promise<Exit> {
  const asked = readAsked(words);
  const { dataDirectory, timeZone } = readPlaces(surroundings.env);
  const { say } = surroundings;
  if (!existsSync(join(dataDirectory, DATABASE)))
    throw new CommandFailed(`${dataDirectory} 里还没有数据，没有可导出的。(no database there)`);
  const store = openReadOnlyStore(dataDirectory);
  try {
    const context: ReadContext = { db: store.db, now: surroundings.now(), timeZone };
    const target = resolve(asked.to);
    await mkdir(target, { recursive: true, mode: 0o700 });
    for (const one of schoolsNamed(context, asked.school)) {
      const today = dateOf(context.now, timeZone);
      const period = readPeriod(asked.period, { today, term: termOf(context, one.id, today) });
      if (!period)
        throw new CommandFailed(
          `没看懂时间“${asked.period}”。可以写 2025-09、2025-09-01..2025-09-15 或 本学期。`,
          EXIT.usage,
        );
      for (const kind of asked.kinds) {
        const ledger = makeLedger(context, one.id, kind, period);
        const pictures = new Map<string, Picture>();
        const path = join(target, `${fileSafe(one.name)}${ledger.title}-${period.from}至${period.to}.xlsx`);
        const rows = await writeFile(noting(ledger, pictures), path, photosOf(asked, dataDirectory));
        const kept = asked.photos === 'link' ? await copyPictures(dataDirectory, target, pictures) : pictures.size;
        say(`${path}：${rows} 行${asked.photos === 'names' ? '' : `，照片 ${kept} 张`}`);
      }
    }
    say('里面有姓名，请放在只有管理员能打开的地方。(holds personal data: keep it private)');
    return EXIT.done;
  } finally {
    store.close();
  }
}

interface Asked {
  readonly kinds: readonly LedgerKind[];
  readonly period: string;
  readonly school: string | undefined;
  readonly to: string;
  readonly photos: Photos['as'];
}

function readAsked(words: readonly string[]): Asked {
  try {
    const { values, positionals } = parseArgs({
      args: withChoice(words),
      allowPositionals: true,
      options: {
        period: { type: 'string' },
        school: { type: 'string' },
        to: { type: 'string' },
        photos: { type: 'string' },
      },
    });
    const [name = 'all', ...more] = positionals;
    const kinds =
      name === 'all' || name === '全部'
        ? allLedgerKinds
        : allLedgerKinds.filter((kind) => kind === name || ledgerKinds[kind].words.test(name));
    const { photos = 'names' } = values;
    if (more.length > 0 || kinds.length === 0 || (photos !== 'names' && photos !== 'link' && photos !== 'embed'))
      throw new Error(name);
    return {
      kinds,
      period: values.period ?? '',
      school: values.school,
      to: values.to ?? 'anyuan-export',
      photos,
    };
  } catch {
    const names = allLedgerKinds.map((kind) => `${kind} ${ledgerKinds[kind].title}`).join('，');
    throw new CommandFailed(`用法 usage: ${USAGE}\n台账 ledgers：${names}`, EXIT.usage);
  }
}

/** `--photos` alone means `--photos link`, as it did before there was a choice. */
const withChoice = (words: readonly string[]): string[] =>
  words.flatMap((word, index) =>
    word === '--photos' && !['link', 'embed'].includes(words[index + 1] ?? '') ? [word, 'link'] : [word],
  );

/** Where a stored picture lies. */
const pathOf = (dataDirectory: string, hash: string): string =>
  join(dataDirectory, PHOTOS, hash.slice(0, 2), hash.slice(2));

function photosOf(asked: Asked, dataDirectory: string): Photos {
  if (asked.photos === 'link') return { as: 'link', folder: PICTURE_FOLDER };
  if (asked.photos === 'names') return { as: 'names' };
  return {
    as: 'embed',
    read: async (hash) => {
      const path = pathOf(dataDirectory, hash);
      return existsSync(path) ? readFile(path) : undefined;
    },
  };
}

const fileSafe = (name: string): string => name.replace(/[\\/:*?"<>|\s]/g, '');

async function writeFile(ledger: Ledger, path: string, photos: Photos): Promise<number> {
  const file = createWriteStream(path, { mode: 0o600 });
  const rows = await writeWorkbook(ledger, file, photos);
  await finished(file);
  return rows;
}

/** The same ledger; the pictures its rows name are noted on the way. */
const noting = (ledger: Ledger, pictures: Map<string, Picture>): Ledger => ({
  ...ledger,
  sheets: ledger.sheets.map((sheet) => ({
    ...sheet,
    rows: function* () {
      for (const row of sheet.rows()) {
        for (const cell of row) {
          if (cell !== null && typeof cell === 'object' && 'photos' in cell)
            for (const photo of cell.photos) pictures.set(photo.label, photo);
        }
        yield row;
      }
    },
  })),
});

async function copyPictures(
  dataDirectory: string,
  target: string,
  pictures: ReadonlyMap<string, Picture>,
): Promise<number> {
  let copied = 0;
  for (const { hash, label } of pictures.values()) {
    const from = pathOf(dataDirectory, hash);
    if (!existsSync(from)) continue;
    await mkdir(join(target, PICTURE_FOLDER), { recursive: true, mode: 0o700 });
    await copyFile(from, join(target, PICTURE_FOLDER, label));
    copied += 1;
  }
  return copied;
}
