import { describe, expect, it } from 'vitest';
import { confirmShifts, previewShifts } from '../../../src/duties/shift_import.ts';
import { readShiftRoster } from '../../../src/duties/shift_roster.ts';
import { GATE, LEADER } from '../../../src/duties/shift_times.ts';
import { dutyShift, rosterImport } from '../../../src/store/schema/index.ts';
import { at, openRosterStage, type RosterStage } from '../roster_stage.ts';
import { gate, heard, put, sheet, TODAY } from './shift_stage.ts';

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
