import { describe, expect, test } from 'vitest';
import { type Campus, openCampus } from '../campus.ts';
import { waysOf } from '../only_on.ts';

/** Does something the moment the vendor has a card whose title holds the words, before the sender has heard of it. */
function whenSent(
  campus: Campus,
  name: string,
  title: string,
  act: (messageId: string, chatId: string, values: Readonly<Record<string, string>>) => void,
): void {
  const teacher = campus.person(name);
  const forget = campus.tenant.emulator.onChange(({ kind }) => {
    const card = kind === 'created' ? teacher.everything().find((one) => one.title.includes(title)) : undefined;
    if (!card) return;
    forget();
    const values = Object.fromEntries(card.fields.map((field) => [field.name, String(field.initial ?? '')]));
    const chat = teacher.phone.chats().find((one) => one.kind === 'p2p');
    act(card.messageId, chat?.chatId ?? '', values);
  });
}

describe.each(waysOf(['patch', 'inline'] as const, 'patch'))('faster than the sender, answered %s', (cardReply) => {
  test('a card pressed before its sending is written down still becomes what the press made of it', async () => {
    const campus = await openCampus({ cardReply });
    const { engine } = campus.tenant.server;
    const reporter = campus.person('刘洋');
    let answered: Promise<{ toast?: { text: string } }> | undefined;
    whenSent(campus, '刘洋', '请确认', (messageId, chatId, values) => {
      answered = engine.receive({
        kind: 'press',
        platform: campus.platform,
        deliveryId: 'quick',
        at: campus.clock.now(),
        sender: { userId: reporter.openId },
        messageId,
        chatId,
        action: 'hazard.register',
        reference: { draft: 1 },
        revision: 1,
        values,
      });
    });
    await reporter.says('操场单杠松动了');
    const reply = await answered;
    expect(reply?.toast?.text).toBe('已登记 QS-202509-0001');
    await campus.settle();
    expect(reporter.sees('已登记').buttons).not.toContain('登记隐患');
    campus.person('王芳').sees('待认定');
    await campus.end();
  });

  test('what changes while a card is on its way reaches that card too', async () => {
    const campus = await openCampus({
      cardReply,
      staff: { 刘洋: ['class_teacher'], 王芳: ['safety_office'], 何静: ['safety_office'], 赵强: ['facility_lead'] },
    });
    const { engine } = campus.tenant.server;
    const reporter = campus.person('刘洋');
    let withdrawn: Promise<unknown> | undefined;
    await reporter.says('操场单杠松动了');
    reporter.sees('请确认');
    for (const name of ['王芳', '何静']) {
      whenSent(campus, name, '待认定', () => {
        withdrawn ??= engine.receive({
          kind: 'press',
          platform: campus.platform,
          deliveryId: 'withdraw',
          at: campus.clock.now(),
          sender: { userId: reporter.openId },
          messageId: reporter.card('单杠').messageId,
          chatId: '',
          action: 'hazard.withdraw',
          reference: { hazard: 1 },
        });
      });
    }
    await reporter.presses('登记隐患');
    await withdrawn;
    await campus.settle();
    // Whose card had not left yet gets none.
    const cards = ['王芳', '何静'].flatMap((name) => campus.person(name).everything());
    expect(cards.length).toBeGreaterThan(0);
    for (const card of cards) expect(card.buttons).not.toContain('认定派单');
    await campus.end({ ignore: ['刘洋', '王芳', '何静'] });
  });
});
