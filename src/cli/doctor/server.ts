import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { Config, Places } from '../../config.ts';
import { DataDirectoryInUse, lockDirectory } from '../../store/node.ts';
import { isServerRunning } from '../running_server.ts';
import type { Surroundings } from '../surroundings.ts';
import { bad, type Finding, note, ok } from './finding.ts';

const READY_WITHIN_MS = 5_000;

/** Whether the server runs, and whether what holds the data directory is it. */
export async function checkServer({
  dataDirectory,
}: Places): Promise<{ readonly finding: Finding; readonly runs: boolean }> {
  const what = '服务 server';
  if (await isServerRunning(dataDirectory)) return { finding: ok(what, '正在运行'), runs: true };
  const stopped = note(what, '没有运行', '用 npm start 启动');
  if (!existsSync(dataDirectory)) return { finding: stopped, runs: false };
  try {
    lockDirectory(dataDirectory)();
    return { finding: stopped, runs: false };
  } catch (error) {
    if (!(error instanceof DataDirectoryInUse)) throw error;
    const remedy = '等几秒再试；还是这样，就重启服务，并看它的日志';
    return { finding: bad(what, '占着数据目录，但不应答', remedy), runs: false };
  }
}

const readyAnswer = z.object({
  ready: z.boolean(),
  transports: z.array(z.object({ name: z.string(), connected: z.boolean(), lastError: z.string().optional() })),
});

/** What the running server says about its own connections. */
export async function checkReady(config: Config, { fetch }: Surroundings): Promise<Finding> {
  const what = '服务的连接 transports';
  const address = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port}/readyz`;
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(READY_WITHIN_MS) });
    const { ready, transports } = readyAnswer.parse(await answer.json());
    const away = transports.filter((transport) => !transport.connected);
    if (ready) return ok(what, transports.map((transport) => transport.name).join('、'));
    return bad(
      what,
      away.map(({ name, lastError }) => `${name} 没连上${lastError ? `：${lastError}` : ''}`).join('；') ||
        '数据库没有应答',
      '看下面飞书的检查；服务会自己重连',
    );
  } catch {
    return bad(what, `${address} 没有应答`, '核对 HOST 和 PORT 是不是服务用的那一个');
  }
}
