import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { audit, draft, hazard, identity, photo } from '../../src/store/schema/index.ts';
import { heic, jpeg, png, SECRETS } from '../photos/pictures.ts';
import { accountOf, formOf, openService, submission } from './visit.ts';

const FORM = { draft: 1 };

/** 刘洋 told of a hazard and opened its form on the page. */
async function reporting(more: readonly string[] = []) {
  const service = openService({ more });
  await service.says('刘洋', '2号楼3层楼梯扶手松了');
  const browser = service.browser();
  const link = service.link('hazard.form', FORM, '刘洋');
  const page = await browser.open(link, '刘洋');
  const sends = (button: string, changes?: Record<string, string>, photos?: readonly Uint8Array[], of = page.text) => {
    const { address, init } = submission(of, button, changes, photos);
    return browser.request(address, init);
  };
  return { ...service, service, browser, link, page, sends };
}

describe('the form page', () => {
  test('a report is prefilled, handed in once however often it is sent, and audited like one from the chat', async () => {
    const { page, sends, store, service } = await reporting();
    expect(page.status).toBe(200);
    expect(page.text).toContain('请确认：');
    expect(formOf(page.text, '登记隐患').values.get('value.description')).toBe('2号楼3层楼梯扶手松了');
    const [first, second] = await Promise.all([sends('登记隐患'), sends('登记隐患')]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.text).toContain('已登记');
    expect(second.text).toContain('QS-202509-0001');
    expect(store.db.select().from(hazard).all()).toHaveLength(1);
    const row = store.db.select().from(audit).where(eq(audit.action, 'hazard.report')).get();
    expect(row?.actor).toBe(`person:${service.idOf('刘洋')}`);
  });

  test('a refusal comes back above the form with everything that was typed; nothing is registered', async () => {
    const { sends, store } = await reporting();
    const refused = await sends('登记隐患', { 'value.description': '扶手<b>松</b>', 'value.detail': ' ' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('role="alert"');
    expect(refused.text).toContain('还差一项：具体位置');
    expect(refused.text).toContain('扶手&lt;b&gt;松&lt;/b&gt;');
    expect(store.db.select().from(hazard).all()).toHaveLength(0);
    const taken = await sends('登记隐患', { 'value.detail': '三层' }, [], refused.text);
    expect(taken.status).toBe(200);
    expect(store.db.select().from(hazard).get()?.description).toBe('扶手<b>松</b>');
  });

  test('a choice that was not offered is no choice', async () => {
    const { sends, store } = await reporting();
    const refused = await sends('登记隐患', { 'value.place': 'moon' });
    expect(refused.text).toContain('还差一项：部位');
    expect(store.db.select().from(hazard).all()).toHaveLength(0);
  });

  test('pictures join the draft without their secrets, are shown to their sender only, and stay when the form is refused', async () => {
    const { sends, store, stored, service, browser } = await reporting();
    const refused = await sends('登记隐患', { 'value.detail': '' }, [jpeg(6), png]);
    expect(refused.text).toContain('已附 2 张');
    const rows = store.db.select().from(photo).all();
    expect(rows.map((row) => [row.draftId, row.state, row.personId])).toEqual([
      [1, 'stored', service.idOf('刘洋')],
      [1, 'stored', service.idOf('刘洋')],
    ]);
    for (const bytes of stored.values())
      for (const secret of SECRETS) expect(Buffer.from(bytes).includes(secret)).toBe(false);
    const [, address = ''] = /class="pictures"><img src="([^"]+)"/.exec(refused.text) ?? [];
    const shown = await browser.request(address);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await service.browser().request(address)).status).toBe(404);
    const other = service.browser();
    await other.open(service.link('hazard.form', FORM, '王芳'), '王芳');
    expect((await other.request(address)).status).toBe(404);
    await sends('登记隐患', { 'value.detail': '三层' }, [], refused.text);
    expect(
      store.db
        .select()
        .from(photo)
        .all()
        .map((row) => row.hazardId),
    ).toEqual([1, 1]);
  });

  test('afterwards the page shows what was handed in, to be read', async () => {
    const { page, sends, browser } = await reporting();
    const again = await sends('登记隐患', { only: 'photos' }, [jpeg(5)]);
    const done = await sends(
      '登记隐患',
      { 'value.description': '扶手<b>松</b>', 'value.detail': '三层' },
      [jpeg(6)],
      again.text,
    );
    const handed = /<section class="handed">([\s\S]*)<\/section>/.exec(done.text)?.[1] ?? '';
    expect(handed).toContain('您提交的内容');
    expect(handed).toContain('<dt>描述</dt><dd>扶手&lt;b&gt;松&lt;/b&gt;</dd>');
    expect(handed).toMatch(/<dt>部位<\/dt><dd>楼梯/);
    expect(handed).not.toMatch(/<input|<textarea|<select/);
    const pictures = [...handed.matchAll(/<img src="([^"]+)"/g)].map(([, address = '']) => address);
    expect(pictures).toHaveLength(2);
    for (const address of pictures) expect((await browser.request(address)).status).toBe(200);
    expect(page.text).not.toContain('您提交的内容');
  });

  test('what somebody typed while another was quicker is not lost: it is there to be copied', async () => {
    const { sends, service, store } = await reporting();
    await sends('登记隐患');
    const office = service.browser();
    const open = () => office.open(service.link('hazard.triage', { hazard: 1 }, '王芳'), '王芳');
    const [first, second] = [await open(), await open()];
    const triage = (page: string, words: string) =>
      submission(page, '认定派单', { 'value.owner': String(service.idOf('赵强')), 'value.interim': words });
    const taken = triage(first.text, '设围挡');
    expect((await office.request(taken.address, taken.init)).status).toBe(200);
    const late = triage(second.text, '改走东侧楼梯');
    const refused = await office.request(late.address, late.init);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('您刚才填的（没有提交）');
    expect(refused.text).toContain('改走东侧楼梯');
    expect(store.db.select().from(hazard).get()?.state).not.toBe('registered');
  });

  test('words that only a handler may keep are not shown again', async () => {
    const { service, browser } = await reporting();
    await service.says('刘洋', '有学生被同学长期欺凌');
    const page = await browser.open(
      service.link('private.first', { report: 1, inGroup: 0, anonymous: 0 }, '刘洋'),
      '刘洋',
    );
    const { address, init } = submission(page.text, '交给经办人', { 'value.facts': '午休时在操场' });
    const done = await browser.request(address, init);
    expect([done.status, done.text.includes('午休时在操场')]).toEqual([200, false]);
  });

  test('pictures first, the form later: nothing is handed in yet and what was typed stays', async () => {
    const { sends, store } = await reporting();
    const kept = await sends('登记隐患', { only: 'photos', 'value.detail': '三层东侧' }, [jpeg()]);
    expect(kept.status).toBe(200);
    expect(kept.text).toContain('已附 1 张');
    expect(kept.text).toContain('value="三层东侧"');
    expect(store.db.select().from(draft).get()?.state).toBe('open');
  });

  test('what is no picture is said in words, and the form waits', async () => {
    const { sends, store } = await reporting();
    const refused = await sends('登记隐患', {}, [heic, new TextEncoder().encode('<svg onload=alert(1)>')]);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('HEIC');
    expect(refused.text).toContain('不是照片');
    expect(store.db.select().from(photo).all()).toHaveLength(0);
    expect(store.db.select().from(hazard).all()).toHaveLength(0);
  });

  test('the owner’s rectification wants a picture, and takes it with the form', async () => {
    const { sends, service, browser, store } = await reporting();
    await sends('登记隐患');
    const office = service.browser();
    const triage = await office.open(service.link('hazard.triage', { hazard: 1 }, '王芳'), '王芳');
    const triaged = submission(triage.text, '认定派单', { 'value.owner': String(service.idOf('赵强')) });
    expect((await office.request(triaged.address, triaged.init)).text).toContain('已派单');
    const owner = service.browser();
    const task = await owner.open(service.link('hazard.task', { hazard: 1 }, '赵强'), '赵强');
    // The form behind the button comes on the page, as it comes into the chat.
    const begun = submission(task.text, '提交整改');
    const fix = await owner.request(begun.address, begun.init);
    expect(fix.text).toContain('提交整改：');
    const without = submission(fix.text, '申请复查', { 'value.measure': '换了螺栓' });
    const refused = await owner.request(without.address, without.init);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('换了螺栓</textarea>');
    const complete = submission(refused.text, '申请复查', {}, [jpeg()]);
    expect((await owner.request(complete.address, complete.init)).status).toBe(200);
    expect(store.db.select().from(hazard).get()?.state).toBe('pending_recheck');
    expect(browser.cookies.size).toBe(1);
  });

  test('everybody of a large school can be chosen, where a card offers fifty', async () => {
    const { sends, service } = await reporting(Array.from({ length: 120 }, (_, index) => `教师${index}`));
    await sends('登记隐患');
    const triage = await service.browser().open(service.link('hazard.triage', { hazard: 1 }, '王芳'), '王芳');
    expect(triage.text).toContain('data-search');
    expect(triage.text).toContain('教师119');
  });
});

describe('who gets in', () => {
  test('only the person the card is for; a link changed by one letter opens nothing', async () => {
    const { service, link } = await reporting();
    const other = await service.browser().open(link, '王芳');
    expect([other.status, other.text.includes('扶手')]).toEqual([403, false]);
    const changed = link.replace('hazard.form', 'hazard.triage');
    expect((await service.browser().open(changed, '刘洋')).status).toBe(404);
    expect((await service.browser().open(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`, '刘洋')).status).toBe(
      404,
    );
  });

  test('strangers, refused and invented sign-ins get a page that says what to do', async () => {
    const { service, link } = await reporting();
    expect((await service.browser().open(link, '外人')).text).toContain('我是 姓名');
    const browser = service.browser();
    const vendor = new URL((await browser.request(link)).headers.get('location') ?? '');
    const state = vendor.searchParams.get('state') ?? '';
    const invented = await service.browser().request(`/p/signed-in/feishu?code=${accountOf('刘洋')}&state=${state}`);
    expect(invented.status).toBe(403);
    const refused = await browser.request(`/p/signed-in/feishu?error=access_denied&state=${state}`);
    expect([refused.status, refused.text.includes('没有登录')]).toEqual([403, true]);
    const again = await browser.request(`/p/signed-in/feishu?code=${accountOf('刘洋')}&state=${state}`);
    expect(again.status).toBe(403);
    expect(browser.cookies.has('anyuan_session')).toBe(false);
  });

  test('a session ends after two hours, and with the account', async () => {
    const { service, browser, link, sends, store } = await reporting();
    service.later(2 * 3_600_000 + 1);
    expect((await browser.request(link)).status).toBe(302);
    expect((await sends('登记隐患')).text).toContain('重新登录');
    const back = await browser.open(link, '刘洋');
    expect(back.status).toBe(200);
    store.db.update(identity).set({ state: 'left' }).run();
    expect((await browser.request(link)).status).toBe(302);
  });

  test('another site’s form, another browser’s button and another card’s button do nothing', async () => {
    const { service, browser, page, store, sends } = await reporting();
    const { address, init } = submission(page.text, '登记隐患');
    const foreign = await browser.request(address, { ...init, headers: { 'sec-fetch-site': 'cross-site' } });
    expect(foreign.status).toBe(403);
    const second = service.browser();
    await second.open(service.link('hazard.form', FORM, '刘洋'), '刘洋');
    const taken = await second.request(address, submission(page.text, '登记隐患').init);
    expect([taken.status, taken.text.includes('再提交一次')]).toEqual([422, true]);
    expect((await sends('登记隐患', { press: 'e30.AAAAAAAAAAAAAAAAAAAAAA' })).status).toBe(422);
    expect(store.db.select().from(hazard).all()).toHaveLength(0);
  });

  test('too many submissions a minute are asked to wait; a body that is no form is no failure', async () => {
    const { browser, page, sends } = await reporting();
    const { address } = submission(page.text, '登记隐患');
    const broken = await browser.request(address, {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'multipart/form-data; boundary=y' },
    });
    expect(broken.status).toBe(400);
    const statuses = new Set<number>();
    for (let round = 0; round < 31; round += 1) statuses.add((await sends('登记隐患', { 'value.detail': '' })).status);
    expect(statuses).toEqual(new Set([422, 429]));
  });

  test('nothing from elsewhere, no frame, no script of somebody else; cookies no script reads; nothing personal in addresses or the log', async () => {
    const { page, link, logged, service } = await reporting();
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page.headers.get('cache-control')).toBe('no-store');
    const cookie = page.headers.getSetCookie().join();
    for (const word of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/p']) expect(cookie).toContain(word);
    const readable = Buffer.from(link.split('/').at(-1)?.split('.')[0] ?? '', 'base64url').toString();
    for (const secret of ['刘洋', accountOf('刘洋'), '扶手']) {
      expect(readable).not.toContain(secret);
      expect(logged.join()).not.toContain(secret);
    }
    expect(service.engine).toBeDefined();
  });

  test('without PUBLIC_URL there is no page; with a path in it every address begins with the path', async () => {
    const without = openService({ publicUrl: undefined });
    expect((await without.app.request('/p/page.css')).status).toBe(404);
    const below = openService({ publicUrl: 'https://anyuan.example/o/qingshan' });
    expect(below.link('hazard.form', FORM, '刘洋')).toMatch(
      /^https:\/\/anyuan\.example\/o\/qingshan\/p\/hazard\.form\//,
    );
    const unknown = await below.app.request('/p/hazard.form/x');
    expect(await unknown.text()).toContain('href="/o/qingshan/p/page.css"');
  });
});
