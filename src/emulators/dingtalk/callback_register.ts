import { textAt } from '../ground/json.ts';
import { CARD_PERMISSION } from './cards/card_update.ts';
import { type Api, bodyOf } from './http.ts';
import { refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

const MOST_FAILED = 200;

/** Where cards with `callbackType: HTTP` call back, and events nobody took (reference/dingtalk.md §2.5, §3.2). */
export function mountCallbackRegister(api: Api, emulation: Emulation): void {
  const options = { auth: 'token', permission: CARD_PERMISSION } as const;
  api.route('POST', '/v1.0/card/callbacks/register', options, async (call) => {
    const body = await bodyOf(call);
    const routeKey = textAt(body, 'callbackRouteKey') ?? refuse('param.callbackRouteKeyEmpty', 'callbackRouteKey 为空');
    const url = textAt(body, 'callbackUrl') ?? refuse('param.callbackUrlEmpty', 'callbackUrl 为空');
    if (!URL.canParse(url)) refuse('system.updateCallbackFailed', 'callbackUrl 无效');
    if (emulation.routes.has(routeKey) && body.forceUpdate !== true) {
      refuse('param.callbackRouteKeyExist', 'callbackRouteKey 已存在', { status: 500 });
    }
    const secret = textAt(body, 'apiSecret');
    emulation.routes.set(routeKey, { url, secret });
    return { success: true, result: { callbackUrl: url, apiSecret: secret ?? '' } };
  });
  api.oldRoute('GET', '/call_back/get_call_back_failed_result', { auth: 'token' }, () => {
    const { list, hasMore } = emulation.delivery.takeFailed(MOST_FAILED);
    return {
      failed_list: list.map(({ type, at, data }) => ({ call_back_tag: type, event_time: at, [type]: data })),
      has_more: hasMore,
    };
  });
}
