import { afterEach, describe, expect, test } from 'vitest';
import { type Card, rich } from '../../../cards/model.ts';
import { createDingtalkEmulator } from '../../../src/emulators/dingtalk/emulator.ts';
import { createManualClock } from '../../../src/emulators/ground/clock.ts';
import { SAMPLE_TEMPLATE, sampleTemplate } from '../../../src/emulators/sample_school/dingtalk_template.ts';
import { createDingTalkClient } from '../../../src/platforms/dingtalk/client.ts';
import { dingtalkPlatform } from '../../../src/platforms/dingtalk/platform.ts';
import { createSessions } from '../../../src/platforms/dingtalk/sessions.ts';
import type { Directory, Verdict } from '../../../src/platforms/platform.ts';
import { SMALL_PNG } from '../feishu/tenant.ts';

let cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

const directory: Directory = { people: new Map(), images: new Map() };
const card: Card = {
  key: 'note',
  title: '已登记',
  tone: 'done',
  blocks: [{ kind: 'text', text: rich`**好**` }],
  actions: [{ label: '补充情况', action: 'hazard.more', reference: { hazard: 1 } }],
  summary: '已登记 1 条',
};

/** The adapter and a local DingTalk, over HTTP. */
async function school({ asText = false } = {}) {
  const clock = createManualClock(Date.parse('2025-09-18T02:20:00Z'));
  const app = { clientId: 'dingapp00000001', clientSecret: 'secret' };
  const emulator = createDingtalkEmulator({ app, clock, delivery: { mode: 'stream' } });
  emulator.templates.add(sampleTemplate);
  const { baseUrl } = await emulator.start();
  cleanUps.push(emulator.stop);
  const client = createDingTalkClient({ ...app, baseUrl, oldBaseUrl: baseUrl, now: clock.now });
  let uses = 0;
  const onUse = (): void => {
    uses += 1;
  };
  const sessions = createSessions({ client, oldBaseUrl: baseUrl, now: clock.now, onUse });
  const platform = dingtalkPlatform({
    client,
    sessions,
    robotCode: app.clientId,
    ...(asText ? {} : { templateId: SAMPLE_TEMPLATE }),
    now: clock.now,
  });
  const { userId } = emulator.people.add({ name: '刘洋', mobile: '13800001111' });
  const to = { kind: 'person', userId } as const;
  const send = (key = 'o1-k') => platform.sendCard(to, platform.render(card, directory), key);
  return {
    clock,
    emulator,
    baseUrl,
    platform,
    client,
    sessions,
    userId,
    to,
    send,
    phone: emulator.phone(userId),
    uses: () => uses,
  };
}

const idOf = (verdict: Verdict): string => {
  if (verdict.is !== 'sent' || !verdict.messageId) throw new Error(`not sent: ${JSON.stringify(verdict)}`);
  return verdict.messageId;
};

describe('cards', () => {
  test('one arrives, is updated in place, and is known by its quote', async () => {
    const { send, platform, phone, userId, emulator } = await school();
    const sent = await send();
    expect(sent).toMatchObject({ is: 'sent', messageId: `o1-k.p.${userId}`, quotedAs: expect.stringMatching(/.+/) });
    expect(phone.messages()[0]?.card).toMatchObject({ title: '已登记', problems: [] });
    const changed = platform.render({ ...card, title: '已销号', actions: [] }, directory);
    expect(await platform.updateCard(idOf(sent), changed)).toMatchObject({ is: 'sent' });
    expect(phone.messages()).toHaveLength(1);
    expect(phone.messages()[0]?.card).toMatchObject({ title: '已销号', buttons: [] });
    expect(emulator.complaints()).toEqual([]);
  });

  test('the answer got lost: the same key again is the same card', async () => {
    const { send, phone, emulator } = await school();
    emulator.faults.loseAnswers(1, 'POST /v1.0/card/instances/createAndDeliver');
    expect(await send()).toMatchObject({ is: 'later', why: 'network' });
    const again = await send();
    expect(again).toMatchObject({ is: 'sent' });
    const ids = new Set(phone.messages().map((message) => message.card?.outTrackId));
    expect([...ids]).toEqual([idOf(again)]);
  });

  test.each([
    ['spaceId is illegal', 'never', 'not_in_range'],
    ['robot is not in the group', 'never', 'bot_removed'],
    ['group.disbanded', 'never', 'bot_removed'],
    ['system busy', 'later', 'platform_5xx'],
  ])('HTTP 200 with a place that says “%s” did not arrive', async (errorMsg, is, why) => {
    const { send, emulator } = await school();
    emulator.faults.failDeliveries(1, errorMsg);
    expect(await send()).toMatchObject({ is, why });
  });

  test('somebody who left, a group that threw the robot out', async () => {
    const { platform, emulator, userId, to } = await school();
    const rendered = platform.render(card, directory);
    const chatId = emulator.chats.create({ name: '班主任群', members: [userId], withBot: true });
    expect(await platform.sendCard({ kind: 'group', chatId }, rendered, 'g1')).toMatchObject({ is: 'sent' });
    emulator.chats.removeBot(chatId);
    expect(await platform.sendCard({ kind: 'group', chatId }, rendered, 'g2')).toMatchObject({ why: 'bot_removed' });
    expect(await platform.sendText({ kind: 'group', chatId }, '好', 'g3')).toMatchObject({ why: 'bot_removed' });
    await emulator.people.resign(userId);
    expect(await platform.sendText(to, '好', 't')).toMatchObject({ is: 'never', why: 'recipient_left' });
  });
});

test('without a template a card is numbered text, which nobody can change', async () => {
  const { send, platform, phone } = await school({ asText: true });
  const sent = await send();
  expect(phone.messages()[0]?.text).toContain('回复 1 补充情况');
  const update = platform.updateCard(idOf(sent), platform.render(card, directory));
  expect(await update).toMatchObject({ is: 'never', why: 'refused' });
});

describe('ringing', () => {
  test('a DING says what the card said', async () => {
    const { send, platform, phone, userId } = await school();
    expect(await platform.urge(idOf(await send()), [userId])).toMatchObject({ is: 'sent' });
    expect(phone.messages().filter((message) => message.urgent)).toMatchObject([{ text: '已登记 1 条' }]);
  });

  test('without the ability a message follows, and the ability is not asked for again for an hour', async () => {
    const { send, platform, phone, userId, emulator, clock } = await school();
    emulator.rules.missingPermissions.add('Premium.Ding.Write');
    const id = idOf(await send());
    await platform.urge(id, [userId]);
    clock.advance(60_000);
    await platform.urge(id, [userId]);
    expect(phone.messages().filter((message) => message.text === '【急】已登记 1 条')).toHaveLength(2);
    expect(emulator.calls.list().filter((call) => call.path.endsWith('/ding/send'))).toHaveLength(1);
  });
});

test('pictures, files and people', async () => {
  const { platform, to, phone, emulator, userId } = await school();
  const uploaded = await platform.uploadImage(SMALL_PNG);
  expect(uploaded).toMatchObject({ ok: true, key: expect.stringMatching(/^[@$]/) });
  expect(await platform.uploadImage(new Uint8Array(0))).toMatchObject({ ok: false, verdict: { why: 'refused' } });
  expect(await platform.sendFile(to, '台账.xlsx', SMALL_PNG, 'f')).toMatchObject({ is: 'sent' });
  expect(await platform.sendFile(to, '台账.exe', SMALL_PNG, 'f')).toMatchObject({ is: 'never' });
  expect(phone.messages().map((message) => message.type)).toEqual(['file']);
  const sent = await phone.sendsImage(SMALL_PNG);
  const media = await platform.download(sent.messageId, String(sent.content.downloadCode), 'image');
  expect(media.ok && Buffer.from(media.bytes).equals(Buffer.from(SMALL_PNG))).toBe(true);
  expect(await platform.download(sent.messageId, 'nobody', 'image')).toMatchObject({
    ok: false,
    verdict: { why: 'message_gone' },
  });
  expect(await platform.findByMobile(['13800001111', '13900000000'])).toEqual([{ userId, mobile: '13800001111' }]);
  const month = '2025-09';
  // Contacts are free; two uploads were made, one file sent, one picture asked for twice.
  expect(emulator.calls.perMonth(month)).toBeGreaterThan(0);
});

describe('plain texts', () => {
  const BATCH = 'POST /v1.0/robot/oToMessages/batchSend';

  test('several people share a call; who left or gets too much has a verdict of their own', async () => {
    const { platform, emulator, userId } = await school();
    const [gone, busy] = ['孙丽', '郑敏'].map((name) => emulator.people.add({ name }).userId);
    if (!gone || !busy || !platform.textBatch) throw new Error('the school changed');
    await emulator.people.resign(gone);
    emulator.faults.flowControl([busy]);
    const verdicts = await platform.textBatch.send([userId, gone, busy], '今天 16:00 开会');
    expect(verdicts).toMatchObject([
      { is: 'sent' },
      { is: 'never', why: 'recipient_left' },
      { is: 'later', why: 'addressee_busy' },
    ]);
    expect(emulator.calls.byApi('2025-09').get(BATCH)).toBe(1);
  });

  test('a batch refused for somebody’s sake reaches the others one by one', async () => {
    const { platform, emulator, userId, phone } = await school();
    const other = emulator.people.add({ name: '孙丽' }).userId;
    emulator.faults.failNext(1, { status: 400, code: 'staffId.notExisted', path: BATCH });
    const verdicts = await platform.textBatch?.send([userId, other], '好');
    expect(verdicts?.map((verdict) => verdict.is)).toEqual(['sent', 'sent']);
    expect(phone.messages()).toHaveLength(1);
  });

  test('one whose answer is lost may have arrived: not by itself again, and marked when it is sent again', async () => {
    const { platform, emulator, to, phone } = await school();
    // A line that is kept is the one that is hung up on.
    await platform.sendText(to, '前一句', 'k0');
    emulator.faults.loseAnswers(1, BATCH);
    expect(await platform.sendText(to, '好', 'k1')).toMatchObject({ is: 'later', why: 'unanswered' });
    expect(await platform.sendText(to, '好', 'k1', { again: true })).toMatchObject({ is: 'sent' });
    expect(phone.messages().map((message) => message.text)).toEqual(['前一句', '好', '（可能重复）好']);
  });

  test('while the vendor does not answer at all nothing more is sent on the off chance', async () => {
    const { platform, emulator, to, phone, clock } = await school();
    emulator.faults.downFor(60_000);
    expect(await platform.sendText(to, '好', 'k1', { again: true })).toMatchObject({ is: 'later', why: 'network' });
    clock.advance(61_000);
    expect(await platform.sendText(to, '好', 'k1', { again: true })).toMatchObject({ is: 'sent' });
    expect(phone.messages()).toHaveLength(1);
  });

  test('an address that is none of the vendor’s, or refused, is not used again; the API sends it', async () => {
    const { platform, baseUrl, to, sessions, phone, clock, uses } = await school();
    const until = clock.now() + 90 * 60_000;
    sessions.learn(to, 'https://example.com/robot/sendBySession?session=x', until);
    expect(platform.hasSession?.(to)).toBe(false);
    sessions.learn(to, `${baseUrl}/robot/sendBySession?session=unknown`, until);
    expect(platform.hasSession?.(to)).toBe(true);
    expect(await platform.sendText(to, '收到', 'k1', { bySession: true })).toMatchObject({ is: 'sent' });
    expect(platform.hasSession?.(to)).toBe(false);
    expect(uses()).toBe(1);
    expect(phone.messages().map((one) => one.text)).toEqual(['收到']);
  });

  test('an address is not used in the last minute of its life', async () => {
    const { platform, baseUrl, to, sessions, clock } = await school();
    sessions.learn(to, `${baseUrl}/robot/sendBySession?session=a`, clock.now() + 90 * 60_000);
    clock.advance(88 * 60_000);
    expect(platform.hasSession?.(to)).toBe(true);
    clock.advance(61_000);
    expect(platform.hasSession?.(to)).toBe(false);
  });
});

describe('cards the vendor takes none of', () => {
  test.each([
    ['param.templateNotExist', 400],
    ['param.templateUnpublished', 400],
    ['Forbidden.AccessDenied.AccessTokenPermissionDenied', 403],
  ])('%s is about all cards, and is not asked about again for half an hour', async (code, status) => {
    const { send, platform, emulator, clock, to, phone } = await school();
    const path = 'POST /v1.0/card/instances/createAndDeliver';
    emulator.faults.failNext(1, { status, code, path });
    expect(await send('k1')).toMatchObject({ is: 'never', why: 'cards_refused' });
    expect(await send('k2')).toMatchObject({ is: 'never', why: 'cards_refused' });
    expect(emulator.calls.byApi('2025-09').get(path) ?? 0).toBeLessThanOrEqual(1);
    const text = platform.renderAsText?.(card);
    if (!text) throw new Error('no text form');
    expect(text.offer?.choices).toHaveLength(1);
    expect(await platform.sendCard(to, text, 'k2t')).toMatchObject({ is: 'sent' });
    expect(phone.messages()[0]?.text).toContain('回复 1 补充情况');
    clock.advance(31 * 60_000);
    expect(await send('k3')).toMatchObject({ is: 'sent' });
  });
});
