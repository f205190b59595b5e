import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDates } from '../../../src/duties/roster_dates.ts';
import { isShiftRoster } from '../../../src/duties/roster_table.ts';
import { readShiftRoster } from '../../../src/duties/shift_roster.ts';
import { GATE, LEADER, NIGHT, spanOf } from '../../../src/duties/shift_times.ts';
import { usualDayTimes } from '../../../src/school/calendar.ts';
import { sheet, TODAY } from './shift_stage.ts';

const people = ['王强', '陈副', '王芳', '赵伟', '孙丽', '周敏'].map((name, index) => ({ person: index + 1, name }));
const read = (rows: readonly (readonly string[])[], name?: string) =>
  readShiftRoster([sheet(rows, name)], people, TODAY);

describe('reading a duty roster', () => {
  it('takes one row a day, with 带班 and 值班 side by side and a title above', () => {
    const reading = read([
      ['光善学校9月领导带班值班表'],
      ['日期', '星期', '带班领导', '值班教师', '电话'],
      ['2025-09-18', '星期四', '王强', '王芳', '13800000000'],
      ['9月19日', '周五', '陈副', '赵伟、孙丽', ''],
      ['合计', '', '2', '3', ''],
    ]);
    expect(reading.problems).toEqual([]);
    expect(reading.rows).toEqual([
      { duty: LEADER, when: { date: '2025-09-18' }, slot: '', post: '', people: [1] },
      { duty: LEADER, when: { date: '2025-09-18' }, slot: '', post: '值班员', people: [3] },
      { duty: LEADER, when: { date: '2025-09-19' }, slot: '', post: '', people: [2] },
      { duty: LEADER, when: { date: '2025-09-19' }, slot: '', post: '值班员', people: [4, 5] },
    ]);
  });

  it('takes slots and posts as columns, carries a merged date down, and leaves past days', () => {
    const reading = read(
      [
        ['日期', '时段', '岗位', '护导教师'],
        ['9月17日', '早', '北门', '王芳'],
        ['9月18日', '早', '北门', '王芳'],
        ['', '晚', '北门', '赵伟 孙丽'],
      ],
      '护导安排',
    );
    expect(reading.past).toBe(1);
    expect(reading.rows).toEqual([
      { duty: GATE, when: { date: TODAY }, slot: '早', post: '北门', people: [3] },
      { duty: GATE, when: { date: TODAY }, slot: '晚', post: '北门', people: [4, 5] },
    ]);
  });

  it('takes a week table with a row for each post', () => {
    const reading = read(
      [
        ['班次', '周一', '周二', '周三', '周四', '周五'],
        ['早 北门', '王芳', '赵伟', '孙丽', '王芳', '赵伟'],
        ['放学 东门', '孙丽', '', '', '', '休'],
      ],
      '校门护导轮值',
    );
    expect(reading.rows).toHaveLength(6);
    expect(reading.rows[0]).toEqual({ duty: GATE, when: { weekday: 1 }, slot: '早', post: '北门', people: [3] });
    expect(reading.rows[5]).toEqual({ duty: GATE, when: { weekday: 1 }, slot: '放学', post: '东门', people: [5] });
    expect(reading.problems).toEqual([]);
  });

  it('takes places as columns when known people stand in them, and leaves a column of remarks', () => {
    const reading = read([['9月护导'], ['日期', '北门', '东门', '天气'], ['9月22日', '王芳', '赵伟', '晴']]);
    expect(reading.rows.map((row) => [row.post, row.people])).toEqual([
      ['北门', [3]],
      ['东门', [4]],
    ]);
    expect(reading.rows.every((row) => row.duty === GATE)).toBe(true);
  });

  it('takes weeks of one leader, and dates across the top', () => {
    expect(
      read([
        ['日期', '带班领导'],
        ['9.22-9.26', '王强'],
      ]).rows,
    ).toHaveLength(5);
    const across = read([
      ['', '9月22日', '9月23日', '9月24日'],
      ['值班领导', '王强', '陈副', '王强'],
      ['夜间值班', '周敏', '周敏', '周敏'],
    ]);
    expect(across.rows.map((row) => row.duty)).toEqual([LEADER, LEADER, LEADER, NIGHT, NIGHT, NIGHT]);
  });

  it('says what it could not read by row and column, without names', () => {
    const reading = read([
      ['日期', '星期', '带班领导', '值班教师'],
      ['下个月', '', '王强', ''],
      ['9月22日', '周三', '钱多多', '王芳'],
      ['31', '', '王强', ''],
    ]);
    expect(reading.problems).toEqual([
      '第2行 A列 日期读不出来，请写成 2025-09-18',
      '第3行 日期和星期对不上，按日期排了',
      '第3行 C列“带班领导”有 1 个名字不在名册，没有排',
      '第4行 A列 日期读不出来，请写成 2025-09-18',
    ]);
    expect(reading.rows).toHaveLength(1);
  });

  it('leaves somebody out whose name two people have', () => {
    const twice = [...people, { person: 99, name: '王强' }];
    const reading = readShiftRoster(
      [
        sheet([
          ['日期', '带班领导'],
          ['9月22日', '王强'],
        ]),
      ],
      twice,
      TODAY,
    );
    expect(reading.rows).toEqual([]);
    expect(reading.problems[0]).toContain('同名');
  });

  it('knows a duty roster from a roster of the staff', () => {
    const is = (rows: readonly (readonly string[])[], name = 'Sheet1') => isShiftRoster([sheet(rows, name)], TODAY);
    expect(
      is([
        ['日期', '带班领导'],
        ['9月22日', '王强'],
      ]),
    ).toBe(true);
    expect(
      is([
        ['日期', '带班领导', '手机'],
        ['9月22日', '王强', '13800000000'],
      ]),
    ).toBe(true);
    expect(
      is(
        [
          ['班次', '周一', '周二', '周三'],
          ['早', '王芳', '赵伟', '孙丽'],
        ],
        '护导',
      ),
    ).toBe(true);
    expect(
      is([
        ['姓名', '手机号', '角色', '带班'],
        ['王芳', '13800000000', '班主任', '初二3班'],
      ]),
    ).toBe(false);
    expect(
      is([
        ['姓名', '手机号', '值班室'],
        ['王芳', '13800000000', ''],
      ]),
    ).toBe(false);
    expect(
      is(
        [
          ['周一', '周二', '周三'],
          ['语文', '数学', '英语'],
        ],
        '课程表',
      ),
    ).toBe(false);
  });

  it('never throws, whatever a sheet holds', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        '日期',
        '星期',
        '周一',
        '周二',
        '周三',
        '9月31日',
        '2025-02-30',
        '带班领导',
        '王强',
        '王强：',
        '护导',
        '45918',
        '9.1-9.',
        '第3周',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }), (rows) => {
        const sheets = [sheet(rows)];
        isShiftRoster(sheets, TODAY);
        for (const row of readShiftRoster(sheets, people, TODAY).rows) {
          expect(row.people.length).toBeGreaterThan(0);
          if ('date' in row.when) expect(row.when.date >= TODAY).toBe(true);
        }
      }),
    );
  });

  it.each([
    ['2025-09-18', ['2025-09-18']],
    ['2025/9/8', ['2025-09-08']],
    ['9月18日（周四）', ['2025-09-18']],
    ['1.5', ['2026-01-05']],
    ['45918', ['2025-09-18']],
    ['9.15—9.17', ['2025-09-15', '2025-09-16', '2025-09-17']],
    ['2025-09-30至2025-10-01', ['2025-09-30', '2025-10-01']],
    ['9月15日-17日', ['2025-09-15', '2025-09-16', '2025-09-17']],
  ])('reads the date %s', (text, dates) => {
    expect(readDates(text, TODAY)?.dates).toEqual(dates);
  });

  it.each(['', '王强', '2月30日', '13月1日', '9.20-9.10', '第3周'])('takes no date from %s', (text) => {
    expect(readDates(text, TODAY)).toBeUndefined();
  });

  it.each([
    [LEADER, '', 420, 1860],
    [LEADER, '夜班', 1140, 1860],
    [GATE, '早', 430, 480],
    [GATE, '放学', 990, 1020],
    [GATE, '早 7:10-8:00', 430, 480],
    [NIGHT, '', 1290, 1830],
    [NIGHT, '21:30—次日6:30', 1290, 1830],
  ] as const)('gives %s %s its times', (duty, slot, from, to) => {
    expect(spanOf(duty, slot, usualDayTimes)).toEqual({ from, to });
  });
});
