import { describe, expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../../src/emulators/ground/json.ts';
import { type Answer, messageIdOf, tenant } from './tenant.ts';

const text = (content: string) => JSON.stringify({ text: content });
const CARD = {
  schema: '2.0',
  header: { title: { tag: 'plain_text', content: '待办' } },
  body: { elements: [{ tag: 'markdown', content: '**一项**' }] },
};
const dataOf = (answer: Answer): JsonObject => (isObject(answer.body.data) ? answer.body.data : {});

describe('messages of the bot', () => {
  test('a reply quotes, an edit replaces, a recall empties', async () => {
    const t = tenant();
    const phone = t.emulator.phone(t.teacher);
    const said = await phone.says('在吗');
    const reply = await t.call('POST', `/im/v1/messages/${said.messageId}/reply`, {
      msg_type: 'text',
      content: text('在'),
    });
    expect(dataOf(reply)).toMatchObject({ parent_id: said.messageId, root_id: said.messageId, chat_id: said.chatId });
    const path = `/im/v1/messages/${messageIdOf(reply)}`;
    const edit = (content: string) => t.call('PUT', path, { msg_type: 'text', content: text(content) });
    expect(dataOf(await edit('在的'))).toMatchObject({ updated: true, body: { content: text('在的') } });
    for (let edits = 1; edits < 20; edits += 1) expect((await edit(`第 ${edits}`)).body.code).toBe(0);
    expect((await edit('第 20')).body.code).toBe(230072);
    expect((await t.call('DELETE', path)).body.code).toBe(0);
    expect(phone.messages().map((message) => [message.text, message.recalled])).toEqual([
      ['在吗', false],
      ['', true],
    ]);
    expect(dataOf(await t.call('GET', path))).toMatchObject({
      items: [{ deleted: true, body: { content: text('This message was recalled') } }],
    });
    expect((await t.call('DELETE', path)).body.code).toBe(230011);
    expect((await t.call('DELETE', `/im/v1/messages/${said.messageId}`)).body.code).toBe(230026);
  });

  test('a card reads simplified, in full when asked', async () => {
    const t = tenant();
    const path = `/im/v1/messages/${messageIdOf(await t.send('interactive', CARD))}`;
    const contentOf = async (query: string) => {
      const { items } = dataOf(await t.call('GET', path + query));
      const [first]: unknown[] = Array.isArray(items) ? items : [];
      return isObject(first) && isObject(first.body) ? JSON.parse(String(first.body.content)) : undefined;
    };
    expect(await contentOf('')).toEqual({ title: '待办', elements: [[{ tag: 'text', text: '一项' }]] });
    expect(await contentOf('?card_msg_content_type=user_card_content')).toEqual(CARD);
  });

  test('history comes in pages, either way round and between times', async () => {
    const t = tenant();
    const phone = t.emulator.phone(t.teacher);
    for (const content of ['一', '二', '三']) {
      await phone.says(content);
      t.clock.advance(10_000);
    }
    const [first] = phone.messages();
    const history = async (query: string) => {
      const { items, has_more } = dataOf(
        await t.call('GET', `/im/v1/messages?container_id_type=chat&container_id=${first?.chatId}&${query}`),
      );
      const texts = (Array.isArray(items) ? items : []).map((item) => JSON.parse(item.body.content).text);
      return [texts.join(''), has_more];
    };
    expect(await history('page_size=2')).toEqual(['一二', true]);
    expect(await history('page_size=2&page_token=2')).toEqual(['三', false]);
    expect(await history('sort_type=ByCreateTimeDesc')).toEqual(['三二一', false]);
    expect(await history(`start_time=${(first?.at ?? 0) / 1_000 + 5}`)).toEqual(['二三', false]);
  });

  test('reactions and pins', async () => {
    const t = tenant();
    const path = `/im/v1/messages/${messageIdOf(await t.send('text', { text: '好' }))}`;
    const reaction = await t.call('POST', `${path}/reactions`, { reaction_type: { emoji_type: 'DONE' } });
    expect(t.emulator.phone(t.teacher).messages()[0]?.reactions).toEqual(['DONE']);
    await t.call('DELETE', `${path}/reactions/${dataOf(reaction).reaction_id}`);
    expect(t.emulator.phone(t.teacher).messages()[0]?.reactions).toEqual([]);
    expect((await t.call('POST', '/im/v1/pins', { message_id: path.split('/').at(-1) })).body.code).toBe(0);
  });
});

describe('groups', () => {
  test('made by the bot once per uuid; an ephemeral card is for one member', async () => {
    const t = tenant();
    const other = t.emulator.people.add({ name: '王老师' }).openId;
    const create = () =>
      t.call('POST', '/im/v1/chats?user_id_type=open_id&uuid=u1', {
        name: '演练指挥',
        user_id_list: [t.teacher, other],
      });
    const chatId = String(dataOf(await create()).chat_id);
    expect(dataOf(await create()).chat_id).toBe(chatId);
    const sent = await t.call('POST', '/ephemeral/v1/send', {
      chat_id: chatId,
      open_id: other,
      msg_type: 'interactive',
      card: CARD,
    });
    expect(t.emulator.phone(other).messages(chatId)).toHaveLength(1);
    expect(t.emulator.phone(t.teacher).messages(chatId)).toHaveLength(0);
    const update = await t.call('PATCH', `/im/v1/messages/${messageIdOf(sent)}`, { content: JSON.stringify(CARD) });
    expect(update.body.code).toBe(230001);
    await t.call('POST', '/ephemeral/v1/delete', { message_id: messageIdOf(sent) });
    expect(t.emulator.phone(other).messages(chatId)).toHaveLength(0);
  });
});

describe('tasks', () => {
  test('are created once per client token; a listed field that is absent is cleared', async () => {
    const t = tenant();
    const create = () =>
      t.call('POST', '/task/v2/tasks', { summary: '换灭火器', description: '食堂', client_token: 'c1' });
    const taskOf = (answer: Answer) => (isObject(dataOf(answer).task) ? dataOf(answer).task : {});
    const task = taskOf(await create());
    expect(taskOf(await create())).toEqual(task);
    const guid = isObject(task) ? task.guid : '';
    const done = await t.call('PATCH', `/task/v2/tasks/${guid}`, {
      task: { completed_at: '1' },
      update_fields: ['completed_at', 'description'],
    });
    expect(taskOf(done)).toEqual({
      summary: '换灭火器',
      completed_at: '1',
      guid,
      url: expect.stringContaining(String(guid)),
    });
    expect(await t.call('GET', '/task/v2/tasks/nothing')).toMatchObject({ status: 404, body: { code: 1470404 } });
  });
});
