/** The phone over the real Feishu emulator: what the page asks for is what the emulator gives. */
import { describe, expect, it } from 'vitest';
import { createFeishuEmulator } from '../../../src/emulators/feishu/emulator.ts';
import { createManualClock } from '../../../src/emulators/ground/clock.ts';
import { feishuWorld } from '../../../src/emulators/phone/feishu_world.ts';
import { formCard, receiptCard } from './sample_cards.ts';

const NOW = Date.parse('2025-09-18T10:20:00+08:00');
const app = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'secret', verificationToken: 'token', name: '安园' };

async function school() {
  const clock = createManualClock(NOW);
  const emulator = createFeishuEmulator({ app, clock, delivery: { mode: 'websocket' } });
  const li = emulator.people.add({ name: '李晓梅' }).openId;
  const chen = emulator.people.add({ name: '陈师傅' }).openId;
  emulator.people.add({ name: '不在栏里' });
  const group = emulator.chats.create({ name: '班主任群', members: [li, chen], withBot: true });
  const roles = new Map([
    [li, { role: '班主任', group: '教师' }],
    [chen, { role: '总务' }],
  ]);
  const world = feishuWorld({
    emulator,
    title: '安园示范学校',
    clock: { now: clock.now, advanceTo: async (at) => clock.advance(at - clock.now()) },
    describe: (openId) => roles.get(openId),
  });
  const call = async (path: string, body: object, token?: string): Promise<Record<string, unknown>> => {
    const response = await emulator.app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    // The vendor's answers are objects.
    return (await response.json()) as Record<string, unknown>;
  };
  const answer = await call('/open-apis/auth/v3/tenant_access_token/internal', {
    app_id: app.appId,
    app_secret: app.appSecret,
  });
  const token = String(answer.tenant_access_token);
  const sendCard = async (openId: string, card: object) => {
    const body = { receive_id: openId, msg_type: 'interactive', content: JSON.stringify(card) };
    const sent = await call('/open-apis/im/v1/messages?receive_id_type=open_id', body, token);
    expect(sent).toMatchObject({ code: 0 });
  };
  return { clock, emulator, world, li, chen, group, sendCard };
}

describe('the Feishu emulator as a phone world', () => {
  it('shows the described people and their chats, the one with the bot from the start', async () => {
    const { world, li, chen, group } = await school();
    expect(world.people()).toEqual([
      { id: li, name: '李晓梅', role: '班主任', group: '教师', platform: 'feishu' },
      { id: chen, name: '陈师傅', role: '总务', platform: 'feishu' },
    ]);
    const chats = world.chats(li);
    expect(chats.find((chat) => chat.kind === 'p2p')).toMatchObject({ name: '安园', platform: 'feishu' });
    expect(chats.find((chat) => chat.kind === 'group')).toMatchObject({ id: group, name: '班主任群', memberCount: 3 });
  });

  it('shows a sent card, tells of the change, and keeps other people out', async () => {
    const { world, li, chen, sendCard } = await school();
    let changes = 0;
    world.onChange(() => {
      changes += 1;
    });
    await sendCard(li, receiptCard);
    const chat = world.chats(li).find((candidate) => candidate.kind === 'p2p')?.id ?? '';
    const [message] = world.messages(li, chat);
    expect(message).toMatchObject({
      type: 'interactive',
      content: receiptCard,
      from: { kind: 'bot', name: '安园' },
      at: NOW,
      recalled: false,
    });
    expect(changes).toBeGreaterThan(0);
    expect(() => world.messages(chen, chat)).toThrow();
  });

  it('says, recalls, and keeps a replaced message apart by its version', async () => {
    const { world, li, group } = await school();
    await world.say(li, '大家好', { chatId: group });
    const said = world.messages(li, group).at(-1);
    expect(said).toMatchObject({ text: '大家好', from: { kind: 'user', id: li } });
    await world.recall(li, said?.id ?? '');
    expect(world.messages(li, group).at(-1)).toMatchObject({ recalled: true });
  });

  it('answers a press of an app that is not there as the client would, and holds empty required fields back', async () => {
    const { clock, emulator, world, li, chen, sendCard } = await school();
    const card = JSON.parse(
      JSON.stringify(formCard)
        .replaceAll('ou_chen', chen)
        .replaceAll('ou_zhao', li)
        .replaceAll('ou_wang', li)
        .replaceAll('ou_sun', chen),
    );
    await sendCard(li, card);
    const chat = world.chats(li).find((candidate) => candidate.kind === 'p2p')?.id ?? '';
    const messageId = world.messages(li, chat)[0]?.id ?? '';
    expect(await world.press(li, { messageId, button: 'submit_hazard' })).toMatchObject({ blocked: 'required' });
    const values = {
      spot: '西侧',
      kinds: ['rail', 'light'],
      owner: chen,
      copies: [li],
      due: '2025-09-26',
      due_time: '16:30',
      visit: '2025-09-19 09:00',
      seen: true,
    };
    const pressed = world.press(li, { messageId, button: 'submit_hazard', values });
    clock.advance(5_000);
    expect(await pressed).toMatchObject({ error: expect.any(Number) });
    await emulator.stop();
  });
});
