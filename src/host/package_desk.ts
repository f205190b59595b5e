import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadContext } from '../kernel/context.ts';
import { openNodeFiles } from '../store/files_node.ts';
import { type ExportAnswer, type ExportOrder, exportAside } from './export_aside.ts';
import { type PackageDesk, PackageInterrupted } from './make_package.ts';
import { ledgerOf } from './wanted_ledger.ts';
import { type PackageWanted, writePackage } from './write_package.ts';
import { workbookBytes } from './write_workbook.ts';

export interface NodePackageDesk extends PackageDesk {
  /** A whole file as a stream, for a download. */
  open(fileName: string): Promise<{ readonly bytes: number; readonly stream: ReadableStream } | undefined>;
  /** Ends what is being made. */
  stop(): Promise<void>;
}

/**
 * Exports, and packages in `directory`/packages. Each is made in a thread of its own on a read-only connection, so that
 * nobody waits (design.md §2), and one after the other, so that memory is one's; where the database is in memory, in
 * place. Half files of a process that is gone are removed.
 */
export function openPackageDesk(directory: string): NodePackageDesk {
  const folder = join(directory, 'packages');
  const threads = new Set<ReturnType<typeof exportAside>>();
  let isStopping = false;
  let last: Promise<unknown> = sweep(folder);
  const pathOf = (fileName: string): string => join(folder, fileName);
  const hasDatabase = (): boolean => existsSync(join(directory, 'anyuan.db'));

  /** After what was asked before, however that ended. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  }

  async function aside(context: ReadContext, wanted: ExportOrder['wanted']): Promise<ExportAnswer> {
    if (isStopping) throw new PackageInterrupted();
    const { timeZone, now } = context;
    const thread = exportAside({ directory, timeZone, now, wanted });
    threads.add(thread);
    try {
      return await thread.answer;
    } catch (error) {
      throw isStopping ? new PackageInterrupted() : error;
    } finally {
      threads.delete(thread);
    }
  }

  return {
    make: (context, { school, period, folder: inside, fileName }) =>
      inTurn(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const wanted: PackageWanted = { school, period, folder: inside, path: pathOf(fileName) };
        if (!hasDatabase()) return writePackage(context, openNodeFiles(directory), wanted);
        const answer = await aside(context, wanted);
        if ('made' in answer) return answer.made;
        throw new Error('export.thread: it was asked for a package');
      }),
    ledger: (context, wanted) =>
      inTurn(async () => {
        if (!hasDatabase()) return workbookBytes(ledgerOf(context, wanted));
        const answer = await aside(context, wanted);
        if ('ledger' in answer) return answer.ledger;
        throw new Error('export.thread: it was asked for a ledger');
      }),
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
      await Promise.all([...threads].map((thread) => thread.stop()));
    },
  };
}

/** Halves are made anew under the same name; one whose package was given up would stay for ever. */
async function sweep(folder: string): Promise<void> {
  const found = await readdir(folder).catch(() => []);
  for (const name of found) if (name.endsWith('.part')) await rm(join(folder, name), { force: true });
}
