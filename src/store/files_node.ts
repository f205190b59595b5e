import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Files, requireHash } from './files.ts';

/** Pictures in `directory`/photos/ab/cdef…; a picture is there whole or not at all, also after a power cut. */
export function openNodeFiles(directory: string): Files {
  const pathOf = (hash: string): string => {
    requireHash(hash);
    return join(directory, 'photos', hash.slice(0, 2), hash.slice(2));
  };
  let written = 0;
  return {
    async put(hash, bytes) {
      const path = pathOf(hash);
      // Also what is there already is written anew: whoever takes old files away sees that this one was just sent again.
      await mkdir(dirname(path), { recursive: true });
      written += 1;
      const temporary = `${path}.${process.pid}-${written}.part`;
      try {
        await writeDurably(temporary, bytes);
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await syncDirectory(dirname(path));
    },
    async remove(hash, since) {
      const path = pathOf(hash);
      const known = await stat(path).catch(unlessMissing);
      if (known && known.mtimeMs > since) return false;
      await rm(path, { force: true });
      return true;
    },
    async keepNamed(name, bytes) {
      const folder = join(directory, 'archive');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeDurably(join(folder, basename(name)), bytes);
      await syncDirectory(folder);
    },
    async get(hash) {
      return readFile(pathOf(hash)).catch(unlessMissing);
    },
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The rename itself is durable only once its directory is; Windows cannot open directories and does not need it. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
