import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { roleNames } from '../../src/school/people.ts';
import {
  calendarDay,
  drill,
  hazard,
  hazardStep,
  identity,
  privateReport,
  role,
  school,
} from '../../src/store/schema/index.ts';
import { addHazard, addPhoto, becomes } from './console_school.ts';
import { openService, START, submission, unescaped } from './visit.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MAY_LOOK = ['principal', 'vice_principal', 'safety_office', 'duty_leader'];

/** A school with one hazard and its picture, and 孙丽, the vice principal, looking. */
async function visited(options: Parameters<typeof openService>[0] = {}) {
  const service = openService(options);
  const of = addHazard(service);
  addPhoto(service, of, 'a1');
  const browser = service.browser();
  await browser.open('/p/console/1', '孙丽');
  return { ...service, of, browser, another: service.browser };
}

const pagesOf = (of: number) => [
  '/p/console/1',
  '/p/console/1?week=last',
  '/p/console/1/hazards',
  '/p/console/1/numbers/received',
  `/p/console/1/hazards/${of}`,
  '/p/console/1/calendar',
  '/p/console/1/settings',
];

test('each number of the digest opens its list, as long as the number, and each hazard on it its story', async () => {
  const service = await visited();
  addHazard(service, { title: '男厕地面湿滑', state: 'assigned', due: '2025-09-10' });
  for (const week of ['', '?week=last']) {
    const { text } = await service.browser.request(`/p/console/1${week}`);
    const tiles = [...text.matchAll(/<a href="([^"]+)"><b>(\d+)<\/b>([^<]+)<\/a>/g)].filter(([, to]) =>
      to?.includes('/numbers/'),
    );
    expect(tiles.length).toBeGreaterThan(15);
    for (const [, to, total, title] of tiles) {
      const list = await service.browser.request(unescaped(to ?? ''));
      const rows = list.text.match(/<li(?: class="line")?>/g) ?? [];
      expect([title, list.status, rows.length]).toEqual([title, 200, Number(total)]);
      expect(list.text).toContain(`${title}：${total} 条`);
    }
  }
  const overdue = await service.browser.request('/p/console/1/numbers/overdue');
  const story = /href="([^"]+hazards\/\d+)"><span class="what">0002 男厕地面湿滑 逾期 8 天/.exec(overdue.text)?.[1];
  expect((await service.browser.request(story ?? '')).text).toContain('经过');
});

describe('who may look', () => {
  test('every page asks the role at every request, as the cards do: who reads the ledger looks, the office sets', async () => {
    const service = await visited();
    for (const held of Object.keys(roleNames)) {
      becomes(service, '孙丽', held);
      const answers = await Promise.all(pagesOf(service.of).map((page) => service.browser.request(page)));
      const looks = MAY_LOOK.includes(held) ? 200 : 403;
      const sets = held === 'safety_office' ? 200 : 403;
      expect([held, ...answers.map((one) => one.status)]).toEqual([
        held,
        looks,
        looks,
        looks,
        looks,
        looks,
        looks,
        sets,
      ]);
      for (const { status, text } of answers) if (status === 403) expect(text).not.toContain('扶手');
      const photo = await service.browser.request(`/p/console/1/photo/${service.of}/a1`);
      expect([held, photo.status]).toEqual([held, looks === 200 ? 200 : 404]);
    }
  });

  test('another school is closed, also by its hazards and pictures under one’s own address', async () => {
    const service = await visited();
    service.store.db.insert(school).values({ name: '绿水小学', shortName: 'LS' }).run();
    const theirs = addHazard(service, { schoolId: 2, title: '绿水的扶手' });
    addPhoto(service, theirs, 'b2');
    const closed = ['', '/hazards', '/numbers/received', `/hazards/${theirs}`, '/calendar', '/settings'].map(
      (tail) => `/p/console/2${tail}`,
    );
    for (const page of [...closed, '/p/console/3', '/p/console/x', '/p/console/1.5'])
      expect([page, (await service.browser.request(page)).status]).toEqual([page, 403]);
    for (const page of [
      `/p/console/1/hazards/${theirs}`,
      '/p/console/1/hazards/999',
      '/p/console/1/hazards/x',
      '/p/console/1/numbers/none',
      // Who could not be reached is the safety office's business.
      '/p/console/1/numbers/undelivered',
      `/p/console/1/photo/${theirs}/b2`,
      `/p/console/2/photo/${theirs}/b2`,
      // A picture of another hazard, and one that was never stored.
      `/p/console/1/photo/${service.of}/b2`,
      `/p/console/1/photo/${service.of}/zz`,
    ])
      expect([page, (await service.browser.request(page)).status]).toEqual([page, 404]);
  });

  test('without a session, after it ended, and after leaving, pages send to sign in and pictures are gone', async () => {
    const service = await visited();
    const photo = `/p/console/1/photo/${service.of}/a1`;
    const stranger = service.another();
    expect((await stranger.request(photo)).status).toBe(404);
    for (const page of pagesOf(service.of)) expect((await stranger.request(page)).status).toBe(302);

    service.later(2 * HOUR + 1);
    expect((await service.browser.request(photo)).status).toBe(404);
    const list = '/p/console/1/hazards?which=closed&from=2025-09-01';
    expect((await service.browser.request(list)).status).toBe(302);
    // Signed in again, they are where they wanted to be.
    expect((await service.browser.open(list, '孙丽')).text).toContain('已销号，2025-09-01 至 今天：0 项');

    service.store.db
      .update(identity)
      .set({ state: 'left' })
      .where(eq(identity.personId, service.idOf('孙丽')))
      .run();
    expect((await service.browser.request('/p/console/1')).status).toBe(302);
    expect((await service.browser.request(photo)).status).toBe(404);
  });

  test('a session of another organisation with the same key is none', async () => {
    const other = await visited({ organisation: 'cli_b2' });
    const service = openService();
    const browser = service.browser();
    for (const [name, value] of other.browser.cookies) browser.cookies.set(name, value);
    expect((await browser.request('/p/console/1')).status).toBe(302);
  });

  test('one school opens at once, of several one is chosen, of none there is nothing', async () => {
    const service = await visited();
    expect((await service.browser.request('/p/console')).headers.get('location')).toBe('/p/console/1');
    service.store.db.insert(school).values({ name: '绿水小学', shortName: 'LS' }).run();
    service.store.db.insert(school).values({ name: '蓝天小学', shortName: 'LT' }).run();
    const person = service.idOf('孙丽');
    service.store.db.insert(role).values({ personId: person, schoolId: 2, role: 'principal' }).run();
    service.store.db.insert(role).values({ personId: person, schoolId: 3, role: 'subject_teacher' }).run();
    const choice = (await service.browser.request('/p/console')).text;
    expect([choice.includes('青山实验学校'), choice.includes('绿水小学'), choice.includes('蓝天小学')]).toEqual([
      true,
      true,
      false,
    ]);
    const second = (await service.browser.request('/p/console/2')).text;
    expect([second.includes('绿水小学'), second.includes('换学校')]).toEqual([true, true]);
    service.store.db.delete(role).where(eq(role.personId, person)).run();
    expect((await service.browser.request('/p/console')).status).toBe(403);
  });

  test('a page that breaks says so, and the log has why', async () => {
    const service = await visited();
    service.store.db.run(sql`drop table hazard_step`);
    const { status, text } = await service.browser.request(`/p/console/1/hazards/${service.of}`);
    expect([status, text.includes('没打开'), text.includes('提交')]).toEqual([502, true, false]);
    expect(service.logged.join()).toContain('page.failed');
  });

  test('the pages take nothing in', async () => {
    const service = await visited();
    for (const page of pagesOf(service.of)) {
      const { status } = await service.browser.request(page, { method: 'POST', body: new FormData() });
      expect([page, status >= 400]).toEqual([page, true]);
    }
  });
});

describe('what they show', () => {
  test('one hazard: pictures before and after, every step in order, words as typed', async () => {
    const service = await visited();
    const { db } = service.store;
    db.update(hazard)
      .set({ description: '<script>alert(1)</script>', state: 'pending_recheck', ownerId: service.idOf('赵强') })
      .where(eq(hazard.id, service.of))
      .run();
    addPhoto(service, service.of, 'a2', 'after');
    for (let step = 0; step < 30; step += 1)
      db.insert(hazardStep)
        .values({ hazardId: service.of, at: START + step, kind: 'nudge', note: `第 ${step} 次` })
        .run();
    db.insert(hazardStep)
      .values({
        hazardId: service.of,
        at: START + DAY,
        kind: 'rectify',
        personId: service.idOf('赵强'),
        note: '换了螺栓',
      })
      .run();
    const { text } = await service.browser.request(`/p/console/1/hazards/${service.of}`);
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;');
    expect([...text.matchAll(/photo\/1\/(a\d)" alt="([^"]*)"/g)].map(([, hash, label]) => [hash, label])).toEqual([
      ['a1', '整改前'],
      ['a2', '整改后'],
    ]);
    const story = text.slice(text.indexOf('class="story"'));
    expect(story.match(/<li/g)).toHaveLength(32);
    expect(story.indexOf('上报')).toBeLessThan(story.indexOf('催办'));
    expect(story.indexOf('第 29 次')).toBeLessThan(story.indexOf('换了螺栓'));
    const picture = await service.browser.request(`/p/console/1/photo/${service.of}/a2`);
    expect([picture.headers.get('content-type'), picture.headers.get('cache-control')]).toEqual([
      'image/gif',
      'private, max-age=3600',
    ]);
  });

  test('what was taken back before anybody acted is nowhere', async () => {
    const service = await visited();
    service.store.db.update(hazard).set({ state: 'withdrawn', title: '报错了' }).run();
    expect((await service.browser.request(`/p/console/1/hazards/${service.of}`)).status).toBe(404);
    expect((await service.browser.request('/p/console/1/hazards?which=all')).text).not.toContain('报错了');
  });

  test('a report in confidence changes no page by a letter', async () => {
    const service = await visited();
    becomes(service, '孙丽', 'safety_office');
    const pages = [...pagesOf(service.of), '/p/console/1/hazards?which=all'];
    const read = () => Promise.all(pages.map(async (page) => (await service.browser.request(page)).text));
    const before = await read();
    await service.says('刘洋', '初二有个孩子被几个同学堵在厕所打，他不敢说');
    const { db } = service.store;
    expect(db.select().from(privateReport).all()).toHaveLength(1);
    db.update(privateReport)
      .set({ state: 'entrusted', entrustedAt: START, handlerId: service.idOf('孙丽') })
      .run();
    expect(await read()).toEqual(before);
  });

  test('the term: exams, storms, holidays with their names, drills; one without notice only for who plans it', async () => {
    const service = await visited();
    const { db } = service.store;
    const mark = (date: string, kind: 'exam' | 'suspended', note: string, grade = '') =>
      db.insert(calendarDay).values({ schoolId: 1, date, kind, note, grade }).run();
    mark('2025-11-05', 'exam', '期中');
    mark('2025-11-06', 'exam', '期中');
    mark('2025-09-22', 'suspended', '台风');
    mark('2025-10-16', 'exam', '体测', '八年级');
    const at = (date: string): number => Date.parse(`${date}T02:00:00Z`);
    const plan = (date: string, type: string, announced: boolean) =>
      db
        .insert(drill)
        .values({ schoolId: 1, number: date, kind: 'drill', type, state: 'planned', plannedAt: at(date), announced })
        .run();
    plan('2025-09-25', 'fire-evac', true);
    plan('2025-10-21', 'earthquake', false);
    const read = async () =>
      unescaped((await service.browser.request('/p/console/1/calendar')).text).replace(/<[^>]*>/g, ' ');
    const text = await read();
    for (const words of [
      /5日—6日\s+考试：期中/,
      /22日 周一\s+停课：台风/,
      /1日—8日\s+放假：国庆节/,
      /28日 周日\s+补课/,
      /八年级 考试：体测/,
      /演练：火灾疏散 10:00/,
      /演练：地震/,
    ])
      expect(text).toMatch(words);
    becomes(service, '孙丽', 'duty_leader');
    expect(await read()).toContain('演练：火灾疏散');
    expect(await read()).not.toContain('演练：地震');
    const spring = (await service.browser.request('/p/console/1/calendar?on=2026-03-10')).text;
    expect(spring).toContain('2025–2026 学年第二学期');
    expect((await service.browser.request('/p/console/1/calendar?on=2026-99-99')).status).toBe(200);
  });

  test('settings say what the cards say, and lead to their forms', async () => {
    const service = await visited();
    becomes(service, '孙丽', 'safety_office');
    const page = unescaped((await service.browser.request('/p/console/1/settings')).text);
    const [, address = ''] = /href="([^"]*\/admin\.school\/[^"]*)"/.exec(page) ?? [];
    const form = await service.browser.request(address);
    const { address: action, init } = submission(form.text, '保存校名', {
      'value.name': '红星小学',
      'value.shortName': 'HX',
    });
    await service.browser.request(action, init);
    const after = (await service.browser.request('/p/console/1/settings')).text;
    expect([page.includes('红星小学'), after.includes('红星小学'), after.includes('HX')]).toEqual([false, true, true]);
    const [, duty = ''] = /href="([^"]*\/admin\.duty\/[^"]*)"/.exec(page) ?? [];
    expect((await service.browser.request(duty)).text).toContain('保存设置');
  });
});
