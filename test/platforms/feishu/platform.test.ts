import { afterEach, describe, expect, test } from 'vitest';
import { type Card, rich } from '../../../cards/model.ts';
import { createBotInfo } from '../../../src/platforms/feishu/bot_info.ts';
import { createFeishuClient } from '../../../src/platforms/feishu/client.ts';
import { feishuPlatform } from '../../../src/platforms/feishu/platform.ts';
import type { Directory, Verdict } from '../../../src/platforms/platform.ts';
import { blocksCard, emptyFormCard, formCard } from './sample_cards.ts';
import { SMALL_PNG, tenant } from './tenant.ts';

let cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

async function school(options: Parameters<typeof tenant>[0] = {}) {
  const all = await tenant(options);
  cleanUps.push(all.emulator.stop);
  const { teacher, platform } = all;
  const toTeacher = { kind: 'person', userId: teacher.openId } as const;
  const directory: Directory = { people: new Map([[1, teacher.openId]]), images: new Map() };
  const phone = all.emulator.phone(teacher.openId);
  const send = (card: Card, key = 'key-1') => platform.sendCard(toTeacher, platform.render(card, directory), key);
  return { ...all, toTeacher, directory, phone, send };
}

const DAY_MS = 24 * 3_600_000;
const card: Card = {
  key: 'note',
  title: '已登记',
  tone: 'done',
  blocks: [{ kind: 'text', text: rich`**好**` }],
  actions: [],
};
const idOf = (verdict: Verdict): string => {
  if (verdict.is !== 'sent' || !verdict.messageId) throw new Error(`not sent: ${JSON.stringify(verdict)}`);
  return verdict.messageId;
};

describe('sending', () => {
  test('a card arrives, is updated, and every sample card is taken', async () => {
    const { send, phone, platform, directory, clock, emulator, teacher } = await school();
    const uploaded = await platform.uploadImage(SMALL_PNG);
    const images = new Map([['a'.repeat(64), uploaded.ok ? uploaded.key : '']]);
    const sent = await send(card);
    expect(sent).toMatchObject({ is: 'sent', chatId: phone.chats()[0]?.chatId });
    for (const sample of [blocksCard, formCard, emptyFormCard]) {
      clock.advance(1_000);
      const rendered = platform.render(sample, { people: new Map([[1, teacher.openId]]), images });
      expect(await platform.updateCard(idOf(sent), rendered)).toEqual({ is: 'sent', messageId: idOf(sent) });
    }
    expect(phone.messages()).toHaveLength(1);
    expect(emulator.calls.list().filter((call) => call.code !== 0)).toEqual([]);
    expect(directory.images.size).toBe(0);
  });

  test('to a group, as a reply, as text and as file', async () => {
    const { emulator, platform, directory, teacher, toTeacher, phone } = await school();
    const chatId = emulator.chats.create({ name: '领导小组', members: [teacher.openId], withBot: true });
    const rendered = platform.render(card, directory);
    expect(await platform.sendCard({ kind: 'group', chatId }, rendered, 'k1')).toMatchObject({ is: 'sent', chatId });
    const question = await phone.says('我的隐患');
    const reply = await platform.sendCard({ kind: 'reply', messageId: question.messageId }, rendered, 'k2');
    expect(phone.messages().at(-1)).toMatchObject({ messageId: idOf(reply) });
    await platform.sendText(toTeacher, '<at user_id="all">所有人</at> [看](http://x.cn) 3<4', 'k3');
    expect(JSON.stringify(phone.messages().at(-1))).toContain('＜at user_id');
    const file = await platform.sendFile(toTeacher, '台账.xlsx', new Uint8Array([1, 2, 3]), 'k4');
    expect(file.is).toBe('sent');
  });

  test('the same key is sent once, long keys too', async () => {
    const { send, phone } = await school();
    for (const key of ['short', `${'k'.repeat(60)}1`, `${'k'.repeat(60)}2`]) {
      await send(card, key);
      await send(card, key);
    }
    expect(phone.messages()).toHaveLength(3);
  });

  test('urgent messages ring; nobody known is news', async () => {
    const { send, platform, teacher } = await school();
    const messageId = idOf(await send(card));
    expect(await platform.urge(messageId, [teacher.openId])).toMatchObject({ is: 'sent' });
    expect((await platform.urge(messageId, ['ou_nobody'])).is).toBe('never');
  });
});

describe('pictures and files', () => {
  test('what a person sends comes back as bytes', async () => {
    const { phone, platform, client } = await school();
    await createBotInfo(client).load();
    const photo = await phone.sendsImage(SMALL_PNG);
    const key = JSON.stringify(photo).match(/img_[\w-]+/)?.[0] ?? '';
    const media = await platform.download(photo.messageId, key, 'image');
    expect(media.ok && Buffer.from(media.bytes).equals(SMALL_PNG)).toBe(true);
    expect(await platform.download(photo.messageId, 'img_v3_other', 'image')).toMatchObject({
      ok: false,
      verdict: { is: 'never', why: 'message_gone' },
    });
  });

  test('what is no picture, empty or too large is refused', async () => {
    const { platform, emulator } = await school();
    expect(await platform.uploadImage(Buffer.from('no picture'))).toMatchObject({
      ok: false,
      verdict: { is: 'never' },
    });
    const before = emulator.calls.list().length;
    expect(await platform.uploadImage(new Uint8Array(0))).toMatchObject({ ok: false, verdict: { why: 'refused' } });
    expect(await platform.uploadImage(new Uint8Array(10 * 1024 * 1024 + 1))).toMatchObject({ ok: false });
    expect(emulator.calls.list()).toHaveLength(before);
  });
});

describe('refusals', () => {
  test('somebody outside the range, resigned, a bot removed from the group', async () => {
    const { send, emulator, platform, directory, teacher, chief, clock } = await school();
    emulator.rules.availability = new Set([chief.openId]);
    expect(await send(card)).toMatchObject({ is: 'never', why: 'not_in_range' });
    emulator.rules.availability = 'everyone';
    await emulator.people.resign(teacher.openId);
    expect(await send(card)).toMatchObject({ is: 'never', why: 'recipient_left' });
    clock.advance(1_000);
    const chatId = emulator.chats.create({ name: '群', members: [chief.openId] });
    const toGroup = await platform.sendCard({ kind: 'group', chatId }, platform.render(card, directory), 'k');
    expect(toGroup).toMatchObject({ is: 'never', why: 'bot_removed' });
  });

  test('a recalled, an old and an unknown picture’s card', async () => {
    const { send, platform, clock, directory } = await school();
    const messageId = idOf(await send(card));
    const withPicture = { ...card, blocks: [{ kind: 'image', photo: 'x', label: '图' }] } as const;
    const rendered = platform.render(withPicture, { ...directory, images: new Map([['x', 'img_v3_unknown']]) });
    expect(await platform.updateCard(messageId, rendered)).toMatchObject({ is: 'never', why: 'card_rejected' });
    clock.advance(14 * DAY_MS + 1);
    const late = await platform.updateCard(messageId, platform.render(card, directory));
    expect(late).toMatchObject({ is: 'never', why: 'too_old' });
  });

  test('blocked content is not quoted', async () => {
    const { platform, toTeacher, emulator } = await school();
    emulator.rules.dlpWords = ['13800000001'];
    const verdict = await platform.sendText(toTeacher, '电话 13800000001', 'k');
    expect(verdict).toMatchObject({ is: 'never', why: 'content_blocked' });
    expect(JSON.stringify(verdict)).not.toContain('13800000001');
  });

  test('the month’s quota', async () => {
    const { send, emulator } = await school();
    await send(card, 'k1');
    emulator.rules.monthlyQuota = 1;
    expect(await send(card, 'k2')).toMatchObject({ is: 'never', why: 'quota_exhausted' });
  });
});

describe('a vendor in trouble', () => {
  test('a token that ends or is taken away costs one retry', async () => {
    const { send, emulator, clock } = await school();
    await send(card, 'k1');
    for (const status of [400, 200] as const) {
      emulator.rules.invalidTokenStatus = status;
      emulator.faults.tokenExpiresNow();
      clock.advance(1_000);
      expect((await send(card, `k-${status}`)).is).toBe('sent');
    }
    clock.advance(3 * 3_600_000);
    const before = emulator.calls.list().length;
    expect((await send(card, 'k3')).is).toBe('sent');
    // A token that has ended by the clock is renewed before the vendor has to refuse it.
    expect(
      emulator.calls
        .list()
        .slice(before)
        .map((call) => call.code),
    ).toEqual([0, 0]);
  });

  test('too often: for the app with the vendor’s time, for a person with ours', async () => {
    const { send, emulator } = await school();
    const verdicts = await Promise.all(Array.from({ length: 7 }, (_, index) => send(card, `k${index}`)));
    expect(verdicts.filter((verdict) => verdict.is === 'sent')).toHaveLength(5);
    expect(verdicts.filter((verdict) => verdict.is === 'later')).toMatchObject([
      { why: 'rate_limited', waitMs: 1_000 },
      { why: 'rate_limited', waitMs: 1_000 },
    ]);
    emulator.faults.rateLimitFor(7_000);
    expect(await send(card, 'k9')).toMatchObject({ is: 'later', why: 'rate_limited', waitMs: 7_000 });
  });

  test('5xx, refused tokens, a cut line and a dead address are tried again', async () => {
    const { send, emulator, clock, toTeacher, platform, directory } = await school();
    emulator.faults.refuseToken();
    expect(await send(card)).toMatchObject({ is: 'later', why: 'unauthorised' });
    expect(await send(card)).toMatchObject({ is: 'sent' });
    emulator.faults.serverErrorsFor(1_000);
    expect(await send(card, 'k2')).toMatchObject({ is: 'later', why: 'platform_5xx' });
    clock.advance(1_000);
    emulator.faults.downFor(1_000);
    expect(await send(card, 'k2')).toMatchObject({ is: 'later', why: 'network' });
    const dead = { baseUrl: 'http://127.0.0.1:1', appId: 'cli_0123456789abcdef', appSecret: 's', now: clock.now };
    const rendered = platform.render(card, directory);
    const nobody = feishuPlatform({ client: createFeishuClient(dead) });
    expect(await nobody.sendCard(toTeacher, rendered, 'k')).toMatchObject({ is: 'later', why: 'network' });
  });

  test('an answer that does not come is given up', async () => {
    const aborted = AbortSignal.abort(new DOMException('too slow', 'TimeoutError'));
    let slow = false;
    const never = new AbortController().signal;
    const { send } = await school({ client: { timeout: () => (slow ? aborted : never) } });
    await send(card, 'k1');
    slow = true;
    expect(await send(card, 'k2')).toMatchObject({
      is: 'later',
      why: 'network',
      detail: expect.stringContaining('timeout'),
    });
  });
});

describe('people by mobile number', () => {
  const clientAnswering = (data: unknown) =>
    createFeishuClient({
      baseUrl: 'https://feishu.invalid',
      appId: 'a',
      appSecret: 's',
      now: () => 0,
      fetch: async (input) =>
        Response.json(
          String(input).includes('/auth/') ? { code: 0, tenant_access_token: 't-1', expire: 7200 } : Object(data),
        ),
    });

  test('unknown numbers are missing', async () => {
    const user_list = [{ user_id: 'ou_1', mobile: '13800000001' }, { mobile: '13800000002' }];
    const platform = feishuPlatform({ client: clientAnswering({ code: 0, data: { user_list } }) });
    expect(await platform.findByMobile(['13800000001', '13800000002'])).toEqual([
      { userId: 'ou_1', mobile: '13800000001' },
    ]);
    expect(await platform.findByMobile([])).toEqual([]);
  });

  test('a missing scope is an error with the vendor’s code', async () => {
    const platform = feishuPlatform({ client: clientAnswering({ code: 99991672, msg: 'scope' }) });
    await expect(platform.findByMobile(['1'])).rejects.toMatchObject({ failure: { code: 99991672 } });
  });
});
