import type { DingTalkConfig, FeishuConfig } from '../config.ts';
import type { CallCounter } from '../delivery/budget.ts';
import { createDingTalkClient, type DingTalkClient } from '../platforms/dingtalk/client.ts';
import { createFeishuClient, type FeishuClient } from '../platforms/feishu/client.ts';
import { feishuSignIn } from '../platforms/feishu/sign_in.ts';
import type { SignIn } from '../platforms/sign_in.ts';
import type { Surroundings } from './connection.ts';

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
      if (call.code === FEISHU_OVER_QUOTA) calls.over('feishu', 'calls', now());
    },
  });

/** reference/feishu.md §7: the month's API calls are used up. */
const FEISHU_OVER_QUOTA = 99991403;
/** reference/dingtalk.md §8. */
const isOverQuota = ({ code }: { readonly code: string }): boolean => /ApiCountLimit|^90020$/.test(code);

/** Web sign-in of Feishu, its calls counted too. */
export const countedFeishuSignIn = (
  feishu: FeishuConfig,
  calls: CallCounter,
  { clock, fetch: fetchBy }: Pick<Surroundings, 'clock' | 'fetch'>,
): SignIn =>
  feishuSignIn({
    ...(fetchBy ? { fetch: fetchBy } : {}),
    baseUrl: feishu.baseUrl,
    appId: feishu.appId,
    appSecret: feishu.appSecret,
    onCall: () => calls.count('feishu', clock.now()),
  });

/** The same for DingTalk. */
export const countedDingTalkClient = (
  dingtalk: DingTalkConfig,
  calls: CallCounter,
  now: () => number,
  fetchBy?: typeof fetch,
): DingTalkClient =>
  createDingTalkClient({
    ...(fetchBy ? { fetch: fetchBy } : {}),
    baseUrl: dingtalk.baseUrl,
    oldBaseUrl: dingtalk.oldBaseUrl,
    clientId: dingtalk.clientId,
    clientSecret: dingtalk.clientSecret,
    now,
    onCall: (call) => {
      if (call.counted) calls.count('dingtalk', now());
      if (isOverQuota(call)) calls.over('dingtalk', call.api.endsWith('sessionWebhook') ? 'uses' : 'calls', now());
    },
  });
