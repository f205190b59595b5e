import { expect, test } from 'vitest';
import type { DingtalkEmulator } from '../../../src/emulators/dingtalk/emulator.ts';
import { freePort } from '../../../src/emulators/sample_school/vendor_end.ts';
import { photo, platformBudget } from '../../../src/store/schema/index.ts';
import { openBrowser, submission, unescaped } from '../../pages/visit.ts';
import { jpeg, png } from '../../photos/pictures.ts';
import { type Campus, openCampus } from '../campus.ts';

const IN_THE_APP = 'Mozilla/5.0 (Linux; Android 14) AliApp(DingTalk/7.6.40)';
const CLIENT_ID = 'dingsampleschool0001';

interface School {
  readonly campus: Campus;
  readonly emulator: DingtalkEmulator;
  readonly url: string;
  browser(agent?: string): ReturnType<typeof openBrowser>;
  /** The address of the newest page in this person's chat. */
  link(name: string): string;
}

async function openSchool(more: { readonly asText?: boolean } = {}): Promise<School> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const campus = await openCampus({ platform: 'dingtalk', pages: { url, port }, ...more });
  // On DingTalk this is what the school has; stories of both platforms see only what is common.
  const emulator = campus.tenant.emulator as unknown as DingtalkEmulator;
  const request = (address: string, init: RequestInit) => fetch(url + address, { ...init, redirect: 'manual' });
  return {
    campus,
    emulator,
    url,
    browser: (agent) => openBrowser({ request }, agent),
    link(name) {
      const phone = emulator.phone(campus.person(name).openId);
      const words = phone
        .chats()
        .flatMap((chat) => phone.messages(chat.chatId))
        .flatMap(({ card, text }) => [
          text,
          ...(card?.parts ?? []).flatMap((part) => (part.kind === 'markdown' ? [part.markdown] : [])),
        ])
        .join('\n');
      return [...words.matchAll(/http:\/\/127\.0\.0\.1:\d+\/p\/[\w./-]+/g)].at(-1)?.[0] ?? '';
    },
  };
}

/** Opens a page in a browser and signs in at the vendor as this person. */
async function visit({ campus, browser }: School, link: string, name: string) {
  const chrome = browser();
  const login = await chrome.request(link);
  const chosen = await fetch(`${login.headers.get('location')}&as=${campus.person(name).openId}`, {
    redirect: 'manual',
  });
  const back = await chrome.request(chosen.headers.get('location') ?? '');
  const page = await chrome.request(back.headers.get('location') ?? '');
  return { chrome, page };
}

test('a report with two photos from the page: signed in through DingTalk, and free of both quotas', async () => {
  const school = await openSchool();
  const { campus, emulator } = school;
  const reporter = campus.person('刘洋');
  await reporter.says('2号楼3层楼梯扶手松了');
  reporter.sees('请确认', '在网页填');
  const uses = emulator.uses.perMonth('2025-09');
  const link = school.link('刘洋');
  const { chrome, page } = await visit(school, link, '刘洋');
  const refused = submission(page.text, '登记隐患', { 'value.detail': '' }, [jpeg(6), png]);
  const again = await chrome.request(refused.address, refused.init);
  expect([again.status, again.text.includes('还差一项：具体位置'), again.text.includes('已附 2 张')]).toEqual([
    422,
    true,
    true,
  ]);
  const complete = submission(again.text, '登记隐患', { 'value.detail': '三层东侧' });
  const done = await chrome.request(complete.address, complete.init);
  expect([done.text.includes('已登记'), done.text.includes('您提交的内容')]).toEqual([true, true]);
  expect(emulator.uses.perMonth('2025-09')).toBe(uses);
  await campus.settle();
  reporter.card('已登记', 'QS-202509-0001');
  expect(campus.tenant.server.engine.organisation.store.db.select().from(photo).all()).toHaveLength(2);
  // The other person's browser gets nothing of it.
  const other = await visit(school, link, '陈静');
  expect([other.page.status, other.page.text.includes('扶手')]).toEqual([403, false]);
  campus.person('王芳').sees('待认定', 'QS-202509-0001', '在网页填');
  await campus.end();
});

test('a leader opens the console from the ledger, signed in through DingTalk; a teacher with the same address does not', async () => {
  const school = await openSchool();
  const { campus } = school;
  await campus.person('王芳').says('台账');
  campus.person('王芳').sees('台账：在账 0', '打开看板');
  const link = school.link('王芳');
  expect(link).toBe(`${school.url}/p/console/1`);
  const { page } = await visit(school, link, '王芳');
  expect([page.status, page.text.includes('安全周报')]).toEqual([200, true]);
  const teacher = await visit(school, link, '郑敏');
  expect([teacher.page.status, teacher.page.text.includes('看板不对您开放')]).toEqual([403, true]);
  await campus.end();
});

test('inside DingTalk nobody logs in: the app says who is there, once it is known which organisation it is', async () => {
  const school = await openSchool();
  const { campus, emulator } = school;
  const reporter = campus.person('刘洋');
  await reporter.says('2号楼3层楼梯扶手松了');
  reporter.sees('请确认');
  const app = school.browser(IN_THE_APP);
  const asking = await app.request(school.link('刘洋'));
  const data = (name: string): string => unescaped(new RegExp(`data-${name}="([^"]*)"`).exec(asking.text)?.[1] ?? '');
  expect([data('corp'), data('client')]).toEqual([emulator.corpId, CLIENT_ID]);
  const asked = { corpId: data('corp'), clientId: data('client'), origin: school.url };
  const code = emulator.phone(reporter.openId).requestsAuthCode(asked);
  const signedIn = await app.request(`${data('back')}&code=${code}`);
  const page = await app.request(signedIn.headers.get('location') ?? '');
  expect(page.text).toContain('2号楼3层楼梯扶手松了');
  // A code is good once: a second way back begins at the login page.
  const twice = await app.request(school.link('刘洋'));
  expect(twice.status).toBe(200);
  await campus.end();
});

test('without a card template the questions end with the page’s address, and both ways work', async () => {
  const school = await openSchool({ asText: true });
  const { campus } = school;
  const reporter = campus.person('刘洋');
  await reporter.says('食堂后门的灭火器过期了');
  expect(reporter.sees('请确认').text).toMatch(/也可在网页填写：http\S+\n回复数字：1 登记隐患/);
  const { chrome, page } = await visit(school, school.link('刘洋'), '刘洋');
  const { address, init } = submission(page.text, '登记隐患', { 'value.detail': '后门东侧' });
  const done = await chrome.request(address, init);
  expect(done.text).toContain('已登记');
  await campus.settle();
  reporter.skips();
  campus.person('王芳').sees('待认定', '也可在网页填写：');
  await campus.person('王芳').says('责任人：赵强老师\n期限：明天');
  campus.person('王芳').sees('已派给赵强');
  await campus.end({ ignore: ['王芳', '刘洋', '赵强'] });
});

test('a month that will not last: forms are words and an address, and danger keeps its card', async () => {
  const school = await openSchool();
  const { campus } = school;
  const [reporter, office] = [campus.person('刘洋'), campus.person('王芳')];
  const { db } = campus.tenant.server.engine.organisation.store;
  const month = { platform: 'dingtalk', month: '2025-09', calls: 4_000, uses: 1_000 } as const;
  db.insert(platformBudget)
    .values(month)
    .onConflictDoUpdate({ target: [platformBudget.platform, platformBudget.month], set: month })
    .run();
  await reporter.says('2号楼3层楼梯扶手松了');
  const form = reporter.sees('请确认', '请在网页填写：');
  expect([form.buttons, form.fields]).toEqual([[], []]);
  const { chrome, page } = await visit(school, school.link('刘洋'), '刘洋');
  const { address, init } = submission(page.text, '登记隐患', { 'value.detail': '三层东侧' });
  expect((await chrome.request(address, init)).text).toContain('已登记');
  await campus.settle();
  office.sees('待认定', '请在网页填写：');
  // Whoever has nothing to change answers with a number.
  await reporter.says('食堂后门的灭火器过期了，在后门东侧');
  reporter.sees('请确认', '也可回复数字：1 登记隐患');
  await reporter.says('1');
  reporter.sees('已登记');
  await reporter.says('紧急');
  expect(reporter.sees('110').buttons).toContain('着火冒烟');
  await campus.end({ ignore: ['王芳', '刘洋'] });
});
