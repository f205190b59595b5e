import { afterEach, describe, expect, test } from 'vitest';
import type { Card } from '../../../cards/model.ts';
import { createBotInfo } from '../../../src/platforms/feishu/bot_info.ts';
import { createLongConnection, type LongConnectionState } from '../../../src/platforms/feishu/long_connection.ts';
import type { Inbound, Reply } from '../../../src/platforms/platform.ts';
import { formCard } from './sample_cards.ts';
import { APP, tenant } from './tenant.ts';
import { keepingLog } from './vendor.ts';

let cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

interface Options {
  readonly appId?: string;
  readonly appSecret?: string;
  readonly reply?: Reply;
  /** How many of the first inbounds are not accepted. */
  readonly refuses?: number;
}

/** An emulated tenant and a long connection to it whose pauses are run by hand. */
async function connection(options: Options = {}) {
  const all = await tenant();
  // The client would wait up to ReconnectNonce seconds before it comes back; the vendor decides that.
  all.emulator.rules.clientConfig = { ...all.emulator.rules.clientConfig, ReconnectNonce: 0 };
  cleanUps.push(all.emulator.stop);
  const accepted: Inbound[] = [];
  const log = keepingLog();
  const pauses: { ms: number; run: () => void; cancelled: boolean }[] = [];
  const watchers = new Set<(state: LongConnectionState) => void>();
  const bot = createBotInfo(all.client);
  await bot.load();
  let refusals = options.refuses ?? 0;
  const long = createLongConnection({
    appId: options.appId ?? APP.appId,
    appSecret: options.appSecret ?? APP.appSecret,
    baseUrl: all.baseUrl,
    now: all.clock.now,
    botOpenId: bot.openId,
    log,
    random: () => 0.5,
    schedule(run, ms) {
      const pause = { ms, run, cancelled: false };
      pauses.push(pause);
      return () => {
        pause.cancelled = true;
      };
    },
    onState(state) {
      for (const watch of watchers) watch(state);
    },
    async accept(inbound) {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error('灭火器过期了');
      }
      accepted.push(inbound);
      return options.reply ?? {};
    },
  });
  cleanUps.push(long.stop);
  /** Resolves at the first state that fits, also the present one. */
  const becomes = (fits: (state: LongConnectionState) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const watch = (state: LongConnectionState) => {
        if (!fits(state)) return;
        watchers.delete(watch);
        resolve();
      };
      watchers.add(watch);
      watch(long.state());
    });
  return { ...all, long, accepted, log, pauses, becomes, phone: all.emulator.phone(all.teacher.openId) };
}

const isUp = (state: LongConnectionState) => state.connected;

async function connected(options: Options = {}) {
  const all = await connection(options);
  await all.long.start();
  await all.becomes(isUp);
  await all.emulator.connected();
  return all;
}

describe('events', () => {
  test('messages, groups, menus and contacts come in as they do by webhook', async () => {
    const { phone, emulator, accepted, teacher, chief } = await connected();
    await phone.says('食堂后门的灭火器过期了');
    const group = emulator.chats.create({ name: '班主任', members: [teacher.openId, chief.openId], withBot: true });
    await phone.says('楼道有积水', { chatId: group, mentionBot: true });
    await phone.pressesMenu('todo');
    await emulator.people.resign(chief.openId, { announce: true });
    expect(accepted).toMatchObject([
      { kind: 'message', chat: { type: 'direct' }, content: { text: '食堂后门的灭火器过期了' } },
      { kind: 'message', chat: { type: 'group', chatId: group }, content: { text: '楼道有积水' } },
      { kind: 'menu', key: 'todo', sender: { userId: teacher.openId, name: '李老师' } },
      { kind: 'person-left', user: { userId: chief.openId } },
    ]);
  });

  test('an event in pieces is put together', async () => {
    const { phone, emulator, accepted } = await connected();
    emulator.faults.splitFrames(7);
    await phone.says('食堂后门的灭火器过期了');
    expect(accepted).toMatchObject([{ content: { text: '食堂后门的灭火器过期了' } }]);
  });

  test('what was not accepted is delivered again with the same id, and its text is not logged', async () => {
    const { phone, emulator, accepted, clock, log } = await connected({ refuses: 1 });
    await phone.says('食堂后门的灭火器过期了');
    expect(accepted).toEqual([]);
    expect(emulator.waitingRetries()).toBe(1);
    clock.advance(15_000);
    await emulator.settled();
    expect(accepted).toHaveLength(1);
    expect(log.lines.join()).toContain('not accepted');
    expect(log.lines.join()).not.toContain('灭火器');
  });

  test('an event type we do not handle is acknowledged', async () => {
    const { phone, emulator, accepted } = await connected();
    await phone.reads();
    await phone.reacts((await phone.says('好')).messageId, 'OK');
    expect(accepted).toHaveLength(1);
    expect(emulator.waitingRetries()).toBe(0);
  });
});

describe('presses', () => {
  const done: Card = { key: 'done', title: '已登记', tone: 'done', blocks: [], actions: [] };
  const empty = { people: new Map(), images: new Map() };

  test('a filled form arrives in neutral shape, toast and card go back', async () => {
    const reply: Reply = { toast: { tone: 'success', text: '已登记' }, card: { card: done, directory: empty } };
    const { phone, platform, accepted, teacher, chief } = await connected({ reply });
    const directory = {
      people: new Map([
        [1, chief.openId],
        [2, teacher.openId],
      ]),
      images: new Map(),
    };
    const sent = await platform.sendCard(
      { kind: 'person', userId: teacher.openId },
      platform.render(formCard, directory),
      'k1',
    );
    const messageId = sent.is === 'sent' ? (sent.messageId ?? '') : '';
    const result = await phone.presses(messageId, {
      button: '登记隐患',
      values: {
        描述: '扶手松了 <at id=all></at>',
        费用: '35',
        临时管控: ['警示牌'],
        责任人: '李老师',
        协助人: '陈师傅',
        期限: '2026-12-01',
        时间: '09:05',
        发现时间: '2026-11-23 07:50',
        已停用: false,
      },
    });
    expect(result).toMatchObject({ toast: { type: 'success', content: '已登记' } });
    const [press] = accepted;
    expect(press).toMatchObject({
      kind: 'press',
      action: 'hazard.register',
      reference: { draft: 5 },
      revision: 3,
      messageId,
    });
    expect(press?.kind === 'press' && { ...press.values }).toEqual({
      description: '扶手松了 <at id=all></at>',
      spot: '',
      cost: 35,
      severity: 'larger',
      measures: ['sign'],
      owner: { vendorUser: teacher.openId },
      helper: 3,
      due: '2026-12-01',
      at: '09:05',
      seen: '2026-11-23 07:50',
      stopped: false,
    });
    expect(JSON.stringify(phone.messages()[0])).toContain('已登记');
  });

  test('a press that is not accepted shows the person an error', async () => {
    const { phone, platform, teacher } = await connected({ refuses: 1 });
    const card: Card = { ...done, actions: [{ label: '办', action: 'x' }] };
    const sent = await platform.sendCard({ kind: 'person', userId: teacher.openId }, platform.render(card, empty), 'k');
    const result = await phone.presses(sent.is === 'sent' ? (sent.messageId ?? '') : '', { button: '办' });
    expect(result).toMatchObject({ error: 200671 });
  });
});

describe('supervision', () => {
  test('a lost connection comes back by itself', async () => {
    const { emulator, long, becomes, phone, accepted, clock } = await connected();
    const upSince = long.state().since;
    clock.advance(60_000);
    emulator.faults.closeSockets();
    await becomes((state) => !state.connected);
    expect(long.state()).toMatchObject({ since: upSince + 60_000, lastError: 'connection lost' });
    await becomes(isUp);
    await emulator.connected();
    await phone.says('好');
    expect(accepted).toHaveLength(1);
  });

  test.each([
    [514, 'auth'],
    [1000040350, 'connections'],
  ])('what the SDK gives up on (%d) is tried again with growing pauses', async (code) => {
    const { emulator, long, becomes, pauses } = await connection();
    emulator.faults.endpointCode(code);
    await long.start();
    const expected = [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000];
    for (const [index, ms] of expected.entries()) {
      await becomes(() => pauses.length > index);
      expect(pauses[index]?.ms).toBe(ms);
      expect(long.state()).toMatchObject({ connected: false, lastError: expect.stringContaining(String(code)) });
      pauses[index]?.run();
    }
    await becomes(() => pauses.length > expected.length);
    emulator.faults.endpointCode(undefined);
    pauses.at(-1)?.run();
    await becomes(isUp);
    expect(emulator.connectionCount()).toBeLessThanOrEqual(1);
  });

  test('a wrong secret is visible and not logged', async () => {
    const { long, becomes, log } = await connection({ appSecret: 'guessed-secret' });
    await long.start();
    await becomes((state) => state.lastError?.includes('514') === true);
    expect(log.lines.join()).not.toContain('guessed-secret');
  });

  test('an app id the SDK refuses to start with is visible', async () => {
    const { long, pauses } = await connection({ appId: 'cli_short' });
    await long.start();
    expect(long.state()).toMatchObject({ connected: false, lastError: expect.stringContaining('invalid appId') });
    expect(pauses).toHaveLength(1);
  });

  test('a stopped one stays stopped', async () => {
    const { long, emulator, pauses, becomes } = await connection();
    emulator.faults.endpointCode(514);
    await long.start();
    await becomes(() => pauses.length === 1);
    long.stop();
    expect(pauses[0]?.cancelled).toBe(true);
    expect(long.state().connected).toBe(false);
    emulator.faults.endpointCode(undefined);
    await long.start();
    await becomes(isUp);
    long.stop();
    expect(long.state().connected).toBe(false);
  });
});
