import { describe, expect, test } from 'vitest';
import { checkDingTalk } from '../../src/cli/doctor/dingtalk.ts';
import { lines } from '../../src/cli/doctor/finding.ts';
import type { DingTalkConfig } from '../../src/config.ts';

const config: DingTalkConfig = {
  clientId: 'dingabc12345',
  clientSecret: 'top-secret',
  robotCode: 'dingabc12345',
  transport: 'stream',
  baseUrl: 'https://api.invalid',
  oldBaseUrl: 'https://oapi.invalid',
};

const everybody = { errcode: 0, auth_org_scopes: { authed_dept: [1], authed_user: [] } };
/** What the vendor answers, by the end of the path. */
async function said(answers: Readonly<Record<string, unknown>>, more: Partial<DingTalkConfig> = {}): Promise<string> {
  const known: Record<string, unknown> = {
    accessToken: { accessToken: 't', expireIn: 7200 },
    scopes: everybody,
    open: { endpoint: 'wss://x', ticket: 'secret-ticket' },
    ...answers,
  };
  const findings = await checkDingTalk(
    { ...config, ...more },
    {
      env: {},
      now: () => 0,
      fetch: async (input) => {
        const last = new URL(String(input)).pathname.split('/').at(-1) ?? '';
        const answer = known[last];
        if (answer === undefined) throw new TypeError('fetch failed');
        const isFailure = typeof answer === 'object' && answer !== null && 'code' in answer;
        return Response.json(answer, { status: isFailure ? 400 : 200 });
      },
      pause: () => Promise.resolve(),
      say: () => {},
      ask: () => Promise.resolve(''),
    },
  );
  const text = findings.flatMap((finding) => [...lines(finding)]).join('\n');
  expect(text).not.toMatch(/top-secret|secret-ticket/);
  return text;
}

describe('what DingTalk says is turned into what to do and where', () => {
  test('all well', async () => {
    const text = await said({}, { cardTemplateId: 'x.schema' });
    expect(text).toMatch(/✓ 钉钉应用和通讯录[\s\S]*✓ 钉钉 Stream[\s\S]*✓ 钉钉卡片/);
  });

  test.each([
    ['wrong keys', { accessToken: { code: 'invalidClientIdOrSecret' } }, /✗ 钉钉应用[\s\S]*→ .*Client Secret/],
    ['no permission', { scopes: { errcode: 60011 } }, /✗ 钉钉应用[\s\S]*→ .*权限管理：开通 qyapi_robot_sendmsg/],
    ['an address list', { scopes: { errcode: 60020 } }, /→ .*服务器出口 IP/],
    ['an empty range', { scopes: { errcode: 0, auth_org_scopes: {} } }, /✗ .*空的[\s\S]*→ .*选全部员工/],
    ['quota used up', { scopes: { errcode: 90020 } }, /→ .*资源管理加购/],
    ['no way out', { accessToken: undefined }, /→ .*DNS/],
    ['no Stream', { open: { code: 'authFailed' } }, /✗ 钉钉 Stream[\s\S]*→ .*Client ID/],
    ['no template', {}, /! 钉钉卡片.*回复数字[\s\S]*→ .*building\.zh-CN\.md/],
  ])('%s', async (_name, answers, expected) => {
    expect(await said(answers)).toMatch(expected);
  });

  test('webhooks: the addresses to enter', async () => {
    expect(await said({}, { transport: 'webhook' })).toMatch(/\/dingtalk\/robot[\s\S]*\/dingtalk\/events/);
  });
});
