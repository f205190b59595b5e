import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/emulators/ground/json.ts';
import { button, deliveryOf, FORM, type Organisation, organisation, TEMPLATE } from './organisation.ts';

const PUT = '/v1.0/card/instances';
const seen = (o: Organisation, userId = o.teacher) => o.emulator.phone(userId).messages().at(-1);
const put = (o: Organisation, body: JsonObject) => o.call('PUT', PUT, { outTrackId: 'a', ...body });

describe('creating and delivering', () => {
  test('shows the template filled with the variables that fit', async () => {
    const o = organisation();
    const sent = await o.sendCard('a', {
      title: '隐患 12',
      tag: '待整改',
      tone: 'done',
      body: '**地点** 食堂',
      buttons: JSON.stringify([button('接单', 'accept', { hazard: '12' })]),
      form: JSON.stringify(FORM),
    });
    expect(sent.body).toMatchObject({
      success: true,
      result: { outTrackId: 'a', deliverResults: [{ spaceType: 'IM_ROBOT', success: true }] },
    });
    expect(seen(o)).toMatchObject({
      type: 'card',
      text: '隐患 12\n待整改\n地点 食堂',
      content: { summary: '有一张卡片' },
    });
    expect(seen(o)?.card).toMatchObject({
      title: '隐患 12',
      tag: '待整改',
      parts: expect.arrayContaining([{ kind: 'header', title: '隐患 12', tag: '待整改', tagColor: 'green' }]),
      form: { id: 'form', disabled: false, submitText: '提交' },
      buttons: [
        { text: '接单', color: 'blue', disabled: false, request: { actionId: 'accept', params: { hazard: '12' } } },
      ],
      problems: [],
    });
    expect(o.emulator.complaints()).toEqual([]);
  });

  test.each([
    [{ cardTemplateId: '' }, 'param.cardTemplateIdEmpty'],
    [{ cardTemplateId: 'x.schema' }, 'param.templateNotExist'],
    [{ outTrackId: '' }, 'param.outTrackIdEmpty'],
    [{ outTrackId: 'x'.repeat(101) }, 'param.invalid'],
    [{ cardData: undefined }, 'param.cardPublicDataEmpty'],
    [{ cardData: { cardParamMap: { title: 1 } } }, 'param.invalid'],
    [{ cardData: { cardParamMap: { title: '长'.repeat(400) } } }, 'param.invalid'],
    [{ cardData: { cardParamMap: { body: 'x'.repeat(102_401) } } }, 'param.invalid'],
    [{ cardData: { cardParamMap: { body: '办证' } } }, 'param.contentUnsafe'],
    [{ privateData: { nobody: { cardParamMap: { error: 'x' } } } }, 'param.userIdNotExist'],
    [{ openSpaceId: '' }, 'param.openSpaceIdEmpty'],
    [{ openSpaceId: 'IM_ROBOT.x' }, 'param.openSpaceIdInvalid'],
    [{ openSpaceId: 'dtv1.card//IM_PLACE.x' }, 'param.openSpaceIdInvalid'],
    [{ imRobotOpenDeliverModel: undefined }, 'param.openDeliverModelEmpty'],
    [{ imRobotOpenDeliverModel: { robotCode: 'other' } }, 'param.openDeliverModelError'],
    [{ imRobotOpenSpaceModel: {} }, 'param.openSpaceModelInvalid'],
    [{ callbackType: 'HTTP' }, 'param.callbackRouteKeyEmpty'],
  ])('%j is refused', async (more, code) => {
    const o = organisation({ rules: { unsafeWords: ['办证'] } });
    expect(await o.sendCard('a', {}, more)).toMatchObject({ status: 400, body: { code } });
    expect(o.emulator.phone(o.teacher).messages()).toEqual([]);
  });

  test('an outTrackId is used once, an unpublished template never', async () => {
    const o = organisation();
    o.emulator.templates.add({ ...TEMPLATE, templateId: 'draft.schema', published: false });
    await o.sendCard('a', { title: '一' });
    expect((await o.sendCard('a', { title: '二' })).body.code).toBe('param.cardAlreadyExist');
    expect(seen(o)?.card?.title).toBe('一');
    const draft = await o.sendCard('b', {}, { cardTemplateId: 'draft.schema' });
    expect(draft.body.code).toBe('param.templateUnpublished');
  });

  test.each([
    ['an unknown person', 'IM_ROBOT.nobody', {}, 'spaceId is illegal'],
    ['an unknown group', 'IM_GROUP.cidnone', {}, 'spaceId is illegal'],
    ['no space model', undefined, { imRobotOpenSpaceModel: undefined }, 'the card has no space model for this space'],
  ])('%s: a 200 with a failed delivery', async (_case, space, more, errorMsg) => {
    const o = organisation();
    const openSpaceId = space === undefined ? {} : { openSpaceId: `dtv1.card//${space}` };
    const sent = await o.sendCard('a', {}, { ...openSpaceId, ...more });
    expect(sent).toMatchObject({ status: 200, body: { success: true } });
    expect(deliveryOf(sent)).toMatchObject({ success: false, errorMsg });
  });

  test('an injected failure leaves the card, which delivers later; twice shows twice', async () => {
    const o = organisation();
    o.emulator.faults.failDeliveries(1, 'system busy');
    expect(deliveryOf(await o.sendCard('a', { title: '一' }))).toMatchObject({
      success: false,
      errorMsg: 'system busy',
    });
    const deliver = () => o.call('POST', '/v1.0/card/instances/deliver', o.card('a', {}));
    expect(deliveryOf(await deliver())).toMatchObject({ success: true });
    expect(deliveryOf(await deliver())).toMatchObject({ success: true });
    expect(o.emulator.phone(o.teacher).messages()).toHaveLength(2);
    const other = await o.call('POST', '/v1.0/card/instances/deliver', o.card('none', {}));
    expect(other.body.code).toBe('param.cardNotExist');
  });

  test('a group card may be for some, and mention', async () => {
    const o = organisation();
    const other = o.emulator.people.add({ name: '王芳' }).userId;
    const chatId = o.emulator.chats.create({ name: '领导小组', members: [o.teacher, other], withBot: true });
    const imGroupOpenDeliverModel = {
      robotCode: o.emulator.bot.robotCode,
      recipients: [other],
      atUserIds: { [other]: '王芳' },
    };
    await o.sendCard('a', { title: '周报' }, { openSpaceId: `dtv1.card//im_group.${chatId}`, imGroupOpenDeliverModel });
    expect(o.emulator.phone(o.teacher).messages(chatId)).toEqual([]);
    expect(o.emulator.phone(other).messages(chatId)).toMatchObject([{ mentionsMe: true }]);
  });
});

describe('what a client leaves out in silence', () => {
  test.each([
    ['done', 'yes', 'done is neither true nor false'],
    ['tone', 'bright', 'the tag has no colour bright'],
    ['form', '{"fields":{}}', 'a form variable must hold {"fields":[…]}'],
    ['form', '{"fields":[{"name":"a","type":"PERSON"}]}', 'a form field needs a name and a known type'],
    ['form', '{"fields":[{"name":"a","type":"SELECT"}]}', 'form field a offers no options'],
    [
      'form',
      '{"fields":[{"name":"a","type":"SELECT","defaultValue":"x","options":[{"value":"x","text":"x"}]}]}',
      'the defaultValue of form field a does not fit SELECT',
    ],
    ['buttons', '{}', 'a buttonGroup variable must hold a list'],
    ['buttons', '[{"text":"好"}]', 'a button needs text and event'],
    ['buttons', '[{"text":"好","event":{"type":"callback"}}]', 'button 好 has no event the client knows'],
  ])('%s %s', async (name, value, problem) => {
    const o = organisation();
    await o.sendCard('a', { title: 't', [name]: value });
    expect(seen(o)?.card?.problems[0]).toContain(problem);
    expect(o.emulator.complaints()[0]).toContain(`a as everybody sees it: ${problem}`);
  });

  test('unknown variables, and private data of public variables', async () => {
    const o = organisation();
    await o.sendCard('a', { titel: 'x' }, { privateData: { [o.teacher]: { cardParamMap: { title: '我的' } } } });
    expect(seen(o)?.card?.title).toBe('');
    expect(o.emulator.complaints()).toEqual([
      `template ${TEMPLATE.templateId} has no variable titel`,
      'title is sent as private data, but it is no private variable',
    ]);
  });
});

describe('updating', () => {
  test('overwrites everything unless told to go by key', async () => {
    const o = organisation();
    await o.sendCard('a', { title: '一', tag: '待办', body: '正文' });
    const byKey = { updateCardDataByKey: true, updatePrivateDataByKey: true };
    const changed = await put(o, { cardData: { cardParamMap: { tag: '已办' } }, cardUpdateOptions: byKey });
    expect(changed.body).toEqual({ success: true, result: true });
    expect(seen(o)).toMatchObject({ text: '一\n已办\n正文', revision: 1 });
    await put(o, { cardData: { cardParamMap: { title: '二' } } });
    expect(seen(o)?.text).toBe('二');
  });

  test('private data is one person’s', async () => {
    const o = organisation();
    const other = o.emulator.people.add({ name: '王芳' }).userId;
    await o.sendCard('a', { title: '一' }, { openSpaceId: `dtv1.card//IM_ROBOT.${o.teacher};IM_ROBOT.${other}` });
    await put(o, { privateData: { [other]: { cardParamMap: { error: '只给王芳' } } } });
    expect(seen(o)?.text).toBe('一');
    expect(seen(o, other)?.text).toBe('一\n只给王芳');
  });

  test.each([
    [{}, 'param.cardDataAndPrivateDataBothEmpty'],
    [{ outTrackId: 'none', cardData: { cardParamMap: {} } }, 'param.cardNotExist'],
    [{ privateData: { nobody: { cardParamMap: {} } } }, 'param.userIdNotExist'],
    [{ cardData: { cardParamMap: { title: null } } }, 'param.invalid'],
  ])('%j is refused', async (body, code) => {
    const o = organisation();
    await o.sendCard('a', { title: '一' });
    expect(await put(o, body)).toMatchObject({ status: 400, body: { code } });
  });
});
