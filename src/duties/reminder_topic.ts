import { and, desc, eq, gte, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { ReadContext } from '../kernel/context.ts';
import { DAY, weekdayOf } from '../kernel/time.ts';
import type { SchoolCalendar } from '../school/calendar.ts';
import { dutyPeriod, hazard } from '../store/schema/index.ts';
import { campaignsNear } from './campaign_dates.ts';
import { campaigns } from './catalogue/index.ts';
import type { Period } from './duty.ts';
import { reminderTopics, type Stage } from './reminder_library/index.ts';
import { chooseReminders, hazardTopics, REPEAT_SCHOOL_DAYS } from './reminders.ts';
import { profileOf, type SchoolDuty } from './settings.ts';

const stages: readonly Stage[] = ['kindergarten', 'primary', 'junior', 'senior'];
const stageNames: Readonly<Record<Stage, string>> = {
  kindergarten: '幼儿园',
  primary: '小学',
  junior: '初中',
  senior: '高中',
};

/** What a day's reminder is about: for each stage of the school three to choose from, the first is the one on the shared card. */
const matterShape = z.object({
  topic: z.string(),
  text: z.string(),
  stages: z.array(
    z.object({
      stage: z.string(),
      choices: z.array(z.object({ id: z.string(), topic: z.string(), text: z.string() })),
    }),
  ),
});
export type ReminderMatter = z.infer<typeof matterShape>;

/** The stored matter of a period, read back; undefined for anything else. */
export function reminderMatter(value: unknown): ReminderMatter | undefined {
  const read = matterShape.safeParse(value);
  return read.success ? read.data : undefined;
}

const stageOf = (text: string): Stage | undefined => stages.find((stage) => stage === text);

/** 交通, 防溺水 … for titles. */
export const topicName = (topic: string): string =>
  new Map<string, string>(Object.entries(reminderTopics)).get(topic) ?? '安全提醒';

/** School days whose topics count (rule 3). */
const TOPICS_KEPT = 5;

/** Topics of the days before, and the ids that may not come again within 20 school days (domain/reminders.md, rule 3). */
function heardBefore(context: ReadContext, schoolId: number, before: number, stage: Stage) {
  const rows = context.db
    .select({ matter: dutyPeriod.matter })
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, schoolId),
        eq(dutyPeriod.dutyId, 'daily-safety-reminder'),
        lt(dutyPeriod.openAt, before),
      ),
    )
    // A day's key is its date, so the index gives the latest without looking at the years before.
    .orderBy(desc(dutyPeriod.period))
    .limit(REPEAT_SCHOOL_DAYS)
    .all();
  const first = rows.flatMap(
    (row) => reminderMatter(row.matter)?.stages.find((one) => one.stage === stage)?.choices[0] ?? [],
  );
  return {
    ids: first.map((one) => one.id),
    topics: first.slice(0, TOPICS_KEPT).map((one): string => one.topic),
  };
}

/** One line a text, each under the stages it is for: what two stages share is written once. */
function byText(lines: readonly { readonly name: string; readonly text: string }[]): string {
  const texts = [...new Set(lines.map((line) => line.text))];
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return only;
  return texts
    .map((text) => `${lines.flatMap((line) => (line.text === text ? [line.name] : [])).join('、')}：${text}`)
    .join('\n');
}

/** What a stage has heard: ids that may not come again, and the topics of the days before, yesterday's first. */
type Heard = ReturnType<typeof heardBefore>;

/** The stages the school's classes are of; primary where it has entered none. */
function stagesTaught(context: ReadContext, schoolId: number): readonly Stage[] {
  const taught = profileOf(context, schoolId).stages.flatMap((text) => stageOf(text) ?? []);
  const wanted = stages.filter((stage) => taught.includes(stage));
  return wanted.length > 0 ? wanted : ['primary'];
}

/** The library's choice for a date, from what every stage of the school has in common. */
function chooserOn(context: ReadContext, schoolId: number, date: string, calendar: SchoolCalendar) {
  const categories = context.db
    .selectDistinct({ category: hazard.category })
    .from(hazard)
    .where(and(eq(hazard.schoolId, schoolId), gte(hazard.reportedAt, context.now - 7 * DAY)))
    .all()
    .map((row) => row.category);
  const common = {
    date,
    weekday: weekdayOf(date) === 0 ? 7 : weekdayOf(date),
    month: Number(date.slice(5, 7)),
    campaigns: campaignsNear(campaigns, date, calendar).map((campaign) => campaign.id),
    beforeHoliday: calendar.breakAfter(date),
    hazardTopics: hazardTopics(categories),
  };
  return (stage: Stage, heard: Heard) =>
    chooseReminders({ ...common, stage, recentIds: heard.ids, recentTopics: heard.topics });
}

/**
 * What the library would choose on school days to come, one after the other, as far as it is known today: the topics of
 * each stage in the order of the days, each once. Stages of one mind stand together.
 */
export function topicsAhead(
  context: ReadContext,
  schoolId: number,
  dates: readonly string[],
  calendar: SchoolCalendar,
): readonly { readonly stages: readonly string[]; readonly topics: readonly string[] }[] {
  const choosers = dates.map((date) => chooserOn(context, schoolId, date, calendar));
  const wanted = stagesTaught(context, schoolId).map((stage) => {
    let heard = heardBefore(context, schoolId, context.now, stage);
    const topics: string[] = [];
    for (const choose of choosers) {
      const first = choose(stage, heard)[0]?.reminder;
      if (!first) continue;
      topics.push(topicName(first.topic));
      heard = {
        ids: [first.id, ...heard.ids].slice(0, REPEAT_SCHOOL_DAYS),
        topics: [first.topic, ...heard.topics].slice(0, TOPICS_KEPT),
      };
    }
    return { name: stageNames[stage], topics: [...new Set(topics)] };
  });
  const alike = new Map<string, { stages: string[]; topics: readonly string[] }>();
  for (const { name, topics } of wanted) {
    if (topics.length === 0) continue;
    const key = topics.join('、');
    const known = alike.get(key) ?? { stages: [], topics };
    known.stages.push(name);
    alike.set(key, known);
  }
  return [...alike.values()];
}

/**
 * Chooses the day's topic for every stage of the school: season, weekday, campaigns, tomorrow's holiday, this week's
 * hazards, no repeats within 20 school days. Undefined when the library has nothing that fits.
 */
export function chooseTopic(
  context: ReadContext,
  duty: SchoolDuty,
  period: Period,
  calendar: SchoolCalendar,
): ReminderMatter | undefined {
  const choose = chooserOn(context, duty.schoolId, period.from, calendar);
  const perStage = stagesTaught(context, duty.schoolId).flatMap((stage) => {
    const chosen = choose(stage, heardBefore(context, duty.schoolId, context.now, stage));
    if (chosen.length === 0) return [];
    return [
      {
        stage,
        choices: chosen.map(({ reminder }) => ({ id: reminder.id, topic: reminder.topic, text: reminder.text })),
      },
    ];
  });
  const [first] = perStage;
  const lead = first?.choices[0];
  if (!first || !lead) return undefined;
  const text =
    perStage.length === 1
      ? lead.text
      : byText(perStage.map((one) => ({ name: stageNames[one.stage], text: one.choices[0]?.text ?? '' })));
  // The title names what each stage hears: 食品、心理.
  const topics = new Set(perStage.flatMap((one) => (one.choices[0] ? [topicName(one.choices[0].topic)] : [])));
  return { topic: [...topics].join('、'), text, stages: perStage };
}
