import { z } from 'zod';
import type { DingTalkConfig } from '../../config.ts';
import { createDingTalkClient, type DingTalkClient, TIMEOUT_MS } from '../../platforms/dingtalk/client.ts';
import { type ApiFailure, describeApiFailure } from '../../platforms/dingtalk/failure.ts';
import { subscriptions } from '../../platforms/dingtalk/stream/frames.ts';
import { verdictOf } from '../../platforms/dingtalk/verdict.ts';
import type { Surroundings } from '../surroundings.ts';
import { bad, type Finding, note, ok } from './finding.ts';

const OFFLINE =
  '这台服务器连不上钉钉：查能不能上网、DNS、防火墙和代理，核对 DINGTALK_BASE_URL 和 DINGTALK_OAPI_BASE_URL';
const CREDENTIALS =
  '钉钉开放平台 → 应用开发 → 凭证与基础信息：核对 Client ID 和 Client Secret（前后不能有空格），改 .env 后重启';
const SCOPES =
  '钉钉开放平台 → 权限管理：开通 qyapi_robot_sendmsg、Card.Instance.Write、qyapi_get_member、qyapi_get_department_member、qyapi_get_department_list，再发布版本';
const RANGE = '钉钉开放平台 → 权限管理 → 通讯录接口范围：选全部员工';
const WHITELIST = '钉钉开放平台 → 安全设置 → 服务器出口 IP：加上这台服务器的出口地址';

/** Everything that can be asked of the vendor without sending anything; nothing of it is counted. */
export async function checkDingTalk(config: DingTalkConfig, surroundings: Surroundings): Promise<readonly Finding[]> {
  const client = createDingTalkClient({
    baseUrl: config.baseUrl,
    oldBaseUrl: config.oldBaseUrl,
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    now: surroundings.now,
    fetch: surroundings.fetch,
    timeout: () => AbortSignal.timeout(TIMEOUT_MS),
  });
  const contacts = await checkContacts(client);
  const rest =
    contacts.is === 'bad' ? [] : [config.transport === 'stream' ? await checkStream(config, client) : pushes];
  return [contacts, ...rest, templateFinding(config)];
}

const scopesAnswer = z.object({
  auth_org_scopes: z.object({
    authed_user: z.array(z.string()).default([]),
    authed_dept: z.array(z.number()).default([]),
  }),
});

/** Also proves that the keys are right. */
async function checkContacts(client: DingTalkClient): Promise<Finding> {
  const what = '钉钉应用和通讯录 DingTalk app, contacts';
  const result = await client.call({ method: 'GET', host: 'oapi', path: 'auth/scopes' });
  if (!result.ok) return bad(what, describeApiFailure(result.failure), remedyFor(result.failure));
  const parsed = scopesAnswer.safeParse(result.value);
  if (!parsed.success) return note(what, '凭证有效；通讯录范围的回答读不懂', '几分钟后再试');
  const { authed_user: users, authed_dept: departments } = parsed.data.auth_org_scopes;
  if (users.length + departments.length === 0)
    return bad(what, '凭证有效；通讯录范围是空的，按手机号找不到任何人', RANGE);
  if (departments.includes(1)) return ok(what, '凭证有效，通讯录是全部员工');
  return note(what, `凭证有效；${departments.length} 个部门、${users.length} 人`, `名册里的人若找不到账号：${RANGE}`);
}

/** Asks for the Stream's address and does not open it (reference/dingtalk.md §2.1). */
async function checkStream(config: DingTalkConfig, client: DingTalkClient): Promise<Finding> {
  const what = '钉钉 Stream';
  const { clientId, clientSecret } = config;
  const result = await client.callUnsigned({
    method: 'POST',
    host: 'api',
    path: 'v1.0/gateway/connections/open',
    body: { clientId, clientSecret, subscriptions, ua: 'anyuan-doctor/1.0' },
  });
  return result.ok ? ok(what, '可以连接') : bad(what, describeApiFailure(result.failure), remedyFor(result.failure));
}

const pushes = note(
  '钉钉回调地址 webhook',
  '机器人和事件由钉钉推送过来，请求会验签',
  '钉钉开放平台 → 机器人 → 消息接收模式选 HTTP，地址填 https://你的域名/dingtalk/robot；事件订阅选 HTTP 推送，地址填 https://你的域名/dingtalk/events',
);

const templateFinding = (config: DingTalkConfig): Finding =>
  config.cardTemplateId
    ? ok('钉钉卡片 card template', '已设模板；用 anyuan doctor --card 发一张测试卡')
    : note(
        '钉钉卡片 card template',
        '没有设模板，卡片以文字发出，老师回复数字办理',
        '照 cards/dingtalk/building.zh-CN.md 建好模板，把模板 ID 写进 DINGTALK_CARD_TEMPLATE_ID',
      );

function remedyFor(failure: ApiFailure): string {
  const verdict = verdictOf(failure);
  if (failure.reason === 'network' || failure.reason === 'timeout') return OFFLINE;
  if (/IpNotInWhiteList|^60020$/.test(failure.code)) return WHITELIST;
  if (verdict.is === 'later' && verdict.why === 'unauthorised') return CREDENTIALS;
  if (verdict.is === 'never' && verdict.why === 'scope_missing') return SCOPES;
  if (verdict.is === 'never' && verdict.why === 'quota_exhausted')
    return '本月的接口调用用完了：下月自动恢复，或在钉钉开放平台 → 资源管理加购';
  if (verdict.is === 'later') return '钉钉忙或调用太密，几分钟后再试';
  return `请在钉钉开放平台的文档里查错误码 ${failure.code || failure.status}`;
}
