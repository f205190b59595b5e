import { describe, expect, it } from 'vitest';
import { campaignsNear } from '../../src/duties/campaign_dates.ts';
import { campaignById, campaigns } from '../../src/duties/catalogue/index.ts';
import { reminderById, reminderLibrary, reminderTopics, type Stage } from '../../src/duties/reminder_library/index.ts';
import {
  chooseReminders,
  hazardTopics,
  REPEAT_SCHOOL_DAYS,
  type ReminderOccasion,
} from '../../src/duties/reminders.ts';
import { weekdayOf } from '../../src/kernel/time.ts';
import { datesBetween, realCalendar } from './real_calendar.ts';

const calendar = realCalendar();
const stages: readonly Stage[] = ['kindergarten', 'primary', 'junior', 'senior'];

const on = (date: string, more: Partial<ReminderOccasion> = {}): ReminderOccasion => ({
  stage: 'primary',
  date,
  weekday: weekdayOf(date) || 7,
  month: Number(date.slice(5, 7)),
  campaigns: campaignsNear(campaigns, date, calendar).map((one) => one.id),
  beforeHoliday: calendar.breakAfter(date),
  recentIds: [],
  recentTopics: [],
  hazardTopics: [],
  ...more,
});

/** A year of school days, each with the best reminder of the day taken. */
function year(stage: Stage, from = '2025-09-01', to = '2026-09-30') {
  const said: { date: string; id: string; topic: string }[] = [];
  for (const date of datesBetween(from, to).filter((day) => calendar.isSchoolDay(day))) {
    const recent = said.slice(-REPEAT_SCHOOL_DAYS);
    const [best] = chooseReminders(
      on(date, {
        stage,
        recentIds: recent.map((one) => one.id),
        recentTopics: recent.map((one) => one.topic).reverse(),
      }),
    );
    if (!best) throw new Error(`nothing to say to ${stage} on ${date}`);
    said.push({ date, id: best.reminder.id, topic: best.reminder.topic });
  }
  return said;
}

describe('the library', () => {
  it('has 151 reminders and 17 more, unique, of known topics, campaigns and stages, 30 to 90 characters', () => {
    expect(reminderLibrary).toHaveLength(168);
    expect(new Set(reminderLibrary.map((one) => one.id)).size).toBe(168);
    for (const one of reminderLibrary) {
      expect(Object.keys(reminderTopics)).toContain(one.topic);
      expect(one.stages.length).toBeGreaterThan(0);
      expect([one.id, [...one.text].length >= 30 && [...one.text].length <= 90]).toEqual([one.id, true]);
      for (const campaign of one.campaigns ?? []) expect(campaignById(campaign)?.id).toBe(campaign);
      for (const weekday of one.weekdays ?? []) expect([1, 2, 3, 4, 5, 6, 7]).toContain(weekday);
    }
    expect(reminderById('r-traffic-01')?.text).toContain('斑马线');
    expect(reminderById('r-none-01')).toBeUndefined();
  });
});

describe('choosing', () => {
  it.each([
    ['rain is a warning of today', '2025-10-20', { weather: ['rain'] }, 'r-traffic-04'],
    ['119 is two days off', '2025-11-07', { stage: 'junior' as const }, 'r-fire-07'],
    [
      'the National Day holiday begins tomorrow',
      '2025-09-30',
      { stage: 'senior' as const, recentTopics: ['traffic', 'drowning'] },
      'r-holiday-04',
    ],
    [
      'the winter holiday begins tomorrow',
      '2026-01-20',
      { stage: 'junior' as const, recentTopics: ['net', 'traffic'] },
      'r-firework-02',
    ],
    ['tomb sweeping begins tomorrow', '2025-04-03', { recentTopics: ['net', 'traffic', 'drowning'] }, 'r-holiday-05'],
  ])('%s', (_, date, more, expected) => {
    const chosen = chooseReminders(on(date, more));
    expect(chosen.map(({ reminder }) => reminder.id)).toContain(expected);
    expect(chosen).toHaveLength(3);
    expect(new Set(chosen.map(({ reminder }) => reminder.topic)).size).toBe(3);
    expect(chooseReminders(on(date, more))).toEqual(chosen);
  });

  it('reported crowding on the stairs brings the stairs up', () => {
    const quiet = on('2025-10-21', { recentTopics: ['traffic'] });
    const chosen = chooseReminders({ ...quiet, hazardTopics: hazardTopics(['stampede', 'system', 'stampede']) });
    expect(chosen[0]?.reminder.topic).toBe('stampede');
  });

  it('sports meets are spoken of when there is one', () => {
    const ids = (more: readonly string[]) =>
      chooseReminders(on('2025-10-21', { campaigns: more, recentTopics: ['traffic'] }), [
        ...reminderLibrary.filter((one) => one.id === 'r-sport-05'),
      ]).map(({ reminder }) => reminder.id);
    expect(ids([])).toEqual([]);
    expect(ids(['sports-meet'])).toEqual(['r-sport-05']);
  });
});

describe.each(stages)('a year of %s', (stage) => {
  const said = year(stage);

  it('repeats nothing within twenty school days and only says what is for that stage', () => {
    for (const [index, one] of said.entries()) {
      expect(said.slice(Math.max(0, index - REPEAT_SCHOOL_DAYS), index).map((before) => before.id)).not.toContain(
        one.id,
      );
      expect(reminderById(one.id)?.stages).toContain(stage);
    }
    expect(said.length).toBeGreaterThan(180);
  });

  it('never speaks of weather that is not there, nor of months that are not', () => {
    for (const one of said) {
      const reminder = reminderById(one.id);
      expect(reminder?.weather).toBeUndefined();
      if (reminder?.months) expect(reminder.months).toContain(Number(one.date.slice(5, 7)));
    }
  });

  it('changes topic from day to day, except for water before a holiday', () => {
    for (const [index, one] of said.entries())
      if (index > 0 && said[index - 1]?.topic === one.topic)
        expect([one.topic, calendar.breakAfter(one.date)]).toEqual(['drowning', true]);
  });

  it('speaks of traffic and from April to September of water in every five school days; before a holiday traffic waits', () => {
    const without = (topics: readonly string[], months?: readonly number[]) =>
      said.slice(4).flatMap((one, index) => {
        const days = said.slice(index, index + 5);
        const meant = days.every((day) => !months || months.includes(Number(day.date.slice(5, 7))));
        const waits = calendar.breakAfter(one.date) && !topics.includes('drowning');
        return meant && !waits && !days.some((day) => topics.includes(day.topic)) ? [one.date] : [];
      });
    expect(without(['traffic', 'bus'])).toEqual([]);
    expect(without(['drowning'], [4, 5, 6, 7, 8, 9])).toEqual([]);
  });

  it('speaks of water on every day before a holiday from April to September', () => {
    const before = said.filter(
      (one) => calendar.breakAfter(one.date) && [4, 5, 6, 7, 8, 9].includes(Number(one.date.slice(5, 7))),
    );
    expect(before.length).toBeGreaterThan(3);
    expect(before.filter((one) => one.topic !== 'drowning')).toEqual([]);
  });
});
