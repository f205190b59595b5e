import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Calendar,
  deadlineFrom,
  dueRung,
  ladders,
  may,
  nearestSchoolDay,
  nextRungAt,
  passedRungs,
  rungAt,
  serviceLevels,
  transitions,
} from '../../src/hazards/rules.ts';
import { afterQuietHours } from '../../src/kernel/quiet_hours.ts';
import { clockOf, DAY, dateOf, instantOf, plusDays } from '../../src/kernel/time.ts';
import { isSchoolDay, plusSchoolDays } from '../../src/school/calendar.ts';
import { school } from '../../src/store/schema/index.ts';
import { makeWorld } from '../context.ts';

const ZONE = 'Asia/Shanghai';

/** The calendar as a school without one of its own has it: statutory holidays and make-up days of 2025. */
function statutory(): Calendar {
  const { store } = makeWorld();
  const { id } = store.db.insert(school).values({ name: '青山实验学校', shortName: 'QS' }).returning().get();
  return {
    plusSchoolDays: (date, count) => plusSchoolDays(store, id, date, count),
    isSchoolDay: (date) => isSchoolDay(store, id, date),
  };
}

const calendar = statutory();

describe('deadlines', () => {
  test.each([
    // date assigned, severity, deadline
    ['2025-09-18', 'serious', '2025-09-25', 'a Thursday in term'],
    ['2025-09-20', 'serious', '2025-09-26', 'seven days end on a Saturday that is free: back to Friday'],
    ['2025-09-21', 'serious', '2025-09-28', 'a make-up Sunday is a school day'],
    ['2025-09-25', 'serious', '2025-09-30', 'seven days end within National Day: back to the day before'],
    ['2025-10-01', 'serious', '2025-10-09', 'nothing but holidays in between: forward to the first school day'],
    ['2025-09-18', 'general', '2025-09-28', 'seven school days, the make-up Sunday counts'],
    ['2025-09-25', 'general', '2025-10-11', 'seven school days across the holidays'],
    ['2025-09-18', 'major', '2025-10-17', 'thirty days end on a Saturday: back to Friday'],
  ] as const)('%s, %s: due %s (%s)', (date, severity, due, _why) => {
    expect(deadlineFrom(date, serviceLevels[severity].fix, calendar)).toBe(due);
  });

  test('a deadline is always a school day after the day it is counted from', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 364 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('school' as const, 'calendar' as const),
        (offset, days, unit) => {
          const from = plusDays('2025-01-01', offset);
          const due = deadlineFrom(from, { days, unit }, calendar);
          expect(calendar.isSchoolDay(due)).toBe(true);
          expect(due > from).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    ['2025-10-01', '2025-09-18', '2025-09-30'],
    ['2025-10-07', '2025-09-18', '2025-10-09'],
    ['2025-09-27', '2025-09-18', '2025-09-26'],
    ['2025-10-01', '2025-10-01', '2025-10-09'],
  ])('nearest to %s, seen on %s, is %s', (date, today, near) => {
    expect(nearestSchoolDay(date, today, calendar)).toBe(near);
  });
});

describe('rungs', () => {
  const at = (moment: string): number => instantOf(moment.slice(0, 10), moment.slice(11), ZONE);

  test.each([
    [
      'general',
      '2025-09-28',
      ['2025-09-27 10:00', '2025-09-28 10:00', '2025-09-29 10:00', '2025-10-09 10:00', '2025-10-14 10:00'],
    ],
    [
      'serious',
      '2025-09-25',
      [
        '2025-09-24 10:00',
        '2025-09-25 10:00',
        '2025-09-26 08:00',
        '2025-09-26 10:00',
        '2025-09-29 10:00',
        '2025-10-09 10:00',
      ],
    ],
    ['major', '2025-10-17', ['2025-10-16 09:00', '2025-10-17 09:00', '2025-10-18 07:00']],
  ] as const)('%s, due %s', (severity, due, moments) => {
    expect(ladders[severity].map((rung) => rungAt(rung, due, calendar, ZONE))).toEqual(moments.map(at));
  });

  test('every ladder goes upwards in time for every deadline of the year', () => {
    for (let offset = 0; offset < 365; offset += 1) {
      const due = plusDays('2025-01-01', offset);
      if (!calendar.isSchoolDay(due)) continue;
      for (const ladder of Object.values(ladders)) {
        const times = ladder
          .filter((rung) => rung.effect !== 'authority')
          .map((rung) => rungAt(rung, due, calendar, ZONE));
        expect(times).toEqual([...times].sort((left, right) => left - right));
      }
    }
  });

  test.each([
    // times, sent up to, now, due
    [[10, 20, 30], -1, 9, undefined],
    [[10, 20, 30], -1, 10, 0],
    [[10, 20, 30], 0, 10, undefined],
    [[10, 20, 30], -1, 25, 1],
    [[10, 20, 30], -1, 99, 2],
    [[10, 20, 30], 2, 99, undefined],
    [[], -1, 99, undefined],
  ] as const)('dueRung(%j, %d, %d) is %s', (times, sentUpTo, now, due) => {
    expect(dueRung(times, sentUpTo, now)).toBe(due);
  });

  test('a case assigned late begins after the rungs that are past', () => {
    expect(passedRungs([10, 20, 30], 5)).toBe(-1);
    expect(passedRungs([10, 20, 30], 20)).toBe(1);
  });

  test('the next rung is the earliest not sent, also one that is due; at the end the daily one comes again', () => {
    const [daily] = ladders.major.slice(-1);
    if (!daily) throw new Error('the ladder of major ones is empty');
    const ladder = [daily];
    expect(nextRungAt(ladder, [100], -1, 50)).toBe(100);
    expect(nextRungAt(ladder, [100], -1, 500)).toBe(100);
    expect(nextRungAt(ladder, [100], 0, 100)).toBe(100 + DAY);
    expect(nextRungAt(ladder, [100], 0, 100 + 3 * DAY + 5)).toBe(100 + 4 * DAY);
  });
});

describe('quiet hours', () => {
  test.each([
    ['2025-09-18 21:29', '2025-09-18 21:29'],
    ['2025-09-18 21:30', '2025-09-19 06:30'],
    ['2025-09-18 23:59', '2025-09-19 06:30'],
    ['2025-09-19 00:00', '2025-09-19 06:30'],
    ['2025-09-19 06:29', '2025-09-19 06:30'],
    ['2025-09-19 06:30', '2025-09-19 06:30'],
  ])('what happens at %s is shown at %s', (moment, shown) => {
    const instant = instantOf(moment.slice(0, 10), moment.slice(11), ZONE);
    const then = afterQuietHours(instant, ZONE);
    expect(`${dateOf(then, ZONE)} ${clockOf(then, ZONE)}`).toBe(shown);
  });
});

test('nothing happens to a hazard that is over except what the rules name', () => {
  const over = ['merged', 'not_hazard', 'transferred', 'withdrawn'] as const;
  const names = Object.keys(transitions) as (keyof typeof transitions)[]; // the keys are exactly these
  for (const state of over) {
    expect(names.filter((name) => may(state, name) && name !== 'delist')).toEqual([]);
  }
  expect(names.filter((name) => may('closed', name)).sort()).toEqual(['delist', 'reopen']);
});
