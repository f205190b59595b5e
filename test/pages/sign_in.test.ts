import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { notice } from '../../src/pages/layout.ts';
import { createSigner } from '../../src/pages/signed.ts';
import { createSite } from '../../src/pages/site.ts';
import type { SignIn } from '../../src/platforms/sign_in.ts';
import { hazard, role } from '../../src/store/schema/index.ts';
import { KEY, openBrowser, openService, START, staffIdOf, submission, unescaped } from './visit.ts';

const FORM = { draft: 1 };
const HOUR = 3_600_000;
const DINGTALK_PHONE = 'Mozilla/5.0 (Linux; Android 14) AliApp(DingTalk/7.6.40)';
const FEISHU_PHONE = 'Mozilla/5.0 (iPhone) Lark/7.20';

/** A school on both; 刘洋 has an account on each and told of a hazard. */
async function twin(onDingTalk: readonly string[] = ['刘洋']) {
  const service = openService({ onDingTalk });
  await service.says('刘洋', '2号楼3层楼梯扶手松了');
  return service;
}

const goesTo = (answer: { readonly headers: Headers }): string => answer.headers.get('location') ?? '';
const dataOf = (page: string, name: string): string =>
  unescaped(new RegExp(`data-${name}="([^"]*)"`).exec(page)?.[1] ?? '');

describe('which platform signs in', () => {
  test('the one the card came on; inside an app the app’s own, where the person has an account', async () => {
    const service = await twin();
    const [feishu, ding] = (['feishu', 'dingtalk'] as const).map((one) =>
      service.link('hazard.form', FORM, '刘洋', one),
    );
    const host = async (agent: string | undefined, link = '') =>
      new URL(goesTo(await service.browser(agent).request(link))).hostname;
    expect(await host(undefined, feishu)).toBe('vendor.example');
    expect(await host(undefined, ding)).toBe('ding.example');
    expect(await host(FEISHU_PHONE, ding)).toBe('vendor.example');
    service.forgetCorp();
    expect(await host(DINGTALK_PHONE, feishu)).toBe('ding.example');
    // 王芳 is on Feishu only: nothing else would know her.
    expect(await host(DINGTALK_PHONE, service.link('hazard.form', FORM, '王芳'))).toBe('vendor.example');
  });

  test('signed in by either, it is the same person and the same form; handed in, it is theirs', async () => {
    const service = await twin();
    const browser = service.browser();
    const page = await browser.open(service.link('hazard.form', FORM, '刘洋', 'dingtalk'), '刘洋');
    expect(page.text).toContain('2号楼3层楼梯扶手松了');
    const { address, init } = submission(page.text, '登记隐患');
    expect((await browser.request(address, init)).text).toContain('已登记');
    expect(service.store.db.select().from(hazard).get()?.reporterId).toBe(service.idOf('刘洋'));
  });
});

describe('inside DingTalk', () => {
  test('the app says who is there: no login page, and only that page runs the vendor’s script', async () => {
    const service = await twin();
    const browser = service.browser(DINGTALK_PHONE);
    const link = service.link('hazard.form', FORM, '刘洋', 'dingtalk');
    const asking = await browser.request(link);
    expect(asking.status).toBe(200);
    const policy = asking.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self' https://ding.example;");
    expect(policy).not.toContain('unsafe');
    expect(asking.text).not.toContain('扶手');
    expect([dataOf(asking.text, 'corp'), dataOf(asking.text, 'client')]).toEqual(['ding1', 'ding2']);
    expect((await browser.request('/p/in-app/dingtalk.js')).text).toBe('ask()');
    const back = `${dataOf(asking.text, 'back')}&code=${staffIdOf('刘洋')}`;
    const signedIn = await browser.request(back);
    expect(signedIn.status).toBe(303);
    const page = await browser.request(goesTo(signedIn));
    expect(page.text).toContain('扶手');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    // The way back was good once, in this browser.
    expect((await browser.request(back)).status).toBe(403);
  });

  test('a code that is not taken, and a page where no script runs, lead to the login page', async () => {
    const service = await twin();
    const browser = service.browser(DINGTALK_PHONE);
    const asking = await browser.request(service.link('hazard.form', FORM, '刘洋', 'dingtalk'));
    const refused = await browser.request(`${dataOf(asking.text, 'back')}&code=bad`);
    expect([refused.status, new URL(goesTo(refused)).hostname]).toEqual([302, 'ding.example']);
    expect(asking.text).toContain('http-equiv="refresh"');
    expect(unescaped(asking.text)).toContain(`href="${dataOf(asking.text, 'otherwise')}"`);
    const state = new URL(goesTo(refused)).searchParams.get('state') ?? '';
    const back = `/p/signed-in/dingtalk?authCode=${staffIdOf('刘洋')}&state=${state}`;
    expect((await browser.request(back)).status).toBe(303);
    // Somebody else's browser never began this.
    expect((await service.browser().request(back)).status).toBe(403);
    expect(service.logged.join()).toContain('40078');
  });

  test('somebody outside of the organisation is told who can add them, and nothing to try again', async () => {
    const service = await twin();
    const browser = service.browser();
    const login = await browser.request(service.link('hazard.form', FORM, '刘洋', 'dingtalk'));
    const state = new URL(goesTo(login)).searchParams.get('state') ?? '';
    const told = await browser.request(`/p/signed-in/dingtalk?authCode=outsider&state=${state}`);
    expect([told.status, told.text.includes('通讯录'), told.text.includes('再试一次</a>')]).toEqual([403, true, false]);
  });
});

describe('the session', () => {
  test('lasts while it is used, but asks the vendor anew once a working day', async () => {
    const service = await twin();
    const browser = service.browser();
    const link = service.link('hazard.form', FORM, '刘洋');
    await browser.open(link, '刘洋');
    for (let hours = 1.5; hours < 12; hours += 1.5) {
      service.later(1.5 * HOUR);
      expect((await browser.request(link)).status).toBe(200);
    }
    service.later(1.5 * HOUR);
    expect((await browser.request(link)).status).toBe(302);
  });

  test('of another organisation served with the same key is no session, and its links open nothing', async () => {
    const here = await twin();
    const there = openService({ organisation: 'cli_b2' });
    await there.says('刘洋', '2号楼3层楼梯扶手松了');
    const browser = here.browser();
    const link = here.link('hazard.form', FORM, '刘洋');
    await browser.open(link, '刘洋');
    const visiting = there.browser();
    for (const [name, value] of browser.cookies) visiting.cookies.set(name, value);
    expect((await visiting.request(there.link('hazard.form', FORM, '刘洋'))).status).toBe(302);
    expect((await visiting.request(link)).status).toBe(404);
  });

  test('who lost the role neither sees the form nor hands it in, with the page still open', async () => {
    const service = await twin();
    const reporter = service.browser();
    const report = await reporter.open(service.link('hazard.form', FORM, '刘洋'), '刘洋');
    const sent = submission(report.text, '登记隐患');
    await reporter.request(sent.address, sent.init);
    const office = service.browser();
    const link = service.link('hazard.triage', { hazard: 1 }, '王芳');
    const page = await office.open(link, '王芳');
    const { address, init } = submission(page.text, '认定派单', { 'value.owner': String(service.idOf('赵强')) });
    service.store.db.update(role).set({ role: 'subject_teacher' }).run();
    expect((await office.request(address, init)).status).toBe(422);
    expect(service.store.db.select().from(hazard).get()?.ownerId).toBeNull();
    const again = await office.request(link);
    expect([again.status, again.text.includes('扶手'), again.text.includes('不归您办')]).toEqual([403, false, true]);
  });
});

test('another kind of page uses the same frame: it asks who is there, lets people choose, and comes back', async () => {
  const { store, idOf } = openService({ onDingTalk: ['王芳'] });
  const signInOf = (platform: 'feishu' | 'dingtalk'): SignIn => ({
    platform,
    ownApp: platform === 'feishu' ? /Lark/ : /DingTalk/,
    codeParameter: 'code',
    authorizeUrl: ({ state }) => `https://${platform}.example/?state=${state}`,
    userOf: async (code) => ({ ok: true, user: { userId: code } }),
  });
  const site = createSite({
    db: store.db,
    signer: createSigner(KEY, 'cli_a1'),
    publicUrl: 'https://school.example',
    signIns: [signInOf('feishu'), signInOf('dingtalk')],
    now: () => START,
    random: (bytes) => 'r'.repeat(bytes),
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  site.app.get('/leaders', async (context) => {
    const visitor = await site.visitor(context, `${site.base}/leaders`);
    if (visitor instanceof Response) return visitor;
    return site.page(context, '台账', notice('台账', `第 ${visitor.session.person} 位`));
  });
  const app = new Hono().route('/p', site.app);
  const browser = openBrowser(app);
  const choice = await browser.request('/p/leaders');
  expect([choice.status, choice.text.includes('用飞书登录'), choice.text.includes('用钉钉登录')]).toEqual([
    200,
    true,
    true,
  ]);
  const [, way = ''] = /href="([^"]*\/sign-in\/dingtalk\/[^"]*)"/.exec(choice.text) ?? [];
  const login = await browser.request(way);
  const state = new URL(goesTo(login)).searchParams.get('state') ?? '';
  const back = await browser.request(`/p/signed-in/dingtalk?code=${staffIdOf('王芳')}&state=${state}`);
  expect(goesTo(back)).toBe('/p/leaders');
  expect((await browser.request('/p/leaders')).text).toContain(`第 ${idOf('王芳')} 位`);
  // A way somebody else wrote leads nowhere.
  expect((await browser.request('/p/sign-in/dingtalk/https:%2F%2Fevil.example')).status).toBe(403);
});
