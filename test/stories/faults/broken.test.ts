import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { type Campus, openCampus } from '../campus.ts';
import { storyPlatform, waysOf } from '../only_on.ts';

describe.each(waysOf(['webhook', 'websocket'] as const, 'websocket'))('our own fault, over %s', (transport) => {
  test('a press that could not be kept says so with a number; pressing again works when it is mended', async () => {
    const logged: string[] = [];
    const campus = await openCampus({
      transport,
      expectsErrors: true,
      onLog: (line) => void logged.push(`${line.message} ${JSON.stringify(line.fields)}`),
    });
    const { db } = campus.tenant.server.engine.organisation.store;
    const reporter = campus.person('刘洋');
    await reporter.says('操场单杠松动了');
    reporter.sees('请确认');
    db.run(sql`create trigger broken before insert on hazard begin select raise(abort, 'broken'); end`);
    const failed = await reporter.presses('登记隐患');
    const number = /^没存上，请再点一次。再不行请告诉安全办，报这个号：(\w+)$/.exec(failed.toast?.content ?? '')?.[1];
    expect(number).toMatch(/^\w{6}$/);
    expect(logged.some((line) => line.includes(number ?? 'no number'))).toBe(true);
    campus.person('王芳').seesNothing();

    db.run(sql`drop trigger broken`);
    const again = await reporter.presses('登记隐患');
    expect(again.toast?.content).toBe('已登记 QS-202509-0001');
    campus.person('王芳').sees('待认定');
    await campus.end();
  });

  test('a message that could not be kept comes again by itself', async () => {
    const campus = await openCampus({ transport, expectsErrors: true });
    const { db } = campus.tenant.server.engine.organisation.store;
    const reporter = campus.person('刘洋');
    db.run(sql`create trigger broken before insert on draft begin select raise(abort, 'broken'); end`);
    await unanswered(campus, reporter.says('操场单杠松动了'));
    reporter.seesNothing();
    expect(campus.tenant.emulator.waitingRetries()).toBe(1);
    db.run(sql`drop trigger broken`);
    // Feishu repeats after 15 s, DingTalk after a minute.
    await campus.later(storyPlatform === 'feishu' ? 16_000 : 61_000);
    reporter.sees('请确认', '单杠');
    expect(campus.tenant.emulator.waitingRetries()).toBe(0);
    await campus.end();
  });
});

/** DingTalk waits three seconds for an answer, and time stands still in a story unless somebody moves it. */
async function unanswered({ clock, tenant }: Campus, saying: Promise<void>): Promise<void> {
  const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
  while (storyPlatform === 'dingtalk' && tenant.emulator.waitingRetries() === 0)
    await clock.moveTo(clock.now() + 100, breathe);
  await saying;
}
