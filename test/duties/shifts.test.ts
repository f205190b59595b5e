import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples as leaveSamples } from '../../cards/duties/leave.ts';
import { samples as shiftSamples } from '../../cards/duties/shift.ts';
import { samples as rosterSamples } from '../../cards/duties/shift_roster.ts';
import { samples as swapSamples } from '../../cards/duties/swap.ts';
import { actionsOf, type Card, wordsOf } from '../../cards/model.ts';
import { dutyFeature } from '../../src/duties/actions.ts';
import { readDates } from '../../src/duties/roster_dates.ts';
import { isShiftRoster } from '../../src/duties/roster_table.ts';
import { putShift } from '../../src/duties/shift_entries.ts';
import { confirmShifts, previewShifts } from '../../src/duties/shift_import.ts';
import { readShiftRoster } from '../../src/duties/shift_roster.ts';
import { GATE, LEADER, NIGHT, spanOf } from '../../src/duties/shift_times.ts';
import { usualDayTimes } from '../../src/school/calendar.ts';
import type { Sheet } from '../../src/school/roster/model.ts';
import {
  absence,
  audit,
  calendarDay,
  dutySetting,
  dutyShift,
  rosterImport,
  shiftSwap,
} from '../../src/store/schema/index.ts';
import { at, openRosterStage, type RosterStage } from './roster_stage.ts';

/** Thursday. */
const TODAY = '2025-09-18';
const sheet = (rows: readonly (readonly string[])[], name = '值班表'): Sheet => ({
  name,
  hidden: false,
  rows: rows.map((cells, index) => ({ number: index + 1, hidden: false, cells: [...cells] })),
});
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

const put = (
  stage: RosterStage,
  entry: { duty?: string; date?: string; slot?: string; post?: string; who: string; from?: number; to?: number },
) => {
  const { shift } = putShift(stage.context(), {
    schoolId: 1,
    dutyId: entry.duty ?? LEADER,
    date: entry.date ?? TODAY,
    slot: entry.slot ?? '',
    post: entry.post ?? '',
    person: stage.id(entry.who),
    from: entry.from ?? 7 * 60,
    to: entry.to ?? 31 * 60,
  });
  if (!shift) throw new Error('no shift');
  return shift.id;
};
const gate = { duty: GATE, slot: '早', post: '北门', from: 7 * 60 + 10, to: 8 * 60 };
const heard = (arrived: readonly { to: string; card: string }[]) => arrived.map((one) => `${one.to} ${one.card}`);

describe('checking in', () => {
  it('asks a quarter of an hour before, once, and is quiet when somebody is there', () => {
    const stage = openRosterStage();
    put(stage, { who: '王强' });
    put(stage, { who: '赵伟', post: '值班员' });
    expect(stage.until(at(TODAY, '06:44'))).toEqual([]);
    const asked = stage.until(at(TODAY, '06:46'));
    expect(heard(asked).toSorted()).toEqual(['王强 shift.checkin', '赵伟 shift.checkin'].toSorted());
    expect(asked.find((one) => one.to === '王强')?.text).toContain('今日带班：07:00 到岗');
    expect(asked.find((one) => one.to === '王强')?.text).toContain('值班员：赵伟');
    expect(stage.presses('王强', '确认到岗')).toBe('已到岗：带班');
    expect(stage.presses('赵伟', '确认到岗')).toBe('已到岗：值班');
    expect(stage.until(at('2025-09-19', '09:00'))).toEqual([]);
  });

  it('tells the leader on duty after five minutes and the safety office after fifteen, each once', () => {
    const stage = openRosterStage();
    put(stage, { who: '王强' });
    put(stage, { ...gate, who: '王芳' });
    stage.until(at(TODAY, '06:50'));
    stage.presses('王强', '确认到岗');
    expect(heard(stage.until(at(TODAY, '07:14')))).toEqual(['王芳 shift.checkin']);
    expect(heard(stage.until(at(TODAY, '07:16')))).toEqual(['王强 shift.absent']);
    expect(stage.reads('王强', 'shift.absent')).toContain('还没到岗：北门护导');
    expect(heard(stage.until(at(TODAY, '07:26')))).toEqual(['李敏 shift.absent']);
    expect(stage.until(at(TODAY, '23:00'))).toEqual([]);
  });

  it('the leader’s own empty shift goes to the safety office at once, and only once', () => {
    const stage = openRosterStage();
    put(stage, { who: '王强' });
    expect(heard(stage.until(at(TODAY, '07:06')))).toEqual(['王强 shift.checkin', '李敏 shift.absent']);
    expect(stage.until(at(TODAY, '20:00'))).toEqual([]);
  });

  it('somebody who sees them there can say so; the cards follow', () => {
    const stage = openRosterStage();
    put(stage, { who: '王强' });
    const shift = put(stage, { ...gate, who: '王芳' });
    stage.until(at(TODAY, '07:16'));
    expect(stage.presses('王强', '人已在岗')).toBe('已到岗：北门护导');
    expect(stage.reads('王强', 'shift.absent')).toContain('已到岗：北门护导');
    expect(heard(stage.until(at(TODAY, '08:00')))).toEqual([]);
    const other = stage.pressing('孙丽', 'om_none', { action: 'shift.check-in', reference: { shift } });
    expect(other.toast?.text).toContain('这一班由王芳值');
  });

  it('is not held by quiet hours: boarding nights', () => {
    const stage = openRosterStage();
    put(stage, { duty: NIGHT, who: '周敏', from: 21 * 60 + 30, to: 30 * 60 });
    put(stage, { duty: NIGHT, slot: '下半夜', who: '吴刚', from: 26 * 60, to: 30 * 60 });
    expect(heard(stage.until(at(TODAY, '21:16')))).toEqual(['周敏 shift.checkin']);
    stage.presses('周敏', '确认到岗');
    expect(heard(stage.until(at('2025-09-19', '01:46')))).toEqual(['吴刚 shift.checkin']);
  });

  it('can be taken back for ten minutes, and asks upwards again', () => {
    const stage = openRosterStage();
    put(stage, { who: '王强' });
    stage.until(at(TODAY, '06:50'));
    stage.presses('王强', '确认到岗');
    expect(stage.presses('王强', '点错了撤回')).toBe('已撤回');
    expect(heard(stage.until(at(TODAY, '07:06')))).toEqual(['李敏 shift.absent']);
    stage.presses('王强', '确认到岗');
    const card = stage.phone('王强').find((one) => one.name === 'shift.checkin');
    stage.until(at(TODAY, '07:30'));
    const late = stage.pressing('王强', card?.messageId ?? '', { action: 'shift.undo', reference: { shift: 1 } });
    expect(late.toast?.text).toContain('已过 10 分钟');
  });

  it('refuses long before, and a second time', () => {
    const stage = openRosterStage(at(TODAY, '05:00'));
    const shift = put(stage, { who: '王强' });
    const tap = () => stage.pressing('王强', 'om_none', { action: 'shift.check-in', reference: { shift } }).toast?.text;
    expect(tap()).toContain('还没到时间');
    stage.until(at(TODAY, '06:55'));
    expect(tap()).toBe('已到岗：带班');
    expect(tap()).toBe('已于 06:55 确认到岗');
  });

  it('after an outage the person is asked first and then has their minutes; what is over is left alone', () => {
    const stage = openRosterStage();
    put(stage, { ...gate, who: '王芳' });
    put(stage, { duty: GATE, slot: '晚', post: '北门', who: '赵伟', from: 16 * 60 + 30, to: 17 * 60 });
    expect(heard(stage.outage(at(TODAY, '16:50')))).toEqual(['赵伟 shift.checkin']);
    expect(heard(stage.until(at(TODAY, '16:56')))).toEqual(['王强 shift.absent']);
    // Over at 17:00: nobody is called absent any more.
    expect(stage.until(at('2025-09-19', '06:00'))).toEqual([]);
  });

  it('is silent where the office turned the duty off, and at the gate when classes are suspended', () => {
    const off = openRosterStage();
    off.db.insert(dutySetting).values({ schoolId: 1, dutyId: LEADER, on: false }).run();
    put(off, { who: '王强' });
    expect(off.until(at(TODAY, '12:00'))).toEqual([]);
    const storm = openRosterStage();
    storm.db.insert(calendarDay).values({ schoolId: 1, date: TODAY, kind: 'suspended' }).run();
    put(storm, { ...gate, who: '王芳' });
    put(storm, { who: '王强' });
    expect(heard(storm.until(at(TODAY, '07:05')))).toEqual(['王强 shift.checkin', '李敏 shift.absent']);
    expect(storm.until(at(TODAY, '12:00'))).toEqual([]);
  });
});

describe('handing over', () => {
  it('shows the next shift what the last one left, and takes it back', () => {
    const stage = openRosterStage();
    put(stage, { who: '王强' });
    put(stage, { who: '陈副', date: '2025-09-19' });
    stage.until(at(TODAY, '06:50'));
    stage.presses('王强', '确认到岗');
    stage.until(at('2025-09-19', '06:50'));
    expect(stage.reads('陈副', 'shift.checkin')).not.toContain('门闸');
    stage.presses('王强', '填写交接');
    const form = stage.phone('王强').find((one) => one.name === 'shift.hand-over')?.card?.form;
    expect(form?.fields.find((one) => one.name === 'next')).toMatchObject({ initial: stage.id('陈副') });
    expect(stage.presses('王强', '交给下一班', { note: '' })).toContain('还差一项');
    expect(stage.presses('王强', '交给下一班', { note: '北门门闸待修', next: stage.id('陈副') })).toBe('已交给下一班');
    expect(stage.reads('陈副', 'shift.checkin')).toContain('上一班留下：北门门闸待修');
    expect(heard(stage.deliver())).toEqual([]);
    expect(stage.presses('王强', '点错了撤回')).toBe('已撤回');
    expect(stage.reads('陈副', 'shift.checkin')).not.toContain('门闸');
  });

  it('tells whoever was named when the roster has no next shift', () => {
    const stage = openRosterStage();
    put(stage, { ...gate, who: '王芳' });
    stage.until(at(TODAY, '07:00'));
    stage.presses('王芳', '确认到岗');
    stage.presses('王芳', '填写交接');
    stage.presses('王芳', '交给下一班', { note: '雨披在门卫室', next: stage.id('赵伟') });
    const told = stage.deliver();
    expect(heard(told)).toEqual(['赵伟 shift.handed']);
    expect(told[0]?.text).toContain('雨披在门卫室');
  });

  it('comes after checking in', () => {
    const stage = openRosterStage();
    const shift = put(stage, { who: '王强' });
    const early = stage.pressing(
      '王强',
      'om_none',
      { action: 'shift.hand-over', reference: { shift } },
      { note: '无' },
    );
    expect(early.toast?.text).toContain('先确认到岗');
  });
});

describe('swapping', () => {
  const ask = (stage: RosterStage, to: string) => {
    stage.presses('王芳', '申请换班');
    return stage.presses('王芳', '申请换班', { to: stage.id(to) });
  };
  const waiting = () => {
    const stage = openRosterStage();
    put(stage, { ...gate, who: '王芳' });
    stage.until(at(TODAY, '06:56'));
    return stage;
  };

  it('moves the shift when the colleague agrees; both and the office hear it once', () => {
    const stage = waiting();
    expect(ask(stage, '赵伟')).toBe('已发给对方，等答复');
    expect(heard(stage.deliver())).toEqual(['赵伟 shift.swap']);
    expect(stage.presses('赵伟', '同意代班')).toBe('已换到您这里');
    const told = stage.deliver();
    // It is time already, so the colleague's card for checking in comes with it.
    expect(heard(told).toSorted()).toEqual(
      ['王芳 shift.swapped', '李敏 shift.swapped', '赵伟 shift.checkin'].toSorted(),
    );
    expect(stage.reads('王芳', 'shift.checkin')).toContain('这一班由赵伟值');
    expect(stage.reads('李敏', 'shift.swapped')).toContain('由赵伟接王芳的班');
    expect(stage.presses('赵伟', '确认到岗')).toBe('已到岗：北门护导');
    expect(stage.until(at(TODAY, '12:00'))).toEqual([]);
    expect(
      stage.db
        .select()
        .from(audit)
        .all()
        .filter((one) => one.action === 'swap.agreed'),
    ).toHaveLength(1);
  });

  it('a colleague who cannot leaves it as it was, and another one can be asked', () => {
    const stage = waiting();
    ask(stage, '赵伟');
    stage.presses('赵伟', '不方便');
    expect(heard(stage.deliver())).toEqual(['王芳 shift.swapped']);
    stage.presses('王芳', '再请一位');
    stage.presses('王芳', '申请换班', { to: stage.id('孙丽') });
    expect(heard(stage.deliver())).toEqual(['孙丽 shift.swap']);
  });

  it('waits for one colleague at a time; 不换了 frees it', () => {
    const stage = waiting();
    ask(stage, '赵伟');
    stage.deliver();
    expect(stage.presses('王芳', '申请换班', { to: stage.id('孙丽') })).toContain('已请赵伟代');
    stage.presses('王芳', '不换了');
    expect(stage.reads('赵伟', 'shift.swap')).toContain('不用代班');
    expect(stage.db.select().from(shiftSwap).get()?.state).toBe('declined');
  });

  it('refuses a colleague who stands elsewhere then, is away, or is oneself', () => {
    const stage = waiting();
    put(stage, { duty: GATE, slot: '早', post: '东门', who: '赵伟', from: 430, to: 480 });
    expect(ask(stage, '赵伟')).toContain('赵伟那时已有班');
    stage.db
      .insert(absence)
      .values({
        schoolId: 1,
        personId: stage.id('孙丽'),
        substituteId: stage.id('陈副'),
        firstDay: TODAY,
        lastDay: TODAY,
        work: ['lesson'],
        createdAt: 0,
      })
      .run();
    expect(stage.presses('王芳', '申请换班', { to: stage.id('孙丽') })).toContain('代班人那天也请假了');
    expect(stage.presses('王芳', '申请换班', { to: stage.id('王芳') })).toContain('请选别人');
    expect(stage.presses('王芳', '申请换班', { to: 999 })).toContain('本校在岗');
  });

  it('refuses once the shift has begun, and what is somebody else’s', () => {
    const stage = waiting();
    ask(stage, '赵伟');
    stage.deliver();
    const request = stage.phone('赵伟').find((one) => one.name === 'shift.swap');
    stage.until(at(TODAY, '07:11'));
    const agree = { action: 'shift.swap-agree', reference: { swap: 1 } };
    expect(stage.pressing('赵伟', request?.messageId ?? '', agree).toast?.text).toContain('这一班已开始');
    expect(stage.pressing('孙丽', 'om_none', agree).toast?.text).toContain('被请的老师');
    const foreign = { action: 'shift.swap-ask', reference: { shift: 1 } };
    expect(stage.pressing('孙丽', 'om_none', foreign).toast?.text).toContain('这一班由王芳值');
    expect(stage.db.select().from(dutyShift).get()?.personId).toBe(stage.id('王芳'));
  });
});

describe('keeping the roster', () => {
  const reading = (stage: RosterStage, rows: readonly (readonly string[])[], name?: string) => {
    const staff = ['王强', '陈副', '王芳', '赵伟', '孙丽', '周敏'].map((one) => ({ person: stage.id(one), name: one }));
    return readShiftRoster([sheet(rows, name)], staff, TODAY);
  };
  const preview = (stage: RosterStage, rows: readonly (readonly string[])[], name?: string) =>
    previewShifts(stage.acting('李敏'), {
      schoolId: 1,
      by: stage.id('李敏'),
      fileName: '值班表.xlsx',
      reading: reading(stage, rows, name),
    });

  it('shows counts and problems, imports once, and erases the rows', () => {
    const stage = openRosterStage();
    preview(stage, [
      ['日期', '带班领导'],
      ['9月19日', '王强'],
      ['9月20日', '陈副'],
      ['9月21日', '钱多多'],
    ]);
    stage.deliver();
    expect(stage.reads('李敏', 'shift.roster')).toContain('值班表预览：2 班，待改 1');
    expect(stage.db.select().from(dutyShift).all()).toEqual([]);
    expect(stage.presses('李敏', '确认导入')).toBe('值班表已导入');
    expect(stage.db.select().from(dutyShift).all()).toHaveLength(2);
    expect(stage.db.select().from(rosterImport).get()?.rows).toBeNull();
    expect(confirmShifts(stage.context(), { import: 1 }).already).toBe(true);
    expect(heard(stage.until(at('2025-09-19', '06:46'))).filter((one) => one.includes('checkin'))).toEqual([
      '王强 shift.checkin',
    ]);
  });

  it('lays a week table out over the school days of the term', () => {
    const stage = openRosterStage();
    const { summary } = preview(
      stage,
      [
        ['', '周一', '周二', '周三', '周四', '周五'],
        ['北门', '王芳', '赵伟', '孙丽', '王芳', '赵伟'],
      ],
      '校门护导',
    );
    expect(summary).toMatchObject({ from: TODAY, to: '2026-01-20' });
    stage.presses('李敏', '确认导入');
    const rows = stage.db.select().from(dutyShift).all();
    expect(rows.filter((one) => one.date === TODAY).map((one) => one.slot)).toEqual(['早', '晚']);
    // National Day 2025-10-01 is a Wednesday; the make-up day 2025-09-28 a Sunday.
    expect(rows.some((one) => one.date === '2025-10-01')).toBe(false);
    expect(rows.some((one) => one.date === '2025-09-28')).toBe(false);
    expect(rows.filter((one) => one.date === '2025-09-24').every((one) => one.personId === stage.id('孙丽'))).toBe(
      true,
    );
  });

  it('a file again changes nothing; a changed one moves people, drops who is no longer named, keeps who is there', () => {
    const stage = openRosterStage();
    const head = ['日期', '带班领导', '值班教师'];
    preview(stage, [head, [TODAY, '王强', ''], ['9月19日', '陈副', '王芳、赵伟']]);
    stage.presses('李敏', '确认导入');
    const again = preview(stage, [head, [TODAY, '王强', ''], ['9月19日', '陈副', '王芳、赵伟']]).summary;
    expect(again).toMatchObject({ added: 0, updated: 0, unchanged: 4, removed: 0 });
    stage.until(at(TODAY, '06:50'));
    stage.presses('王强', '确认到岗');
    const { summary } = preview(stage, [head, [TODAY, '陈副', ''], ['9月19日', '王强', '王芳']]);
    expect(summary).toMatchObject({ added: 0, updated: 1, unchanged: 1, kept: 1, removed: 1 });
    stage.presses('李敏', '确认导入');
    const rows = stage.db.select().from(dutyShift).all();
    expect(rows.find((one) => one.date === TODAY)?.personId).toBe(stage.id('王强'));
    expect(rows.filter((one) => one.date === '2025-09-19').map((one) => one.personId)).toEqual([
      stage.id('王强'),
      stage.id('王芳'),
    ]);
  });

  it('先不导入 leaves the roster alone; a newer file replaces an older preview', () => {
    const stage = openRosterStage();
    preview(stage, [
      ['日期', '带班领导'],
      ['9月19日', '王强'],
    ]);
    preview(stage, [
      ['日期', '带班领导'],
      ['9月19日', '陈副'],
    ]);
    stage.presses('李敏', '先不导入');
    expect(
      stage.db
        .select()
        .from(rosterImport)
        .all()
        .map((one) => [one.state, one.rows]),
    ).toEqual([
      ['dropped', null],
      ['dropped', null],
    ]);
    expect(stage.db.select().from(dutyShift).all()).toEqual([]);
  });

  it('is the safety office’s and the leaders’ business', () => {
    const stage = openRosterStage();
    const open = () =>
      previewShifts(stage.acting('王芳'), {
        schoolId: 1,
        by: stage.id('王芳'),
        fileName: 'a',
        reading: reading(stage, []),
      });
    expect(open).toThrow('shift_roster.forbidden');
    const edit = stage.pressing('王芳', 'om_none', { action: 'shift.edit-open', reference: { school: 1 } });
    expect(edit.toast?.text).toContain('安全办');
  });

  it('an empty post is filled from the card, and the new person is asked at once', () => {
    const stage = openRosterStage();
    put(stage, { ...gate, who: '王芳' });
    stage.until(at(TODAY, '07:26'));
    stage.presses('李敏', '改派');
    expect(
      stage.presses('李敏', '保存排班', {
        duty: GATE,
        date: TODAY,
        slot: '早',
        post: '北门',
        person: stage.id('孙丽'),
      }),
    ).toBe('已保存排班');
    expect(heard(stage.until(at(TODAY, '07:28')))).toEqual(['孙丽 shift.checkin']);
    expect(stage.reads('王芳', 'shift.checkin')).toContain('这一班由孙丽值');
    expect(stage.presses('孙丽', '确认到岗')).toBe('已到岗：北门护导');
  });

  it('one day is filled by hand, and the person hears it once', () => {
    const stage = openRosterStage();
    preview(stage, [
      ['日期', '带班领导'],
      ['9月19日', '王强'],
    ]);
    stage.presses('李敏', '确认导入');
    stage.presses('李敏', '排一班');
    stage.presses('李敏', '保存排班', { duty: LEADER, date: '2025-09-20', person: stage.id('陈副') });
    const told = stage.deliver();
    expect(heard(told)).toEqual(['陈副 shift.given']);
    expect(told[0]?.text).toContain('已排您值班：9月20日 带班');
  });
});

const samples: readonly Card[] = [...leaveSamples, ...shiftSamples, ...rosterSamples, ...swapSamples];
const wordsIn = (card: Card): string =>
  card.blocks
    .map((block) => {
      if (block.kind === 'text') return wordsOf(block.text);
      if (block.kind === 'list') return block.items.map(wordsOf).join('');
      return block.kind === 'facts' ? block.facts.map((fact) => `${fact.label}${fact.value}`).join('') : '';
    })
    .join('');

/** Limits of domain/voice.md §2. */
describe('cards of leave and rosters keep to the length people read', () => {
  const actions = new Set(dutyFeature.actions.map((one) => one.name));
  it.each(samples.map((card, index) => [`${index} ${card.key}: ${card.title}`, card] as const))('%s', (_name, card) => {
    const letters = (text: string) => [...text].length;
    expect(letters(card.title)).toBeLessThanOrEqual(20);
    expect(letters(card.tag ?? '')).toBeLessThanOrEqual(8);
    expect(letters(wordsIn(card))).toBeLessThanOrEqual(300);
    expect(card.actions.length).toBeLessThanOrEqual(5);
    for (const button of card.actions) expect(letters(button.label)).toBeLessThanOrEqual(6);
    for (const block of card.blocks) {
      if (block.kind === 'list') expect(block.items.length).toBeLessThanOrEqual(10);
      if (block.kind === 'facts') expect(block.facts.length).toBeLessThanOrEqual(6);
    }
    for (const name of actionsOf(card)) expect(actions).toContain(name);
    expect(wordsIn(card) + card.title).not.toMatch(/[！!]|温馨提示|务必|请知悉|打卡|仍未/);
  });
});
