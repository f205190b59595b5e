import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Files } from '../../src/store/files.ts';
import { openNodeFiles } from '../../src/store/files_node.ts';
import { openR2Files } from '../../src/store/files_r2.ts';

const bytes = Uint8Array.of(1, 2, 3);
const hash = createHash('sha256').update(bytes).digest('hex');
const other = createHash('sha256').update('other').digest('hex');

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'anyuan-files-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A bucket in memory that stores as R2 does. */
function bucket() {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    head: async (key: string) => (objects.has(key) ? { uploaded: new Date() } : null),
    put: async (key: string, value: Uint8Array) => void objects.set(key, value),
    delete: async (key: string) => void objects.delete(key),
    get: async (key: string) => {
      const found = objects.get(key);
      return found ? { arrayBuffer: async () => Uint8Array.from(found).buffer } : null;
    },
  };
}

const kinds: readonly [string, () => Files][] = [
  ['a folder', () => openNodeFiles(directory)],
  ['a bucket', () => openR2Files(bucket())],
];

describe.each(kinds)('pictures in %s', (_name, open) => {
  test('come back as they were put, also when put twice at once', async () => {
    const files = open();
    await Promise.all([files.put(hash, bytes), files.put(hash, bytes)]);
    await files.put(hash, bytes);
    expect(await files.get(hash)).toEqual(expect.objectContaining({ length: 3 }));
    expect([...((await files.get(hash)) ?? [])]).toEqual([1, 2, 3]);
    expect(await files.get(other)).toBeUndefined();
  });

  test('go when nobody put them since, and are gone only once', async () => {
    const files = open();
    const now = Date.now();
    await files.put(hash, bytes);
    expect(await files.remove?.(hash, now - 60_000)).toBe(false);
    expect(await files.get(hash)).toBeDefined();
    expect(await files.remove?.(hash, now + 60_000)).toBe(true);
    expect(await files.get(hash)).toBeUndefined();
    expect(await files.remove?.(hash, now + 60_000)).toBe(true);
    await expect((async () => files.remove?.('../../etc/passwd', now))()).rejects.toThrow('files.hash');
  });

  test.each(['../../etc/passwd', '', 'AB'.repeat(32), `${'a'.repeat(63)}/`])(
    'a name that is no hash is refused: %j',
    async (name) => {
      const files = open();
      await expect((async () => files.put(name, bytes))()).rejects.toThrow('files.hash');
      await expect((async () => files.get(name))()).rejects.toThrow('files.hash');
    },
  );
});

test('the folder holds whole pictures only, by the first two letters of their hash', async () => {
  await openNodeFiles(directory).put(hash, bytes);
  expect(readdirSync(directory, { recursive: true }).map(String).sort()).toEqual([
    'photos',
    join('photos', hash.slice(0, 2)),
    join('photos', hash.slice(0, 2), hash.slice(2)),
  ]);
});
