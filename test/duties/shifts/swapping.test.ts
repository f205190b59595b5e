import { describe, expect, it } from 'vitest';
import { GATE } from '../../../src/duties/shift_times.ts';
import { absence, audit, dutyShift, shiftSwap } from '../../../src/store/schema/index.ts';
import { at, openRosterStage, type RosterStage } from '../roster_stage.ts';
import { gate, heard, put, TODAY } from './shift_stage.ts';

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
