import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * What lies in a backup: `manifest.json`, `anyuan.db` (one file, no write-ahead log), and `photos/` as in the data
 * directory. A folder, not an archive: it can be looked at, copied by any tool, and needs no program to unpack.
 */
export const MANIFEST = 'manifest.json';
export const DATABASE = 'anyuan.db';
export const PHOTOS = 'photos';

const fileEntry = z.object({
  /** Inside the backup, with forward slashes. */
  path: z.string().regex(/^(?:anyuan\.db|photos\/(?:[\w-]+\/)*[\w-]+)$/),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FileEntry = z.infer<typeof fileEntry>;

export const manifestShape = z.object({
  format: z.literal(1),
  /** ISO 8601, UTC. */
  madeAt: z.string(),
  /** Migrations the database has seen. */
  migrations: z.array(z.string()),
  auditRows: z.number().int().nonnegative(),
  /** Tells which key opens the sealed reports without giving it away; null where there was none yet. */
  keyFingerprint: z.string().nullable(),
  files: z.array(fileEntry),
});
export type Manifest = z.infer<typeof manifestShape>;

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part);
  return hash.digest('hex');
}

export async function entryOf(folder: string, path: string): Promise<FileEntry> {
  const full = join(folder, path);
  return { path, bytes: (await stat(full)).size, sha256: await sha256Of(full) };
}

/** Files below a folder, with forward slashes, sorted; none when it is not there. Half-written pictures are left out. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return found
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** One-way: 64 of 256 bits of a hash of a random key. Null when there is no key file yet. */
export async function keyFingerprint(keyFile: string): Promise<string | null> {
  const text = await readFile(keyFile, 'utf8').catch(() => undefined);
  return text === undefined
    ? null
    : createHash('sha256').update(`anyuan key fingerprint\n${text.trim()}`).digest('hex').slice(0, 16);
}
