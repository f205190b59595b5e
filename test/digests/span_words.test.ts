import { expect, it } from 'vitest';
import { spanWords } from '../../src/digests/span_words.ts';
import { instantOf } from '../../src/kernel/time.ts';

const at = (text: string): number => instantOf(text.slice(0, 10), text.slice(11), 'Asia/Shanghai');

it.each([
  // A usual week, as it comes and later.
  ['2025-09-12 16:00', '2025-09-19 16:00', '2025-09-19 16:00', '本周'],
  ['2025-09-12 16:00', '2025-09-19 16:00', '2025-09-21 20:00', '本周'],
  ['2025-09-12 16:00', '2025-09-19 16:00', '2025-09-22 09:00', '上周'],
  ['2025-09-12 16:00', '2025-09-19 16:00', '2025-09-29 09:00', '9月12日–9月19日'],
  // The National Day holidays, a winter vacation, an outage of two weeks.
  ['2025-09-26 16:00', '2025-10-09 16:00', '2025-10-09 16:00', '9月26日以来'],
  ['2025-09-26 16:00', '2025-10-09 16:00', '2025-10-13 09:00', '9月26日–10月9日'],
  ['2025-12-26 16:00', '2026-02-28 16:00', '2026-02-28 16:00', '12月26日以来'],
  // The short one after it counts days of its own week only.
  ['2025-10-09 16:00', '2025-10-10 16:00', '2025-10-10 16:00', '本周'],
  // Friday was off: ten days, then from Monday to Friday.
  ['2025-09-12 16:00', '2025-09-22 16:00', '2025-09-22 16:00', '9月12日以来'],
  ['2025-09-22 16:00', '2025-09-26 16:00', '2025-09-26 16:00', '本周'],
  // A school that wants it on Monday morning: most of it was the week before.
  ['2025-09-15 08:00', '2025-09-22 08:00', '2025-09-22 08:00', '近一周'],
  ['2025-09-15 08:00', '2025-09-22 08:00', '2025-09-29 08:00', '9月15日–9月22日'],
  // One that is under way on the evening it began.
  ['2025-09-19 16:00', '2025-09-26 16:00', '2025-09-19 20:00', '9月19日以来'],
])('%s to %s, read %s, is called %s', (after, upTo, now, words) => {
  expect(spanWords({ after: at(after), upTo: at(upTo) }, at(now), 'Asia/Shanghai')).toBe(words);
});
