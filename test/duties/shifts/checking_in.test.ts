import { describe, expect, it } from 'vitest';
import { GATE, LEADER, NIGHT } from '../../../src/duties/shift_times.ts';
import { calendarDay, dutySetting } from '../../../src/store/schema/index.ts';
import { at, openRosterStage } from '../roster_stage.ts';
import { gate, heard, put, TODAY } from './shift_stage.ts';

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
