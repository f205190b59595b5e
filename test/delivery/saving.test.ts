import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createSaving } from '../../src/delivery/saving.ts';
import { refresh, sendCard, updateCard } from '../../src/kernel/send.ts';
import { HOUR, MINUTE } from '../../src/kernel/time.ts';
import { chatGroup, platformBudget, sentCard } from '../../src/store/schema/index.ts';
import { cardOf, openDesk, START } from './desk.ts';

/** A month's calls of which `used` are gone on 18 September: the forecast is about 1.7 times as much. */
async function deskWith(used: number) {
  const limit = 10_000;
  const desk = openDesk({ delivery: { policy: createSaving(() => limit) } });
  desk.store.db.insert(platformBudget).values({ platform: 'feishu', month: '2025-09', calls: used }).run();
  desk.notes.set(7, cardOf('初'));
  desk.note(7, 2);
  await desk.settled();
  const change = async (title: string): Promise<void> => {
    desk.notes.set(7, cardOf(title));
    desk.change((context) => refresh(context, 'note:7'));
    await desk.settled();
  };
  return { desk, change, shown: () => desk.vendor.messages[0]?.content ?? '', calls: () => desk.vendor.calls.length };
}

test('a month with calls to spare: every change shows at once', async () => {
  const { change, shown } = await deskWith(500);
  await change('改一');
  expect(shown()).toContain('改一');
});

test('a tight month: what others changed gathers, and one call brings the last truth half an hour later', async () => {
  const { desk, change, shown } = await deskWith(2_500);
  for (const title of ['改一', '改二', '改三']) await change(title);
  expect(shown()).toContain('初');
  await desk.wait(29 * MINUTE);
  expect(shown()).toContain('初');
  await desk.wait(2 * MINUTE);
  expect(shown()).toContain('改三');
  expect(desk.rows().filter((row) => row.kind === 'update' && row.state === 'sent')).toHaveLength(1);
});

test('who presses their own card waits for nothing, also when a change was gathering', async () => {
  const { desk, change, shown } = await deskWith(2_500);
  await change('改一');
  expect(shown()).toContain('初');
  desk.change((context) => updateCard(context, { id: 1, platform: 'feishu' }, 'press'));
  await desk.settled();
  expect(shown()).toContain('改一');
});

test('the tighter the month, the longer it gathers; a clock of hours at most', async () => {
  const { desk, change, shown } = await deskWith(3_600);
  await change('改一');
  await desk.wait(HOUR);
  expect(shown()).toContain('初');
  await desk.wait(5 * HOUR + MINUTE);
  expect(shown()).toContain('改一');
});

test('taps of many on a card in a group gather too; danger does not', async () => {
  const { desk, change, shown } = await deskWith(2_500);
  desk.store.db
    .insert(chatGroup)
    .values({ id: 1, platform: 'feishu', chatId: 'oc_1', schoolId: 1, name: '班主任群', createdAt: START })
    .run();
  desk.store.db.update(sentCard).set({ groupId: 1, personId: null }).where(eq(sentCard.id, 1)).run();
  desk.notes.set(7, cardOf('点了'));
  desk.change((context) => updateCard(context, { id: 1, platform: 'feishu' }, 'press'));
  await desk.settled();
  expect(shown()).toContain('初');
  await desk.wait(11 * MINUTE);
  expect(shown()).toContain('点了');
  desk.store.db.update(sentCard).set({ card: 'incident.alert' }).where(eq(sentCard.id, 1)).run();
  await change('险情');
  // The desk knows no such card to draw; what matters is that the row was not held back.
  expect(desk.rows().at(-1)).toMatchObject({ kind: 'update' });
  expect(desk.rows().at(-1)?.notBefore).toBeLessThanOrEqual(desk.clock.now() + HOUR);
  expect(desk.rows().at(-1)?.attempts).toBe(1);
});

test('somebody may be filling a form that has become invalid: they see it at once', async () => {
  const { change, desk, shown } = await deskWith(2_500);
  desk.store.db.update(sentCard).set({ formShown: 'note.submit@1' }).where(eq(sentCard.id, 1)).run();
  await change('表单过期');
  expect(shown()).toContain('表单过期');
});

test('a reminder that asks nothing any more is brought up to date once and then left alone', async () => {
  const desk = openDesk();
  desk.notes.set(3, cardOf('还没派人', { actions: [{ label: '看卡', action: 'note.press' }] }));
  desk.change((context) => sendCard(context, 'reminder', { note: 3 }, { person: 2 }));
  await desk.settled();
  const change = async (title: string, tone: 'done' | 'due'): Promise<void> => {
    desk.notes.set(3, cardOf(title, { tone, actions: [] }));
    desk.change((context) => refresh(context, 'note:3'));
    await desk.settled();
  };
  await change('催第二次', 'due');
  expect(desk.sent()[0]?.state).toBe('live');
  await change('已派单', 'done');
  expect(desk.sent()[0]?.state).toBe('settled');
  await change('已销号', 'done');
  expect(desk.vendor.messages[0]?.content).toContain('已派单');
});
