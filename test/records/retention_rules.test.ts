import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, plusDays } from '../../src/kernel/time.ts';
import { expiryOf, nextAsking, schoolYearOf } from '../../src/records/retention_rules.ts';

describe('when records are past their time', () => {
  it.each([
    ['K1', '2026-09-05', '2025-09-01', 'archive'],
    ['K1', '2026-08-31', '2024-09-01', 'archive'],
    ['K3', '2026-09-05', '2023-09-01', 'archive'],
    ['K5', '2027-02-20', '2021-09-01', 'archive'],
    ['KV', '2026-09-05', '2026-03-09', 'strip'],
  ])('%s on %s: before %s, %s', (code, today, before, ending) => {
    expect(expiryOf(code, today)).toEqual({ before, ending });
  });

  it.each(['KP', 'KE', 'KS', 'K0', 'unknown'])('%s: never by this job', (code) => {
    expect(expiryOf(code, '2026-09-05')).toBeUndefined();
  });

  const day = fc.integer({ min: 0, max: 4000 }).map((offset) => plusDays('2024-01-01', offset));

  it('nothing goes before its years are over, and later days never bring anything back', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(1, 3, 5), (today, years) => {
        const before = expiryOf(`K${years}`, today)?.before ?? '';
        expect(daysBetween(before, today)).toBeGreaterThanOrEqual(years * 365);
        expect((expiryOf(`K${years}`, plusDays(today, 1))?.before ?? '') >= before).toBe(true);
        expect(before.slice(5)).toBe('09-01');
        expect(schoolYearOf(today) <= today).toBe(true);
      }),
    );
  });

  it('somebody is asked twice a year', () => {
    fc.assert(
      fc.property(day, (today) => {
        const next = nextAsking(today);
        expect(next > today).toBe(true);
        expect(daysBetween(today, next)).toBeLessThan(200);
        expect(['02-20', '09-05']).toContain(next.slice(5));
      }),
    );
  });
});
