import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writePackage } from '../../src/host/write_package.ts';
import { monthPeriod } from '../../src/records/period.ts';
import type { Files } from '../../src/store/files.ts';
import { hazard, person, photo, school } from '../../src/store/schema/index.ts';
import { makeWorld, THURSDAY } from '../context.ts';
import { everyText, readZip } from './read_zip.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anyuan-package-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function schoolWithPictures(hashes: readonly string[]) {
  const world = makeWorld();
  const { db } = world.store;
  db.insert(school).values({ name: '光明/学校', shortName: 'GM' }).run();
  db.insert(person).values({ name: '王芳', createdAt: 0 }).run();
  const found = {
    schoolId: 1,
    number: 'GM-202509-0001',
    state: 'assigned',
    title: '扶手松动',
    description: '=HYPERLINK("http://x")',
    placeKind: 'stairs',
    category: 'building',
    sub: 'railing',
    severity: 'general',
    reporterId: 1,
    reportedAt: THURSDAY,
    due: '2025-09-10',
  } as const;
  db.insert(hazard).values(found).run();
  hashes.forEach((hash, index) => {
    const sent = {
      personId: 1,
      platform: 'feishu',
      messageId: `m${index}`,
      mediaKey: 'k',
      hazardId: 1,
      at: THURSDAY,
    } as const;
    db.insert(photo)
      .values({ ...sent, moment: 'before', hash, state: 'stored' })
      .run();
  });
  const make = (files: Files) =>
    writePackage(world.context(), files, {
      school: 1,
      period: monthPeriod(2025, 9),
      folder: '包',
      path: join(folder, 'p.zip'),
    });
  return { ...world, make };
}

test('what breaks on the way leaves no file, whole or half', async () => {
  const { make } = schoolWithPictures(['a'.repeat(64)]);
  const broken: Files = { put: async () => {}, get: () => Promise.reject(new Error('the disk is gone')) };
  await expect(make(broken)).rejects.toThrow('the disk is gone');
  expect(readdirSync(folder)).toEqual([]);
});

test('a picture that is missing or was swapped is said to be, and a formula stays text', async () => {
  const { make } = schoolWithPictures(['a'.repeat(64), 'b'.repeat(64)]);
  const files: Files = {
    put: async () => {},
    get: async (hash) => (hash.startsWith('a') ? undefined : new Uint8Array([0xff, 0xd8, 0xff, 1])),
  };
  const made = await make(files);
  expect(made).toMatchObject({ photos: 1, missing: 1, chain: { rows: 0 } });
  const { readFileSync } = await import('node:fs');
  const zip = readZip(readFileSync(join(folder, 'p.zip')));
  const text = everyText(zip);
  // Not `toContain`: a failure would print the whole package.
  for (const words of ['文件缺失', '与登记时不同', '&apos;=HYPERLINK'])
    expect([words, text.includes(words)]).toEqual([words, true]);
  expect([...zip.keys()].filter((name) => name.endsWith('.jpg'))).toEqual([
    '包/04 隐患照片/2025-09/GM-202509-0001-前2.jpg',
  ]);
  expect(zip.size).toBe(made.files);
});
