import { beforeEach, describe, expect, it } from 'vitest';
import {
  breakAfter,
  type DayKind,
  dayTimesOf,
  examDays,
  holidayName,
  isCalendarKnown,
  isSchoolDay,
  plusSchoolDays,
  schoolCalendar,
  setDayTimes,
  termNames,
  termOf,
  termsOf,
  usualDayTimes,
} from '../../src/school/calendar.ts';
import { audit, calendarDay, school, term } from '../../src/store/schema/index.ts';
import { makeWorld, type World } from '../context.ts';

let world: World;
const SCHOOL = 1;
const OTHER = 2;

beforeEach(() => {
  world = makeWorld();
  for (const name of ['光明小学', '育才中学']) world.store.db.insert(school).values({ name, shortName: 'GM' }).run();
});

const mark = (date: string, kind: DayKind, grade = '', schoolId = SCHOOL) =>
  world.store.db.insert(calendarDay).values({ schoolId, date, kind, grade }).run();
const enter = (name: string, firstDay: string, lastDay: string) =>
  world.store.db.insert(term).values({ schoolId: SCHOOL, name, firstDay, lastDay }).run();
const held = (date: string, grade?: string) => isSchoolDay(world.context(), SCHOOL, date, grade);

describe('school days', () => {
  it.each([
    ['an ordinary Thursday', '2025-09-18', true],
    ['a Saturday', '2025-09-20', false],
    ['National Day', '2025-10-01', false],
    ['a make-up Sunday', '2025-09-28', true],
    ['a Monday of a year that is not published', '2029-10-01', true],
    ['a Sunday of it', '2029-10-07', false],
  ])('%s', (_, date, expected) => {
    expect(held(date)).toBe(expected);
    expect(schoolCalendar(world.context(), SCHOOL).isSchoolDay(date)).toBe(expected);
  });

  it('the school has the last word, one school at a time', () => {
    mark('2025-09-18', 'suspended');
    mark('2025-09-20', 'school_day');
    mark('2025-09-19', 'day_off', '', OTHER);
    expect([held('2025-09-18'), held('2025-09-20'), held('2025-09-19')]).toEqual([false, true, true]);
    expect(isSchoolDay(world.context(), OTHER, '2025-09-18')).toBe(true);
    expect(plusSchoolDays(world.context(), SCHOOL, '2025-09-17', 1)).toBe('2025-09-19');
  });

  it('exams are held, and known as exams', () => {
    mark('2026-06-07', 'exam', '高三');
    expect([held('2026-06-07', '高三'), held('2026-06-07')]).toEqual([true, false]);
    expect(schoolCalendar(world.context(), SCHOOL, '高三').isExamDay('2026-06-07')).toBe(true);
    expect(schoolCalendar(world.context(), SCHOOL).isExamDay('2026-06-07')).toBe(false);
    mark('2026-06-09', 'exam');
    mark('2026-06-08', 'exam');
    mark('2026-06-10', 'exam', '', OTHER);
    expect(examDays(world.context(), SCHOOL, '2026-06-07', '2026-06-30')).toEqual(['2026-06-08', '2026-06-09']);
  });

  it.each([
    ['a grade stays at home, the others come', [['day_off', '三年级']], false, true],
    [
      'the school is suspended, one grade comes',
      [
        ['suspended', ''],
        ['school_day', '三年级'],
      ],
      true,
      false,
    ],
    [
      'the storm beats the exam',
      [
        ['suspended', ''],
        ['exam', '三年级'],
      ],
      false,
      false,
    ],
    [
      'a grade is suspended on a make-up day of the school',
      [
        ['school_day', ''],
        ['suspended', '三年级'],
      ],
      false,
      true,
    ],
  ] as const)('%s', (_, marks, ofGrade, ofOthers) => {
    for (const [kind, grade] of marks) mark('2025-09-18', kind, grade);
    expect([held('2025-09-18', '三年级'), held('2025-09-18', '一年级')]).toEqual([ofGrade, ofOthers]);
    const calendar = schoolCalendar(world.context(), SCHOOL, '三年级');
    expect(calendar.isSchoolDay('2025-09-18')).toBe(ofGrade);
  });

  it('says which years are known, and names holidays', () => {
    expect([isCalendarKnown('2025-03-01'), isCalendarKnown('2031-03-01')]).toEqual([true, false]);
    expect(['2025-10-01', '2025-10-06', '2025-09-28', '2025-09-20', '2031-10-01'].map(holidayName)).toEqual([
      '国庆节',
      '中秋',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('terms', () => {
  const of = (date: string) => termOf(world.context(), SCHOOL, date);

  it.each([
    ['2025-09-01', '2025-1'],
    ['2026-01-20', '2025-1'],
    ['2026-01-21', undefined],
    ['2026-02-19', undefined],
    ['2026-02-20', '2025-2'],
    ['2026-07-05', '2025-2'],
    ['2026-08-31', undefined],
    ['2026-12-31', '2026-1'],
  ])('without a word from the school %s is in %s, assumed', (date, name) => {
    expect(of(date)?.name).toBe(name);
    if (name) expect(of(date)?.assumed).toBe(true);
  });

  it('entered terms stand, and the usual ones stand in for those nobody entered', () => {
    enter('2025-1', '2025-08-28', '2026-01-16');
    expect(of('2025-08-28')).toEqual({ name: '2025-1', from: '2025-08-28', to: '2026-01-16', assumed: false });
    expect(of('2026-01-19')).toBeUndefined();
    expect(of('2026-03-02')).toMatchObject({ name: '2025-2', assumed: true });
    expect(termOf(world.context(), OTHER, '2026-01-19')?.assumed).toBe(true);
    expect(termsOf(world.context(), SCHOOL).map((one) => one.name)).toEqual(['2025-1']);
  });

  it('a term under another name takes the place of the usual one it overlaps', () => {
    enter('秋季', '2025-08-25', '2026-01-10');
    expect(of('2025-11-11')?.name).toBe('秋季');
    expect(of('2026-01-15')).toBeUndefined();
  });

  it('an assumed term stretches to the school days the school marked, an entered one does not', () => {
    mark('2026-08-30', 'school_day');
    expect(of('2026-08-30')).toMatchObject({ name: '2026-1', from: '2026-08-30' });
    expect(schoolCalendar(world.context(), SCHOOL).isSchoolDay('2026-08-30')).toBe(true);
    enter('2026-1', '2026-09-01', '2027-01-20');
    expect(schoolCalendar(world.context(), SCHOOL).isSchoolDay('2026-08-30')).toBe(false);
    expect(held('2026-08-30')).toBe(true);
  });

  it('no duty falls into the holidays between terms, though work goes on', () => {
    expect(held('2025-07-21')).toBe(true);
    expect(schoolCalendar(world.context(), SCHOOL).isSchoolDay('2025-07-21')).toBe(false);
  });

  it('has names people use, and teaching weeks from Monday to Sunday', () => {
    expect(termNames('2025-1')).toEqual({ short: '第一学期', long: '2025–2026 学年第一学期' });
    expect(termNames('2025-2').long).toBe('2025–2026 学年第二学期');
    expect(termNames('秋季')).toEqual({ short: '秋季', long: '秋季' });
    const calendar = schoolCalendar(world.context(), SCHOOL);
    expect(
      ['2025-09-01', '2025-09-07', '2025-09-08', '2025-08-31', '2026-02-20', '2026-02-23'].map(calendar.weekOfTerm),
    ).toEqual([1, 1, 2, undefined, 1, 2]);
  });
});

describe('breaks', () => {
  const breakFollows = (date: string) => breakAfter(world.context(), SCHOOL, date);

  it.each([
    ['before the National Day holiday', '2025-09-30', true],
    ['before an ordinary weekend', '2025-09-19', false],
    ['in the holiday itself', '2025-10-01', false],
    ['on the last day of term', '2026-01-20', true],
    ['the day before the last', '2025-09-29', false],
  ])('%s', (_, date, expected) => {
    expect(breakFollows(date)).toBe(expected);
  });

  it('a storm is no holiday, but a holiday that begins behind it is', () => {
    for (const date of ['2025-09-17', '2025-09-18', '2025-09-19']) mark(date, 'suspended');
    expect(breakFollows('2025-09-16')).toBe(false);
    mark('2025-09-30', 'suspended');
    expect(breakFollows('2025-09-29')).toBe(true);
  });

  it('a bridge day makes a weekend a break', () => {
    mark('2025-09-22', 'day_off');
    expect(breakFollows('2025-09-19')).toBe(true);
  });
});

describe('the times of the day', () => {
  it('are the usual ones until the school sets its own', () => {
    expect(dayTimesOf(world.context(), SCHOOL)).toEqual(usualDayTimes);
    setDayTimes(world.context(), SCHOOL, { dismissal: '15:50' });
    expect(dayTimesOf(world.context(), SCHOOL)).toEqual({ ...usualDayTimes, dismissal: '15:50' });
    expect(schoolCalendar(world.context(), SCHOOL).dayTimes.dismissal).toBe('15:50');
    expect(dayTimesOf(world.context(), OTHER)).toEqual(usualDayTimes);
    expect(world.store.db.select().from(audit).all().at(-1)?.action).toBe('school.day_times');
    expect(() => setDayTimes(world.context(), SCHOOL, { dismissal: '25:00' })).toThrow();
  });
});
