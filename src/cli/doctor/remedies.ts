import type { ApiFailure } from '../../platforms/feishu/failure.ts';

const CREDENTIALS =
  '飞书开放平台 → 凭证与基础信息：核对 App ID 和 App Secret，改 .env 里的 FEISHU_APP_ID、FEISHU_APP_SECRET 后重启';
const PUBLISH = '飞书开放平台 → 版本管理与发布：创建版本并发布，请管理员在飞书管理后台 → 应用审核里通过';
const SCOPES = '飞书开放平台 → 权限管理：开通下面写的权限，再到版本管理与发布发一个新版本';
const RANGE = '飞书开放平台 → 权限管理 → 数据权限 → 通讯录权限范围：选全部成员，再发一个新版本';

/** What to do about a vendor code, and where in the console (reference/feishu.md §1.1, §3.1, §7, §8). */
const byCode: ReadonlyMap<number, string> = new Map([
  [10003, CREDENTIALS],
  [10013, CREDENTIALS],
  [10014, `${CREDENTIALS}；再看应用有没有被停用`],
  [99991401, '飞书开放平台 → 安全设置 → IP 白名单：加上这台服务器的出口地址，或清空白名单'],
  [99991400, '调用太密，一分钟后再试'],
  [99991403, '本月的接口调用用完了：下月自动恢复，或在飞书管理后台 → 费用中心看套餐'],
  [99991661, CREDENTIALS],
  [99991662, '飞书管理后台 → 工作台 → 应用管理：启用这个应用'],
  [99991663, `${CREDENTIALS}；若刚重置过 Secret，等一分钟再试`],
  [99991665, CREDENTIALS],
  [99991672, SCOPES],
  [99991673, PUBLISH],
  [99991679, SCOPES],
  [230006, `飞书开放平台 → 添加应用能力：添加“机器人”。然后 ${PUBLISH}`],
  [40004, RANGE],
  [41050, RANGE],
]);

/** The long connection's own codes. */
const byEndpointCode: ReadonlyMap<number, string> = new Map([
  [1, '飞书忙，几分钟后再试'],
  [403, `飞书开放平台 → 事件与回调：订阅方式选“使用长连接”；只有企业自建应用可以用长连接。然后 ${PUBLISH}`],
  [514, CREDENTIALS],
  [1000040343, '飞书内部故障，几分钟后再试；服务会自己重连'],
  [1000040350, '同一个应用的长连接超过 50 个：停掉别处多余的服务，测试请另建一个应用'],
]);

const OFFLINE = '这台服务器连不上飞书：查能不能上网、DNS、防火墙和代理，核对 FEISHU_BASE_URL';

/** The remedy for a failed call; a code nobody has seen yet gets the vendor's support id. */
export function remedyFor(failure: ApiFailure): string {
  if (failure.reason === 'network' || failure.reason === 'timeout') return OFFLINE;
  const known = byCode.get(failure.code);
  if (known !== undefined) return known;
  if (failure.status === 429) return '调用太密，一分钟后再试';
  if (failure.status >= 500 || failure.reason === 'unreadable')
    return '飞书没有正常应答，几分钟后再试；一直这样就查代理和 FEISHU_BASE_URL';
  return `请在飞书开放平台的“API 调试台 → 日志检索”里查${failure.trace ? `日志号 ${failure.trace}` : `错误码 ${failure.code}`}`;
}

export const endpointRemedy = (code: number): string =>
  byEndpointCode.get(code) ??
  byCode.get(code) ??
  `飞书返回 ${code}：几分钟后再试，仍不行请查飞书开放平台的文档“长连接”`;

export { OFFLINE, PUBLISH, RANGE };
