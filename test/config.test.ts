import { describe, expect, test } from 'vitest';
import { ConfigInvalid, readConfig } from '../src/config.ts';

const right = { FEISHU_APP_ID: 'cli_a1b2c3d4e5f60718', FEISHU_APP_SECRET: 'secret' };

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    expect(error.message).toContain('config.invalid');
    for (const problem of error.problems) expect(error.message).toContain(problem);
    return error.problems;
  }
};

describe('settings', () => {
  test('two values are enough; the rest has the defaults of design.md §7', () => {
    const config = readConfig(right);
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      timeZone: 'Asia/Shanghai',
      logLevel: 'info',
      feishu: { transport: 'websocket', baseUrl: 'https://open.feishu.cn', cardReply: 'patch' },
    });
    expect(config.dataDirectory.endsWith('/data')).toBe(true);
    expect(`${config.secretKeyFile}/`.startsWith(`${config.dataDirectory}/`)).toBe(false);
    expect(config.publicUrl).toBeUndefined();
  });

  test('blank values count as not set', () => {
    expect(readConfig({ ...right, PORT: '', PUBLIC_URL: ' ', FEISHU_ENCRYPT_KEY: '' })).toEqual(readConfig(right));
  });

  test('slashes at the end of addresses go', () => {
    expect(readConfig({ ...right, FEISHU_BASE_URL: 'http://127.0.0.1:3101//' }).feishu?.baseUrl).toBe(
      'http://127.0.0.1:3101',
    );
  });

  test('every problem comes in one message, each with its place in the vendor’s console', () => {
    const problems = problemsOf({
      PORT: '99999',
      SCHOOL_TIMEZONE: 'Mars/Olympus',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'school.example',
      FEISHU_APP_ID: 'abc',
      FEISHU_TRANSPORT: 'webhook',
      FEISHU_CARD_REPLY: 'later',
    });
    for (const name of [
      'PORT',
      'SCHOOL_TIMEZONE',
      'LOG_LEVEL',
      'PUBLIC_URL',
      'FEISHU_APP_ID',
      'FEISHU_APP_SECRET',
      'FEISHU_VERIFICATION_TOKEN',
      'FEISHU_CARD_REPLY',
    ])
      expect(problems.filter((problem) => problem.startsWith(`${name}:`))).toHaveLength(1);
    expect(problems.find((problem) => problem.startsWith('FEISHU_APP_ID'))).toContain('凭证与基础信息 → App ID');
    expect(problems.find((problem) => problem.startsWith('FEISHU_APP_SECRET'))).toContain('App Secret');
    expect(problems.find((problem) => problem.startsWith('FEISHU_VERIFICATION_TOKEN'))).toContain(
      '事件与回调 → 加密策略 → Verification Token',
    );
  });

  test.each([
    ['a port that is a word', { PORT: 'http' }, 'PORT: must be a port number from 0 to 65535'],
    ['a port with a fraction', { PORT: '80.5' }, 'PORT: must be a port number from 0 to 65535'],
    ['a transport nobody knows', { FEISHU_TRANSPORT: 'pigeon' }, 'FEISHU_TRANSPORT: must be websocket or webhook'],
  ])('%s', (_name, wrong, problem) => {
    expect(problemsOf({ ...right, ...wrong })).toEqual([problem]);
  });

  test('the key file may not lie inside the data directory', () => {
    const [problem, ...others] = problemsOf({
      ...right,
      DATA_DIR: '/srv/data',
      SECRET_KEY_FILE: '/srv/data/keys/a.key',
    });
    expect(problem).toMatch(/^SECRET_KEY_FILE: must not lie inside DATA_DIR/);
    expect(others).toEqual([]);
    expect(problemsOf({ ...right, DATA_DIR: '/srv/data', SECRET_KEY_FILE: '/srv/data-keys/a.key' })).toEqual([]);
  });

  test('no message repeats a secret', () => {
    const problems = problemsOf({
      ...right,
      FEISHU_APP_SECRET: 'very-secret-words',
      PORT: 'x',
      FEISHU_APP_ID: 'bad-id',
    });
    expect(problems.join('\n')).not.toContain('very-secret-words');
  });
});

describe('platforms', () => {
  const dingtalk = { DINGTALK_CLIENT_ID: 'dingabc12345', DINGTALK_CLIENT_SECRET: ' secret ' };

  test('DingTalk alone: two values are enough; the robot has the app’s id', () => {
    const config = readConfig(dingtalk);
    expect(config.feishu).toBeUndefined();
    expect(config.dingtalk).toEqual({
      clientId: 'dingabc12345',
      clientSecret: 'secret',
      robotCode: 'dingabc12345',
      transport: 'stream',
      baseUrl: 'https://api.dingtalk.com',
      oldBaseUrl: 'https://oapi.dingtalk.com',
    });
  });

  test('both; and what .env.example fills in chooses none', () => {
    expect(Object.keys(readConfig({ ...right, ...dingtalk }))).toEqual(expect.arrayContaining(['feishu', 'dingtalk']));
    const alone = readConfig({ ...right, DINGTALK_TRANSPORT: 'stream', DINGTALK_CLIENT_ID: '' });
    expect(alone.dingtalk).toBeUndefined();
    expect(
      readConfig({ ...dingtalk, FEISHU_TRANSPORT: 'websocket', FEISHU_CARD_REPLY: 'patch' }).feishu,
    ).toBeUndefined();
  });

  test('webhooks need what signs them, each with its place; half a Feishu beside it is named too', () => {
    const problems = problemsOf({
      ...dingtalk,
      DINGTALK_TRANSPORT: 'webhook',
      DINGTALK_EVENT_AES_KEY: 'short',
      DINGTALK_CARD_TEMPLATE_ID: 'my-template',
      FEISHU_APP_ID: 'cli_a1b2c3d4e5f60718',
    });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'DINGTALK_CARD_API_SECRET',
      'DINGTALK_CARD_TEMPLATE_ID',
      'DINGTALK_EVENT_AES_KEY',
      'DINGTALK_EVENT_TOKEN',
      'FEISHU_APP_SECRET',
      'PUBLIC_URL',
    ]);
    expect(problems.find((problem) => problem.startsWith('DINGTALK_EVENT_TOKEN'))).toContain('事件订阅 → HTTP 推送');
  });

  test('nothing set at all says both ways', () => {
    expect(problemsOf({})[0]).toMatch(/FEISHU_APP_ID: is missing.*DINGTALK_CLIENT_ID/);
  });
});
