import { isObject, textOf } from '../wire/json.ts';
import type { FeishuClient } from './client.ts';
import { FeishuCallFailed } from './failure.ts';

export interface BotInfo {
  /** The bot's open_id; undefined until it is known, and asking starts finding out. */
  openId(): string | undefined;
  /** Finds out once and keeps it; callers share one request. Rejects with `FeishuCallFailed`, then it may be tried again. */
  load(): Promise<string>;
}

/** Who the bot is, to know which mention in a group means it (reference/feishu.md §4). */
export function createBotInfo(client: FeishuClient): BotInfo {
  let known: string | undefined;
  let pending: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const during = 'bot/v3/info';
    const result = await client.call({ method: 'GET', path: during });
    if (!result.ok) throw new FeishuCallFailed(result.failure);
    const openId = isObject(result.value.bot) ? textOf(result.value.bot.open_id) : undefined;
    if (openId === undefined) {
      throw new FeishuCallFailed({ during, reason: 'unreadable', status: 200, code: 0, message: 'no open_id' });
    }
    known = openId;
    return openId;
  }

  function load(): Promise<string> {
    if (known !== undefined) return Promise.resolve(known);
    pending ??= ask().finally(() => {
      pending = undefined;
    });
    return pending;
  }

  return {
    load,
    openId() {
      // The failure is seen by whoever awaits `load`; the next message asks again.
      if (known === undefined) load().catch(() => undefined);
      return known;
    },
  };
}
