import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { type Campus, openCampus, picture, staffOfStories } from '../campus.ts';
import { storyPlatform } from '../only_on.ts';

const MINUTE = 60_000;
const count = (campus: Campus, table: 'hazard' | 'draft'): number =>
  campus.tenant.server.engine.organisation.store.db.get<{ n: number }>(sql`select count(*) as n from ${sql.raw(table)}`)
    .n;

function refuseWords({ tenant }: Campus, words: string[]): void {
  // On DingTalk the emulator is DingTalk's.
  const rules = tenant.emulator.rules as unknown as { unsafeWords?: string[] };
  if (rules.unsafeWords) rules.unsafeWords = words;
  else tenant.emulator.rules.sensitiveWords = words;
}

/** The vendor opens no long connection any more. */
function refuseConnections({ tenant }: Campus): void {
  // On DingTalk the emulator is DingTalk's.
  const faults = tenant.emulator.faults as unknown as { failOpens?(failure: { status: number; code: string }): void };
  if (faults.failOpens) faults.failOpens({ status: 403, code: 'Forbidden' });
  else tenant.emulator.faults.endpointCode(403);
}

describe('the vendor misbehaves', () => {
  test.each([
    ['is down', (campus: Campus) => campus.tenant.emulator.faults.downFor(60 * MINUTE)],
    ['answers with errors', (campus: Campus) => campus.tenant.emulator.faults.serverErrorsFor(60 * MINUTE)],
    // Feishu says until when; DingTalk's limit is of one second, asked again each second: an hour of it is no story.
    ...(storyPlatform === 'feishu'
      ? ([['limits every call', (campus: Campus) => campus.tenant.emulator.faults.rateLimitFor(60 * MINUTE)]] as const)
      : []),
  ] as const)(
    '%s for an hour: what was said is kept, the answers come by themselves, nothing comes twice',
    async (_, fail) => {
      const campus = await openCampus({ transport: 'webhook' });
      const [reporter, office] = [campus.person('刘洋'), campus.person('王芳')];
      await reporter.says('操场单杠松动了');
      reporter.sees('请确认', '单杠');
      fail(campus);
      const pressed = await reporter.pressesOnly('登记隐患');
      expect(pressed.toast?.content).toBe('已登记 QS-202509-0001');
      await reporter.saysOnly('南楼三楼窗户玻璃裂了');
      await campus.later(5 * MINUTE);
      expect([count(campus, 'hazard'), count(campus, 'draft')]).toEqual([1, 2]);
      office.seesNothing();
      reporter.seesNothing();

      await campus.later(66 * MINUTE);
      office.sees('QS-202509-0001');
      expect(reporter.card('已登记', 'QS-202509-0001').buttons).toContain('补充情况');
      reporter.skips();
      await campus.later(5 * MINUTE);
      reporter.seesNothing();
      expect(office.everything().filter((card) => card.buttons.includes('认定派单'))).toHaveLength(2);
      await campus.end({ ignore: ['王芳', '孙丽', '周建国', '吴刚'] });
    },
  );

  test('the token ends in the middle, then is refused, and nobody notices', async () => {
    const campus = await openCampus({ transport: 'webhook' });
    const { faults } = campus.tenant.emulator;
    const reporter = campus.person('刘洋');
    await reporter.says('操场单杠松动了');
    reporter.sees('请确认');
    faults.tokenExpiresNow();
    await reporter.sendsPhoto(picture(1));
    reporter.sees('已附到');
    faults.tokenExpiresNow();
    await reporter.presses('登记隐患');
    campus.person('王芳').sees('待认定');
    expect(reporter.card('已登记').text).toContain('照片 1 张');
    faults.tokenExpiresNow();
    faults.refuseToken(3);
    await reporter.saysOnly('我的隐患');
    await campus.later(25 * MINUTE);
    reporter.sees('我的隐患');
    await campus.later(3 * 60 * MINUTE);
    reporter.skips();
    await reporter.says('待办');
    reporter.sees('待办');
    await campus.end({ ignore: ['王芳', '孙丽', '周建国', '吴刚'] });
  });

  test('somebody out of the app’s range, and a group that threw the bot out: the safety office hears of it', async () => {
    const campus = await openCampus({ transport: 'webhook' });
    const { emulator } = campus.tenant;
    const [reporter, office, owner] = [campus.person('刘洋'), campus.person('王芳'), campus.person('赵强')];
    await reporter.says('操场单杠松动了');
    reporter.sees('请确认');
    await reporter.presses('登记隐患');
    office.sees('待认定');
    emulator.rules.availability = new Set(
      Object.keys(staffOfStories)
        .map((name) => campus.person(name).openId)
        .filter((id) => id !== owner.openId),
    );
    await office.presses('认定派单', { 责任人: '赵强' });
    reporter.sees('已派赵强整改');
    owner.seesNothing();
    await campus.later(2 * MINUTE);
    const news = office.sees('没送到');
    expect(news.text).toContain('赵强：不在应用可见范围 → 请信息老师加入');
    emulator.rules.availability = 'everyone';
    await office.presses('全部重发');
    owner.sees('待整改');
    await campus.end();
  });

  test('words the vendor does not let through are kept; the person learns that', async () => {
    const campus = await openCampus({ transport: 'webhook', expectsErrors: true });
    refuseWords(campus, ['单杠']);
    const reporter = campus.person('刘洋');
    await reporter.says('操场单杠松动了');
    reporter.sees('平台拦下了其中的字');
    await campus.later(20 * MINUTE);
    expect(count(campus, 'hazard')).toBe(1);
    await campus.end({ ignore: ['刘洋', '王芳', '孙丽', '周建国', '吴刚'] });
  });

  test('the long connection is lost for an hour: not ready meanwhile, then everything again', async () => {
    const campus = await openCampus({ transport: 'websocket' });
    const { emulator, server } = campus.tenant;
    const ready = async (): Promise<number> => (await fetch(`${server.url}/readyz`)).status;
    expect(await ready()).toBe(200);
    refuseConnections(campus);
    emulator.faults.closeSockets();
    await campus.settle();
    for (let turn = 0; turn < 200 && (await ready()) === 200; turn += 1)
      await new Promise((done) => setImmediate(done));
    expect(await ready()).toBe(503);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await campus.end();
  });
});
