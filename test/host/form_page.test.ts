import { expect, test } from 'vitest';
import { formPageOf } from '../../src/host/form_page.ts';
import { KEY } from '../pages/visit.ts';

const around = {
  secretKey: KEY,
  files: { get: async () => undefined, put: async () => {} },
  clock: { now: () => 0 },
  log: { info: () => {}, warn: () => {}, error: () => {} },
};
const feishu = {
  appId: 'cli_a1b2c3d4e5f60718',
  appSecret: 's',
  transport: 'websocket',
  baseUrl: 'https://open.feishu.cn',
  cardReply: 'patch',
} as const;
const dingtalk = {
  clientId: 'ding12345678',
  clientSecret: 's',
  robotCode: 'ding12345678',
  transport: 'stream',
  baseUrl: 'https://api.dingtalk.com',
  oldBaseUrl: 'https://oapi.dingtalk.com',
} as const;
const of = { card: 'hazard.form', subject: { draft: 1 }, person: 1 };
const linkOn = (config: Parameters<typeof formPageOf>[0], platform: 'feishu' | 'dingtalk'): string | undefined =>
  formPageOf({ publicUrl: 'https://school.example', ...config }, around)?.link({ ...of, platform });

test('each platform of the settings links pages, no other does, and nothing without PUBLIC_URL', () => {
  expect(linkOn({ feishu, dingtalk }, 'feishu')).toContain('/p/hazard.form/');
  expect(linkOn({ feishu, dingtalk }, 'dingtalk')).toContain('/p/hazard.form/');
  expect(linkOn({ dingtalk }, 'dingtalk')).toContain('/p/hazard.form/');
  expect(linkOn({ dingtalk }, 'feishu')).toBeUndefined();
  expect(linkOn({ feishu }, 'dingtalk')).toBeUndefined();
  expect(formPageOf({ feishu, dingtalk, publicUrl: undefined }, around)).toBeUndefined();
});

test('a school on Feishu that takes DingTalk as well keeps its links; another organisation’s are others', () => {
  expect(linkOn({ feishu, dingtalk }, 'feishu')).toBe(linkOn({ feishu }, 'feishu'));
  expect(linkOn({ feishu: { ...feishu, appId: 'cli_0000000000000000' } }, 'feishu')).not.toBe(
    linkOn({ feishu }, 'feishu'),
  );
});
