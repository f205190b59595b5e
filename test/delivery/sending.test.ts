import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { refresh, sendText, updateCard } from '../../src/kernel/send.ts';
import { DAY } from '../../src/kernel/time.ts';
import { chatGroup, identity, sentCard } from '../../src/store/schema/index.ts';
import { cardOf, openDesk, START } from './desk.ts';
import { down } from './vendor.ts';

describe('a card on its way', () => {
  test('is sent, remembered, and the chat it opened is learned', async () => {
    const desk = openDesk();
    desk.note(7, 2);
    await desk.settled();
    expect(desk.vendor.of('ou_2').map((message) => message.content)).toEqual(['{"title":"通知7","images":[]}']);
    expect(desk.sent()).toMatchObject([
      { card: 'note', topic: 'note:7', messageId: 'om_1', personId: 2, sentAt: START },
    ]);
    expect(desk.store.db.select().from(identity).where(eq(identity.userId, 'ou_2')).get()?.directChatId).toBe(
      'oc_ou_2',
    );
    expect(desk.rows()).toMatchObject([{ state: 'sent', claim: null, finishedAt: START }]);
    expect(desk.delivery.nextAt()).toBeUndefined();
  });

  test('is dropped when it is no longer wanted at the moment it would leave', async () => {
    const desk = openDesk();
    desk.note(7, 2, { notBefore: START + 60_000 });
    await desk.settled();
    desk.unwanted.add(7);
    await desk.wait(60_000);
    expect(desk.vendor.messages).toEqual([]);
    expect(desk.rows()).toMatchObject([{ state: 'dropped', verdict: 'no_longer_needed' }]);
  });

  test('leaves at its time, woken by the clock alone', async () => {
    const desk = openDesk();
    desk.note(7, 2, { notBefore: START + 60_000 });
    await desk.settled();
    expect(desk.delivery.nextAt()).toBe(START + 60_000);
    await desk.wait(59_999);
    expect(desk.vendor.messages).toEqual([]);
    await desk.wait(1);
    expect(desk.vendor.messages).toHaveLength(1);
  });

  test('goes to a group, and nowhere once the bot has been removed', async () => {
    const desk = openDesk();
    desk.store.db
      .insert(chatGroup)
      .values({ id: 5, platform: 'feishu', chatId: 'oc_staff', schoolId: 1, name: '全体', createdAt: START })
      .run();
    desk.change((context) => sendText(context, '今天请讲：雨天过马路', { group: 5 }));
    await desk.settled();
    expect(desk.vendor.of('oc_staff')).toHaveLength(1);
    desk.store.db.update(chatGroup).set({ state: 'left' }).run();
    desk.change((context) => sendText(context, '又一句', { group: 5 }));
    await desk.settled();
    expect(desk.vendor.of('oc_staff')).toHaveLength(1);
    expect(desk.rows()[1]).toMatchObject({ state: 'failed', verdict: 'bot_removed: no way to the addressee' });
  });

  test('that breaks a limit becomes its plain text', async () => {
    const desk = openDesk();
    desk.notes.set(
      7,
      cardOf('长'.repeat(61), { blocks: [{ kind: 'facts', facts: [{ label: '部位', value: '食堂' }] }] }),
    );
    desk.note(7, 2);
    await desk.settled();
    expect(desk.vendor.messages).toMatchObject([{ kind: 'text', content: `${'长'.repeat(61)}\n部位：食堂` }]);
    expect(desk.rows()).toMatchObject([{ state: 'sent', verdict: 'as_text: card.too_large' }]);
    expect(desk.logged).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ code: 'card.too_large' }) }),
    );
  });

  test('that names an unknown action becomes its plain text', async () => {
    const desk = openDesk();
    desk.notes.set(7, cardOf('通知', { actions: [{ label: '点我', action: 'nobody.knows' }] }));
    desk.note(7, 2);
    await desk.settled();
    expect(desk.vendor.messages).toMatchObject([{ kind: 'text', content: '通知' }]);
  });

  test('that the vendor rejects becomes its plain text', async () => {
    const desk = openDesk();
    desk.vendor.state.script = (call) =>
      call === 'sendCard' ? { is: 'never', why: 'card_rejected', detail: '230099' } : undefined;
    desk.note(7, 2);
    await desk.settled();
    expect(desk.vendor.messages).toMatchObject([{ kind: 'text', content: '通知7' }]);
    expect(desk.rows()).toMatchObject([{ state: 'sent', verdict: 'as_text: card_rejected' }]);
  });

  test('uploads a picture once and shows it', async () => {
    const desk = openDesk();
    const hash = 'ab'.repeat(32);
    desk.files.stored.set(hash, Uint8Array.of(1, 2, 3));
    const withPicture = (title: string) => cardOf(title, { blocks: [{ kind: 'image', photo: hash, label: '整改前' }] });
    desk.notes.set(1, withPicture('甲')).set(2, withPicture('乙'));
    desk.note(1, 2);
    await desk.settled();
    desk.note(2, 3);
    await desk.settled();
    expect(desk.vendor.uploads).toEqual(['010203']);
    expect(desk.vendor.messages.map((message) => message.content)).toEqual([
      '{"title":"甲","images":["img_1"]}',
      '{"title":"乙","images":["img_1"]}',
    ]);
  });

  test('rings when asked; a ring that fails sends nothing twice', async () => {
    const desk = openDesk();
    desk.note(1, 2, { urge: true, lane: 'urgent' });
    await desk.settled();
    expect(desk.vendor.rung).toEqual(['om_1']);
    desk.vendor.state.script = (call) => (call === 'urge' ? { is: 'later', why: 'network', detail: '-' } : undefined);
    desk.note(2, 3, { urge: true, lane: 'urgent' });
    await desk.settled();
    await desk.wait(DAY);
    expect(desk.vendor.of('ou_3')).toHaveLength(1);
    expect(desk.rows()[1]).toMatchObject({ state: 'sent' });
  });
});

describe('the same card kept up to date', () => {
  async function onPhone(more = {}) {
    const desk = openDesk();
    desk.notes.set(7, cardOf('初', more));
    desk.note(7, 2);
    await desk.settled();
    return desk;
  }
  const titleOn = (desk: ReturnType<typeof openDesk>, index = 0): unknown =>
    JSON.parse(desk.vendor.messages[index]?.content ?? '{}').title;

  test('a hundred changes cost one call and show the last', async () => {
    const desk = await onPhone();
    for (let n = 1; n <= 100; n += 1) {
      desk.notes.set(7, cardOf(`第 ${n} 版`));
      desk.change((context) => refresh(context, 'note:7'));
    }
    await desk.settled();
    await desk.wait(5_000);
    expect(desk.vendor.messages[0]).toMatchObject({ updates: 1 });
    expect(titleOn(desk)).toBe('第 100 版');
  });

  test('a change while an update is on its way is shown by the next one; the two never overlap', async () => {
    const desk = await onPhone();
    let isFirst = true;
    desk.vendor.state.meanwhile = (call) => {
      if (call !== 'updateCard' || !isFirst) return;
      isFirst = false;
      desk.notes.set(7, cardOf('后'));
      desk.change((context) => refresh(context, 'note:7'));
      return new Promise((resolve) => setTimeout(resolve, 20));
    };
    desk.notes.set(7, cardOf('前'));
    desk.change((context) => refresh(context, 'note:7'));
    await desk.settled();
    await desk.wait(1_000);
    expect(titleOn(desk)).toBe('后');
    expect(desk.vendor.state.overlappingUpdates).toBe(0);
    expect(desk.vendor.messages[0]).toMatchObject({ updates: 2 });
  });

  test('nothing changed costs nothing', async () => {
    const desk = await onPhone();
    desk.change((context) => refresh(context, 'note:7'));
    await desk.settled();
    expect(desk.vendor.calls.map((one) => one.call)).toEqual(['sendCard']);
    expect(desk.rows()[1]).toMatchObject({ state: 'dropped', verdict: 'unchanged' });
  });

  const form = (revision: number) => ({
    form: { action: 'note.submit', revision, fields: [], submit: '提交' },
  });

  test('a form somebody may be filling is left alone until it has become invalid', async () => {
    const desk = await onPhone(form(1));
    desk.notes.set(7, cardOf('别处变了', form(1)));
    desk.change((context) => refresh(context, 'note:7'));
    await desk.settled();
    expect(titleOn(desk)).toBe('初');
    desk.notes.set(7, cardOf('表单变了', form(2)));
    desk.change((context) => refresh(context, 'note:7'));
    await desk.settled();
    expect(titleOn(desk)).toBe('表单变了');
  });

  test('a refused form comes back with its message, and is then left alone again', async () => {
    const desk = await onPhone(form(1));
    const refuse = () =>
      desk.change((context) => {
        context.db
          .update(sentCard)
          .set({ entered: { values: {}, message: '还差一项' }, formShown: '', pressedAt: context.now })
          .run();
        updateCard(context, { id: 1, platform: 'feishu' }, 'press');
      });
    refuse();
    await desk.settled();
    expect(desk.vendor.messages[0]?.content).toContain('还差一项');
    desk.notes.set(7, cardOf('别处变了', form(1)));
    desk.change((context) => refresh(context, 'note:7'));
    await desk.settled();
    expect(titleOn(desk)).toBe('初');
  });

  test('a press that is refused while an update is on its way still gets its message', async () => {
    const desk = await onPhone(form(1));
    let isFirst = true;
    desk.vendor.state.meanwhile = (call) => {
      if (call !== 'updateCard' || !isFirst) return;
      isFirst = false;
      desk.change((context) => {
        context.db
          .update(sentCard)
          .set({ entered: { values: {}, message: '还差一项' }, formShown: '' })
          .run();
        updateCard(context, { id: 1, platform: 'feishu' }, 'press');
      });
    };
    desk.notes.set(7, cardOf('表单变了', form(2)));
    desk.change((context) => refresh(context, 'note:7'));
    await desk.settled();
    await desk.wait(1_000);
    expect(desk.vendor.messages[0]?.content).toContain('还差一项');
  });

  test.each(['too_old', 'message_gone'] as const)(
    '%s: a fresh card, once, and the old one is never tried again',
    async (why) => {
      const desk = await onPhone();
      desk.vendor.state.script = (call) => (call === 'updateCard' ? { is: 'never', why, detail: '-' } : undefined);
      desk.notes.set(7, cardOf('新'));
      desk.change((context) => refresh(context, 'note:7'));
      await desk.settled();
      expect(titleOn(desk, 1)).toBe('新');
      desk.vendor.state.script = () => undefined;
      desk.notes.set(7, cardOf('更新'));
      desk.change((context) => refresh(context, 'note:7'));
      await desk.settled();
      expect(desk.vendor.messages).toHaveLength(2);
      expect(titleOn(desk, 0)).toBe('初');
      expect(titleOn(desk, 1)).toBe('更新');
      expect(desk.sent().map((sent) => sent.state)).toEqual(['replaced', 'live']);
    },
  );

  test('after 14 days a fresh card is sent without trying; an unwanted one is not', async () => {
    const desk = await onPhone();
    await desk.wait(14 * DAY);
    desk.notes.set(7, cardOf('新'));
    desk.change((context) => refresh(context, 'note:7'));
    await desk.settled();
    expect(desk.vendor.calls.map((one) => one.call)).toEqual(['sendCard', 'sendCard']);
    await desk.wait(14 * DAY);
    desk.unwanted.add(7);
    desk.change((context) => refresh(context, 'note:7'));
    await desk.settled();
    expect(desk.vendor.messages).toHaveLength(2);
    // Nothing changed, so the old card stays as it is; nobody gets a copy.
    expect(desk.sent().map((sent) => sent.state)).toEqual(['replaced', 'live']);
  });
});

describe('what did not arrive', () => {
  test('is news for the safety office: one card for all failures of an hour', async () => {
    const desk = openDesk({ people: 6 });
    desk.vendor.state.script = (_call, about) =>
      about === 'ou_1' ? undefined : { is: 'never', why: 'not_in_range', detail: '230013' };
    const told = () => desk.vendor.of('ou_1').map((message) => JSON.parse(message.content).title);
    for (const to of [2, 3, 4]) desk.note(to, to);
    await desk.settled();
    await desk.wait(60_000);
    expect(told()).toEqual(['3 条没送到']);
    desk.note(5, 5);
    await desk.wait(10 * 60_000);
    expect(told()).toEqual(['3 条没送到']);
    await desk.wait(60 * 60_000);
    expect(told()).toEqual(['3 条没送到', '4 条没送到']);
  });

  test('a notice about failures that fails itself ends there', async () => {
    const desk = openDesk();
    desk.vendor.state.script = () => ({ is: 'never', why: 'not_in_range', detail: '230013' });
    desk.note(2, 2);
    await desk.wait(3 * 60 * 60_000);
    expect(desk.rows().map((row) => row.state)).toEqual(['failed', 'failed']);
  });

  test('a person without an account is news, too', async () => {
    const desk = openDesk();
    desk.store.db.update(identity).set({ state: 'left' }).where(eq(identity.personId, 2)).run();
    desk.note(2, 2);
    await desk.wait(60_000);
    expect(desk.rows()[0]).toMatchObject({ state: 'failed', verdict: 'no_account: no way to the addressee' });
    expect(desk.vendor.of('ou_1')).toHaveLength(1);
  });

  test('an outage of a day loses nothing; urgent rows are first when it ends', async () => {
    const desk = openDesk({ people: 60 });
    desk.vendor.state.script = down;
    for (let to = 2; to <= 50; to += 1) desk.note(to, to, { lane: 'bulk' });
    await desk.wait(DAY / 2);
    desk.note(51, 51, { lane: 'urgent' });
    await desk.wait(DAY / 2);
    expect(desk.vendor.messages).toEqual([]);
    const tries = desk.vendor.calls.length;
    // One row at a time tries, at most every minute.
    expect(tries).toBeLessThan(1_500);
    desk.vendor.state.script = () => undefined;
    await desk.wait(60_000);
    expect(desk.vendor.messages).toHaveLength(50);
    expect(desk.vendor.messages[0]?.to).toBe('ou_51');
    expect(desk.rows().every((row) => row.state === 'sent')).toBe(true);
  });
});
