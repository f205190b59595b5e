import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { Made } from '../inspection/make.ts';
import { openNodeFiles } from '../store/files_node.ts';
import { type PackageDesk, PackageInterrupted } from './make_package.ts';
import { type PackageWanted, writePackage } from './write_package.ts';

/** What the thread is told; its database is opened read-only beside the server's. */
export interface PackageOrder {
  readonly directory: string;
  readonly timeZone: string;
  /** ms: the moment the package is of. */
  readonly now: number;
  readonly wanted: PackageWanted;
  /** Where the process keeps what Node compiled; loading the thread from it costs 60 MB less. */
  readonly compiled: string | undefined;
}

export type PackageAnswer =
  | { readonly made: Made }
  | { readonly failed: { readonly message: string; readonly code?: string | undefined } };

/** Room for the rows and libraries of a thread; pictures and rows pass through. MB. */
const THREAD_HEAP = 256;
/** As `npm start` keeps it: a larger one only waits longer before it gives memory back. MB. */
const THREAD_YOUNG = 16;

export interface NodePackageDesk extends PackageDesk {
  /** A whole file as a stream, for a download. */
  open(fileName: string): Promise<{ readonly bytes: number; readonly stream: ReadableStream } | undefined>;
  /** Ends what is being made. */
  stop(): Promise<void>;
}

/**
 * Packages in `directory`/packages. Each is made in a thread of its own on a read-only connection, so that nobody waits
 * (design.md §2); where the database is in memory, in place. Half files of a process that is gone are removed.
 */
export function openPackageDesk(directory: string): NodePackageDesk {
  const folder = join(directory, 'packages');
  const threads = new Set<Worker>();
  let isStopping = false;
  const pathOf = (fileName: string): string => join(folder, fileName);
  const swept = sweep(folder);

  async function inThread(order: PackageOrder): Promise<Made> {
    const thread = new Worker(new URL('./package_thread.ts', import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP, maxYoungGenerationSizeMb: THREAD_YOUNG },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    threads.add(thread);
    try {
      const answer = await new Promise<PackageAnswer>((resolve, reject) => {
        thread.once('message', resolve);
        thread.once('error', reject);
        thread.once('exit', (code) => {
          const error = new Error(`package.thread: the thread ended with ${code}`);
          reject(isStopping ? new PackageInterrupted() : error);
        });
      });
      if ('made' in answer) return answer.made;
      throw Object.assign(new Error(answer.failed.message), { code: answer.failed.code ?? 'package.failed' });
    } finally {
      threads.delete(thread);
      await thread.terminate();
    }
  }

  return {
    async make(context, { school, period, folder: inside, fileName }) {
      if (isStopping) throw new PackageInterrupted();
      await swept;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const wanted: PackageWanted = { school, period, folder: inside, path: pathOf(fileName) };
      if (existsSync(join(directory, 'anyuan.db')))
        return inThread({ directory, timeZone: context.timeZone, now: context.now, wanted, compiled: getCompileCacheDir() });
      return writePackage(context, openNodeFiles(directory), wanted);
    },
    has: async (fileName, bytes) => {
      const found = await stat(pathOf(fileName)).catch(() => undefined);
      return found?.size === bytes;
    },
    read: (fileName) => readFile(pathOf(fileName)),
    remove: (fileName) => rm(pathOf(fileName), { force: true }),
    async open(fileName) {
      const found = await stat(pathOf(fileName)).catch(() => undefined);
      // Node's own web stream; the two types differ in what they say of readers.
      const stream = found && (Readable.toWeb(createReadStream(pathOf(fileName))) as ReadableStream);
      return found && stream && { bytes: found.size, stream };
    },
    async stop() {
      isStopping = true;
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}

/** Halves are made anew under the same name; one whose package was given up would stay for ever. */
async function sweep(folder: string): Promise<void> {
  const found = await readdir(folder).catch(() => []);
  for (const name of found) if (name.endsWith('.part')) await rm(join(folder, name), { force: true });
}
