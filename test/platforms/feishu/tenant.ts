// First: loading the SDK takes 64-bit numbers away from protobufjs, which the emulator's frames would miss later.
import '@larksuiteoapi/node-sdk';
import { createFeishuEmulator, type FeishuEmulatorOptions } from '../../../src/emulators/feishu/emulator.ts';
import { createManualClock } from '../../../src/emulators/ground/clock.ts';
import { createFeishuClient, type FeishuClientOptions } from '../../../src/platforms/feishu/client.ts';
import { feishuPlatform } from '../../../src/platforms/feishu/platform.ts';

export const APP = { appId: 'cli_0123456789abcdef', appSecret: 'a-secret', verificationToken: 'verif-token-demo' };

export const SMALL_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface TenantOptions {
  readonly delivery?: FeishuEmulatorOptions['delivery'];
  readonly app?: FeishuEmulatorOptions['app'];
  readonly client?: Partial<FeishuClientOptions>;
}

/** An emulated tenant behind real HTTP on a clock that stands still, and the adapter connected to it. */
export async function tenant(options: TenantOptions = {}) {
  const clock = createManualClock(Date.parse('2026-11-23T08:00:00+08:00'));
  const app = options.app ?? APP;
  const emulator = createFeishuEmulator({ app, clock, delivery: options.delivery ?? { mode: 'websocket' } });
  const { baseUrl } = await emulator.start();
  const client = createFeishuClient({
    baseUrl,
    appId: app.appId,
    appSecret: app.appSecret,
    now: clock.now,
    ...options.client,
  });
  const teacher = emulator.people.add({ name: '李老师', mobile: '13800000001' });
  const chief = emulator.people.add({ name: '王主任' });
  return { clock, emulator, baseUrl, client, platform: feishuPlatform({ client }), teacher, chief };
}
