import { describe, expect, it } from 'vitest';
import { cueTable } from '../../src/understanding/cues.ts';

const always = () => true;
const read = (line: string, text: string) => cueTable(['sign'], [line]).read(text, always).length > 0;

describe('the notation of cues', () => {
  it.each([
    ['sign | 4 | 脸/嘴>发>紫', '嘴发紫了', true],
    ['sign | 4 | 脸/嘴>发>紫', '嘴都发紫了', false],
    ['sign | 4 | 脸/嘴+紫', '嘴都发紫了', true],
    ['sign | 4 | 脸/嘴+紫', '脸上擦了粉又涂了紫', false],
    ['sign | 4 | 脸*紫', '脸看着不对，有点紫', true],
    ['sign | 4 | 着>了/', '着', true],
    ['sign | 4 | !防>火', '防火', false],
    ['sign | 4 | !防>火', '有火', true],
    ['sign | 4 | 火>!车', '火车', false],
    ['sign | 4\n  脸>红\n  脸>白', '脸白', true],
    ['# a heading\nsign | 4 | @limb>断', '手断', true],
  ])('%s in %s: %s', (line, text, found) => {
    expect(read(line, text)).toBe(found);
  });

  it('lets no part of a text speak twice for one meaning', () => {
    const matches = cueTable(['sign'], ['sign | 4 | 脸*紫\nsign | 3 | 发>紫\nsign | 2 | 喘']).read(
      '脸发紫，在喘',
      always,
    );
    expect(matches.map(({ weight }) => weight)).toEqual([4, 2]);
  });

  it.each(['sign | much | 脸', 'mood | 4 | 脸', 'sign | 4 | @nobody>断', 'sign | 4 | !脸'])('refuses %s', (line) => {
    expect(() => cueTable(['sign'], [line])).toThrow(/understanding/);
  });
});
