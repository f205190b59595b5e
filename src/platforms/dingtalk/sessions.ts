import type { Recipient } from '../platform.ts';
import type { JsonObject } from '../wire/json.ts';
import type { DingTalkClient } from './client.ts';
import type { ApiResult } from './read_answer.ts';

/**
 * Addresses that arriving messages bring (sessionWebhook, reference/dingtalk.md §4, §5.5): a text posted there spends one
 * Webhook & Stream use and no call of the month. They live 90 minutes and are secrets, so they are kept in memory only.
 */
export interface Sessions {
  /** `expiresAt` in ms. An address that is not the vendor's is not kept. */
  learn(to: Recipient, address: string, expiresAt: number): void;
  has(to: Recipient): boolean;
  /** Posts a text; undefined when there is no address. One the vendor refuses is forgotten. */
  post(to: Recipient, text: string): Promise<ApiResult<JsonObject> | undefined>;
  /** The same to an address that is used once. */
  postTo(address: string, text: string): Promise<ApiResult<JsonObject> | undefined>;
}

export interface SessionsOptions {
  readonly client: DingTalkClient;
  /** Address of the old host: where a conversation's own address may lead. */
  readonly oldBaseUrl: string;
  readonly now: () => number;
  /** One Webhook & Stream use of the month (reference/dingtalk.md §8). */
  readonly onUse: () => void;
}

/** Not used in the last minute of its life: the way there takes time. */
const MARGIN_MS = 60_000;
const KEPT = 2_000;

export function createSessions({ client, oldBaseUrl, now, onUse }: SessionsOptions): Sessions {
  const known = new Map<string, { readonly address: string; readonly until: number }>();

  const living = (to: Recipient): string | undefined => {
    const session = known.get(keyOf(to));
    if (!session) return undefined;
    if (session.until > now()) return session.address;
    known.delete(keyOf(to));
    return undefined;
  };
  const post = (address: string, text: string): Promise<ApiResult<JsonObject>> => {
    onUse();
    return client.post(address, 'POST sessionWebhook', { msgtype: 'text', text: { content: text } });
  };

  return {
    learn(to, address, expiresAt) {
      if (!isVendorAddress(address, oldBaseUrl)) return;
      if (known.size >= KEPT) for (const [key, { until }] of known) if (until <= now()) known.delete(key);
      if (known.size >= KEPT) known.clear();
      known.set(keyOf(to), { address, until: expiresAt - MARGIN_MS });
    },
    has: (to) => living(to) !== undefined,
    async post(to, text) {
      const address = living(to);
      if (address === undefined) return undefined;
      const result = await post(address, text);
      if (!result.ok && result.failure.reason === 'vendor') known.delete(keyOf(to));
      return result;
    },
    postTo: async (address, text) => (isVendorAddress(address, oldBaseUrl) ? post(address, text) : undefined),
  };
}

const keyOf = (to: Recipient): string =>
  to.kind === 'person' ? `person ${to.userId}` : to.kind === 'group' ? `group ${to.chatId}` : `reply ${to.messageId}`;

/** Only the vendor's own host, or the one configured: nothing is posted to where a forged message points. */
function isVendorAddress(address: string, oldBaseUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, hostname, protocol } = new URL(address);
  return origin === new URL(oldBaseUrl).origin || (protocol === 'https:' && hostname.endsWith('.dingtalk.com'));
}
