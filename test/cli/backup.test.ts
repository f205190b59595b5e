import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openNodeFiles } from '../../src/store/files_node.ts';
import { openNodeStore, openReadOnlyStore } from '../../src/store/node.ts';
import { school } from '../../src/store/schema/index.ts';
import { type Machine, openMachine } from './machine.ts';

let machine: Machine;
beforeEach(async () => {
  machine = await openMachine();
});
afterEach(() => machine.stop());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const picture = Buffer.from('not really a picture, but bytes');

/** A server that has run: audited changes in the database, a picture, a key. */
async function livedIn(): Promise<void> {
  const server = await machine.startServer();
  for (const name of ['一小', '二小', '三小']) {
    server.engine.organisation.change(Date.now(), (context) =>
      context.db.insert(school).values({ name, shortName: 'AA' }).run(),
    );
  }
  await openNodeFiles(join(machine.data, 'photos')).put(sha256(picture), picture);
}

const schoolsIn = (directory: string): readonly string[] => {
  const store = openReadOnlyStore(directory);
  try {
    return store.db
      .select()
      .from(school)
      .all()
      .map((row) => row.name);
  } finally {
    store.close();
  }
};

describe('backup', () => {
  test('copies what is committed while the server runs, and a restore brings it back', async () => {
    await livedIn();
    const target = join(machine.folder, 'copy');
    const made = await machine.anyuan(['backup', target]);
    expect(made.said).toMatch(/已备份[\s\S]*1 张照片[\s\S]*核对无误/);
    expect(made.exit).toBe(0);
    expect(schoolsIn(target)).toEqual(['一小', '二小', '三小']);

    const other = join(machine.folder, 'elsewhere');
    machine.env.DATA_DIR = other;
    const restored = await machine.anyuan(['restore', target]);
    expect(restored.said).toMatch(/已恢复/);
    expect(restored.said).not.toMatch(/注意/);
    expect(restored.exit).toBe(0);
    expect(await openNodeFiles(join(other, 'photos')).get(sha256(picture))).toEqual(picture);
    const store = openNodeStore(other, Date.now());
    expect(store.db.select().from(school).all()).toHaveLength(3);
    store.close();
  });

  test('never holds the key', async () => {
    await livedIn();
    const target = join(machine.folder, 'copy');
    await machine.anyuan(['backup', target]);
    const key = readFileSync(join(machine.folder, 'anyuan.key'), 'utf8').trim();
    const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map((entry) => entry.name)).toContain('manifest.json');
    for (const entry of files) {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      expect(bytes.includes(key)).toBe(false);
      expect(bytes.includes(Buffer.from(key, 'hex'))).toBe(false);
    }
  });

  test('is one moment: a writer that goes on meanwhile is in it wholly or not at all', async () => {
    const store = openNodeStore(machine.data, Date.now());
    let pairs = 0;
    const write = (): void => {
      store.transaction(() => {
        store.db
          .insert(school)
          .values({ name: `左${pairs}`, shortName: 'AA' })
          .run();
        store.db
          .insert(school)
          .values({ name: `右${pairs}`, shortName: 'AA' })
          .run();
      });
      pairs += 1;
    };
    while (pairs < 50) write();
    const writing = setInterval(write, 1);
    const target = join(machine.folder, 'copy');
    const { exit } = await machine.anyuan(['backup', target]);
    clearInterval(writing);
    store.close();
    expect(exit).toBe(0);
    const names = schoolsIn(target);
    expect(names.length).toBeGreaterThanOrEqual(100);
    expect(names.filter((name) => name.startsWith('左'))).toHaveLength(names.length / 2);
  });

  test('nothing to back up, a place that is taken, a damaged chain: refused, and nothing half is left', async () => {
    expect((await machine.anyuan(['backup', join(machine.folder, 'copy')])).said).toMatch(/还没有数据/);
    await livedIn();
    const taken = join(machine.folder, 'taken');
    mkdirSync(taken);
    expect(await machine.anyuan(['backup', taken])).toMatchObject({ exit: 1, said: expect.stringMatching(/已经存在/) });

    const client = new Database(join(machine.data, 'anyuan.db'));
    client.exec(
      "insert into audit (at, actor, action, subject, payload, salt, payload_digest, hash) values (1, 'system', 'x', 'y', '{}', 's', 'd', 'h')",
    );
    client.close();
    const broken = await machine.anyuan(['backup', join(machine.folder, 'copy')]);
    expect(broken).toMatchObject({ exit: 1, said: expect.stringMatching(/审计链在第 \d+ 行断开/) });
    expect(readdirSync(machine.folder).filter((name) => name.startsWith('copy'))).toEqual([]);
  });
});

describe('restore', () => {
  /** A good backup of a server that has stopped, and an empty data directory to restore into. */
  async function backedUp(): Promise<string> {
    await livedIn();
    const target = join(machine.folder, 'copy');
    await machine.anyuan(['backup', target]);
    machine.env.DATA_DIR = join(machine.folder, 'elsewhere');
    return target;
  }

  test('refuses while a server runs', async () => {
    await livedIn();
    const target = join(machine.folder, 'copy');
    await machine.anyuan(['backup', target]);
    for (const words of [
      ['restore', target],
      ['restore', target, '--force'],
    ]) {
      const { exit, said } = await machine.anyuan(words);
      expect(exit).toBe(1);
      expect(said).toMatch(/请先停下服务/);
    }
    expect(schoolsIn(machine.data)).toHaveLength(3);
  });

  test('refuses a directory with data; --force moves them aside whole', async () => {
    const target = await backedUp();
    const own = openNodeStore(machine.env.DATA_DIR ?? '', Date.now());
    own.db.insert(school).values({ name: '原来的学校', shortName: 'AA' }).run();
    own.close();
    expect(await machine.anyuan(['restore', target])).toMatchObject({
      exit: 1,
      said: expect.stringMatching(/已有数据，没有恢复/),
    });
    expect(schoolsIn(machine.env.DATA_DIR ?? '')).toEqual(['原来的学校']);
    expect((await machine.anyuan(['restore', target, '--force'])).exit).toBe(0);
    expect(schoolsIn(machine.env.DATA_DIR ?? '')).toEqual(['一小', '二小', '三小']);
    const aside = readdirSync(machine.folder).find((name) => name.startsWith('elsewhere.before-restore-'));
    expect(schoolsIn(join(machine.folder, aside ?? ''))).toEqual(['原来的学校']);
  });

  const photoIn = (folder: string): string => {
    const found = readdirSync(join(folder, 'photos'), { recursive: true, withFileTypes: true }).find((entry) =>
      entry.isFile(),
    );
    return join(found?.parentPath ?? '', found?.name ?? '');
  };

  test.each<[string, (folder: string) => void, RegExp]>([
    ['no manifest', (folder) => rmSync(join(folder, 'manifest.json')), /不是安园的备份/],
    ['a manifest that is none', (folder) => writeFileSync(join(folder, 'manifest.json'), '{"format":1}'), /读不懂/],
    [
      'a manifest that names a way out',
      (folder) => {
        const path = join(folder, 'manifest.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace('"anyuan.db"', '"../anyuan.key"'));
      },
      /读不懂/,
    ],
    ['a changed picture', (folder) => writeFileSync(photoIn(folder), 'another picture'), /不一样/],
    ['a missing picture', (folder) => rmSync(photoIn(folder)), /备份不完整/],
    ['a picture too many', (folder) => cpSync(photoIn(folder), join(folder, 'photos', 'extra')), /多出/],
    ['a changed database', (folder) => writeFileSync(join(folder, 'anyuan.db'), 'no database'), /不一样/],
  ])('%s: refused before anything is written', async (_, spoil, said) => {
    const target = await backedUp();
    spoil(target);
    expect(await machine.anyuan(['restore', target])).toMatchObject({ exit: 1, said: expect.stringMatching(said) });
    expect(existsSync(join(machine.env.DATA_DIR ?? '', 'anyuan.db'))).toBe(false);
  });

  test('an audit row changed with a fitting hash list is still found by the chain', async () => {
    const target = await backedUp();
    const client = new Database(join(target, 'anyuan.db'));
    client.exec("update audit set actor = 'person:99' where sequence = 1");
    client.close();
    const path = join(target, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    for (const file of manifest.files)
      if (file.path === 'anyuan.db') file.sha256 = sha256(readFileSync(join(target, 'anyuan.db')));
    writeFileSync(path, JSON.stringify(manifest));
    expect(await machine.anyuan(['restore', target])).toMatchObject({
      exit: 1,
      said: expect.stringMatching(/审计链在第 1 行断开/),
    });
  });

  test('says when the key is not the one the reports were sealed with', async () => {
    const target = await backedUp();
    renameSync(join(machine.folder, 'anyuan.key'), join(machine.folder, 'safe.key'));
    expect((await machine.anyuan(['restore', target])).said).toMatch(/注意：.*不存在/);
    writeFileSync(join(machine.folder, 'anyuan.key'), `${'ab'.repeat(32)}\n`);
    expect((await machine.anyuan(['restore', target, '--force'])).said).toMatch(/注意：.*不是备份时的密钥/);
  });
});
