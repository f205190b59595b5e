import { afterEach, describe, expect, test } from 'vitest';
import type { DingtalkEmulatorOptions } from '../../../src/emulators/dingtalk/emulator.ts';
import { isObject, type JsonObject, parseJson } from '../../../src/emulators/ground/json.ts';
import { type Client, connect } from './client.ts';
import { button, FORM, organisation, TEMPLATE } from './organisation.ts';

let cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

async function connected(options: Partial<DingtalkEmulatorOptions> = {}) {
  const o = organisation(options);
  const { baseUrl } = await o.emulator.start();
  cleanUps.push(o.emulator.stop);
  const client = await connect(baseUrl);
  const phone = o.emulator.phone(o.teacher);
  const show = async (values: Readonly<Record<string, string>>, more: JsonObject = {}) => {
    await o.sendCard('a', values, more);
    return phone.messages().at(-1)?.messageId ?? '';
  };
  const card = (userId = o.teacher) => o.emulator.phone(userId).messages().at(-1)?.card;
  return { ...o, client, phone, show, card, form: { form: JSON.stringify(FORM) } };
}

/** The content of the last callback. */
function content(client: Client): JsonObject {
  const parsed = parseJson(String(client.frames.at(-1)?.data.content));
  return isObject(parsed) && isObject(parsed.cardPrivateData) ? parsed.cardPrivateData : {};
}

const BY_KEY = { cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true } };

describe('a button', () => {
  test('calls back with its id and params as the vendor words it', async () => {
    const { client, phone, show, teacher, emulator } = await connected();
    const messageId = await show({ buttons: JSON.stringify([button('接单', 'accept', { hazard: '12' })]) });
    expect(await phone.presses(messageId, { button: '接单' })).toEqual({ changed: false });
    expect(client.frames[0]).toMatchObject({
      type: 'CALLBACK',
      headers: { topic: '/v1.0/card/instances/callback' },
      data: {
        type: 'actionCallback',
        outTrackId: 'a',
        corpId: emulator.corpId,
        userId: teacher,
        userIdType: 1,
        spaceType: 'IM',
        spaceId: phone.chats()[0]?.chatId,
        content: '{"cardPrivateData":{"actionIds":["accept"],"params":{"hazard":"12"}}}',
      },
    });
    expect([...emulator.uses.byKind('2026-11')]).toEqual([['card', 1]]);
    await expect(phone.presses(messageId, { button: '没有' })).rejects.toThrow('it has 接单');
  });

  test('the answer is for the clicker alone; an update is for everybody', async () => {
    const { client, emulator, teacher, show, card, call } = await connected();
    const other = emulator.people.add({ name: '王芳' }).userId;
    const spaces = { openSpaceId: `dtv1.card//IM_ROBOT.${teacher};IM_ROBOT.${other}` };
    const buttons = JSON.stringify([button('好', 'ok')]);
    const messageId = await show({ title: '一', tag: '待办', buttons }, spaces);
    const answer = { ...BY_KEY, cardData: { cardParamMap: { tag: '我已办' } } };
    client.answer(() => ({ response: { ...answer, userPrivateData: { cardParamMap: { error: '谢谢' } } } }));
    expect(await emulator.phone(teacher).presses(messageId, { button: 'ok' })).toEqual({ changed: true });
    expect([card()?.text, card(other)?.text]).toEqual(['一\n我已办\n谢谢', '一\n待办']);
    await call('PUT', '/v1.0/card/instances', {
      outTrackId: 'a',
      cardData: { cardParamMap: { tag: '已办' } },
      cardUpdateOptions: { updateCardDataByKey: true },
    });
    expect([card()?.text, card(other)?.text]).toEqual(['一\n已办\n谢谢', '一\n已办']);
    client.answer(() => ({ response: { cardData: { cardParamMap: { title: '只剩我' } } } }));
    await emulator.phone(teacher).presses(messageId, { button: 'ok' });
    expect([card()?.text, card(other)?.text]).toEqual(['只剩我\n谢谢', '一\n已办']);
    expect(emulator.complaints()).toEqual([]);
  });

  test('that is disabled, or a link, sends nothing', async () => {
    const { client, phone, show } = await connected();
    const link = { text: '打开', event: { type: 'openLink', params: { url: 'https://a.cn' } } };
    const messageId = await show({ buttons: JSON.stringify([{ ...button('好', 'ok'), status: 'disabled' }, link]) });
    expect(await phone.presses(messageId, { button: '好' })).toEqual({ blocked: 'disabled', field: '好' });
    expect(await phone.presses(messageId, { button: '打开' })).toEqual({ opened: 'https://a.cn' });
    expect(client.frames).toEqual([]);
  });

  test.each([
    ['no callbackType', { callbackType: undefined }, 'no_callback'],
    ['a route nobody registered', { callbackType: 'HTTP', callbackRouteKey: 'x' }, 'no_callback'],
  ])('%s: the click does nothing', async (_case, more, error) => {
    const { client, phone, show } = await connected();
    const messageId = await show({ buttons: JSON.stringify([button('好', 'ok')]) }, more);
    expect(await phone.presses(messageId, { button: 'ok' })).toMatchObject({ error });
    expect(client.frames).toEqual([]);
  });

  test('that is answered after 2 s has failed, and nothing comes again', async () => {
    const { client, phone, show, clock, emulator } = await connected();
    const messageId = await show({ title: '一', buttons: JSON.stringify([button('好', 'ok')]) });
    client.answer(() => undefined);
    const pressing = phone.presses(messageId, { button: 'ok' });
    await expect.poll(() => client.frames.length).toBe(1);
    clock.advance(2_000);
    expect(await pressing).toEqual({ error: 'timeout' });
    clock.advance(120_000);
    expect([client.frames.length, emulator.waitingRetries()]).toEqual([1, 0]);
  });

  test.each([
    ['no response member', {}, 'the answer must be an object, at least {}'],
    ['a value that is no string', { response: { cardData: { cardParamMap: { title: 1 } } } }, 'title is no string'],
    ['100 KB', { response: { cardData: { cardParamMap: { body: 'x'.repeat(102_400) } } } }, 'over 100 KB'],
  ])('answered with %s changes nothing', async (_case, answer, detail) => {
    const { client, phone, show, card, emulator } = await connected();
    const messageId = await show({ title: '一', buttons: JSON.stringify([button('好', 'ok')]) });
    client.answer(() => answer);
    expect(await phone.presses(messageId, { button: 'ok' })).toMatchObject({
      error: 'bad_answer',
      detail: expect.stringContaining(detail),
    });
    expect(card()?.text).toBe('一');
    expect(emulator.complaints()).toHaveLength(1);
  });

  test('of a used-up month reaches nobody', async () => {
    const { client, phone, show } = await connected({ rules: { streamQuota: 0 } });
    const messageId = await show({ buttons: JSON.stringify([button('好', 'ok')]) });
    expect(await phone.presses(messageId, { button: 'ok' })).toEqual({ error: 'quota_exhausted' });
    expect(client.frames).toEqual([]);
  });

  test('on a card with unionIds reports the unionId', async () => {
    const { client, phone, show, teacher, emulator } = await connected();
    const messageId = await show({ buttons: JSON.stringify([button('好', 'ok')]) }, { userIdType: 2 });
    await phone.presses(messageId, { button: 'ok' });
    expect(client.frames[0]?.data).toMatchObject({ userId: emulator.people.get(teacher).unionId, userIdType: 2 });
  });
});

describe('a form', () => {
  test('sends values in their shapes, hidden and read-only ones with them', async () => {
    const { client, phone, show, form } = await connected();
    const messageId = await show({ ...form, done: 'true' });
    await phone.presses(messageId, { button: '提交', values: { 描述: '灯坏了', 程度: '重大' } });
    expect(content(client)).toEqual({
      actionIds: ['form'],
      params: {
        form: { what: '灯坏了', severity: { index: 1, value: 'major' }, token: 'r7', place: '食堂' },
        handed_in: true,
      },
    });
  });

  test('is held back by the client for a required field, and by nothing else', async () => {
    const { client, phone, show, form } = await connected();
    const messageId = await show(form);
    expect(await phone.presses(messageId, { button: 'form', values: { 程度: '一般' } })).toEqual({
      blocked: 'required',
      field: '描述',
      detail: '请写一句',
    });
    expect(client.frames).toEqual([]);
    await expect(phone.presses(messageId, { button: 'form', values: { 程度: '轻微' } })).rejects.toThrow('一般、重大');
    await expect(phone.presses(messageId, { button: 'form', values: { 地点: '操场' } })).rejects.toThrow('changed');
    await expect(phone.presses(messageId, { button: 'form', values: { token: 'x' } })).rejects.toThrow(
      'no field token',
    );
  });

  test('keeps what was typed until the person looks at another chat', async () => {
    const { client, phone, show, form, call } = await connected();
    const messageId = await show({ ...form, tag: '待办' });
    phone.fills(messageId, { 描述: '写了一半' });
    await call('PUT', '/v1.0/card/instances', {
      outTrackId: 'a',
      cardData: { cardParamMap: { tag: '办理中' } },
      cardUpdateOptions: { updateCardDataByKey: true },
    });
    await phone.presses(messageId, { button: 'form' });
    expect(content(client)).toMatchObject({ params: { form: { what: '写了一半' } } });
    phone.switchesChat();
    expect(await phone.presses(messageId, { button: 'form' })).toMatchObject({ blocked: 'required' });
  });

  test('is disabled for the one who submitted it', async () => {
    const { client, phone, show, card, form } = await connected();
    const messageId = await show(form);
    client.answer(() => ({
      response: { ...BY_KEY, userPrivateData: { cardParamMap: { form_status: 'disabled', form_button: '已提交' } } },
    }));
    await phone.presses(messageId, { button: 'form', values: { 描述: '灯坏了' } });
    expect(card()?.form).toMatchObject({ disabled: true, submitText: '已提交' });
    expect(await phone.presses(messageId, { button: '已提交' })).toEqual({ blocked: 'disabled', field: '已提交' });
  });

  test.each([
    ['TEXT', undefined, '话', '话'],
    ['TEXT_ARRAY', undefined, ['一', '二'], ['一', '二']],
    ['NUMBER', undefined, '12', '12'],
    ['SELECT', true, '乙', { index: 1, value: 'b' }],
    ['MULTI_SELECT', true, ['甲', '乙'], { index: [0, 1], value: ['a', 'b'] }],
    ['CHECKBOX_GROUP', true, '乙', 'b'],
    ['MULTI_CHECKBOX_GROUP', true, ['乙'], ['b']],
    ['DATE', undefined, '2026-11-23', '2026-11-23'],
    ['TIME', undefined, '08:30', '08:30'],
    ['DATETIME', undefined, '2026-11-23 08:30', '2026-11-23 08:30'],
    ['CHECKBOX', undefined, true, true],
    ['SWITCH', undefined, false, false],
  ] as const)('%s arrives in its shape, and its own value fits as a default', async (type, choice, entered, wire) => {
    const { client, phone, show, card } = await connected();
    const options = [
      { value: 'a', text: '甲' },
      { value: 'b', text: '乙' },
    ];
    const field = { name: 'x', label: '项', type, ...(choice ? { options } : {}) };
    const messageId = await show({ form: JSON.stringify({ fields: [field] }) });
    await phone.presses(messageId, { button: 'form', values: { 项: entered } });
    expect(content(client).params).toMatchObject({ form: { x: wire } });
    client.answer(() => ({
      response: {
        ...BY_KEY,
        userPrivateData: { cardParamMap: { form: JSON.stringify({ fields: [{ ...field, defaultValue: wire }] }) } },
      },
    }));
    await phone.presses(messageId, { button: 'form' });
    expect(card()?.form?.fields[0]?.initial).toEqual(wire);
    expect(card()?.problems).toEqual([]);
  });
});

test('a template binds only what it declares', () => {
  const { emulator } = organisation();
  const bad = (component: (typeof TEMPLATE.components)[number]) => () =>
    emulator.templates.add({ ...TEMPLATE, components: [component] });
  expect(bad({ kind: 'markdown', variable: 'nothing' })).toThrow('not declared');
  expect(bad({ kind: 'form', variable: 'title' })).toThrow('cannot show title');
});
