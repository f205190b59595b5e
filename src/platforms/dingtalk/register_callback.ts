import type { DingTalkClient } from './client.ts';
import { DingTalkCallFailed } from './failure.ts';

/** The name under which card callbacks are registered: one per app. */
export const CALLBACK_ROUTE = 'anyuan';

/**
 * Registers where card callbacks go (reference/dingtalk.md §3.2); registering again replaces the address. Rejects with
 * `DingTalkCallFailed`.
 */
export async function registerCallback(
  client: DingTalkClient,
  options: { readonly publicUrl: string; readonly apiSecret: string },
): Promise<void> {
  const result = await client.call({
    method: 'POST',
    host: 'api',
    path: 'v1.0/card/callbacks/register',
    body: {
      callbackRouteKey: CALLBACK_ROUTE,
      callbackUrl: `${options.publicUrl}/dingtalk/card`,
      apiSecret: options.apiSecret,
      forceUpdate: true,
    },
  });
  if (!result.ok) throw new DingTalkCallFailed(result.failure);
}
