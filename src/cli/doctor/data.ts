import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { count, inArray, min } from 'drizzle-orm';
import type { Config, Places } from '../../config.ts';
import { HOUR } from '../../kernel/time.ts';
import { hasReachableSafetyOffice, peopleWithoutAccount } from '../../school/queries.ts';
import { openReadOnlyStore } from '../../store/node.ts';
import { outbox } from '../../store/schema/index.ts';
import type { Store } from '../../store/store.ts';
import { checkDatabase, wrongWith } from '../database_check.ts';
import { bad, type Finding, note, ok } from './finding.ts';
import { checkMonth } from './month.ts';

/** Reads beside the running server; writes nothing. */
export function checkData(
  { dataDirectory, timeZone }: Places,
  now: number,
  config?: Pick<Config, 'feishu' | 'dingtalk'>,
): readonly Finding[] {
  if (!existsSync(join(dataDirectory, 'anyuan.db')))
    return [note('数据库 database', `${dataDirectory} 里还没有，第一次启动时会新建`)];
  let store: Store | undefined;
  try {
    store = openReadOnlyStore(dataDirectory);
    const integrity = checkIntegrity(store);
    if (integrity.some((finding) => finding.is === 'bad')) return integrity;
    const reading = { db: store.db, now, timeZone };
    return [
      ...integrity,
      checkOffice(reading),
      ...checkAccounts(reading, config),
      ...checkMonth(reading, config),
      checkOutbox(store, now),
    ];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return [
      bad('数据库 database', `打不开（${code}）`, '先不要动数据目录；从最近的备份恢复：anyuan restore 文件夹 --force'),
    ];
  } finally {
    store?.close();
  }
}

function checkIntegrity(store: Store): readonly Finding[] {
  const state = checkDatabase(store);
  const wrong = wrongWith(state);
  if (wrong !== undefined)
    return [
      bad('数据库 database', wrong, '先不要动数据目录，另存一份；从最近的备份恢复：anyuan restore 文件夹 --force'),
    ];
  return [
    ok('数据库 database', '完好'),
    ok('审计 audit chain', `${state.chain.ok ? state.chain.rows : 0} 行，一环不缺`),
    ...(state.waiting.length > 0
      ? [note('数据库版本 migrations', `${state.waiting.join('、')} 还没做，下次启动时会做`, '重启服务')]
      : []),
  ];
}

type Reading = Parameters<typeof checkMonth>[0];

const checkOffice = (reading: Reading): Finding =>
  hasReachableSafetyOffice(reading)
    ? ok('安全办 safety office', '已绑定')
    : note('安全办 safety office', '还没有人', '看服务日志里的六位绑定码，请负责人私聊机器人发“绑定 六位数字”');

const platforms = { feishu: '飞书', dingtalk: '钉钉' } as const;

/** People of the roster whose account is not found yet, on each platform of the settings. */
function checkAccounts(reading: Reading, config: Pick<Config, 'feishu' | 'dingtalk'> = {}): readonly Finding[] {
  const names = (['feishu', 'dingtalk'] as const).filter((name) => config[name]);
  return (names.length > 0 ? names : (['feishu'] as const)).map((name) => {
    const what = `${platforms[name]}账号 accounts`;
    const without = peopleWithoutAccount(reading, name).length;
    return without === 0
      ? ok(what, '名册里有手机号的人都有账号')
      : note(what, `${without} 人还没找到`, '每天夜里会再找；他们也可以私聊机器人发“我是 姓名”');
  });
}

/** A queue that does not get shorter. */
function checkOutbox(store: Store, now: number): Finding {
  const what = '待发消息 outbox';
  const waiting = store.db
    .select({ rows: count(), since: min(outbox.createdAt) })
    .from(outbox)
    .where(inArray(outbox.state, ['pending', 'sending']))
    .get();
  const rows = waiting?.rows ?? 0;
  const hours = Math.floor((now - (waiting?.since ?? now)) / HOUR);
  if (rows === 0) return ok(what, '没有积压');
  return hours < 1
    ? ok(what, `${rows} 条`)
    : note(
        what,
        `${rows} 条，最早的等了 ${hours} 小时`,
        '安静时段的消息会等到早上；若服务没运行或飞书连不上，恢复后会自己发出',
      );
}
