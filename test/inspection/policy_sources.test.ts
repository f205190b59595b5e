import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/duties/catalogue/index.ts';
import { readPackageWords } from '../../src/inspection/package_words.ts';
import { policySourcesOf } from '../../src/inspection/policy_sources.ts';
import { fileSafe, isKeptApart, pathSafe } from '../../src/inspection/rules.ts';

const of = (norm: string, seed = '') => policySourcesOf({ source: { norm, seed } });

describe('where a duty comes from', () => {
  test.each([
    ['《中小学幼儿园安全管理办法》第42条（待核对）', [['《中小学幼儿园安全管理办法》', '第42条', true]]],
    [
      '《中小学校、幼儿园消防安全十项规定》、消防法及公安部令第 61 号',
      [
        ['《中小学校、幼儿园消防安全十项规定》', '', false],
        ['消防法及公安部令第 61 号', '', false],
      ],
    ],
    [
      '《未成年人保护法》《预防未成年人犯罪法》第11条',
      [
        ['《未成年人保护法》', '', false],
        ['《预防未成年人犯罪法》', '第11条', false],
      ],
    ],
    [
      'GB/T 29315-2022《中小学、幼儿园安全防范要求》、联网',
      [['GB/T 29315-2022《中小学、幼儿园安全防范要求》', '联网', false]],
    ],
    ['', []],
  ])('%s', (norm, expected) => {
    expect(of(norm).map((one) => [one.document, one.clause, one.unchecked])).toEqual(expected);
  });

  test('every duty names a document, and every local plan is known by its name', () => {
    for (const duty of catalogue) {
      const sources = policySourcesOf(duty);
      expect([duty.id, sources.length > 0]).toEqual([duty.id, true]);
      for (const one of sources.filter(({ kind }) => kind === 'local')) expect(one.document).toMatch(/方案|意见|号）$/);
      // Nothing of the catalogue's words is lost on the way.
      const said = sources.map((one) => one.document + one.clause).join('');
      for (const title of duty.source.norm.match(/《[^》]+》/g) ?? []) expect(said).toContain(title);
    }
  });
});

test.each([
  ['迎检包', ''],
  ['迎检包 本学期', '本学期'],
  ['请导出迎检材料 9月', '9月'],
  ['帮我做一份迎检包，9月1日至10月15日', '9月1日至10月15日'],
  ['9月的迎检包', '9月'],
  ['导出台账 9月', undefined],
  ['明天有人来迎检', undefined],
  ['迎检前楼梯扶手松了', undefined],
  ['迎检材料还没准备好', undefined],
  ['迎检', ''],
])('%s', (said, period) => {
  expect(readPackageWords(said)?.period).toBe(period);
});

test('whatever somebody called a file or a school, it stays inside its folder', () => {
  expect(pathSafe('../../etc/passwd')).toBe('....etcpasswd');
  expect(pathSafe('a/b\\c:d*?"<>|\u0000\u202e. .')).toBe('abcd');
  expect(pathSafe(' ... ')).toBe('未命名');
  expect(fileSafe(`${'长'.repeat(200)}.docx`)).toBe(`${'长'.repeat(60)}.docx`);
});

test('what is handed over or sealed is kept apart, and nothing else', () => {
  const apart = catalogue.filter(isKeptApart).map((duty) => duty.id);
  expect(apart).toEqual(
    expect.arrayContaining(['bullying-case', 'mandatory-report', 'early-sign-report', 'dispute-check']),
  );
  expect(apart.length).toBeLessThan(10);
});
