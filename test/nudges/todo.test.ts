import { describe, expect, it } from 'vitest';
import { putShift } from '../../src/duties/shift_entries.ts';
import { GATE, LEADER } from '../../src/duties/shift_times.ts';
import { mergedTodo } from '../../src/nudges/todo.ts';
import { dutyPeriod, dutyTask } from '../../src/store/schema/index.ts';
import { at, openSmallSchool, type SmallSchool } from '../duties/small_school.ts';

const staff = { 王芳: ['safety_office'], 李敏: ['duty_teacher'], 赵伟: ['duty_teacher'], 王强: ['duty_leader'] };
/** Thursday. */
const TODAY = '2025-09-18';
const open = () => openSmallSchool(staff, `${TODAY} 06:00`);
const lines = (school: SmallSchool, name: string) => mergedTodo(school.context(), school.id(name)).items;
const texts = (school: SmallSchool, name: string) => lines(school, name).map((one) => one.text);

function stand(school: SmallSchool, who: string, date: string, from: number, to = from + 50, duty: string = GATE) {
  const { shift } = putShift(school.context(), {
    schoolId: 1,
    dutyId: duty,
    date,
    slot: String(from),
    post: duty === GATE ? '北门' : '',
    person: school.id(who),
    from,
    to,
  });
  if (!shift) throw new Error('no shift');
  return shift.id;
}

describe('the to-do list of somebody with shifts', () => {
  it('holds those of today and soon between the tasks, by time, each with its button; far ones wait', () => {
    const school = open();
    for (const [dutyId, due] of [
      ['weekly-safety-meeting', '2025-09-18 12:00'],
      ['monthly-self-check', '2025-09-19 17:00'],
    ] as const) {
      const times = { period: due, openAt: at(`${TODAY} 05:00`), dueAt: at(due) };
      school.db
        .insert(dutyPeriod)
        .values({ schoolId: 1, dutyId, ladder: [], ...times })
        .run();
      school.db
        .insert(dutyTask)
        .values({ schoolId: 1, dutyId, scope: 'school', assigneeId: school.id('李敏'), ...times })
        .run();
    }
    stand(school, '李敏', TODAY, 430);
    stand(school, '李敏', '2025-09-19', 430);
    stand(school, '李敏', '2025-09-25', 430);
    expect(texts(school, '李敏')).toEqual([
      '北门护导 07:10 到岗',
      '每周安全例会 12:00',
      '北门护导 9月19日 07:10',
      '每月自查整改 9月19日',
    ]);
    expect(lines(school, '李敏')[0]).toMatchObject({ action: 'shift.open' });
    school.sent();
    school.press('李敏', 'shift.open', { shift: 1 });
    expect(school.asked()).toEqual([{ card: 'shift.checkin', subject: { shift: 1 }, to: school.id('李敏') }]);
    expect(school.show('shift.checkin', { shift: 1 }, '李敏').actions.map((one) => one.label)).toEqual([
      '确认到岗',
      '申请换班',
    ]);
    expect(() => school.press('赵伟', 'shift.open', { shift: 1 })).toThrow();
  });

  it('names the next one of the week where nothing is near, says when its time has come, and forgets it at the post', () => {
    const school = open();
    stand(school, '李敏', '2025-09-24', 430);
    const today = stand(school, '赵伟', TODAY, 430);
    expect(texts(school, '李敏')).toEqual(['北门护导 9月24日 07:10']);
    school.to(`${TODAY} 07:15`);
    expect(texts(school, '赵伟')).toEqual(['北门护导 已到时间，07:10 起']);
    school.press('赵伟', 'shift.check-in', { shift: today });
    expect(texts(school, '赵伟')).toEqual([]);
  });

  it('asks the leader to hand over when the shift ends, not before', () => {
    const school = open();
    const shift = stand(school, '王强', TODAY, 7 * 60, 31 * 60, LEADER);
    school.to(`${TODAY} 06:50`);
    school.press('王强', 'shift.check-in', { shift });
    school.to(`${TODAY} 20:00`);
    expect(texts(school, '王强')).toEqual([]);
    school.to('2025-09-19 06:45');
    expect(texts(school, '王强')).toEqual(['填写交接：带班 07:00 交班']);
    school.sent();
    school.press('王强', 'shift.open', { shift });
    expect(school.asked().map((one) => one.card)).toEqual(['shift.hand-over']);
    school.press('王强', 'shift.hand-over', { shift }, { note: '无' });
    expect(texts(school, '王强')).toEqual([]);
  });
});

describe('what colleagues ask comes first', () => {
  it('a swap: opened, answered and gone from one list into the other', () => {
    const school = open();
    const shift = stand(school, '李敏', '2025-09-19', 430);
    stand(school, '赵伟', TODAY, 990);
    school.press('李敏', 'shift.swap-to', { shift }, { to: school.id('赵伟') });
    expect(texts(school, '赵伟')).toEqual(['待答复：代李敏 9月19日 07:10 北门护导', '北门护导 16:30 到岗']);
    school.sent();
    school.press('赵伟', 'shift.swap-open', { swap: 1 });
    expect(school.asked().map((one) => one.card)).toEqual(['shift.swap']);
    expect(() => school.press('王强', 'shift.swap-open', { swap: 1 })).toThrow();
    school.press('赵伟', 'shift.swap-agree', { swap: 1 });
    expect(texts(school, '赵伟')).toEqual(['北门护导 16:30 到岗', '北门护导 9月19日 07:10']);
    expect(texts(school, '李敏')).toEqual([]);
    expect(() => school.press('赵伟', 'shift.swap-open', { swap: 1 })).toThrow('swap.answered');
  });

  it('a swap nobody answered is no longer asked once the shift has begun', () => {
    const school = open();
    const shift = stand(school, '李敏', TODAY, 430);
    school.press('李敏', 'shift.swap-to', { shift }, { to: school.id('赵伟') });
    school.to(`${TODAY} 07:11`);
    expect(texts(school, '赵伟')).toEqual([]);
  });

  it('standing in: the request, then the shifts it brings', () => {
    const school = open();
    stand(school, '李敏', '2025-09-19', 430);
    const days = { from: '2025-09-19', to: '2025-09-19' };
    const form = { ...days, substitute: school.id('赵伟'), work: ['shift'] };
    school.press('李敏', 'leave.submit', { school: 1 }, form);
    expect(texts(school, '赵伟')).toEqual(['待答复：9月19日 代李敏办事']);
    school.sent();
    school.press('赵伟', 'leave.open', { leave: 1 });
    expect(school.asked().map((one) => one.card)).toEqual(['leave.request']);
    school.press('赵伟', 'leave.agree', { leave: 1 });
    expect(texts(school, '赵伟')).toEqual(['北门护导 9月19日 07:10']);
    expect(texts(school, '李敏')).toEqual([]);
    expect(() => school.press('赵伟', 'leave.open', { leave: 1 })).toThrow('leave.answered');
  });
});
