import { describe, expect, test } from 'vitest';
import { sendText } from '../../src/kernel/send.ts';
import { HOUR, MINUTE } from '../../src/kernel/time.ts';
import { identity, platformBudget } from '../../src/store/schema/index.ts';
import { openDesk, START } from './desk.ts';
import { createVendor, down } from './vendor.ts';

const WORDS = '今天 16:00 在报告厅开会';

/** A school on a platform that takes twenty receivers in a call and knows no keys. */
function openSchool(people = 50) {
  const desk = openDesk({ people });
  const vendor = createVendor('dingtalk', desk.clock.now);
  desk.store.db.update(identity).set({ platform: 'dingtalk' }).run();
  const options = { platforms: new Map([['dingtalk', vendor.platform] as const]), calls: desk.calls };
  vendor.state.onCall = () => desk.calls.count('dingtalk', desk.clock.now());
  desk.delivery = desk.openWith(options);
  const tell = (from: number, to: number, words = WORDS): void =>
    desk.change((context) => {
      for (let person = from; person <= to; person += 1) sendText(context, words, { person }, { lane: 'normal' });
    });
  const restart = (): void => {
    desk.delivery = desk.openWith(options);
  };
  const calls = () => vendor.calls.map(({ call, about }) => [call, about.split(' ').length]);
  return { desk, vendor, tell, calls, restart };
}

describe('the same words for many', () => {
  test('fifty people are three calls, and everybody has it once', async () => {
    const { desk, vendor, tell, calls } = openSchool();
    tell(1, 50);
    await desk.settled();
    expect(calls()).toEqual([
      ['sendTexts', 20],
      ['sendTexts', 20],
      ['sendTexts', 10],
    ]);
    expect(new Set(vendor.messages.map((message) => message.to)).size).toBe(50);
    expect(desk.rows().every((row) => row.state === 'sent')).toBe(true);
  });

  test('other words, another lane, a card, a stranger and the same person twice leave by themselves', async () => {
    const { desk, vendor, calls } = openSchool(3);
    desk.change((context) => {
      sendText(context, '甲', { person: 1 }, { lane: 'normal' });
      sendText(context, '甲', { person: 1 }, { lane: 'normal' });
      sendText(context, '乙', { person: 2 }, { lane: 'normal' });
      sendText(context, '甲', { person: 3 }, { lane: 'press' });
      sendText(context, '甲', { stranger: { platform: 'dingtalk', userId: 'ding_x' } }, { lane: 'normal' });
    });
    await desk.settled();
    expect(calls().every(([call]) => call === 'sendText')).toBe(true);
    expect(vendor.messages).toHaveLength(5);
  });

  test('each has a verdict of their own: who left is news, who gets too much waits, the others have it', async () => {
    const { desk, vendor, tell } = openSchool(5);
    vendor.state.unreached.set('ou_2', { is: 'never', why: 'recipient_left', detail: '-' });
    vendor.state.unreached.set('ou_3', { is: 'later', why: 'addressee_busy', waitMs: 10_000, detail: '-' });
    tell(1, 5);
    await desk.settled();
    expect(
      desk
        .rows()
        .slice(0, 5)
        .map((row) => row.state),
    ).toEqual(['sent', 'failed', 'pending', 'sent', 'sent']);
    vendor.state.unreached.clear();
    await desk.wait(2 * MINUTE);
    expect(vendor.of('ou_3').map((message) => message.content)).toEqual([WORDS]);
    expect(vendor.of('ou_4')).toHaveLength(1);
    expect(desk.rows().some((row) => row.card === 'admin.undelivered')).toBe(true);
  });

  test('a crash after the answer was written sends nothing twice; before, everything again and marked', async () => {
    const { desk, vendor, tell, restart } = openSchool(30);
    tell(1, 30);
    await desk.settled();
    restart();
    await desk.wait(HOUR);
    expect(vendor.messages).toHaveLength(30);

    // The call has its effect, and the process is gone before it could write that.
    tell(1, 30, '第二次');
    const crashed = new Promise<void>(() => {});
    vendor.state.meanwhile = () => crashed;
    desk.delivery.kick();
    for (let turn = 0; turn < 1_000 && vendor.calls.length < 4; turn += 1)
      await new Promise((done) => setTimeout(done, 1));
    vendor.state.meanwhile = () => {};
    restart();
    await desk.wait(MINUTE);
    const second = vendor.messages.slice(30);
    expect(second.map((message) => message.content)).toEqual(Array(30).fill('（可能重复）第二次'));
    expect(new Set(second.map((message) => message.to)).size).toBe(30);
    expect(desk.rows().every((row) => row.state === 'sent')).toBe(true);
  });
});

describe('an answer that is lost', () => {
  test('comes again with a mark, four times at most, and is news then', async () => {
    const { desk, vendor, tell } = openSchool(3);
    vendor.state.script = (call) =>
      call === 'sendText' ? { is: 'later', why: 'unanswered', detail: 'no answer in time' } : undefined;
    tell(2, 2);
    // Somebody else's card goes through, so the platform is there.
    for (let note = 1; note <= 8; note += 1) {
      desk.note(note, 3);
      await desk.wait(5 * MINUTE);
    }
    expect(vendor.calls.filter(({ call }) => call === 'sendText')).toHaveLength(4);
    expect(desk.rows()[0]).toMatchObject({ state: 'failed', verdict: 'unanswered: no answer in time' });
    expect(desk.rows().some((row) => row.card === 'admin.undelivered')).toBe(true);
  });

  test('a connection that never stood is no lost answer: it comes without a mark', async () => {
    const { desk, vendor, tell } = openSchool(3);
    vendor.state.script = down;
    tell(2, 2);
    await desk.settled();
    vendor.state.script = () => undefined;
    await desk.wait(5 * MINUTE);
    expect(vendor.of('ou_2').map((message) => message.content)).toEqual([WORDS]);
  });
});

describe('a month that runs out', () => {
  const use = (calls: number, uses = 0) => {
    const school = openSchool(30);
    school.vendor.state.callsPerMonth = 1_000;
    school.vendor.state.usesPerMonth = 600;
    school.desk.store.db.insert(platformBudget).values({ platform: 'dingtalk', month: '2025-09', calls, uses }).run();
    return school;
  };

  test('an answer goes by the address a message brought while fewer uses than calls are gone', async () => {
    for (const [calls, uses, free] of [
      [500, 100, 1],
      [100, 300, 0],
      [980, 560, 0],
    ] as const) {
      const { desk, vendor } = use(calls, uses);
      vendor.state.sessions.add('ou_2');
      desk.change((context) => sendText(context, '收到', { person: 2 }));
      await desk.settled();
      expect([calls, vendor.messages.length - vendor.calls.length]).toEqual([calls, free]);
    }
  });

  test('in the reserve an answer is numbered text by that address, danger stays a card', async () => {
    const { desk, vendor } = use(870);
    vendor.state.sessions.add('ou_2');
    desk.note(1, 2, { lane: 'press' });
    desk.note(2, 2, { lane: 'urgent' });
    await desk.settled();
    expect(vendor.messages.map((message) => message.kind).sort()).toEqual(['card', 'text']);
    expect(vendor.calls).toHaveLength(1);
  });

  test('the vendor has no calls left: ordinary rows look again each hour, danger every five minutes', async () => {
    const { desk, vendor } = use(100);
    let asked = 0;
    vendor.state.script = () => {
      asked += 1;
      return { is: 'never', why: 'quota_exhausted', detail: '-' };
    };
    desk.note(1, 2);
    await desk.settled();
    for (let note = 2; note <= 9; note += 1) desk.note(note, note);
    await desk.wait(50 * MINUTE);
    expect(asked).toBe(1);
    desk.note(20, 3, { lane: 'urgent' });
    await desk.wait(6 * MINUTE);
    expect(asked).toBe(3);
    vendor.state.script = () => undefined;
    await desk.wait(5 * MINUTE);
    expect(vendor.messages.length).toBeGreaterThan(0);
    await desk.wait(2 * HOUR);
    expect(vendor.messages).toHaveLength(10);
    expect(desk.clock.now()).toBe(START + 181 * MINUTE);
  });
});
