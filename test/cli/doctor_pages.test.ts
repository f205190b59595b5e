import { expect, test } from 'vitest';
import { lines } from '../../src/cli/doctor/finding.ts';
import { checkPages } from '../../src/cli/doctor/pages.ts';
import { readConfig } from '../../src/config.ts';

const feishu = { FEISHU_APP_ID: 'cli_a1b2c3d4e5f60718', FEISHU_APP_SECRET: 'top-secret' };
const dingtalk = { DINGTALK_CLIENT_ID: 'dingabc12345', DINGTALK_CLIENT_SECRET: 'top-secret' };
const said = (env: Record<string, string>): string => checkPages(readConfig(env)).flatMap(lines).join('\n');

test('the addresses to enter are named letter by letter, for the platforms that are there', () => {
  const both = said({ ...feishu, ...dingtalk, PUBLIC_URL: 'https://school.example/' });
  expect(both).toContain('https://school.example/p/signed-in/feishu');
  expect(both).toContain('https://school.example/p/signed-in/dingtalk');
  expect(both).toContain('Contact.User.Read');
  expect(both).not.toContain('top-secret');
  expect(said({ ...feishu, PUBLIC_URL: 'https://school.example' })).not.toContain('钉钉');
  expect(said({ ...feishu, ...dingtalk })).toBe('');
});
