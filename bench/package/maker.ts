/** The process that makes one package: as the command line does, or in a thread beside a loop that is watched. */
import { join } from 'node:path';
import { keepCompiled } from '../../src/host/compile_cache.ts';
import { resolveDrizzleQuickly } from '../../src/host/module_resolution.ts';
import { watchLoop } from '../child.ts';

// As the product's own entries do, before anything large is loaded.
keepCompiled();
resolveDrizzleQuickly();

const ZONE = 'Asia/Shanghai';
const [how = '', directory = '', out = '', from = '', to = '', now = ''] = process.argv.slice(2);

async function byCommand(): Promise<() => Promise<unknown>> {
  const { run } = await import('../../src/cli/run.ts');
  const { here } = await import('../../src/cli/surroundings.ts');
  const env = { DATA_DIR: directory, SCHOOL_TIMEZONE: ZONE, SECRET_KEY_FILE: join(directory, '..', 'key') };
  const words = ['export', '--package', '--from', from, '--to', to, '--out', out];
  return async () => {
    const exit = await run(words, { ...here, env, now: () => Number(now), say: () => {} });
    if (exit !== 0) throw new Error(`bench.package: the command ended with ${exit}`);
  };
}

async function inThread(): Promise<() => Promise<unknown>> {
  const { openPackageDesk } = await import('../../src/host/package_desk.ts');
  const { openReadOnlyStore } = await import('../../src/store/node.ts');
  const { db } = openReadOnlyStore(directory);
  const period = { from, to, text: '' };
  const wanted = { school: 1, period, folder: '迎检包', fileName: 'bench.zip' };
  return () => openPackageDesk(directory).make({ db, now: Number(now), timeZone: ZONE }, wanted);
}

const make = await (how === 'command' ? byCommand() : inThread());
const loop = watchLoop();
const started = performance.now();
const before = process.cpuUsage();
await make();
const { user, system } = process.cpuUsage(before);
process.send?.({
  seconds: (performance.now() - started) / 1000,
  cpuSeconds: (user + system) / 1e6,
  // Linux says it in KiB.
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  ...loop.stop(),
});
process.disconnect();
