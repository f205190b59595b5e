import { createServer } from 'node:net';
import type { DingTalkConfig, FeishuConfig } from '../../config.ts';
import { createDingtalkEmulator, type DingtalkEmulator } from '../dingtalk/emulator.ts';
import { createFeishuEmulator, type FeishuEmulator } from '../feishu/emulator.ts';
import type { EmulatorClock } from '../ground/clock.ts';
import { SAMPLE_TEMPLATE, sampleTemplate } from './dingtalk_template.ts';

/** The emulated apps; their secrets protect nothing. */
const FEISHU_APP = {
  appId: 'cli_a1b2c3d4e5f60718',
  appSecret: 'secret-of-the-emulated-app',
  encryptKey: 'encrypt-key-of-the-emulated-app',
  verificationToken: 'token-of-the-emulated-app',
  name: '安园',
} as const;
const DINGTALK_APP = {
  clientId: 'dingsampleschool0001',
  clientSecret: 'secret-of-the-emulated-dingtalk-app',
  name: '安园',
} as const;
const DINGTALK_PUSHES = {
  eventToken: 'token-of-the-emulated-events',
  eventAesKey: '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij',
  cardApiSecret: 'secret-of-the-emulated-card-callback',
} as const;

export interface EndOptions {
  readonly clock: EmulatorClock;
  /** Where the server will be, for pushes; without it the vendor's websocket is used. */
  readonly serverUrl?: () => string;
  /** 0 or absent: a free one. */
  readonly port?: number;
}

/** An emulated vendor that listens, and the settings a server needs for it. */
export interface FeishuEnd {
  readonly emulator: FeishuEmulator;
  readonly url: string;
  readonly config: FeishuConfig;
}

export async function startFeishu(
  options: EndOptions & { readonly cardReply?: 'patch' | 'inline' },
): Promise<FeishuEnd> {
  const { clock, serverUrl } = options;
  const emulator = createFeishuEmulator({
    app: FEISHU_APP,
    clock,
    delivery: serverUrl ? { mode: 'webhook', url: () => `${serverUrl()}/feishu/webhook` } : { mode: 'websocket' },
  });
  const { baseUrl } = await emulator.start(options.port ?? 0);
  const transport = serverUrl ? 'webhook' : 'websocket';
  const config = { ...FEISHU_APP, transport, baseUrl, cardReply: options.cardReply ?? 'patch' } as const;
  return { emulator, url: baseUrl, config };
}

export interface DingTalkEnd {
  readonly emulator: DingtalkEmulator;
  readonly url: string;
  readonly config: DingTalkConfig;
}

/** `asText`: the school has no card template. */
export async function startDingTalk(options: EndOptions & { readonly asText?: boolean }): Promise<DingTalkEnd> {
  const { clock, serverUrl } = options;
  const { eventToken, eventAesKey } = DINGTALK_PUSHES;
  const emulator = createDingtalkEmulator({
    app: DINGTALK_APP,
    clock,
    delivery: serverUrl
      ? {
          mode: 'http',
          robotUrl: `${serverUrl()}/dingtalk/robot`,
          events: { url: `${serverUrl()}/dingtalk/events`, token: eventToken, aesKey: eventAesKey },
        }
      : { mode: 'stream' },
  });
  emulator.templates.add(sampleTemplate);
  const { baseUrl } = await emulator.start(options.port ?? 0);
  const { clientId, clientSecret } = DINGTALK_APP;
  const config: DingTalkConfig = {
    clientId,
    clientSecret,
    robotCode: clientId,
    ...(options.asText ? {} : { cardTemplateId: SAMPLE_TEMPLATE }),
    ...(serverUrl ? { transport: 'webhook', webhook: DINGTALK_PUSHES } : { transport: 'stream' }),
    baseUrl,
    oldBaseUrl: baseUrl,
  };
  return { emulator, url: baseUrl, config };
}

/** A port nobody listens on at this moment: in webhook mode the vendor must know it before the server starts. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
