import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { requestErrand, sendText } from '../../src/kernel/send.ts';
import { HOUR } from '../../src/kernel/time.ts';
import { identity, platformBudget } from '../../src/store/schema/index.ts';
import { openDesk, START } from './desk.ts';
import { createVendor, down } from './vendor.ts';

/** Person 2 on Feishu, person 3 on DingTalk, person 1 (the safety office) on both. */
function openTwo() {
  const desk = openDesk({ people: 3 });
  const dingtalk = createVendor('dingtalk', desk.clock.now);
  desk.store.db.insert(identity).values({ platform: 'dingtalk', userId: 'ding_1', personId: 1 }).run();
  desk.store.db
    .update(identity)
    .set({ platform: 'dingtalk', userId: 'ding_3' })
    .where(eq(identity.userId, 'ou_3'))
    .run();
  desk.delivery = desk.openWith({
    platforms: new Map([
      ['feishu', desk.vendor.platform],
      ['dingtalk', dingtalk.platform],
    ]),
  });
  return { desk, dingtalk };
}

describe('two platforms', () => {
  test('each is reached where they are; who is on both, on the one the school prefers', async () => {
    const { desk, dingtalk } = openTwo();
    for (const to of [1, 2, 3]) desk.note(to, to);
    await desk.settled();
    expect(desk.vendor.messages.map((message) => message.to).sort()).toEqual(['ou_1', 'ou_2']);
    expect(dingtalk.messages.map((message) => message.to)).toEqual(['ding_3']);
  });

  test('a stranger is answered where they knocked', async () => {
    const { desk, dingtalk } = openTwo();
    desk.change((context) => sendText(context, '还不认识您', { stranger: { platform: 'dingtalk', userId: 'ding_x' } }));
    await desk.settled();
    expect(dingtalk.of('ding_x').map((message) => message.content)).toEqual(['还不认识您']);
  });

  test('one that is away does not hold up the other', async () => {
    const { desk, dingtalk } = openTwo();
    desk.vendor.state.script = down;
    for (let note = 10; note < 60; note += 1) desk.note(note, 2);
    await desk.wait(20_000);
    desk.note(3, 3, { lane: 'bulk' });
    await desk.wait(2_000);
    expect(dingtalk.messages).toHaveLength(1);
    desk.vendor.state.script = () => undefined;
    await desk.wait(2 * 60_000);
    expect(desk.vendor.messages).toHaveLength(50);
  });

  test('one whose month is used up holds its own rows only', async () => {
    const { desk, dingtalk } = openTwo();
    desk.vendor.state.callsPerMonth = 100;
    desk.store.db.insert(platformBudget).values({ platform: 'feishu', month: '2025-09', calls: 90 }).run();
    desk.note(2, 2);
    desk.note(3, 3);
    await desk.wait(5 * HOUR);
    expect(desk.vendor.messages).toEqual([]);
    expect(dingtalk.messages).toHaveLength(1);
    expect(desk.rows()[0]).toMatchObject({ state: 'pending', attempts: 0 });
  });
});

describe('an errand of the host', () => {
  test('is committed together with its row, again after a failure', async () => {
    let tries = 0;
    const desk = openDesk({
      delivery: {
        onErrand: async (errand, platform) => {
          tries += 1;
          if (tries === 1) return { failed: { is: 'later', why: 'network', detail: '-' } };
          return { done: (context) => sendText(context, `${errand.errand} ${platform.name}`, { person: 2 }) };
        },
      },
    });
    desk.change((context) => {
      requestErrand(context, { errand: 'find-accounts' }, 'feishu', 'once');
      requestErrand(context, { errand: 'find-accounts' }, 'feishu', 'once');
    });
    await desk.wait(60_000);
    expect(desk.vendor.of('ou_2').map((message) => message.content)).toEqual(['find-accounts feishu']);
    expect(desk.rows().map((row) => [row.kind, row.state])).toEqual([
      ['errand', 'sent'],
      ['text', 'sent'],
    ]);
    expect(desk.clock.now()).toBe(START + 60_000);
  });
});
