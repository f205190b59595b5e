import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, instantOf, MINUTE } from '../../src/kernel/time.ts';
import { DAILY_LIMIT, HOURLY_LIMIT, type Interruption, isUnlimited, rule } from '../../src/nudges/interruptions.ts';

const timeZone = 'Asia/Shanghai';
const at = (clock: string, date = '2025-09-18') => instantOf(date, clock, timeZone);
const given = (kind: Interruption, before: readonly string[], clock: string) =>
  rule(
    kind,
    before.map((one) => at(one)),
    { now: at(clock), timeZone },
  );

describe('three an hour, six a day', () => {
  it.each([
    ['reminder', [], '10:00', 'go'],
    ['reminder', ['09:10', '09:30'], '10:00', 'go'],
    ['reminder', ['09:10', '09:30', '09:50'], '10:00', 'merge'],
    ['reminder', ['09:00', '09:30', '09:50'], '10:00', 'go'],
    ['reminder', ['07:00', '07:10', '07:20', '09:00', '09:10', '09:20'], '11:00', 'merge'],
    ['news', ['07:00', '07:10', '07:20', '09:00', '09:10', '09:20'], '11:00', 'go'],
    ['news', ['09:10', '09:30', '09:50'], '10:00', 'wait'],
    ['free', ['09:10', '09:30', '09:50', '09:55', '09:56', '09:57', '09:58'], '10:00', 'go'],
  ] as const)('%s after %j at %s: %s', (kind, before, clock, is) => {
    expect(given(kind, before, clock).is).toBe(is);
  });

  it('news waits just until the hour has room again', () => {
    expect(given('news', ['09:10', '09:30', '09:50'], '10:00')).toEqual({ is: 'wait', until: at('10:10') });
    expect(given('news', ['09:05', '09:10', '09:30', '09:50'], '10:00')).toEqual({ is: 'wait', until: at('10:10') });
  });
});

describe('quiet hours', () => {
  it.each([
    ['reminder', '21:29', { is: 'go' }],
    ['reminder', '21:30', { is: 'wait', until: at('06:30', '2025-09-19') }],
    ['reminder', '03:00', { is: 'wait', until: at('06:30') }],
    ['reminder', '06:30', { is: 'go' }],
    ['news', '23:00', { is: 'go' }],
    ['free', '23:00', { is: 'go' }],
  ] as const)('%s at %s', (kind, clock, expected) => {
    expect(given(kind, [], clock)).toEqual(expected);
  });
});

const moments = fc.array(fc.integer({ min: 0, max: 24 * 60 }), { maxLength: 40 });

it('reminders never exceed the limits, news never waits longer than an hour, and the shortcut agrees with the rule', () => {
  fc.assert(
    fc.property(moments, fc.constantFrom<Interruption>('reminder', 'news', 'free'), (minutes, kind) => {
      const before: number[] = [];
      for (const minute of minutes.toSorted((left, right) => left - right)) {
        const now = at('00:00') + minute * MINUTE;
        const ruling = rule(kind, before, { now, timeZone });
        if (isUnlimited(before, { now, timeZone })) expect(ruling.is).toBe('go');
        if (ruling.is === 'wait') expect(ruling.until).toBeGreaterThan(now);
        if (ruling.is === 'wait' && kind === 'news') expect(ruling.until - now).toBeLessThanOrEqual(HOUR);
        if (ruling.is === 'merge') expect(kind).toBe('reminder');
        if (ruling.is === 'go') before.push(now);
      }
      for (const time of before) {
        if (kind !== 'free')
          expect(before.filter((one) => one > time - HOUR && one <= time).length).toBeLessThanOrEqual(HOURLY_LIMIT);
      }
      if (kind === 'reminder') {
        // Minute 1440 is the next day.
        expect(before.filter((one) => one < at('00:00') + 24 * HOUR).length).toBeLessThanOrEqual(DAILY_LIMIT);
      }
    }),
  );
});
