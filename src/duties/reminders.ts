import { type Reminder, type ReminderTopic, reminderLibrary, type Stage } from './reminder_library/index.ts';

/** What decides about a day's reminder. Everything is data: the same input always gives the same three. */
export interface ReminderOccasion {
  readonly stage: Stage;
  /** The school day, YYYY-MM-DD. */
  readonly date: string;
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** 1–12. */
  readonly month: number;
  /** Ids of campaigns that run or begin within seven days (campaignsNear), and scenes such as `sports-meet`. */
  readonly campaigns: readonly string[];
  /** Tomorrow a break of three days and more begins (D11). */
  readonly beforeHoliday: boolean;
  /** Reminders of the last twenty school days, in any order. */
  readonly recentIds: readonly string[];
  /** Topics of the school days before, yesterday's first; five are enough. */
  readonly recentTopics: readonly string[];
  /** Topics of hazards reported in the last seven days (hazardTopics). */
  readonly hazardTopics: readonly string[];
  /** Today's warnings and weather: rain, snow, typhoon, hot, fog, thunder, windy, dry, earthquake. */
  readonly weather?: readonly string[];
}

export interface RankedReminder {
  readonly reminder: Reminder;
  readonly score: number;
}

/** How many school days the same words are not repeated; `recentIds` covers them. */
export const REPEAT_SCHOOL_DAYS = 20;

const CHOICES = 3;

/** Points of domain/reminders.md, rule 2. */
const points = { weather: 8, beforeHoliday: 7, campaign: 6, month: 4, weekday: 3, hazard: 3 } as const;

/**
 * Topics that have to come up every week (rule 3). After so many school days without one it goes first, so that any
 * five school days have both, also where the two meet and one waits for a day
 * (the day before a holiday belongs to water, and traffic to the day after). Before that they stand back, or the
 * library would be used up by the time they are wanted.
 */
const weeklyTopics: readonly {
  readonly topics: readonly ReminderTopic[];
  readonly daysWithout: number;
  readonly months?: readonly number[];
}[] = [
  { topics: ['traffic', 'bus'], daysWithout: 3 },
  { topics: ['drowning'], daysWithout: 3, months: [4, 5, 6, 7, 8, 9] },
];

/** Scenes that are not there every week: without them the words would be about nothing. */
const rareScenes: readonly string[] = ['sports-meet'];

/**
 * The three reminders to choose from, best first, on different topics where the library allows; ties go by a hash of
 * date and id, so that two classes of a stage agree and two days differ. Fewer than three, even none, when everything
 * that fits was said within twenty school days (domain/reminders.md).
 */
export function chooseReminders(
  occasion: ReminderOccasion,
  library: readonly Reminder[] = reminderLibrary,
): readonly RankedReminder[] {
  const yesterday = occasion.recentTopics[0];
  const ranked = library
    .filter((one) => fits(one, occasion))
    .map((reminder) => ({ reminder, score: scoreOf(reminder, occasion) }))
    .sort((a, b) => b.score - a.score || hash(occasion.date, a.reminder.id) - hash(occasion.date, b.reminder.id));
  const weekly = weeklyStanding(occasion);
  const of = (topics: readonly string[]) => ranked.filter(({ reminder }) => topics.includes(reminder.topic));
  const due = weekly.filter((one) => one.overdue >= 0).flatMap((one) => of(one.topics).slice(0, 1));
  const resting = weekly.filter((one) => one.overdue < 0).flatMap((one) => one.topics);
  const others = ranked.filter(({ reminder }) => reminder.topic !== yesterday && !resting.includes(reminder.topic));
  const chosen: RankedReminder[] = [];
  // First what is due, then the best of other topics, then whatever else is left: never silence for want of variety.
  const fresh = ranked.filter(({ reminder }) => reminder.topic !== yesterday);
  for (const one of [...due, ...others, ...fresh, ...ranked]) {
    if (chosen.length === CHOICES) break;
    if (!chosen.some(({ reminder }) => reminder.topic === one.reminder.topic)) chosen.push(one);
  }
  for (const one of ranked) if (chosen.length < CHOICES && !chosen.includes(one)) chosen.push(one);
  return chosen;
}

/** The weekly topics of the season, the most overdue first; `overdue` is negative while one can wait, school days. */
function weeklyStanding(
  occasion: ReminderOccasion,
): readonly { readonly topics: readonly string[]; readonly overdue: number }[] {
  return weeklyTopics
    .filter(({ months }) => !months || months.includes(occasion.month))
    .map(({ topics, daysWithout }) => {
      const since = occasion.recentTopics.findIndex((topic) => new Set<string>(topics).has(topic));
      // Before a holiday drowning is always first, even on the day after (rule 3).
      const always = occasion.beforeHoliday && topics.includes('drowning');
      const overdue = always ? NEVER * 2 : (since === -1 ? NEVER : since) - daysWithout;
      return { topics, overdue };
    })
    .sort((a, b) => b.overdue - a.overdue);
}

/** As good as never heard, in school days. */
const NEVER = 1_000;

function fits(one: Reminder, occasion: ReminderOccasion): boolean {
  const day = occasion.date.slice(5);
  return (
    one.stages.includes(occasion.stage) &&
    !occasion.recentIds.includes(one.id) &&
    (!one.months || one.months.includes(occasion.month)) &&
    (!one.weekdays || one.weekdays.includes(occasion.weekday)) &&
    (!one.weather || one.weather.some((weather) => occasion.weather?.includes(weather))) &&
    (!one.beforeHoliday || occasion.beforeHoliday) &&
    (!one.days || one.days.some(({ from, to }) => from <= day && day <= to)) &&
    !(one.scenes ?? []).some((scene) => rareScenes.includes(scene) && !occasion.campaigns.includes(scene))
  );
}

function scoreOf(one: Reminder, occasion: ReminderOccasion): number {
  const matches = (wanted: readonly string[] | undefined, given: readonly string[]): boolean =>
    (wanted ?? []).some((value) => given.includes(value));
  return (
    (one.weather ? points.weather : 0) +
    (one.beforeHoliday ? points.beforeHoliday : 0) +
    (matches(one.campaigns, occasion.campaigns) ? points.campaign : 0) +
    (one.months ? points.month : 0) +
    (one.weekdays ? points.weekday : 0) +
    (occasion.hazardTopics.includes(one.topic) ? points.hazard : 0)
  );
}

/** FNV-1a over date and id: spreads the ties, needs no chance. */
function hash(date: string, id: string): number {
  let value = 0x811c9dc5;
  for (const character of `${date} ${id}`) {
    value ^= character.charCodeAt(0);
    value = Math.imul(value, 0x01000193) >>> 0;
  }
  return value;
}

const topicsOfHazards: Readonly<Record<string, ReminderTopic>> = {
  building: 'falling',
  fire: 'fire',
  electric: 'electric',
  'water-gas-heat': 'fire',
  food: 'food',
  lab: 'lab',
  sports: 'sport',
  dorm: 'fire',
  stampede: 'stampede',
  gate: 'kidnap',
  bus: 'bus',
  traffic: 'traffic',
  falling: 'falling',
  drowning: 'drowning',
  'dangerous-goods': 'fire',
  health: 'health',
  construction: 'construction',
  weather: 'disaster',
  conduct: 'campus',
};

/** The topics that answer to categories of hazards (domain/hazards.md §2), each once; some categories have none. */
export const hazardTopics = (categories: readonly string[]): readonly ReminderTopic[] => [
  ...new Set(categories.flatMap((category) => topicsOfHazards[category] ?? [])),
];
