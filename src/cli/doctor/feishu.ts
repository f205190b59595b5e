import { z } from 'zod';
import type { FeishuConfig } from '../../config.ts';
import { createFeishuClient, type FeishuClient, TIMEOUT_MS } from '../../platforms/feishu/client.ts';
import { describeApiFailure } from '../../platforms/feishu/failure.ts';
import type { Surroundings } from '../surroundings.ts';
import { bad, type Finding, note, ok } from './finding.ts';
import { endpointRemedy, OFFLINE, PUBLISH, RANGE, remedyFor } from './remedies.ts';

/** A clock that is further off makes deadlines and reminders wrong, ms. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Everything that can be asked of the vendor without sending anything; two counted calls. */
export async function checkFeishu(config: FeishuConfig, surroundings: Surroundings): Promise<readonly Finding[]> {
  const { findings, isReachable } = await checkWay(config, surroundings);
  if (!isReachable) return findings;
  const client = createFeishuClient({
    baseUrl: config.baseUrl,
    appId: config.appId,
    appSecret: config.appSecret,
    now: surroundings.now,
    fetch: surroundings.fetch,
  });
  const bot = await checkBot(client);
  // Without a token the other questions would only repeat the same answer.
  const rest = bot.is === 'bad' ? [] : [await checkContacts(client)];
  return [
    ...findings,
    bot,
    ...rest,
    config.transport === 'websocket' ? await checkEndpoint(config, surroundings) : webhookNote(config),
  ];
}

/** Reaches the vendor at all, and compares clocks by its Date header. */
async function checkWay(
  { baseUrl }: FeishuConfig,
  { fetch, now }: Surroundings,
): Promise<{ readonly findings: readonly Finding[]; readonly isReachable: boolean }> {
  try {
    const answer = await fetch(baseUrl, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    const off = Number.isNaN(theirs) ? 0 : Math.abs(now() - theirs);
    const clock =
      off > CLOCK_TOLERANCE_MS
        ? bad(
            '时钟 clock',
            `这台服务器和飞书差 ${Math.round(off / 1000)} 秒`,
            '打开操作系统的网络对时（NTP）；时间不准，期限和提醒都会错',
          )
        : ok('时钟 clock', '和飞书一致');
    return { findings: [clock], isReachable: true };
  } catch {
    return { findings: [bad('网络 network', `连不上 ${baseUrl}`, OFFLINE)], isReachable: false };
  }
}

const botAnswer = z.object({ bot: z.object({ app_name: z.string().optional(), open_id: z.string().optional() }) });

async function checkBot(client: FeishuClient): Promise<Finding> {
  const what = '应用和机器人 app, bot';
  const result = await client.call({ method: 'GET', path: 'bot/v3/info' });
  if (!result.ok) return bad(what, describeApiFailure(result.failure), remedyFor(result.failure));
  const parsed = botAnswer.safeParse(result.value);
  if (!parsed.success || !parsed.data.bot.open_id)
    return bad(what, '没有机器人能力', `飞书开放平台 → 添加应用能力：添加“机器人”。然后 ${PUBLISH}`);
  return ok(what, `凭证有效，机器人“${parsed.data.bot.app_name ?? ''}”可用`);
}

const scopesAnswer = z.object({
  data: z.object({
    department_ids: z.array(z.string()).default([]),
    user_ids: z.array(z.string()).default([]),
    group_ids: z.array(z.string()).default([]),
  }),
});

async function checkContacts(client: FeishuClient): Promise<Finding> {
  const what = '通讯录范围 contacts';
  const result = await client.call({ method: 'GET', path: 'contact/v3/scopes', query: { user_id_type: 'open_id' } });
  if (!result.ok) return bad(what, describeApiFailure(result.failure), remedyFor(result.failure));
  const parsed = scopesAnswer.safeParse(result.value);
  if (!parsed.success) return bad(what, '飞书的回答读不懂', '几分钟后再试');
  const { department_ids: departments, user_ids: users, group_ids: groups } = parsed.data.data;
  if (departments.length + users.length + groups.length === 0) return bad(what, '空的：按手机号找不到任何人', RANGE);
  if (departments.includes('0')) return ok(what, '全部成员');
  return note(
    what,
    `${departments.length} 个部门、${users.length} 人、${groups.length} 个用户组`,
    `名册里的人若找不到账号：${RANGE}`,
  );
}

const endpointAnswer = z.object({
  code: z.number(),
  data: z.object({ URL: z.string().optional() }).optional(),
});

/** Asks for a long connection's address and does not open it (reference/feishu.md §3.1). */
async function checkEndpoint(config: FeishuConfig, { fetch }: Surroundings): Promise<Finding> {
  const what = '长连接 long connection';
  try {
    const answer = await fetch(`${config.baseUrl}/callback/ws/endpoint`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', locale: 'zh' },
      body: JSON.stringify({ AppID: config.appId, AppSecret: config.appSecret }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const parsed = endpointAnswer.safeParse(await answer.json());
    if (!parsed.success) return bad(what, `HTTP ${answer.status}，回答读不懂`, OFFLINE);
    const { code, data } = parsed.data;
    if (code !== 0 || !data?.URL) return bad(what, `飞书不给连接，错误码 ${code}`, endpointRemedy(code));
    return ok(what, '可以连接');
  } catch {
    return bad(what, '没有回答', OFFLINE);
  }
}

const webhookNote = (config: FeishuConfig): Finding =>
  note(
    '回调地址 webhook',
    config.encryptKey ? '已设 Encrypt Key，请求会验签' : '没有 Encrypt Key，请求只凭 Verification Token',
    '飞书开放平台 → 事件与回调：事件配置和回调配置两页的请求地址都填 https://你的域名/feishu/webhook，须能从公网打开；再发一个新版本',
  );
