import type { FeishuConfig } from '../config.ts';
import type { CallCounter } from '../delivery/budget.ts';
import { createBotInfo } from '../platforms/feishu/bot_info.ts';
import type { FeishuClient } from '../platforms/feishu/client.ts';
import { feishuPlatform } from '../platforms/feishu/platform.ts';
import { feishuWebhook } from '../platforms/feishu/webhook.ts';
import type { Connection, Memory, Surroundings } from './connection.ts';
import { countedFeishuClient, countedFeishuSignIn } from './counted_client.ts';

/** Feishu on a Durable Object: by webhook. */
export function connectFeishuWebhook(
  config: FeishuConfig,
  calls: CallCounter,
  memory: Memory,
  { clock, log }: Surroundings,
): Connection {
  const client = countedFeishuClient(config, calls, clock.now);
  return {
    platform: feishuPlatform({ client, ...(config.callsPerMonth ? { callsPerMonth: config.callsPerMonth } : {}) }),
    signIn: countedFeishuSignIn(config, calls, { clock }),
    open: (accept) => ({
      webhooks: [
        {
          path: '/feishu/webhook',
          app: feishuWebhook({
            accept,
            botOpenId: rememberedBot(client, memory, config.appId, log),
            log,
            verificationToken: config.verificationToken ?? '',
            ...(config.encryptKey ? { encryptKey: config.encryptKey } : {}),
          }),
        },
      ],
      transport: () => ({ name: 'feishu.webhook', connected: true }),
      start: () => Promise.resolve(),
      stop: () => {},
    }),
  };
}

/**
 * Who the bot is, asked once and kept with the organisation: an object wakes many times a day, and each question would
 * cost a call of the month's budget.
 */
function rememberedBot(
  client: FeishuClient,
  memory: Memory,
  appId: string,
  log: Surroundings['log'],
): () => string | undefined {
  const key = `bot:${appId}`;
  const kept = memory.get(key);
  if (typeof kept === 'string') return () => kept;
  const bot = createBotInfo(client);
  bot.load().then(
    (openId) => memory.put(key, openId),
    (error: unknown) => log.warn({ error }, 'feishu.bot_info: will ask again with the next message'),
  );
  return bot.openId;
}
