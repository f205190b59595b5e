import { expect, test } from 'vitest';
import { ConfigInvalid } from '../../src/config.ts';
import { readWorkerConfig } from '../../src/host/worker_config.ts';

const settings = {
  SECRET_KEY: 'ab'.repeat(32),
  PUBLIC_URL: 'https://anyuan.example',
  DINGTALK_CLIENT_ID: 'dingabc12345',
  DINGTALK_CLIENT_SECRET: 'secret',
  DINGTALK_EVENT_TOKEN: 'token',
  DINGTALK_EVENT_AES_KEY: '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij',
  DINGTALK_CARD_API_SECRET: 'sixteen-or-more-letters',
};

test('a Worker takes DingTalk by webhook, alone', () => {
  const config = readWorkerConfig(settings, 'default');
  expect(config?.feishu).toBeUndefined();
  expect(config?.dingtalk).toMatchObject({ transport: 'webhook', webhook: { eventToken: 'token' } });
});

test('it cannot hold the Stream, and says so', () => {
  expect(() => readWorkerConfig({ ...settings, DINGTALK_TRANSPORT: 'stream' }, 'default')).toThrow(ConfigInvalid);
  expect(() => readWorkerConfig({ ...settings, DINGTALK_TRANSPORT: 'stream' }, 'default')).toThrow(
    /cannot hold the Stream/,
  );
});
