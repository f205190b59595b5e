import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { resolveDrizzleQuickly } from './module_resolution.ts';
import type { PackageAnswer, PackageOrder } from './package_desk.ts';

// Given by `openPackageDesk` only.
const { directory, timeZone, now, wanted, compiled } = workerData as PackageOrder;

if (compiled !== undefined) enableCompileCache(compiled);
resolveDrizzleQuickly();
const { sql } = await import('drizzle-orm');
const { openNodeFiles } = await import('../store/files_node.ts');
const { openReadOnlyStore } = await import('../store/node.ts');
const { writePackage } = await import('./write_package.ts');

async function work(): Promise<PackageAnswer> {
  const store = openReadOnlyStore(directory);
  try {
    // One moment for every ledger, index and the chain: what is pressed meanwhile is in none of them.
    store.db.run(sql`begin`);
    return { made: await writePackage({ db: store.db, now, timeZone }, openNodeFiles(directory), wanted) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    return { failed: { message: error instanceof Error ? error.message : String(error), code } };
  } finally {
    store.close();
  }
}

parentPort?.postMessage(await work());
