import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalClass,
  formatClassName,
  formatGrade,
  parseClassName,
  parseGrade,
  type Stage,
  sameClass,
} from '../../src/school/class_name.ts';

describe('parseClassName', () => {
  it.each([
    ['三(1)班', 'primary-3-1', '三(1)班'],
    ['三（1）班', 'primary-3-1', '三(1)班'],
    ['三【1】班', 'primary-3-1', '三(1)班'],
    ['三 (1) 班', 'primary-3-1', '三(1)班'],
    ['301', 'primary-3-1', '三(1)班'],
    ['301班', 'primary-3-1', '三(1)班'],
    ['0302', 'primary-3-2', '三(2)班'],
    ['１０１２', 'senior-10-12', '高一(12)班'],
    ['三年级一班', 'primary-3-1', '三年级一班'],
    ['三年一班', 'primary-3-1', '三年一班'],
    ['3年级1班', 'primary-3-1', '3年级1班'],
    ['三1班', 'primary-3-1', '三1班'],
    ['三一班', 'primary-3-1', '三一班'],
    ['三(1班)', 'primary-3-1', '三(1)班'],
    ['三(1)班（实验班）', 'primary-3-1', '三(1)班'],
    ['3.1班', 'primary-3-1', '三(1)班'],
    ['3.10', 'primary-3-10', '三(10)班'],
    ['3-1', 'primary-3-1', '三(1)班'],
    ['七·3班', 'junior-7-3', '七(3)班'],
    ['五年级第二班', 'primary-5-2', '五年级二班'],
    ['小三(1)班', 'primary-3-1', '小三(1)班'],
    ['小学三年级1班', 'primary-3-1', '小学三年级1班'],
    ['初二3班', 'junior-8-3', '初二3班'],
    ['初2(3)班', 'junior-8-3', '初2(3)班'],
    ['初中二年级3班', 'junior-8-3', '初中二年级3班'],
    ['八(3)班', 'junior-8-3', '八(3)班'],
    ['八年级（３）班', 'junior-8-3', '八年级(3)班'],
    ['预初(2)班', 'junior-6-2', '预初(2)班'],
    ['九年级十二班', 'junior-9-12', '九年级十二班'],
    ['高一(12)班', 'senior-10-12', '高一(12)班'],
    ['十一(3)班', 'senior-11-3', '十一(3)班'],
    ['中一班', 'kindergarten-2-1', '中一班'],
    ['大二班', 'kindergarten-3-2', '大二班'],
    ['小三班', 'kindergarten-1-3', '小三班'],
    ['大(2)班', 'kindergarten-3-2', '大(2)班'],
    ['托班', 'kindergarten-0-1', '托班'],
  ])('%s is %s, shown as %s', (text, canonical, name) => {
    const found = parseClassName(text);
    expect(found && canonicalClass(found)).toBe(canonical);
    expect(found?.name).toBe(name);
  });

  it.each([
    '',
    '班',
    '三班',
    '2班',
    '31班',
    '三十二班',
    '十二班',
    '高三班',
    '初三',
    '三年级',
    '2023级3班',
    '999',
    '000',
    '13800000000',
    '三(0)班',
    '十三(1)班',
    '初四1班',
    '向日葵班',
    '大门',
    '中学',
    '小卖部',
    '8:30',
    '3月1日',
  ])('%s names no class for certain', (text) => expect(parseClassName(text)).toBeUndefined());

  it.each([
    ['三年级', 'primary', 3],
    ['3年级', 'primary', 3],
    ['初二', 'junior', 8],
    ['初二年级组', 'junior', 8],
    ['七', 'junior', 7],
    ['高三年级', 'senior', 12],
    ['大班', 'kindergarten', 3],
  ])('%s is a grade', (text, stage, grade) => expect(parseGrade(text)).toEqual({ stage, grade }));

  it('does not take a class or a word for a grade', () => {
    for (const text of ['三(1)班', '三班', '行政', '', '13']) expect(parseGrade(text)).toBeUndefined();
  });

  it('sees one class behind different spellings, and not where grade or number differ', () => {
    const of = (text: string) => {
      const found = parseClassName(text);
      if (!found) throw new Error(`${text} should be a class`);
      return found;
    };
    expect(sameClass(of('初二3班'), of('803'))).toBe(true);
    expect(sameClass(of('初二3班'), of('八(4)班'))).toBe(false);
    expect(sameClass(of('小三班'), of('小三(1)班'))).toBe(false);
  });

  const anyClass = fc
    .constantFrom<[Stage, number, number]>(
      ['kindergarten', 0, 3],
      ['primary', 1, 6],
      ['junior', 6, 9],
      ['senior', 10, 12],
    )
    .chain(([stage, from, to]) =>
      fc.record({
        stage: fc.constant(stage),
        grade: fc.integer({ min: from, max: to }),
        number: fc.integer({ min: 1, max: 60 }),
      }),
    );

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(anyClass, (one) => {
        const written = formatClassName(one);
        const read = parseClassName(written);
        expect(read && canonicalClass(read)).toBe(canonicalClass(one));
        expect(read && formatClassName(read)).toBe(written);
        expect(parseGrade(formatGrade(one))).toEqual({ stage: one.stage, grade: one.grade });
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the shown name stable and of the same class, whatever was typed', () => {
    const typed = fc
      .array(fc.constantFrom(...'三八一二十0123(（)）班年级初高小中大.-·第 预'), { maxLength: 8 })
      .map((letters) => letters.join(''));
    fc.assert(
      fc.property(typed, (text) => {
        const first = parseClassName(text);
        if (!first) return;
        const again = parseClassName(first.name);
        expect(again).toEqual(first);
      }),
      { numRuns: 5000 },
    );
  });
});
