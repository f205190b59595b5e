import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { openLeave } from '../../src/duties/leave.ts';
import { readLeave } from '../../src/duties/leave_words.ts';
import { putShift } from '../../src/duties/shift_entries.ts';
import { ownersOf, taskById } from '../../src/duties/tasks.ts';
import { HOUR } from '../../src/kernel/time.ts';
import { absence, dutyTask, hazard } from '../../src/store/schema/index.ts';
import { understand } from '../../src/understanding/understand.ts';
import { at, openRosterStage, type RosterStage } from './roster_stage.ts';

/** Thursday. */
const TODAY = '2025-09-18';

describe('the days a sentence about leave names', () => {
  it.each([
    ['明天请假，请同年级的老师代一下', '2025-09-19', '2025-09-19'],
    ['今天请假', TODAY, TODAY],
    ['后天请一天假', '2025-09-20', '2025-09-20'],
    ['大后天有事', '2025-09-21', '2025-09-21'],
    ['请假3天', TODAY, '2025-09-20'],
    ['明天请三天假', '2025-09-19', '2025-09-21'],
    ['明天到后天请假', '2025-09-19', '2025-09-20'],
    ['9月20日到22日请假', '2025-09-20', '2025-09-22'],
    ['9月20日至9月22日', '2025-09-20', '2025-09-22'],
    ['９月２０日－２２日', '2025-09-20', '2025-09-22'],
    ['9.20-22请假', '2025-09-20', '2025-09-22'],
    ['9/28-10/2 请假', '2025-09-28', '2025-10-02'],
    ['20号到22号请假', '2025-09-20', '2025-09-22'],
    ['3号请假', '2025-10-03', '2025-10-03'],
    ['2025年10月8日请假两天', '2025-10-08', '2025-10-09'],
    ['1月5日请假', '2026-01-05', '2026-01-05'],
    ['下周一请假', '2025-09-22', '2025-09-22'],
    ['下周一请假两天', '2025-09-22', '2025-09-23'],
    ['下周三到周五出差', '2025-09-24', '2025-09-26'],
    ['周五请假', '2025-09-19', '2025-09-19'],
    ['周一请假', '2025-09-22', '2025-09-22'],
    ['这两天请假', TODAY, '2025-09-19'],
    ['下周请假', '2025-09-22', '2025-09-26'],
    ['本周请假', TODAY, '2025-09-19'],
  ])('%s', (words, from, to) => {
    expect(readLeave(words, TODAY)).toEqual({ from, to });
  });

  it.each(['请假', '找人代班', '2月30日请假', '99号请假'])('names none: %s', (words) => {
    expect(readLeave(words, TODAY)).toBeUndefined();
  });

  it('the sentence of the issue is understood as leave', () => {
    expect(understand('明天请假，请同年级的老师代一下')).toMatchObject({ intent: 'command', command: 'leave' });
  });
});

const form = (stage: RosterStage, name: string, words: string) => {
  openLeave(stage.acting(name), stage.id(name), words);
  stage.deliver();
  const card = stage.phone(name).findLast((one) => one.name === 'leave.form')?.card;
  return card?.form?.fields ?? [];
};

const fieldOf = (fields: ReturnType<typeof form>, name: string) => fields.find((one) => one.name === name);

describe('leave and a substitute', () => {
  it('opens the card with the days filled in and colleagues of the grade first', () => {
    const stage = openRosterStage();
    const fields = form(stage, '王芳', '明天请假，请同年级的老师代一下');
    expect(fieldOf(fields, 'from')).toMatchObject({ initial: '2025-09-19' });
    expect(fieldOf(fields, 'to')).toMatchObject({ initial: '2025-09-19' });
    const substitute = fieldOf(fields, 'substitute');
    expect(substitute?.kind === 'person' && substitute.candidates[0]?.name).toBe('赵伟');
    expect(substitute?.kind === 'person' && substitute.candidates.some((one) => one.name === '王芳')).toBe(false);
  });

  it('fills in the colleague the sentence names', () => {
    const stage = openRosterStage();
    const fields = form(stage, '王芳', '明天请假，请孙丽老师代班');
    expect(fieldOf(fields, 'substitute')).toMatchObject({ initial: stage.id('孙丽') });
  });

  const ask = (stage: RosterStage, who: string, substitute: string, values: Record<string, string | string[]> = {}) => {
    openLeave(stage.acting(who), stage.id(who), '请假');
    return stage.presses(who, '提交代班', {
      from: '2025-09-19',
      to: '2025-09-20',
      work: ['reminder', 'lesson', 'shift', 'hazard'],
      ...values,
      substitute: stage.id(substitute),
    });
  };

  const reminder = (stage: RosterStage, date: string) => {
    const made = stage.db
      .insert(dutyTask)
      .values({
        schoolId: 1,
        dutyId: 'daily-safety-reminder',
        period: date,
        scope: 'class',
        scopeId: '1',
        openAt: at(date, '05:00'),
        dueAt: at(date, '15:50'),
      })
      .returning({ id: dutyTask.id })
      .get();
    return made.id;
  };
  const owners = (stage: RosterStage, task: number) => {
    const row = taskById(stage.context(), task);
    return row ? ownersOf(stage.context(), row) : [];
  };

  it('moves the work only once the substitute agreed, and back again when it is withdrawn', () => {
    const stage = openRosterStage(at('2025-09-19', '06:00'));
    const task = reminder(stage, '2025-09-19');
    expect(ask(stage, '王芳', '赵伟')).toBe('已发给赵伟，等答复');
    expect(owners(stage, task)).toEqual([stage.id('王芳')]);
    expect(stage.deliver().map((one) => [one.to, one.card])).toEqual([['赵伟', 'leave.request']]);
    expect(stage.presses('赵伟', '同意代班')).toContain('已同意');
    expect(owners(stage, task)).toEqual([stage.id('赵伟')]);
    expect(stage.reads('赵伟', 'leave.waiting')).toContain('初二3班');
    expect(stage.deliver().map((one) => [one.to, one.card])).toEqual([['王芳', 'leave.answer']]);
    expect(stage.reads('王芳', 'leave.answer')).toContain('赵伟已同意代班');
    // The listed task can be opened from the card and is theirs.
    stage.presses('赵伟', '办第 1 项');
    expect(stage.deliver().map((one) => [one.to, one.card])).toEqual([['赵伟', 'duty.mine']]);
    expect(stage.presses('王芳', '撤回代班')).toBe('已撤回');
    expect(owners(stage, task)).toEqual([stage.id('王芳')]);
    expect(stage.deliver().map((one) => [one.to, one.card])).toEqual([['赵伟', 'leave.answer']]);
    expect(stage.reads('赵伟', 'leave.answer')).toContain('不用代了');
  });

  it('covers only the days and the kinds of work that were asked for', () => {
    const stage = openRosterStage(at('2025-09-19', '06:00'));
    ask(stage, '王芳', '赵伟', { to: '2025-09-19', work: ['lesson'] });
    stage.presses('赵伟', '同意代班');
    const task = reminder(stage, '2025-09-19');
    expect(owners(stage, task)).toEqual([stage.id('王芳')]);
  });

  it('a substitute who cannot is told on, and another one is asked with the days kept', () => {
    const stage = openRosterStage();
    ask(stage, '王芳', '赵伟');
    expect(stage.presses('赵伟', '不方便')).toBe('好，已告诉对方');
    expect(stage.deliver().map((one) => [one.to, one.card])).toEqual([['王芳', 'leave.answer']]);
    stage.presses('王芳', '换一位代');
    stage.deliver();
    const card = stage.phone('王芳').findLast((one) => one.name === 'leave.form')?.card;
    expect(card?.form?.fields.find((one) => one.name === 'from')).toMatchObject({ initial: '2025-09-19' });
    expect(
      stage.presses('王芳', '提交代班', {
        from: '2025-09-19',
        to: '2025-09-20',
        substitute: stage.id('孙丽'),
        work: ['lesson'],
      }),
    ).toBe('已发给孙丽，等答复');
  });

  it.each([
    ['against the calendar', { from: '2025-09-20', to: '2025-09-19' }, '“到”早于“从”'],
    ['in the past', { from: '2025-09-10', to: '2025-09-11' }, '这几天已过'],
    ['years away', { from: '2025-09-19', to: '2027-09-19' }, '日期太远'],
  ])('refuses days %s and keeps what was filled in', (_what, days, words) => {
    const stage = openRosterStage();
    expect(ask(stage, '王芳', '赵伟', days)).toContain(words);
    expect(stage.reads('王芳', 'leave.form')).toContain(words);
    expect(stage.db.select().from(absence).all()).toEqual([]);
  });

  it('refuses oneself, somebody who is away too, the same days twice, and a chain of substitutes', () => {
    const stage = openRosterStage();
    expect(ask(stage, '王芳', '王芳')).toContain('请选别人');
    ask(stage, '赵伟', '孙丽', { work: ['lesson'] });
    stage.presses('孙丽', '同意代班');
    expect(ask(stage, '王芳', '赵伟')).toContain('代班人那天也请假了');
    // Who stands in for somebody cannot be away on the same days for the same work.
    expect(ask(stage, '孙丽', '王芳', { work: ['lesson'] })).toContain('您在代赵伟的安全课');
    expect(ask(stage, '王芳', '孙丽', { work: ['reminder'] })).toContain('已发给孙丽');
    expect(ask(stage, '王芳', '陈副', { work: ['reminder', 'shift'] })).toContain('这几天已请孙丽代每日提醒');
    expect(ask(stage, '王芳', '陈副', { work: ['shift'] })).toContain('已发给陈副');
  });

  it('refuses a yes from somebody who has asked for leave in the meantime, and a second answer', () => {
    const stage = openRosterStage();
    ask(stage, '王芳', '赵伟', { work: ['lesson'] });
    stage.deliver();
    ask(stage, '赵伟', '孙丽', { work: ['shift'] });
    expect(stage.presses('赵伟', '同意代班')).toContain('您那几天也请假了');
    const request = stage.phone('赵伟').find((one) => one.name === 'leave.request');
    if (!request) throw new Error('no request');
    stage.presses('赵伟', '不方便');
    const again = stage.pressing('赵伟', request.messageId, { action: 'leave.agree', reference: { leave: 1 } });
    expect(again.toast?.text).toBe('已回复不方便');
  });

  it('only the one who was asked can answer, only the one who asked can withdraw', () => {
    const stage = openRosterStage();
    ask(stage, '王芳', '赵伟');
    stage.deliver();
    const request = stage.phone('赵伟').at(-1)?.messageId ?? '';
    const reference = { leave: 1 };
    expect(stage.pressing('孙丽', 'om_none', { action: 'leave.agree', reference }).toast?.text).toContain('代班人');
    expect(stage.pressing('赵伟', request, { action: 'leave.withdraw', reference }).toast?.text).toContain(
      '请假的老师',
    );
    expect(stage.db.select().from(absence).get()?.state).toBe('asked');
  });

  it('says once that nobody has answered, not at night', () => {
    const stage = openRosterStage(at(TODAY, '20:00'));
    ask(stage, '王芳', '赵伟');
    stage.until(at('2025-09-19', '06:00'));
    expect(stage.arrived.filter((one) => one.card === 'leave.answer')).toEqual([]);
    stage.until(at('2025-09-20', '12:00'));
    const told = stage.arrived.filter((one) => one.card === 'leave.answer');
    expect(told.map((one) => one.to)).toEqual(['王芳']);
    expect(told[0]?.text).toContain('赵伟还没答复');
  });

  it('an answer in time spares the reminder', () => {
    const stage = openRosterStage();
    ask(stage, '王芳', '赵伟');
    stage.presses('赵伟', '同意代班');
    stage.deliver();
    expect(stage.until(stage.context().now + 24 * HOUR)).toEqual([]);
  });

  it('lists hazards and shifts, and tells the safety office once', () => {
    const stage = openRosterStage();
    putShift(stage.context(), {
      schoolId: 1,
      dutyId: 'teacher-gate-duty',
      date: '2025-09-19',
      slot: '早',
      post: '北门',
      person: stage.id('王芳'),
      from: 7 * 60,
      to: 8 * 60,
    });
    stage.db
      .insert(hazard)
      .values({
        schoolId: 1,
        number: 'GS-202509-0012',
        state: 'assigned',
        title: '2号楼3层扶手松',
        description: '扶手松',
        placeKind: 'stairs',
        category: 'railing',
        sub: '扶手',
        severity: 'general',
        reportedAt: 0,
        ownerId: stage.id('王芳'),
        due: '2025-09-25',
      })
      .run();
    ask(stage, '王芳', '赵伟');
    stage.presses('赵伟', '同意代班');
    const list = stage.reads('赵伟', 'leave.waiting');
    expect(list).toContain('9月19日 早北门护导');
    expect(list).toContain('0012 2号楼3层扶手松 9月25日止');
    expect(list).toContain('整改责任人仍是王芳');
    expect(
      stage
        .deliver()
        .map((one) => [one.to, one.card])
        .toSorted(),
    ).toEqual(
      [
        ['李敏', 'leave.office'],
        ['王芳', 'leave.answer'],
      ].toSorted(),
    );
    // The shift's own card goes to the substitute on the day.
    const asked = stage.until(at('2025-09-19', '06:50')).filter((one) => one.card === 'shift.checkin');
    expect(asked.map((one) => one.to)).toEqual(['赵伟']);
    expect(asked[0]?.text).toContain('代：王芳');
    expect(stage.presses('赵伟', '确认到岗')).toBe('已到岗：北门护导');
  });

  it('leave agreed on while a shift waits hands the card over at once', () => {
    const stage = openRosterStage(at('2025-09-19', '06:30'));
    putShift(stage.context(), {
      schoolId: 1,
      dutyId: 'teacher-gate-duty',
      date: '2025-09-19',
      slot: '早',
      post: '北门',
      person: stage.id('王芳'),
      from: 7 * 60,
      to: 8 * 60,
    });
    stage.until(at('2025-09-19', '06:46'));
    ask(stage, '王芳', '赵伟');
    stage.presses('赵伟', '同意代班');
    expect(
      stage
        .deliver()
        .filter((one) => one.card === 'shift.checkin')
        .map((one) => one.to),
    ).toEqual(['赵伟']);
    expect(stage.reads('王芳', 'shift.checkin')).toContain('这一班由赵伟值');
    expect(stage.db.select().from(absence).where(eq(absence.state, 'agreed')).all()).toHaveLength(1);
  });

  it('不请了 leaves nothing behind', () => {
    const stage = openRosterStage();
    openLeave(stage.acting('王芳'), stage.id('王芳'), '请假');
    stage.presses('王芳', '不请了');
    expect(stage.phone('王芳').at(-1)?.text).toContain('没有请代班');
    expect(stage.db.select().from(absence).all()).toEqual([]);
  });
});
