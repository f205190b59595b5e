import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readPlaces } from '../config.ts';
import { clockOf, dateOf } from '../kernel/time.ts';
import { copyDatabase, openReadOnlyStore } from '../store/node.ts';
import {
  DATABASE,
  entryOf,
  type FileEntry,
  filesBelow,
  keyFingerprint,
  MANIFEST,
  type Manifest,
  PHOTOS,
} from './backup_folder.ts';
import { CommandFailed } from './command_failed.ts';
import { checkDatabase, wrongWith } from './database_check.ts';
import { EXIT, type Exit, type Surroundings } from './surroundings.ts';
import { readWords } from './words.ts';

const OWNER_ONLY = 0o700;

/**
 * `anyuan backup [FOLDER]`: one consistent copy of the database as of one moment and the pictures it knows, while the
 * server runs. The database is copied first: pictures are only ever added, so each it names is there afterwards.
 */
export async function backup(words: readonly string[], surroundings: Surroundings): Promise<Exit> {
  const { places } = readWords(words, { flags: [], places: 1, usage: 'anyuan backup [文件夹]' });
  const { dataDirectory, secretKeyFile, timeZone } = readPlaces(surroundings.env);
  const { say } = surroundings;
  if (!existsSync(join(dataDirectory, DATABASE)))
    throw new CommandFailed(`${dataDirectory} 里还没有数据，没有可备份的。(no database there)`);
  const target = resolve(places[0] ?? defaultName(surroundings.now(), timeZone));
  if (existsSync(target)) throw new CommandFailed(`${target} 已经存在，请换一个名字。(already exists)`);
  const working = `${target}.part`;
  await rm(working, { recursive: true, force: true });
  await mkdir(working, { recursive: true, mode: OWNER_ONLY });
  try {
    await copyDatabase(dataDirectory, join(working, DATABASE));
    await chmod(join(working, DATABASE), 0o600);
    const state = checkCopy(working);
    await copyPhotos(join(dataDirectory, PHOTOS), join(working, PHOTOS));
    const files: FileEntry[] = [await entryOf(working, DATABASE)];
    for (const path of await filesBelow(join(working, PHOTOS))) files.push(await entryOf(working, `${PHOTOS}/${path}`));
    const manifest: Manifest = {
      format: 1,
      madeAt: new Date(surroundings.now()).toISOString(),
      migrations: [...state.migrations],
      auditRows: state.auditRows,
      keyFingerprint: await keyFingerprint(secretKeyFile),
      files,
    };
    await writeFile(join(working, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await rename(working, target);
    const megabytes = (files.reduce((sum, file) => sum + file.bytes, 0) / 1024 / 1024).toFixed(1);
    say(`已备份 backup：${target}`);
    say(`  数据库和 ${files.length - 1} 张照片，共 ${megabytes} MB；审计 ${state.auditRows} 行，核对无误。(verified)`);
    say('  里面有名册和电话，请放在只有管理员能打开的地方。(holds personal data: keep it private)');
    say(`  不含密钥：${secretKeyFile} 请另外保存一份，没有它，封存的私密报告打不开。(the key is not in it)`);
    return EXIT.done;
  } catch (error) {
    await rm(working, { recursive: true, force: true });
    throw error;
  }
}

const defaultName = (now: number, timeZone: string): string =>
  `anyuan-backup-${dateOf(now, timeZone).replaceAll('-', '')}-${clockOf(now, timeZone).replace(':', '')}`;

/** A copy that cannot be trusted is worse than none. Throws CommandFailed. */
function checkCopy(folder: string): { readonly migrations: readonly string[]; readonly auditRows: number } {
  const store = openReadOnlyStore(folder);
  try {
    const state = checkDatabase(store);
    const wrong = wrongWith(state);
    if (wrong !== undefined) throw new CommandFailed(`没有备份成：${wrong}。先运行 anyuan doctor。`);
    return { migrations: state.migrations, auditRows: state.chain.ok ? state.chain.rows : 0 };
  } finally {
    store.close();
  }
}

/** Copies every picture below a folder. */
export async function copyPhotos(from: string, to: string): Promise<void> {
  for (const path of await filesBelow(from)) {
    const copy = join(to, path);
    await mkdir(dirname(copy), { recursive: true, mode: OWNER_ONLY });
    await copyFile(join(from, path), copy);
    await chmod(copy, 0o600);
  }
}
