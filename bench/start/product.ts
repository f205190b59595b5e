import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { environmentOf } from '../callback/config.ts';
import { round } from '../statistics.ts';

/** The product's own process, as `npm start` runs it. */
export interface Product {
  readonly port: number;
  /** ms from spawning to `/readyz` answering 200. */
  readonly readyAfter: number;
  residentMegabytes(): number;
  stop(): Promise<void>;
}

const root = new URL('../../', import.meta.url);

/** What `npm start` gives Node: its flags and the entry, with the whole path. */
export function startParameters(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const [, ...parameters] = String(scripts.start).split(' ');
  return parameters.map((one) => (one.startsWith('-') ? one : fileURLToPath(new URL(one, root))));
}
const LONGEST_MS = 30_000;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts the product in `directory` and waits until it is ready. Throws when it ends or is not ready in 30 s. */
export async function startProduct(
  directory: string,
  vendorUrl: string,
  transport: 'webhook' | 'websocket',
): Promise<Product> {
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  const env = {
    ...process.env,
    ...environmentOf(directory, vendorUrl, transport),
    PORT: String(port),
    LOG_LEVEL: 'error',
  };
  const started = performance.now();
  const child = spawn(process.execPath, startParameters(), {
    cwd: directory,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() - started > LONGEST_MS) {
      child.kill('SIGKILL');
      throw new Error(`bench.start: the server did not become ready (exit ${child.exitCode})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const readyAfter = performance.now() - started;
  return {
    port,
    readyAfter,
    residentMegabytes: () => round(residentKib(child.pid ?? 0) / 1024),
    async stop() {
      if (child.exitCode !== null) return;
      const over = once(child, 'exit');
      child.kill('SIGTERM');
      await over;
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

function residentKib(pid: number): number {
  if (process.platform === 'linux') {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  }
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
}
