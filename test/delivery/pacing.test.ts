import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budgetState, createCallCounter, forecastOf, monthEndsAt, writeCalls } from '../../src/delivery/budget.ts';
import { createOutages } from '../../src/delivery/outage.ts';
import { createPacing } from '../../src/delivery/pacing.ts';
import { backOffMs } from '../../src/delivery/result.ts';
import { sendCard, sendText } from '../../src/kernel/send.ts';
import { PACING } from '../../src/platforms/feishu/limits.ts';
import { chatGroup, platformBudget } from '../../src/store/schema/index.ts';
import { cardOf, openDesk, START } from './desk.ts';

const limits = {
  perUserPerSecond: 4,
  perChatPerSecond: 4,
  perMessagePerSecond: 4,
  perAppPerSecond: 45,
  perAppPerMinute: 950,
  callsPerMonth: 10_000,
};

describe('pacing', () => {
  test('never lets more through in any second or minute than allowed, and never waits for nothing', () => {
    const steps = fc.array(
      fc.record({
        pass: fc.integer({ min: 0, max: 400 }),
        user: fc.integer({ min: 1, max: 3 }),
        rank: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 300 },
    );
    fc.assert(
      fc.property(steps, (asked) => {
        const few = { ...limits, perAppPerSecond: 6, perAppPerMinute: 60 };
        const pacing = createPacing(new Map([['feishu', few]]));
        const admitted: { at: number; user: string }[] = [];
        let now = START;
        for (const { pass, user, rank } of asked) {
          now += pass;
          const ask = { platform: 'feishu', user: `ou_${user}` } as const;
          const wait = pacing.admit(ask, rank, now);
          if (wait) {
            expect(wait.until).toBeGreaterThan(now);
            expect(wait.until).toBeLessThanOrEqual(now + 60_000);
          } else admitted.push({ at: now, user: ask.user });
        }
        for (const { at, user } of admitted) {
          const within = (span: number) => admitted.filter((one) => one.at > at - span && one.at <= at);
          expect(within(1_000).length).toBeLessThanOrEqual(6);
          expect(within(60_000).length).toBeLessThanOrEqual(60);
          expect(within(1_000).filter((one) => one.user === user).length).toBeLessThanOrEqual(4);
        }
      }),
    );
  });

  test('a broadcast leaves room for what is urgent and for presses', () => {
    const pacing = createPacing(new Map([['feishu', limits]]));
    let ordinary = 0;
    while (!pacing.admit({ platform: 'feishu', user: `ou_${ordinary}` }, 3, START)) ordinary += 1;
    expect(ordinary).toBe(36);
    expect(pacing.admit({ platform: 'feishu', user: 'ou_press' }, 1, START)).toBeUndefined();
    expect(pacing.admit({ platform: 'feishu', user: 'ou_urgent' }, 0, START)).toBeUndefined();
  });

  test('a long broadcast uses the minute to the full without ever standing still, and a press never waits', () => {
    const pacing = createPacing(new Map([['feishu', PACING]]));
    const left: number[] = [];
    let now = START;
    for (let user = 0; left.length < 4_000; ) {
      const wait = pacing.admit({ platform: 'feishu', user: `ou_${user}` }, 3, now);
      if (wait) now = wait.until;
      else {
        left.push(now);
        user += 1;
        // Somebody presses a card now and then.
        if (user % 100 === 0) {
          expect(pacing.admit({ platform: 'feishu', message: `om_${user}` }, 1, now)).toBeUndefined();
        }
      }
    }
    const sinceStart = (left.at(-1) ?? 0) - START;
    // Presses' updates are counted by themselves: 96 % and more of the vendor's 1,000 goes to the broadcast.
    expect(4_000 / (sinceStart / 60_000)).toBeGreaterThan(960);
    expect(Math.max(...left.map((at, index) => at - (left[index - 1] ?? START)))).toBeLessThanOrEqual(1_000);
  });

  test('whatever was sent in the minute before, a broadcast never stands still for long', () => {
    const before = fc.array(fc.record({ at: fc.integer({ min: -59_000, max: 0 }), rank: fc.constantFrom(1, 2) }), {
      maxLength: 150,
    });
    fc.assert(
      fc.property(before, (earlier) => {
        const pacing = createPacing(new Map([['feishu', PACING]]));
        for (const [index, { at, rank }] of earlier.sort((a, b) => a.at - b.at).entries())
          pacing.admit({ platform: 'feishu', user: `ou_before_${index}` }, rank, START + at);
        let now = START;
        let last = START;
        for (let user = 0; user < 2_000; ) {
          const wait = pacing.admit({ platform: 'feishu', user: `ou_${user}` }, 3, now);
          if (wait) now = wait.until;
          else {
            expect(now - last).toBeLessThanOrEqual(1_000);
            last = now;
            user += 1;
          }
        }
        // 150 at most went before.
        expect(last - START).toBeLessThanOrEqual((2_150 / 960) * 60_000 + 1_000);
      }),
      { numRuns: 30 },
    );
  });

  test.each([200, 500, 1_000])('a busy host that wakes up to %i ms late catches up within the limits', (latest) => {
    const pacing = createPacing(new Map([['feishu', PACING]]));
    const left: number[] = [];
    let now = START;
    for (let step = 0; left.length < 4_000; ) {
      const wait = pacing.admit({ platform: 'feishu', user: `ou_${left.length}` }, 3, now);
      if (!wait) {
        left.push(now);
        continue;
      }
      step += 1;
      now = wait.until + ((step * 7_919) % latest);
    }
    const within = (span: number): number =>
      Math.max(...left.map((at, index) => index + 1 - left.findIndex((one) => one > at - span)));
    expect(within(1_000)).toBeLessThanOrEqual(PACING.perAppPerSecond);
    expect(within(60_000)).toBeLessThanOrEqual(PACING.perAppPerMinute);
    // 95 % of the vendor's 1,000.
    expect(4_000 / (((left.at(-1) ?? 0) - START) / 60_000)).toBeGreaterThan(950);
  });

  test('a school is reached at once: three hundred cards in nine seconds, the rest of the minute is spread', () => {
    const pacing = createPacing(new Map([['feishu', PACING]]));
    const at = (count: number): number => {
      let now = START;
      for (let user = 0; user < count; ) {
        const wait = pacing.admit({ platform: 'feishu', user: `ou_${count}_${user}` }, 2, now);
        if (wait) now = wait.until;
        else user += 1;
      }
      return now - START;
    };
    expect(at(300)).toBeLessThanOrEqual(9_375);
  });

  test('updates have a minute of their own where the vendor counts them so: they take nothing from what is sent', () => {
    const leftOf = (limit: typeof PACING) => {
      const pacing = createPacing(new Map([['feishu', limit]]));
      let now = START;
      let updates = 0;
      // As many as a minute takes, each of a message of its own.
      for (let message = 0; now < START + 55_000; message += 1) {
        const wait = pacing.admit({ platform: 'feishu', message: `om_${message}` }, 1, now);
        if (wait) now = wait.until;
        else updates += 1;
      }
      return { updates, room: pacing.room('feishu', 1, START + 55_500) };
    };
    const apart = leftOf(PACING);
    expect(apart.updates).toBeLessThanOrEqual(PACING.perAppPerMinute);
    expect(apart.updates).toBeGreaterThan(900);
    expect(apart.room).toBeGreaterThan(0);
    expect(leftOf({ ...PACING, countsApisApart: false }).room).toBe(0);
  });

  test('one update of a message at a time', () => {
    const pacing = createPacing(new Map([['feishu', limits]]));
    const ask = { platform: 'feishu', message: 'om_1' } as const;
    expect(pacing.admit(ask, 1, START)).toBeUndefined();
    expect(pacing.admit(ask, 1, START)).toEqual({ until: START + 250, key: 'feishu message om_1' });
    pacing.done(ask);
    expect(pacing.admit(ask, 1, START)).toBeUndefined();
  });

  test('a clock that is put back blocks nothing', () => {
    const pacing = createPacing(new Map([['feishu', limits]]));
    for (let n = 0; n < 4; n += 1) pacing.admit({ platform: 'feishu', user: 'ou_1' }, 2, START);
    expect(pacing.admit({ platform: 'feishu', user: 'ou_1' }, 2, START - 3_600_000)).toBeUndefined();
  });

  test.each([
    [1, 1_000],
    [2, 16_000],
    [5, 625_000],
    [8, 3_600_000],
    [100, 3_600_000],
  ])('attempt %d waits %d ms, give or take a tenth', (attempt, expected) => {
    expect(backOffMs(attempt, 0.5)).toBe(expected);
    expect(backOffMs(attempt, 0)).toBe(expected * 0.9);
  });
});

test('a platform rests after three failures in a row, longer each time, and one answer ends it', () => {
  const outages = createOutages();
  const rest = (now: number) => outages.restsUntil('feishu') - now;
  outages.failed('feishu', 0);
  outages.failed('feishu', 0);
  expect(outages.isAway('feishu')).toBe(false);
  outages.failed('feishu', 0);
  expect(rest(0)).toBe(1_000);
  outages.failed('feishu', 500);
  expect(rest(0)).toBe(1_000);
  outages.failed('feishu', 1_000);
  expect(rest(1_000)).toBe(2_000);
  for (let n = 0, now = 3_000; n < 10; n += 1, now = outages.restsUntil('feishu')) outages.failed('feishu', now);
  expect(outages.answered('feishu')).toBe(true);
  expect(outages.isAway('feishu')).toBe(false);
  expect(outages.answered('feishu')).toBe(false);
});

describe('many cards', () => {
  test('300 cards to 300 people stay under the limits of the vendor and take under half a minute', async () => {
    const desk = openDesk({ people: 301 });
    desk.notes.set(1, cardOf('通知'));
    desk.change((context) => {
      for (let to = 2; to <= 301; to += 1) sendCard(context, 'note', { note: 1 }, { person: to }, { lane: 'bulk' });
    });
    await desk.wait(30_000);
    expect(desk.vendor.messages).toHaveLength(300);
    expect(desk.vendor.state.refusedForRate).toBe(0);
    const last = Math.max(...desk.vendor.messages.map((message) => message.at));
    expect(last - START).toBeLessThanOrEqual(9_000);
  });

  test('1,200 cards stay under the limit per minute', async () => {
    const desk = openDesk({ people: 1_201 });
    desk.notes.set(1, cardOf('通知'));
    desk.change((context) => {
      for (let to = 2; to <= 1_201; to += 1) sendCard(context, 'note', { note: 1 }, { person: to }, { lane: 'bulk' });
    });
    await desk.wait(120_000);
    expect(desk.vendor.messages).toHaveLength(1_200);
    expect(desk.vendor.state.refusedForRate).toBe(0);
  });

  test('40 messages to one group leave four a second, in order, and hold up nobody else', async () => {
    const desk = openDesk();
    desk.store.db
      .insert(chatGroup)
      .values({ id: 5, platform: 'feishu', chatId: 'oc_staff', name: '全体', createdAt: START })
      .run();
    desk.change((context) => {
      for (let n = 1; n <= 40; n += 1) sendText(context, String(n), { group: 5 }, { lane: 'normal' });
      sendText(context, '您的', { person: 2 }, { lane: 'normal' });
    });
    await desk.settled();
    expect(desk.vendor.of('ou_2')).toHaveLength(1);
    await desk.wait(12_000);
    expect(desk.vendor.of('oc_staff').map((message) => Number(message.content))).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    expect(desk.vendor.state.refusedForRate).toBe(0);
  });

  test('what is urgent overtakes what waits', async () => {
    const desk = openDesk({ people: 203 });
    desk.notes.set(1, cardOf('通知')).set(2, cardOf('真实险情'));
    desk.change((context) => {
      for (let to = 2; to <= 201; to += 1) sendCard(context, 'note', { note: 1 }, { person: to }, { lane: 'bulk' });
    });
    await desk.wait(500);
    desk.change((context) => {
      sendCard(context, 'note', { note: 2 }, { person: 202 }, { lane: 'urgent' });
      sendCard(context, 'note', { note: 2 }, { person: 203 }, { lane: 'press' });
    });
    await desk.settled();
    expect(desk.vendor.of('ou_202')[0]?.at).toBe(START + 500);
    expect(desk.vendor.of('ou_203')[0]?.at).toBe(START + 500);
    await desk.wait(30_000);
    expect(desk.vendor.messages).toHaveLength(202);
  });

  test('after the vendor named a time nothing is called before it has passed, and it counts as no attempt', async () => {
    const desk = openDesk();
    desk.vendor.state.script = () =>
      desk.clock.now() < START + 7_000
        ? { is: 'later', why: 'rate_limited', waitMs: START + 7_000 - desk.clock.now(), detail: '99991400' }
        : undefined;
    desk.note(1, 2);
    await desk.settled();
    desk.note(2, 3, { lane: 'urgent' });
    await desk.wait(6_999);
    expect(desk.vendor.calls).toHaveLength(1);
    await desk.wait(2_000);
    expect(desk.vendor.messages).toHaveLength(2);
    expect(desk.rows().map((row) => row.attempts)).toEqual([1, 1]);
  });
});

describe('the budget of the month', () => {
  const used = (calls: number) => (desk: ReturnType<typeof openDesk>) => {
    desk.vendor.state.callsPerMonth = 1_000;
    desk.store.db.insert(platformBudget).values({ platform: 'feishu', month: '2025-09', calls }).run();
  };

  test.each([
    [849, ['urgent', 'press', 'normal', 'bulk']],
    [850, ['urgent', 'press']],
    [949, ['urgent', 'press']],
    [950, ['urgent']],
    [1_200, ['urgent']],
  ] as const)('at %d of 1,000 calls these lanes leave: %s', async (calls, lanes) => {
    for (const lane of ['urgent', 'press', 'normal', 'bulk'] as const) {
      const desk = openDesk();
      used(calls)(desk);
      desk.note(1, 2, { lane });
      await desk.wait(120_000);
      expect([lane, desk.vendor.messages.length]).toEqual([lane, (lanes as readonly string[]).includes(lane) ? 1 : 0]);
    }
  });

  test('what was held back leaves in the first morning of the new month', async () => {
    const desk = openDesk();
    used(900)(desk);
    desk.note(1, 2);
    const end = monthEndsAt(START, 'Asia/Shanghai');
    expect(end).toBe(Date.parse('2025-10-01T00:00:00+08:00'));
    await desk.wait(end + 7 * 3_600_000 - START - 1);
    expect(desk.vendor.messages).toEqual([]);
    await desk.wait(1);
    expect(desk.vendor.messages).toHaveLength(1);
  });

  test('every call is counted, and each warning is given once', async () => {
    const told: string[] = [];
    const desk = openDesk({
      people: 100,
      delivery: { onBudget: (_context, event) => void told.push(`${event.month} ${event.passed}`) },
    });
    desk.vendor.state.callsPerMonth = 100;
    for (let to = 2; to <= 96; to += 1) desk.note(to, to, { lane: 'urgent' });
    await desk.wait(60_000);
    expect(desk.store.db.select().from(platformBudget).all()).toEqual([
      { platform: 'feishu', month: '2025-09', calls: 95, uses: 0 },
    ]);
    expect(told).toEqual(['2025-09 70', '2025-09 85', '2025-09 90', '2025-09 95']);
    expect(budgetState(desk.context(), 'feishu', 100)).toMatchObject({ used: 95, warning: 95, maxRank: 0 });
  });

  test('calls counted just before the month ends belong to it', () => {
    const desk = openDesk();
    const calls = createCallCounter('Asia/Shanghai');
    const end = monthEndsAt(START, 'Asia/Shanghai');
    calls.count('feishu', end - 1);
    calls.count('feishu', end);
    const counted = calls.waiting();
    expect(counted.map(({ month }) => month)).toEqual(['2025-09', '2025-10']);
    desk.store.transaction(() => void writeCalls(desk.context(), counted, () => desk.vendor.platform.limits));
    calls.written(counted);
    expect(calls.waiting()).toEqual([]);
  });

  test('the forecast is linear over the days of the month', () => {
    const at = (text: string) => Date.parse(`${text}+08:00`);
    expect(forecastOf(100, at('2025-09-11T00:00:00'), 'Asia/Shanghai')).toBe(300);
    // Half a day is no base for a forecast of thirty.
    expect(forecastOf(100, at('2025-09-01T12:00:00'), 'Asia/Shanghai')).toBe(3_000);
    expect(forecastOf(0, at('2025-12-31T23:00:00'), 'Asia/Shanghai')).toBe(0);
  });
});
