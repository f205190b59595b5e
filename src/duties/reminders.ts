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
 * Topics that have to come up every week (rule 3): on the fourth school day without one it goes first, so that any
 * five school days have both, even when the two are wanted at once.
 */
const weeklyTopics: readonly { readonly topics: readonly ReminderTopic[]; readonly months?: readonly number[] }[] = [
  { topics: ['traffic', 'bus'] },
  { topics: ['drowning'], months: [4, 5, 6, 7, 8, 9] },
];
const DAYS_WITHOUT = 3;

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
  const wanted = dueTopics(occasion);
  const first = wanted.flatMap((topics) => {
    const best = ranked.find(({ reminder }) => topics.includes(reminder.topic));
    return best ? [best] : [];
  });
  const other = ranked.filter(({ reminder }) => reminder.topic !== yesterday);
  const chosen: RankedReminder[] = [];
  // First what is due, then the best of other topics, then whatever else is left: never silence for want of variety.
  for (const one of [...first, ...other, ...ranked]) {
    if (chosen.length === CHOICES) break;
    if (!chosen.some(({ reminder }) => reminder.topic === one.reminder.topic)) chosen.push(one);
  }
  for (const one of ranked) if (chosen.length < CHOICES && !chosen.includes(one)) chosen.push(one);
  return chosen;
}

/** Topics that have to go first today, the one longest not heard before the others. */
function dueTopics(occasion: ReminderOccasion): readonly (readonly string[])[] {
  const waiting = weeklyTopics.flatMap(({ topics, months }) => {
    if (months && !months.includes(occasion.month)) return [];
    const since = occasion.recentTopics.findIndex((topic) => topics.some((one) => one === topic));
    const days = since === -1 ? Number.POSITIVE_INFINITY : since;
    // Before a holiday drowning is always among them, even on the day after (rule 3).
    const always = occasion.beforeHoliday && topics.includes('drowning');
    return always || days >= DAYS_WITHOUT ? [{ topics, days: always ? Number.POSITIVE_INFINITY : days, always }] : [];
  });
  return waiting
    .sort((a, b) => Number(b.always) - Number(a.always) || compare(b.days, a.days))
    .map((one) => one.topics);
}

/** Infinity minus infinity is no number. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

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
