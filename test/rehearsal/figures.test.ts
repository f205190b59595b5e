import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stripMetadata } from '../../src/photos/strip_metadata.ts';
import { createAgenda } from '../../src/rehearsal/agenda.ts';
import { chance } from '../../src/rehearsal/chance.ts';
import { createCountingPlatform, pictureOf } from '../../src/rehearsal/counting_platform.ts';
import { kindOf } from '../../src/rehearsal/duty_figures.ts';
import { type Call, dingtalkProfile, feishuProfile, profiles } from '../../src/rehearsal/profiles.ts';
import { staffModel } from '../../src/rehearsal/staff_model.ts';
import { median, quantile } from '../../src/rehearsal/statistics.ts';
import { table, widthOf } from '../../src/rehearsal/table.ts';
import { monthOf, spanOfTerm } from '../../src/rehearsal/term.ts';

describe('numbers', () => {
  test.each([
    [[], 0],
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

  test('nine in ten: the tenth may be anything', () => {
    expect(quantile([1, 1, 1, 1, 1, 1, 1, 1, 3, 99], 0.9)).toBe(3);
    expect(quantile([], 0.9)).toBe(0);
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1 }), (values) => {
        const at = quantile(values, 0.9);
        expect(values.filter((value) => value <= at).length).toBeGreaterThanOrEqual(0.9 * values.length);
      }),
    );
  });

  test('chance is the same for the same seed, spread evenly, and another for another seed', () => {
    expect(chance(1, 'tap', 7)).toBe(chance(1, 'tap', 7));
    expect(chance(1, 'tap', 7)).not.toBe(chance(2, 'tap', 7));
    const drawn = Array.from({ length: 2_000 }, (_, index) => chance(1, 'day', index));
    expect(Math.abs(drawn.reduce((sum, one) => sum + one, 0) / drawn.length - 0.5)).toBeLessThan(0.03);
    expect(drawn.filter((one) => one < 0.1).length / drawn.length).toBeCloseTo(0.1, 1);
  });

  test('the shares of the staff model come to one', () => {
    expect(staffModel.habits.reduce((sum, habit) => sum + habit.share, 0)).toBeCloseTo(1, 9);
  });
});

test('an agenda gives what is due in the order of time, and of being added', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 60 }), fc.nat(60), (times, now) => {
      const agenda = createAgenda<number>();
      times.forEach((at, index) => {
        agenda.add(at, index);
      });
      const expected = times
        .map((at, index) => ({ at, index }))
        .filter((one) => one.at <= now)
        .sort((left, right) => left.at - right.at || left.index - right.index);
      expect(agenda.takeDue(now)).toEqual(expected.map((one) => one.index));
      const left = times.filter((at) => at > now);
      expect(agenda.nextAt()).toBe(left.length === 0 ? undefined : Math.min(...left));
    }),
  );
});

describe('counting as a vendor does', () => {
  const person = { kind: 'person', userId: 'u1' } as const;
  const sendEverything = async (name: 'feishu' | 'dingtalk') => {
    const counted = new Map<Call, number>();
    const { platform } = createCountingPlatform(
      profiles[name],
      (call, calls) => void counted.set(call, (counted.get(call) ?? 0) + calls),
      { card: () => {}, updated: () => {}, text: () => {} },
    );
    const card = platform.render(
      { key: 'help', title: '帮助', tone: 'info', blocks: [], actions: [] },
      { people: new Map(), images: new Map() },
    );
    const sent = await platform.sendCard(person, card, 'k1');
    await platform.updateCard('message-1', card);
    await platform.sendText(person, '好', 'k2');
    await platform.sendFile(person, 'a.xlsx', new Uint8Array(), 'k3');
    await platform.urge('message-1', ['u1']);
    await platform.uploadImage(new Uint8Array());
    await platform.findByMobile(['13800000000']);
    return { counted: Object.fromEntries(counted), sent };
  };

  test('one for every send, update, ring and upload; a file is two; DingTalk counts no contacts', async () => {
    const same = { card: 1, update: 1, text: 1, file: 2, urge: 1, upload: 1 };
    expect((await sendEverything('feishu')).counted).toEqual({ ...same, contact: 1 });
    expect((await sendEverything('dingtalk')).counted).toEqual({ ...same, contact: 0 });
    expect((await sendEverything('feishu')).sent).toEqual({ is: 'sent', messageId: 'message-1', chatId: 'chat-u1' });
  });

  test('what may be used is at most two thirds of what is free', () => {
    for (const profile of [feishuProfile, dingtalkProfile]) {
      expect(profile.callsAllowed).toBeLessThanOrEqual((profile.callsPerMonth * 2) / 3);
      expect(profile.arrivalsAllowed ?? 0).toBeLessThanOrEqual(((profile.arrivalsPerMonth ?? 0) * 2) / 3);
    }
  });

  test('pictures are real ones, and no two names share one', () => {
    expect(stripMetadata(pictureOf('photo-1'))).toMatchObject({ ok: true, kind: 'png' });
    expect(pictureOf('photo-1')).toEqual(pictureOf('photo-1'));
    expect(pictureOf('photo-1')).not.toEqual(pictureOf('photo-2'));
  });
});

test.each([
  ['duty:open:3:9:2', 'prompts'],
  ['duty-board:3', 'prompts'],
  ['duty:rung:3:1:9:2', 'nudges'],
  ['duty-group-nudge:3:0', 'nudges'],
  ['duty:again:3:2027-03-01:9:2', 'nudges'],
  ['duty-summary:3:2:5', 'summaries'],
  ['shift-checkin:3:5', 'prompts'],
  ['shift-absent:3:5', 'summaries'],
] as const)('%s counts among %s', (key, kind) => expect(kindOf(key)).toBe(kind));

test('Chinese letters take two columns, and columns stay straight', () => {
  expect(widthOf('安全办 3 次')).toBe(11);
  const lines = table(
    ['角色', '人数'],
    [
      ['班主任', 40],
      ['VP', 1],
    ],
  );
  expect(lines).toEqual(['角色    人数', '班主任    40', 'VP         1']);
});

test('a term by its name, and a month of it', () => {
  expect(spanOfTerm('2026-2')).toEqual({ from: '2027-02-20', to: '2027-07-05' });
  expect(spanOfTerm('2026-1')).toEqual({ from: '2026-09-01', to: '2027-01-20' });
  expect(spanOfTerm('2026-3')).toBeUndefined();
  const term = { from: '2027-02-20', to: '2027-07-05' };
  expect(monthOf(term, '2027-02')).toEqual({ from: '2027-02-20', to: '2027-02-28' });
  expect(monthOf(term, '2027-07')).toEqual({ from: '2027-07-01', to: '2027-07-05' });
  expect(monthOf(term, '2027-08')).toBeUndefined();
  expect(monthOf(term, '三月')).toBeUndefined();
});
