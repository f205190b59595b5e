import type { FeishuConfig } from '../config.ts';
import type { CallCounter } from '../delivery/budget.ts';
import { createFeishuClient, type FeishuClient } from '../platforms/feishu/client.ts';

/** A Feishu client whose calls count against the month's budget. `now` in ms. */
export const countedFeishuClient = (
  feishu: FeishuConfig,
  calls: CallCounter,
  now: () => number,
  fetchBy?: typeof fetch,
): FeishuClient =>
  createFeishuClient({
    ...(fetchBy ? { fetch: fetchBy } : {}),
    baseUrl: feishu.baseUrl,
    appId: feishu.appId,
    appSecret: feishu.appSecret,
    now,
    onCall: (call) => {
      if (call.counted) calls.count('feishu', now());
    },
  });
