import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeError } from '../../src/host/describe_error.ts';
import { createSealer, KEY_BYTES } from '../../src/host/sealer.ts';
import { readSecretKey, SecretKeyUnreadable } from '../../src/host/secret_key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anyuan-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the key file', () => {
  test('is made once, readable by its owner only, and read back the same', () => {
    const file = join(folder, 'deep', 'anyuan.key');
    const key = readSecretKey(file);
    expect(key).toHaveLength(KEY_BYTES);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readSecretKey(file))).toEqual(Buffer.from(key));
    expect(readSecretKey(join(folder, 'other.key'))).not.toEqual(key);
  });

  test.each(['', 'not hex at all', 'ab'.repeat(KEY_BYTES - 1), 'ab'.repeat(KEY_BYTES + 1)])(
    'what is no key (%j) is left as it is and named',
    (content) => {
      const file = join(folder, 'broken.key');
      writeFileSync(file, content);
      expect(() => readSecretKey(file)).toThrow(SecretKeyUnreadable);
      expect(readFileSync(file, 'utf8')).toBe(content);
    },
  );
});

describe('sealing', () => {
  const sealer = createSealer(new Uint8Array(KEY_BYTES).fill(7));
  test('gives back what was sealed, and never the same text twice', () => {
    for (const words of ['', '有学生被堵在厕所', '😀'.repeat(500), '\u0000'])
      expect(sealer.open(sealer.seal(words))).toBe(words);
    expect(sealer.seal('同一句')).not.toBe(sealer.seal('同一句'));
    expect(Buffer.from(sealer.seal('有学生被堵在厕所'), 'base64').toString('utf8')).not.toContain('学生');
  });

  test('opens nothing that was changed, cut or sealed with another key', () => {
    const sealed = Buffer.from(sealer.seal('有学生被堵在厕所'), 'base64');
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => sealer.open(changed.toString('base64'))).toThrow();
    }
    for (const length of [0, 5, 12, 20, sealed.length - 1])
      expect(() => sealer.open(sealed.subarray(0, length).toString('base64'))).toThrow();
    const other = createSealer(new Uint8Array(KEY_BYTES).fill(8));
    expect(() => other.open(sealed.toString('base64'))).toThrow();
  });
});

describe('errors in the log', () => {
  test('say class, code and place, and nothing of their text', () => {
    const typed = '王小明在厕所\n    at 13800001007 (三年级)\n    at 被打';
    const error = Object.assign(new TypeError(typed), { code: 'SQLITE_CONSTRAINT' });
    const described = JSON.stringify(describeError(error));
    expect(described).toContain('TypeError');
    expect(described).toContain('SQLITE_CONSTRAINT');
    expect(described).toContain('secrets.test.ts');
    for (const word of ['王小明', '厕所', '13800001007', '被打']) expect(described).not.toContain(word);
  });

  test.each([['a thrown text 王小明'], [{ words: '王小明' }], [undefined]])(
    'what is no error says its kind only',
    (thrown) => {
      expect(JSON.stringify(describeError(thrown))).not.toContain('王小明');
    },
  );
});
