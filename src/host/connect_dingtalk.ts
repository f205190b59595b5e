import { createHash } from 'node:crypto';
import type { DingTalkConfig } from '../config.ts';
import type { CallCounter } from '../delivery/budget.ts';
import type { DingTalkClient } from '../platforms/dingtalk/client.ts';
import { createCorpId } from '../platforms/dingtalk/corp_id.ts';
import { createIntake } from '../platforms/dingtalk/intake.ts';
import { dingtalkPlatform } from '../platforms/dingtalk/platform.ts';
import { CALLBACK_ROUTE, registerCallback } from '../platforms/dingtalk/register_callback.ts';
import { createSessions } from '../platforms/dingtalk/sessions.ts';
import { dingtalkSignIn } from '../platforms/dingtalk/sign_in.ts';
import { dingtalkWebhook } from '../platforms/dingtalk/webhook.ts';
import type { Connection, Memory, Surroundings } from './connection.ts';
import { countedDingTalkClient } from './counted_client.ts';
import type { dingtalkStream } from './dingtalk_stream.ts';

interface Setting {
  readonly dingtalk: DingTalkConfig;
  /** Where DingTalk reaches us; webhooks need it. */
  readonly publicUrl?: string;
  /** How the Stream is opened; a host without websockets has webhooks in its settings. */
  readonly stream?: typeof dingtalkStream;
  /** Remembers what DingTalk has been told, so that it is not told at every waking. */
  readonly memory?: Memory;
  /** Where the organisation's id is kept between restarts; without it it is learnt anew. */
  readonly facts?: Memory;
}

/** DingTalk on a server: the Stream, or webhooks. */
export function connectDingTalk(setting: Setting, calls: CallCounter, surroundings: Surroundings): Connection {
  const { dingtalk: config } = setting;
  const { clock, log } = surroundings;
  const client = countedDingTalkClient(config, calls, clock.now, surroundings.fetch);
  const corpId = createCorpId(setting.facts && keptIn(setting.facts, config.clientId));
  const onUse = (): void => calls.use('dingtalk', clock.now());
  const sessions = createSessions({ client, oldBaseUrl: config.oldBaseUrl, now: clock.now, onUse });
  return {
    signIn: dingtalkSignIn({ ...config, client, corpId }),
    platform: dingtalkPlatform({
      client,
      sessions,
      ...(config.callsPerMonth ? { callsPerMonth: config.callsPerMonth } : {}),
      ...(config.usesPerMonth ? { usesPerMonth: config.usesPerMonth } : {}),
      robotCode: config.robotCode,
      ...(config.cardTemplateId ? { templateId: config.cardTemplateId } : {}),
      ...(config.webhook ? { callbackRouteKey: CALLBACK_ROUTE } : {}),
      now: clock.now,
    }),
    open(accept) {
      const intake = createIntake({
        accept,
        client,
        sessions,
        now: clock.now,
        log,
        onUse,
        onUsesOver: () => calls.over('dingtalk', 'uses', clock.now()),
        onBody: corpId.learn,
      });
      const { webhook } = config;
      if (!webhook) {
        if (!setting.stream)
          throw new Error('host.platform: this host has no websockets; set DINGTALK_TRANSPORT=webhook');
        return setting.stream(config, client, intake, log);
      }
      const { clientId, clientSecret } = config;
      const app = dingtalkWebhook({ intake, clientId, clientSecret, ...webhook, log, now: clock.now });
      return {
        webhooks: [{ path: '/dingtalk', app }],
        transport: () => ({ name: 'dingtalk.webhook', connected: true }),
        start: () => registerOnce(setting, client, webhook.cardApiSecret, log),
        stop: () => {},
      };
    },
  };
}

function keptIn(facts: Memory, clientId: string): NonNullable<Parameters<typeof createCorpId>[0]> {
  const key = `dingtalk.corp_id:${clientId}`;
  return {
    read() {
      const kept = facts.get(key);
      return typeof kept === 'string' ? kept : undefined;
    },
    write: (corpId) => facts.put(key, corpId),
  };
}

/** Tells DingTalk where card presses go. A failure is for the log: everything but presses works without. */
async function registerOnce(
  { dingtalk, publicUrl, memory }: Setting,
  client: DingTalkClient,
  apiSecret: string,
  log: Surroundings['log'],
): Promise<void> {
  if (!dingtalk.cardTemplateId || !publicUrl) return;
  const key = `card_callback:${dingtalk.clientId}`;
  const told = createHash('sha256').update(`${publicUrl}\n${apiSecret}`).digest('hex');
  if (memory?.get(key) === told) return;
  try {
    await registerCallback(client, { publicUrl, apiSecret });
    memory?.put(key, told);
  } catch (error) {
    log.error(
      { error },
      'dingtalk.card_callback: the address for card presses could not be registered, presses will not arrive until a restart succeeds (who: the person who runs the server)',
    );
  }
}
