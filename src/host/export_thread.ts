import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadAnswer, ThreadOrder } from './export_aside.ts';
import { giveWay } from './give_way.ts';
import { resolveDrizzleQuickly } from './module_resolution.ts';

// Given by `exportAside` only.
const order = workerData as ThreadOrder;

giveWay();
if (order.compiled !== undefined) enableCompileCache(order.compiled);
resolveDrizzleQuickly();
const { sql } = await import('drizzle-orm');
const { makeLedger } = await import('../records/make_ledger.ts');
const { openNodeFiles } = await import('../store/files_node.ts');
const { openReadOnlyStore } = await import('../store/node.ts');
const { writePackage } = await import('./write_package.ts');
const { workbookBytes } = await import('./write_workbook.ts');

async function work(): Promise<ThreadAnswer> {
  const { directory, timeZone, now, wanted } = order;
  const store = openReadOnlyStore(directory);
  const context = { db: store.db, now, timeZone };
  try {
    // One moment for every ledger, index and the chain: what is pressed meanwhile is in none of them.
    store.db.run(sql`begin`);
    if ('kind' in wanted)
      return { ledger: await workbookBytes(makeLedger(context, wanted.school, wanted.kind, wanted.period)) };
    return { made: await writePackage(context, openNodeFiles(directory), wanted) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    return { failed: { message: error instanceof Error ? error.message : String(error), code } };
  } finally {
    store.close();
  }
}

parentPort?.postMessage(await work());
