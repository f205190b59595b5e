import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clausesOf } from '../../src/understanding/clauses.ts';
import { mayBeSensitive, readSensitive, withoutIdioms } from '../../src/understanding/danger.ts';
import { ACUTE } from '../../src/understanding/lexicon/acute.ts';
import { EMERGENCIES, SELF_HARM_NOW } from '../../src/understanding/lexicon/emergencies.ts';
import { SENSITIVE } from '../../src/understanding/lexicon/sensitive.ts';
import { alternativesOf, requirementOf } from '../../src/understanding/requirement.ts';
import { sieveOf } from '../../src/understanding/sieve.ts';
import { isSensitive, understand } from '../../src/understanding/understand.ts';
import { CUE_PATTERNS, weighSensitive } from '../../src/understanding/weigh.ts';
import { MESSAGES, mixtures } from './mixtures.ts';

const written = [...SENSITIVE, ...EMERGENCIES, ...ACUTE].map(([, pattern]) => pattern).concat(SELF_HARM_NOW);
/** Every pattern the product has, also those added tomorrow, with what is said to be needed for it. */
const patterns = [
  ...written.map(({ source }) => ({ source, needs: requirementOf(source) })),
  ...SENSITIVE.flatMap(([, { source }]) => alternativesOf(source)),
  ...CUE_PATTERNS,
].map(({ source, needs }) => ({ pattern: new RegExp(source), needs }));
const sieve = sieveOf(() => patterns.map(({ needs }) => needs));
const words = [...new Set(patterns.flatMap(({ pattern }) => pattern.source.match(/[\u4e00-\u9fff]{1,6}/g) ?? []))];

function joined(text: string): string {
  return clausesOf(text)
    .map((clause) => `${clause.opensSentence ? '。' : '，'}${clause.text}`)
    .join('')
    .slice(1);
}

/** The patterns that match although the sieve left them out. */
function missed(text: string): string[] {
  const possible = new Set(sieve.possible(text));
  return patterns.flatMap(({ pattern }, place) => (!possible.has(place) && pattern.test(text) ? [pattern.source] : []));
}

describe('what a pattern needs', () => {
  it.each([
    ['门|窗', '窗', true],
    ['门|窗', '墙', false],
    ['门[^。]{0,3}坏', '门把手坏', true],
    ['门[^。]{0,3}坏', '门的把手都坏', false],
    ['坏[^。]*门', '门坏', false],
    ['(?<!没)坏(?!掉).{2}', '没坏', true],
    ['(?:老|总)(?:是|在)?(?:打|骂(?:他|她))', '总骂他', true],
    ['(?:老|总)(?:是|在)?(?:打|骂(?:他|她))', '总骂我', false],
    ['[门窗]{2,3}坏', '坏', false],
    ['(?:人.){1,2}坏', '人和人也坏', true],
    ['着?火', '火', true],
    ['[^门]', '门', true],
  ])('%s in %s: %s', (source, text, possible) => {
    expect(sieveOf(() => [requirementOf(source)]).possible(text).length > 0).toBe(possible);
  });

  it.each(['(门', '门)', '\\1', '*门', '(?<名>门)'])('refuses %s rather than reading it wrongly', (source) => {
    expect(() => requirementOf(source)).toThrow();
  });

  it('says of every pattern more than nothing, so that an ordinary text is passed over', () => {
    expect(patterns.filter(({ needs }) => needs === undefined).map(({ pattern }) => pattern.source)).toEqual([]);
    expect(patterns.length).toBeGreaterThan(700);
    expect(written.filter(({ flags }) => flags !== '').map(({ source }) => source)).toEqual([]);
  });

  it('leaves no matching pattern out, in any message or mixture of them', () => {
    for (const message of MESSAGES) expect([message, missed(joined(message))]).toEqual([message, []]);
    fc.assert(
      fc.property(mixtures(words), (text) => {
        const said = joined(text);
        expect([missed(said), missed(withoutIdioms(said))]).toEqual([[], []]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('the quick question whether something is a sensitive matter', () => {
  it('is answered as by the whole of it', () => {
    fc.assert(
      fc.property(mixtures(words), (text) => {
        const said = joined(text);
        const masked = withoutIdioms(said);
        const told = weighSensitive(masked, 0) !== undefined || SENSITIVE.some(([, pattern]) => pattern.test(masked));
        if (told) expect([said, mayBeSensitive(said)]).toEqual([said, true]);
        if (isSensitive(text)) expect(understand(text).intent).toBe('sensitive');
        if (readSensitive(said) !== undefined) expect(told).toBe(true);
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('passes over most messages about hazards', () => {
    const passed = MESSAGES.filter(
      (message) => understand(message).intent === 'hazard' && mayBeSensitive(joined(message)),
    );
    expect(passed.length).toBeLessThan(MESSAGES.length / 20);
  });
});
