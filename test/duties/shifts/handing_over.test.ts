import { describe, expect, it } from 'vitest';
import { at, openRosterStage } from '../roster_stage.ts';
import { gate, heard, put, TODAY } from './shift_stage.ts';

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
