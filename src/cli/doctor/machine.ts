import { constants, existsSync, readFileSync, statSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Config, ConfigInvalid, type Places, readConfig } from '../../config.ts';
import { KEY_BYTES } from '../../host/sealer.ts';
import { clockOf, dateOf } from '../../kernel/time.ts';
import type { Surroundings } from '../surroundings.ts';
import { bad, type Finding, note, ok } from './finding.ts';

const GIGABYTE = 1024 ** 3;
/** Room for a day of photos; below, the database itself is in danger. */
const LITTLE_BYTES = 2 * GIGABYTE;
const TOO_LITTLE_BYTES = GIGABYTE / 4;

/** Every problem of the settings at once, each with the place in the console. */
export function checkSettings(env: Surroundings['env']): {
  readonly findings: readonly Finding[];
  readonly config?: Config;
} {
  const what = '设置 settings';
  try {
    const config = readConfig(env);
    return {
      findings: [ok(what, `齐全，${waysOf(config)}`)],
      config,
    };
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    return { findings: error.problems.map((problem) => bad(what, problem, '写进 .env 或环境变量后重启服务')) };
  }
}

const waysOf = ({ feishu, dingtalk }: Config): string =>
  [
    ...(feishu ? [`飞书用${feishu.transport === 'websocket' ? '长连接' : '回调地址'}`] : []),
    ...(dingtalk ? [`钉钉用${dingtalk.transport === 'stream' ? 'Stream' : '回调地址'}`] : []),
  ].join('，');

export function checkNode(version: string): Finding {
  return ok('运行环境 Node', version);
}

export function checkTime({ timeZone }: Places, now: number): Finding {
  return ok('学校时间 time', `${dateOf(now, timeZone)} ${clockOf(now, timeZone)}（${timeZone}）`);
}

/** The key must be there, whole, unreadable for others and outside the data. */
export function checkKey({ secretKeyFile, dataDirectory }: Places): Finding {
  const what = '密钥 secret key';
  if (`${secretKeyFile}/`.startsWith(`${dataDirectory}/`))
    return bad(what, `${secretKeyFile} 在数据目录里`, '把它移到外面，并设 SECRET_KEY_FILE；否则备份会把密钥一起带走');
  if (!existsSync(secretKeyFile)) {
    return existsSync(`${dataDirectory}/anyuan.db`)
      ? bad(what, `${secretKeyFile} 不在了`, '放回原来的文件再启动；若确实丢了，启动会新建一把，旧的私密报告打不开')
      : note(what, '还没有，第一次启动时会新建');
  }
  const key = Buffer.from(readFileSync(secretKeyFile, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) return bad(what, `${secretKeyFile} 内容不对`, '从另存的那一份恢复');
  const isOpen = process.platform !== 'win32' && (statSync(secretKeyFile).mode & 0o077) !== 0;
  if (isOpen) return note(what, '别的用户也能读', `运行 chmod 600 ${secretKeyFile}`);
  return ok(what, `${secretKeyFile}（请另存一份在安全的地方）`);
}

/** The data directory can be written, and there is room. */
export async function checkDisk({ dataDirectory }: Places): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const place = existsSync(dataDirectory) ? dataDirectory : dirname(dataDirectory);
  try {
    await access(place, constants.W_OK);
  } catch {
    findings.push(bad('数据目录 data', `${place} 不能写`, '把它的所有者改成运行服务的用户'));
  }
  const disk = await statfs(place).catch(() => undefined);
  if (!disk) return findings;
  const free = disk.bavail * disk.bsize;
  const text = `还有 ${(free / GIGABYTE).toFixed(1)} GB`;
  const remedy = '清理磁盘，或把 DATA_DIR 移到更大的盘';
  if (free < TOO_LITTLE_BYTES) findings.push(bad('磁盘 disk', text, remedy));
  else if (free < LITTLE_BYTES) findings.push(note('磁盘 disk', text, remedy));
  else findings.push(ok('磁盘 disk', text));
  return findings;
}
