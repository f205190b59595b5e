import type { FeishuConfig } from '../config.ts';
import type { CallCounter } from '../delivery/budget.ts';
import { createBotInfo } from '../platforms/feishu/bot_info.ts';
import { createLongConnection } from '../platforms/feishu/long_connection.ts';
import { feishuPlatform } from '../platforms/feishu/platform.ts';
import { feishuWebhook } from '../platforms/feishu/webhook.ts';
import type { Connection, Surroundings } from './connection.ts';
import { countedFeishuClient, countedFeishuSignIn } from './counted_client.ts';

/** Feishu on a server: the long connection, or the webhook. */
export function connectFeishu(config: FeishuConfig, calls: CallCounter, surroundings: Surroundings): Connection {
  const { clock, log } = surroundings;
  const client = countedFeishuClient(config, calls, clock.now, surroundings.fetch);
  return {
    platform: feishuPlatform({ client, ...(config.callsPerMonth ? { callsPerMonth: config.callsPerMonth } : {}) }),
    signIn: countedFeishuSignIn(config, calls, surroundings),
    open(accept) {
      const bot = createBotInfo(client);
      bot
        .load()
        .catch((error: unknown) => log.warn({ error }, 'feishu.bot_info: will ask again with the next message'));
      const answering = { accept, botOpenId: bot.openId, log };
      if (config.transport === 'websocket') {
        const connection = createLongConnection({ ...answering, ...config, now: clock.now });
        return {
          webhooks: [],
          transport: () => ({ name: 'feishu.websocket', ...connection.state() }),
          start: connection.start,
          stop: connection.stop,
        };
      }
      const app = feishuWebhook({
        ...answering,
        verificationToken: config.verificationToken ?? '',
        ...(config.encryptKey ? { encryptKey: config.encryptKey } : {}),
      });
      return {
        webhooks: [{ path: '/feishu/webhook', app }],
        transport: () => ({ name: 'feishu.webhook', connected: true }),
        start: () => Promise.resolve(),
        stop: () => {},
      };
    },
  };
}
