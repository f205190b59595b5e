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
  return { ids: first.map((one) => one.id), topics: first.slice(0, 5).map((one) => one.topic) };
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
  const date = period.from;
  const categories = context.db
    .selectDistinct({ category: hazard.category })
    .from(hazard)
    .where(and(eq(hazard.schoolId, duty.schoolId), gte(hazard.reportedAt, context.now - 7 * DAY)))
    .all()
    .map((row) => row.category);
  const profile = profileOf(context, duty.schoolId);
  const taught = profile.stages.flatMap((text) => stageOf(text) ?? []);
  const wanted = stages.filter((stage) => taught.includes(stage));
  const perStage = (wanted.length > 0 ? wanted : (['primary'] as const)).flatMap((stage) => {
    const heard = heardBefore(context, duty.schoolId, context.now, stage);
    const chosen = chooseReminders({
      stage,
      date,
      weekday: weekdayOf(date) === 0 ? 7 : weekdayOf(date),
      month: Number(date.slice(5, 7)),
      campaigns: campaignsNear(campaigns, date, calendar).map((campaign) => campaign.id),
      beforeHoliday: calendar.breakAfter(date),
      recentIds: heard.ids,
      recentTopics: heard.topics,
      hazardTopics: hazardTopics(categories),
    });
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
