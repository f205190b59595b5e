import { expect, it } from 'vitest';
import { periodInRecord } from '../../src/duties/period_text.ts';

it.each([
  ['2025-09-18', '2025-09-18'],
  ['2025-09-H1', '2025年9月上半月'],
  ['2025-12-H2', '2025年12月下半月'],
  ['2025-09', '2025年9月'],
  ['2025-W38', '2025-09-15 那一周'],
  ['2026-W01', '2025-12-29 那一周'],
  ['2025-Q3', '2025年第三季度'],
  ['B2025-09-30', '2025-09-30 放假前'],
  ['T2025-2', '2025–2026 学年第二学期'],
  ['Y2025', '2025–2026 学年'],
])('%s stands in a document as %s', (key, words) => {
  expect(periodInRecord(key)).toBe(words);
});
