import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RosterReading, Sheet } from '../../../src/school/roster/model.ts';
import { readRoster } from '../../../src/school/roster/reading.ts';

const KNOWN = { classes: [], places: [] };
const HEADERS: Record<string, readonly string[]> = {
  name: ['姓名', '姓　名', '*姓名', '教师姓名（必填）', '名字'],
  mobile: ['手机号', '联系电话', '手机号码：', '联系方式', '移动电话*'],
  role: ['角色', '职务', '岗 位', '担任', '身份（可多选）'],
  class: ['班级', '所带班级', '班 级', '班级（如三1班）'],
  place: ['场所', '负责部位', '负责区域', '部位：'],
  feishu: ['飞书ID', 'open_id', '飞书 OpenID'],
  note: ['备注', '', '性别', '序号'],
};
const KINDS = Object.keys(HEADERS);

const person = fc.record({
  name: fc.constantFrom('王芳', '李 强', '张敏', '欧阳娜', '古丽·买买提', '', '无'),
  mobile: fc.constantFrom('13800001001', '１３８００００１００２', '138 0000 1003', '1380000', '', '0571-87654321'),
  role: fc.constantFrom(
    '班主任',
    '校医',
    '班主任、护导教师',
    '总务主任兼食堂管理员',
    '三(2)班班主任',
    '门卫',
    '值周',
    '',
    '任课教师',
  ),
  class: fc.constantFrom('三(1)班', '三（1）班', '301', '初二3班', '三1、2班', '实验', '', '三年级'),
  place: fc.constantFrom('食堂', '东门、西门', '', '全校', '男生宿舍'),
  feishu: fc.constantFrom('', 'ou_1', 'ou_2'),
  note: fc.constantFrom('', '新来', '女'),
});
const decoration = fc.constantFrom(
  (text: string) => text,
  (text: string) => ` ${text}\u3000`,
  (text: string) => (text === '' ? text : `\u200b${text}`),
);

type Person = { [kind: string]: string };

function sheetOf(
  people: readonly Person[],
  kinds: readonly string[],
  headers: readonly string[],
  decorate: (text: string) => string,
  titles: readonly string[],
): Sheet {
  const rows = [
    ...titles.map((title) => [title]),
    [...headers],
    ...people.map((one) => kinds.map((kind) => decorate(one[kind] ?? ''))),
  ];
  return {
    name: '名册',
    hidden: false,
    rows: rows.map((cells, index) => ({ number: index + 1, hidden: false, cells })),
  };
}

/** Who was read and what was said, with row numbers counted from the header. */
function essence(reading: RosterReading, titles: number) {
  return {
    rows: reading.rows.map((row) => ({
      ...row,
      at: row.at.row - titles,
      alsoAt: row.alsoAt.map((at) => at.row - titles),
    })),
    problems: reading.problems
      .map((problem) => [problem.code, problem.severity, (problem.row ?? 0) - titles].join(' '))
      .toSorted(),
  };
}

it('order of columns, wording of headers, titles above and blanks around change nothing', () => {
  const layout = fc.record({
    kinds: fc.shuffledSubarray(KINDS, { minLength: KINDS.length }),
    pick: fc.nat(19),
    decorate: decoration,
    titles: fc.subarray(['青山实验学校教职工名册', '2026 年 9 月　填表：安全办', '']),
  });
  fc.assert(
    fc.property(
      fc.array(person, { minLength: 1, maxLength: 6 }),
      layout,
      (people, { kinds, pick, decorate, titles }) => {
        const headers = kinds.map((kind) => HEADERS[kind]?.[pick % (HEADERS[kind]?.length ?? 1)] ?? '');
        const plain = readRoster(
          [
            sheetOf(
              people,
              KINDS,
              KINDS.map((kind) => HEADERS[kind]?.[0] ?? ''),
              (text) => text,
              [],
            ),
          ],
          KNOWN,
        );
        const varied = readRoster([sheetOf(people, kinds, headers, decorate, titles)], KNOWN);
        expect(essence(varied, titles.length)).toEqual(essence(plain, 0));
      },
    ),
    { numRuns: 400 },
  );
});

const SCRAPS = [
  '姓名',
  '手机号',
  '角色',
  '班级',
  '王芳',
  '李强',
  '13800001001',
  '1380000',
  '班主任',
  '校长',
  '三(1)班',
  '合计',
  '一、行政',
  '注：',
  '示例',
  '',
  '',
  ' ',
  '√',
  '学号',
  '√',
  '三年级',
  '东门',
  '📌',
  '=1+1',
  '2026-03-01',
  '.*',
  '(',
  '1.38E+10',
];

it('whatever stands in the cells, each filled row is read, named in a problem or listed as passed over, and nothing throws', () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...SCRAPS) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 10 }) },
  );
  const table = fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 10 });
  fc.assert(
    fc.property(table, fc.boolean(), (rows, headed) => {
      const all = headed ? [['姓名', '手机号', '角色', '班级', '场所'], ...rows] : rows;
      const sheet: Sheet = {
        name: '名册',
        hidden: false,
        rows: all.map((cells, index) => ({ number: index + 1, hidden: false, cells })),
      };
      const reading = readRoster([sheet], KNOWN);
      if (reading.problems.some((problem) => problem.code === 'no-header' || problem.code === 'student-list')) return;
      const told = new Set(
        [...reading.rows.flatMap((row) => [row.at, ...row.alsoAt]), ...reading.problems, ...reading.ignored].map(
          (one) => one.row,
        ),
      );
      const filled = sheet.rows.filter((row) =>
        row.cells.some((text) => text.normalize('NFKC').replace(/[\s\p{Cf}\p{Cc}]/gu, '') !== ''),
      );
      for (const row of filled) expect(told, JSON.stringify(row.cells)).toContain(row.number);
      for (const row of reading.rows) {
        expect(row.name).toMatch(/\p{L}/u);
        expect(row.roles.length).toBeGreaterThan(0);
        if (row.mobile !== undefined) expect(row.mobile).toMatch(/^1\d{10}$/);
      }
    }),
    { numRuns: 800 },
  );
});

it('a good row is never lost because of the others', () => {
  fc.assert(
    fc.property(fc.array(person, { maxLength: 8 }), fc.nat(8), (others, place) => {
      const good: Person = {
        name: '郝桂兰',
        mobile: '13900009999',
        role: '校医',
        class: '',
        place: '',
        feishu: '',
        note: '',
      };
      const people: Person[] = [...others.slice(0, place), good, ...others.slice(place)];
      const reading = readRoster(
        [
          sheetOf(
            people,
            KINDS,
            KINDS.map((kind) => HEADERS[kind]?.[0] ?? ''),
            (text) => text,
            [],
          ),
        ],
        KNOWN,
      );
      expect(reading.rows.filter((row) => row.name === '郝桂兰' && row.mobile === '13900009999')).toHaveLength(1);
    }),
  );
});
