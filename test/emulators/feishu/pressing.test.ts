import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/emulators/ground/json.ts';
import { isObject } from '../../../src/emulators/ground/json.ts';
import { messageIdOf, type Receiver, receiver, tenant } from './tenant.ts';

const plain = (content: string) => ({ tag: 'plain_text', content });
const option = (value: string, text: string) => ({ text: plain(text), value });
const callback = (value: unknown) => [{ type: 'callback', value }];

const FORM_CARD = {
  schema: '2.0',
  header: { title: plain('隐患') },
  body: {
    elements: [
      {
        tag: 'form',
        name: 'form',
        elements: [
          { tag: 'input', name: 'text', label: plain('描述'), required: true, max_length: 10 },
          { tag: 'input', name: 'long', label: plain('补充'), input_type: 'multiline_text' },
          {
            tag: 'select_static',
            name: 'one',
            placeholder: plain('程度'),
            options: [option('g', '一般'), option('m', '重大')],
            initial_index: 1,
          },
          {
            tag: 'multi_select_static',
            name: 'many',
            placeholder: plain('地点'),
            options: [option('a', '食堂'), option('b', '操场')],
          },
          { tag: 'select_person', name: 'person', placeholder: plain('责任人') },
          { tag: 'date_picker', name: 'day', placeholder: plain('期限') },
          { tag: 'picker_time', name: 'time', placeholder: plain('时间') },
          { tag: 'picker_datetime', name: 'moment', placeholder: plain('时刻') },
          { tag: 'checker', name: 'tick', text: plain('已拍照') },
          {
            tag: 'button',
            name: 'send',
            text: plain('登记'),
            form_action_type: 'submit',
            behaviors: callback({ a: 'report' }),
          },
          { tag: 'button', name: 'clear', text: plain('重填'), form_action_type: 'reset' },
        ],
      },
      { tag: 'button', name: 'off', text: plain('撤回'), disabled: true, disabled_tips: plain('已超过十分钟') },
      {
        tag: 'button',
        text: plain('确认'),
        confirm: { title: plain('确定吗'), text: plain('') },
        behaviors: callback({ a: 'confirm' }),
      },
      {
        tag: 'select_static',
        element_id: 'outside',
        placeholder: plain('转给'),
        options: [option('x', '总务处')],
        behaviors: callback({ a: 'hand' }),
      },
      { tag: 'button', text: plain('看'), behaviors: [{ type: 'open_url', default_url: 'https://example.invalid/1' }] },
    ],
  },
};
const NEXT_CARD = { schema: '2.0', header: { title: plain('已登记') }, body: { elements: [] } };

let open: Receiver[] = [];
afterEach(async () => {
  for (const each of open) await each.stop();
  open = [];
});

async function withCard(card: JsonObject = FORM_CARD) {
  const app = await receiver();
  open.push(app);
  const t = tenant({ delivery: { mode: 'webhook', url: app.url } });
  const messageId = messageIdOf(await t.send('interactive', card));
  const phone = t.emulator.phone(t.teacher);
  const lastAction = () => {
    const event = app.received.at(-1)?.body.event;
    return isObject(event) && isObject(event.action) ? event.action : {};
  };
  const lastToken = () => {
    const event = app.received.at(-1)?.body.event;
    return isObject(event) ? String(event.token) : '';
  };
  return { ...t, app, messageId, phone, lastAction, lastToken };
}

describe('a form', () => {
  test('sends every kind of field in the type of the vendor', async () => {
    const { app, phone, messageId, lastAction, teacher, clock } = await withCard();
    const result = await phone.presses(messageId, {
      button: '登记',
      values: {
        描述: '过期',
        补充: '两行\n文字',
        程度: '重大',
        地点: ['食堂', 'b'],
        责任人: '李老师',
        期限: '2026-11-27',
        时间: '15:30',
        时刻: '2026-11-27 15:30',
        已拍照: true,
      },
    });
    expect(result).toEqual({});
    expect(lastAction()).toEqual({
      tag: 'button',
      name: 'send',
      value: { a: 'report' },
      timezone: 'Asia/Shanghai',
      form_value: {
        text: '过期',
        long: '两行\n文字',
        one: 'm',
        many: ['a', 'b'],
        person: teacher,
        day: '2026-11-27 +0800',
        time: '15:30 +0800',
        moment: '2026-11-27 15:30 +0800',
        tick: true,
      },
    });
    expect(app.received.at(-1)?.body.header).toMatchObject({
      event_type: 'card.action.trigger',
      create_time: `${clock.now()}000`,
    });
  });

  test('leaves untouched optional fields out, inputs as an empty text', async () => {
    const { phone, messageId, lastAction, emulator } = await withCard();
    await phone.presses(messageId, { button: 'send', values: { text: '短' } });
    expect(lastAction().form_value).toEqual({ text: '短', long: '', one: 'g', tick: false });
    emulator.rules.untouchedInput = 'absent';
    await phone.presses(messageId, { button: 'send' });
    expect(lastAction().form_value).toEqual({ text: '短', one: 'g', tick: false });
  });

  test('is held back by the client without what is required or with too much', async () => {
    const { app, phone, messageId } = await withCard();
    expect(await phone.presses(messageId, { button: '登记' })).toEqual({ blocked: 'required', field: '描述' });
    const long = { button: '登记', values: { 描述: '一二三四五六七八九十一' } };
    expect(await phone.presses(messageId, long)).toEqual({ blocked: 'max_length', field: '描述' });
    expect(app.received).toEqual([]);
  });

  test('forgets what was typed when it is reset or the card is replaced', async () => {
    const { call, phone, messageId } = await withCard();
    phone.fills(messageId, { 描述: '过期' });
    expect(await phone.presses(messageId, { button: '重填' })).toEqual({ reset: true });
    expect(await phone.presses(messageId, { button: '登记' })).toMatchObject({ blocked: 'required' });
    phone.fills(messageId, { 描述: '过期' });
    await call('PATCH', `/im/v1/messages/${messageId}`, { content: JSON.stringify(FORM_CARD) });
    expect(await phone.presses(messageId, { button: '登记' })).toMatchObject({ blocked: 'required' });
  });

  test.each([
    ['a button that is not there', { button: '删除' }, 'no button 删除'],
    ['a field that is not there', { button: '登记', values: { 楼层: '1' } }, 'no field 楼层'],
    ['an option that is not there', { button: '登记', values: { 程度: '特别' } }, 'no option 特别'],
    ['a date in another form', { button: '登记', values: { 期限: '11月27日' } }, '期限'],
  ])('a person cannot use %s', async (_name, press, message) => {
    const { phone, messageId } = await withCard();
    await expect(phone.presses(messageId, press)).rejects.toThrow(message);
  });
});

describe('outside a form', () => {
  test('disabled, unconfirmed and link buttons send nothing', async () => {
    const { app, phone, messageId } = await withCard();
    expect(await phone.presses(messageId, { button: '撤回' })).toEqual({
      blocked: 'disabled',
      field: '撤回',
      detail: '已超过十分钟',
    });
    expect(await phone.presses(messageId, { button: '确认', confirms: false })).toMatchObject({ blocked: 'confirm' });
    expect(await phone.presses(messageId, { button: '看' })).toEqual({ opened: 'https://example.invalid/1' });
    expect(app.received).toEqual([]);
  });

  test('a select calls back with its option', async () => {
    const { phone, messageId, lastAction } = await withCard();
    await phone.presses(messageId, { field: '转给', option: '总务处' });
    expect(lastAction()).toEqual({ tag: 'select_static', value: { a: 'hand' }, option: 'x' });
  });

  test('a card older than 14 days or recalled is dead', async () => {
    const { clock, phone, messageId } = await withCard();
    clock.advance(14 * 86_400_000);
    expect(await phone.presses(messageId, { button: '确认' })).toEqual({});
    clock.advance(1);
    expect(await phone.presses(messageId, { button: '确认' })).toEqual({ blocked: 'expired' });
    const fresh = await withCard();
    await fresh.call('DELETE', `/im/v1/messages/${fresh.messageId}`);
    expect(await fresh.phone.presses(fresh.messageId, { button: '确认' })).toEqual({ blocked: 'recalled' });
  });
});

describe('the answer to a press', () => {
  const toast = { type: 'success', content: '已登记' };
  const press = { button: '确认' };

  test('shows a toast and replaces the card for everybody', async () => {
    const { app, phone, messageId } = await withCard();
    app.answer(() => ({ body: { toast, card: { type: 'raw', data: NEXT_CARD } } }));
    expect(await phone.presses(messageId, press)).toEqual({ toast, cardReplaced: true });
    expect(phone.messages()[0]).toMatchObject({ text: '已登记', revision: 1 });
  });

  test.each<[string, number, { status?: number; body: unknown }]>([
    ['HTTP 500', 200671, { status: 500, body: {} }],
    ['a redirect', 200671, { status: 302, body: {} }],
    ['an empty body', 200672, { body: '' }],
    ['a text', 200672, { body: '"no handler"' }],
    ['an unknown member', 200672, { body: { header: {}, elements: [] } }],
    ['a toast of an unknown type', 200672, { body: { toast: { type: 'ok', content: 'x' } } }],
    ['a card without type and data', 200672, { body: { card: NEXT_CARD } }],
    ['a card with an unknown property', 200673, { body: { card: { type: 'raw', data: { ...NEXT_CARD, footer: 1 } } } }],
    ['a 1.0 card', 200830, { body: { card: { type: 'raw', data: { elements: [] } } } }],
  ])('%s shows an error and changes nothing', async (_name, error, reply) => {
    const { app, phone, messageId } = await withCard();
    app.answer(() => reply);
    expect(await phone.presses(messageId, press)).toMatchObject({ error });
    expect(phone.messages()[0]?.revision).toBe(0);
  });

  test('no answer within 3 seconds shows 200341 and is not repeated', async () => {
    const { app, clock, emulator, phone, messageId } = await withCard();
    const hasArrived = new Promise<void>((resolve) => {
      app.answer(() => {
        resolve();
        return new Promise(() => undefined);
      });
    });
    const pressed = phone.presses(messageId, press);
    await hasArrived;
    clock.advance(3_000);
    expect(await pressed).toMatchObject({ error: 200341 });
    clock.advance(86_400_000);
    await emulator.settled();
    expect(app.received).toHaveLength(1);
  });

  test('an app that is down or has published no callbacks shows its own code', async () => {
    const { app, emulator, phone, messageId } = await withCard();
    emulator.rules.callbacksPublished = false;
    expect(await phone.presses(messageId, press)).toMatchObject({ error: 200340 });
    emulator.rules.callbacksPublished = true;
    await app.stop();
    open = [];
    expect(await phone.presses(messageId, press)).toMatchObject({ error: 200342 });
  });
});

describe('the delayed update', () => {
  test('works twice within 30 minutes after the answer', async () => {
    const { app, call, phone, messageId, lastToken } = await withCard();
    const update = () => call('POST', '/interactive/v1/card/update', { token: lastToken(), card: NEXT_CARD });
    const early: unknown[] = [];
    app.answer(async () => {
      early.push((await update()).body.code);
      return { body: {} };
    });
    await phone.presses(messageId, { button: '确认' });
    expect(early).toEqual([300020]);
    expect([(await update()).body.code, (await update()).body.code, (await update()).body.code]).toEqual([
      0, 0, 300040,
    ]);
    expect(phone.messages()[0]?.text).toBe('已登记');
    const second = await withCard();
    await second.phone.presses(second.messageId, { button: '确认' });
    second.clock.advance(1_800_001);
    const late = await second.call('POST', '/interactive/v1/card/update', {
      token: second.lastToken(),
      card: NEXT_CARD,
    });
    expect(late.body.code).toBe(300030);
  });
});

describe('card updates on their way', () => {
  const titled = (title: string) => ({ content: JSON.stringify({ ...NEXT_CARD, header: { title: plain(title) } }) });

  test('wait while held and then apply in order of arrival', async () => {
    const { call, emulator, phone, messageId } = await withCard();
    emulator.faults.hold();
    const first = call('PATCH', `/im/v1/messages/${messageId}`, titled('一'));
    const second = call('PATCH', `/im/v1/messages/${messageId}`, titled('二'));
    await expect.poll(() => emulator.faults.heldCount()).toBe(2);
    expect(phone.messages()[0]?.revision).toBe(0);
    emulator.faults.release();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    expect(phone.messages()[0]).toMatchObject({ text: '二', revision: 2 });
  });

  test('overtake each other when their way is random', async () => {
    const { call, clock, emulator, phone, messageId } = await withCard();
    emulator.faults.patchLatency(1_000);
    const updates = ['一', '二', '三', '四'].map((title) =>
      call('PATCH', `/im/v1/messages/${messageId}`, titled(title)),
    );
    await expect.poll(() => clock.waiting()).toBe(4);
    const seen: string[] = [];
    emulator.onChange(() => seen.push(phone.messages()[0]?.text ?? ''));
    for (let step = 0; step < 1_000; step += 1) {
      clock.advance(1);
      await Promise.resolve();
    }
    await Promise.all(updates);
    expect([...seen].sort()).toEqual(['一', '三', '二', '四'].sort());
    expect(seen).not.toEqual(['一', '二', '三', '四']);
  });
});
