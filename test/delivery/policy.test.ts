import { expect, test } from 'vitest';
import { sendCard } from '../../src/kernel/send.ts';
import { HOUR, MINUTE } from '../../src/kernel/time.ts';
import { cardOf, openDesk, START } from './desk.ts';
import { down } from './vendor.ts';

test('a row the rules hold back waits and then leaves; it costs no attempt', async () => {
  const desk = openDesk({
    delivery: { policy: ({ now }) => (now < START + HOUR ? { waitUntil: START + HOUR } : undefined) },
  });
  desk.note(1, 2);
  await desk.settled();
  expect(desk.vendor.messages).toEqual([]);
  expect(desk.rows()).toMatchObject([{ state: 'pending', notBefore: START + HOUR, attempts: 0 }]);
  await desk.wait(HOUR + MINUTE);
  expect(desk.vendor.of('ou_2')).toHaveLength(1);
});

test('what is dropped is replaced in the same transaction, and a repeated drop means the same one thing', async () => {
  const desk = openDesk({
    delivery: {
      policy: (_context, row) =>
        row.dedupeKey === 'instead'
          ? undefined
          : {
              dropped: 'merged',
              write: (context) => sendCard(context, 'note', { note: 9 }, { person: 2 }, { dedupeKey: 'instead' }),
            },
    },
  });
  desk.notes.set(9, cardOf('3 项待办'));
  desk.note(1, 2);
  desk.note(2, 2);
  await desk.settled();
  expect(desk.rows().map((row) => [row.state, row.verdict])).toEqual([
    ['dropped', 'merged'],
    ['dropped', 'merged'],
    ['sent', null],
  ]);
  expect(desk.vendor.of('ou_2')).toHaveLength(1);
});

test('what has tried to leave is not asked about again, and a rule that breaks holds nothing back', async () => {
  const asked: number[] = [];
  const desk = openDesk({
    delivery: {
      policy: (_context, row) => {
        asked.push(row.id);
        if (row.card === 'note' && asked.length > 1) throw new Error('broken rule');
        return undefined;
      },
    },
  });
  desk.vendor.state.script = down;
  desk.note(1, 2);
  await desk.settled();
  desk.vendor.state.script = () => undefined;
  await desk.wait(10 * MINUTE);
  expect(asked.filter((id) => id === 1)).toEqual([1]);
  expect(desk.vendor.of('ou_2')).toHaveLength(1);
  desk.note(2, 3);
  await desk.settled();
  expect(desk.vendor.of('ou_3')).toHaveLength(1);
  expect(desk.logged.map((line) => line.message)).toContain('delivery.policy: a rule broke; the row leaves');
});
