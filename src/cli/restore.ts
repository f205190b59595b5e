import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readPlaces } from '../config.ts';
import { clockOf, dateOf } from '../kernel/time.ts';
import { lockDirectory, openReadOnlyStore } from '../store/node.ts';
import { copyPhotos } from './backup.ts';
import {
  DATABASE,
  entryOf,
  filesBelow,
  keyFingerprint,
  MANIFEST,
  type Manifest,
  manifestShape,
  PHOTOS,
} from './backup_folder.ts';
import { CommandFailed } from './command_failed.ts';
import { checkDatabase, wrongWith } from './database_check.ts';
import { EXIT, type Exit, type Surroundings } from './surroundings.ts';
import { readWords } from './words.ts';

/** What belongs to the data: moved aside together, never deleted. */
const DATA = [DATABASE, `${DATABASE}-wal`, `${DATABASE}-shm`, PHOTOS] as const;

/**
 * `anyuan restore FOLDER [--force]`: checks the whole backup first, then brings it into an empty data directory while
 * holding its lock. With `--force` present data are moved into a folder beside, never deleted.
 */
export async function restore(words: readonly string[], surroundings: Surroundings): Promise<Exit> {
  const { places, has } = readWords(words, { flags: ['force'], places: 1, usage: 'anyuan restore 文件夹 [--force]' });
  const [given] = places;
  if (given === undefined) throw new CommandFailed('用法 usage: anyuan restore 文件夹 [--force]', EXIT.usage);
  const from = resolve(given);
  const { dataDirectory, secretKeyFile, timeZone } = readPlaces(surroundings.env);
  const { say } = surroundings;
  const unlock = lockDirectory(dataDirectory);
  try {
    const manifest = await verifyBackup(from);
    const present = DATA.filter((name) => existsSync(join(dataDirectory, name)));
    if (present.length > 0 && !has('force'))
      throw new CommandFailed(
        `${dataDirectory} 里已有数据，没有恢复。要恢复请加 --force，现有数据会移到一旁。(not empty: --force moves it aside)`,
      );
    const aside = `${dataDirectory}.before-restore-${stamp(surroundings.now(), timeZone)}`;
    if (present.length > 0) await moveAside(dataDirectory, aside, present);
    await bring(from, dataDirectory);
    say(`已恢复 restored：${dataDirectory}，备份于 ${manifest.madeAt}，${manifest.files.length - 1} 张照片。`);
    if (present.length > 0) say(`  原来的数据在 ${aside}，确认无误后可删。(previous data)`);
    const key = await keyFingerprint(secretKeyFile);
    if (manifest.keyFingerprint !== null && key !== manifest.keyFingerprint)
      say(
        `  注意：${secretKeyFile} ${key === null ? '不存在' : '不是备份时的密钥'}，封存的私密报告打不开；请放回原来的密钥文件再启动。(put the original key file back before starting)`,
      );
    return EXIT.done;
  } finally {
    unlock();
  }
}

const stamp = (now: number, timeZone: string): string =>
  `${dateOf(now, timeZone).replaceAll('-', '')}-${clockOf(now, timeZone).replace(':', '')}`;

/** Every file by its hash, no file too many, the database sound. Throws CommandFailed. */
async function verifyBackup(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  for (const file of manifest.files) {
    const found = await entryOf(folder, file.path).catch(() => undefined);
    if (!found) throw new CommandFailed(`备份不完整：缺 ${file.path}，没有恢复。(missing file)`);
    if (found.sha256 !== file.sha256)
      throw new CommandFailed(`备份里的 ${file.path} 和备份时不一样，没有恢复。(changed file)`);
  }
  const listed = new Set(manifest.files.map((file) => file.path));
  if (!listed.has(DATABASE)) throw new CommandFailed('备份里没有数据库，没有恢复。(no database in it)');
  for (const path of await filesBelow(join(folder, PHOTOS)))
    if (!listed.has(`${PHOTOS}/${path}`))
      throw new CommandFailed(`备份里多出 ${PHOTOS}/${path}，没有恢复；请核对来源。(unlisted file)`);
  const store = openReadOnlyStore(folder);
  try {
    const state = checkDatabase(store);
    const wrong =
      wrongWith(state) ??
      (state.chain.ok && state.chain.rows !== manifest.auditRows
        ? '审计行数和清单不符 (audit rows differ)'
        : undefined);
    if (wrong !== undefined) throw new CommandFailed(`没有恢复：${wrong}。`);
  } finally {
    store.close();
  }
  return manifest;
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) throw new CommandFailed(`${folder} 不是安园的备份：没有 ${MANIFEST}。(not a backup)`);
  try {
    return manifestShape.parse(JSON.parse(text));
  } catch {
    throw new CommandFailed(`${folder} 的 ${MANIFEST} 读不懂，没有恢复。(manifest cannot be read)`);
  }
}

async function moveAside(directory: string, aside: string, names: readonly string[]): Promise<void> {
  if (existsSync(aside)) throw new CommandFailed(`${aside} 已经存在，请稍等一分钟再试。(already exists)`);
  await mkdir(aside, { recursive: true, mode: 0o700 });
  for (const name of names) await rename(join(directory, name), join(aside, name));
}

/** Pictures first and the database under another name until it is whole: a database that is there is complete. */
async function bring(from: string, directory: string): Promise<void> {
  await copyPhotos(join(from, PHOTOS), join(directory, PHOTOS));
  const working = join(directory, `${DATABASE}.part`);
  await rm(working, { force: true });
  await copyFile(join(from, DATABASE), working);
  await chmod(working, 0o600);
  await rename(working, join(directory, DATABASE));
}
