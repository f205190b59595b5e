import fc from 'fast-check';
import { expect, it } from 'vitest';
import { train } from '../../bench/understanding/train.ts';
import { clausesOf } from '../../src/understanding/clauses.ts';
import { signsOf, wordSigns } from '../../src/understanding/signs.ts';
import { readWeights, sharesOf, writeWeights } from '../../src/understanding/weights.ts';

const training = { rounds: 20, cost: 1e-4, rows: 256, least: 0 };
const LESSONS = [
  { text: '教室着火了', answer: 'fire' },
  { text: '食堂着火', answer: 'fire' },
  { text: '灯坏了', answer: 'broken' },
  { text: '门坏了', answer: 'broken' },
  { text: '谢谢', answer: 'thanks' },
].map(({ text, answer }) => ({ signs: wordSigns(text), answer }));
const weights = train(LESSONS, training);
const likeliest = (text: string): string | undefined => {
  const shares = sharesOf(weights, wordSigns(text));
  return weights.answers[shares.indexOf(Math.max(...shares))];
};

it('signs are characters and pairs of neighbours, never across a pause or a foreign letter', () => {
  expect(wordSigns('着火了，快')).toEqual(['着', '火', '着火', '了', '火了', '快']);
  expect(wordSigns('灯<b>坏')).toEqual(['灯', '坏']);
  expect(wordSigns('')).toEqual([]);
});

it('what is learnt reads what was never seen', () => {
  expect([likeliest('宿舍着火了'), likeliest('窗户坏了'), likeliest('谢谢您')]).toEqual(['fire', 'broken', 'thanks']);
});

it('the same lessons give the same weights', () => {
  expect(train(LESSONS, training)).toEqual(weights);
});

it('weights come back from what is written as they were', () => {
  expect(readWeights(writeWeights(weights, { sentences: LESSONS.length, fingerprint: '' }))).toEqual(weights);
});

it('shares are shares, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const shares = sharesOf(weights, signsOf(clausesOf(text)));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 200 },
  );
});
