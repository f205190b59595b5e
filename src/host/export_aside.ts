import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Made } from '../inspection/make.ts';
import type { LedgerBytes, LedgerWanted } from './make_package.ts';
import type { PackageWanted } from './write_package.ts';

/** What the thread is told; its database is opened read-only beside the server's. */
export interface ExportOrder {
  readonly directory: string;
  readonly timeZone: string;
  /** ms: the moment the export is of. */
  readonly now: number;
  readonly wanted: PackageWanted | LedgerWanted;
}

/** Where the process keeps what Node compiled; loading the thread from it costs 60 MB less. */
export type ThreadOrder = ExportOrder & { readonly compiled: string | undefined };

export type ExportAnswer = { readonly made: Made } | { readonly ledger: LedgerBytes };
export type ThreadAnswer =
  | ExportAnswer
  | { readonly failed: { readonly message: string; readonly code?: string | undefined } };

/** Room for the rows and libraries of a thread; pictures and rows pass through. MB. */
const THREAD_HEAP = 256;
/** As `npm start` keeps it: a larger one only waits longer before it gives memory back. MB. */
const THREAD_YOUNG = 16;

/**
 * Makes a ledger or a package in a thread of its own (design.md §2: exports and zips run on a read-only connection).
 * The answer rejects with the code of what went wrong, e.g. ENOSPC, and when `stop` ends it.
 */
export function exportAside(order: ExportOrder): {
  readonly answer: Promise<ExportAnswer>;
  readonly stop: () => Promise<void>;
} {
  const thread = new Worker(new URL('./export_thread.ts', import.meta.url), {
    workerData: { ...order, compiled: getCompileCacheDir() } satisfies ThreadOrder,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP, maxYoungGenerationSizeMb: THREAD_YOUNG },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const answer = new Promise<ThreadAnswer>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`export.thread: the thread ended with ${code}`)));
  })
    .then((said) => {
      if (!('failed' in said)) return said;
      throw Object.assign(new Error(said.failed.message), { code: said.failed.code ?? 'export.failed' });
    })
    .finally(() => thread.terminate());
  return { answer, stop: async () => void (await thread.terminate()) };
}
