import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { filingDatesCard } from '../../../cards/duties/filing_dates.ts';
import { field, fieldFromData, fields } from '../../../cards/fields.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { definePresentation, type Presentation } from '../../kernel/presentation.ts';
import { record } from '../../kernel/record.ts';
import { FormRefused } from '../../kernel/refused.ts';
import { refresh, sendCard } from '../../kernel/send.ts';
import { DAY, dateOf, instantOf, plusDays } from '../../kernel/time.ts';
import { setTimer, type TimerHandler } from '../../kernel/timers.ts';
import { schoolCalendar, teachingDayFrom } from '../../school/calendar.ts';
import { peopleWithFirstRole } from '../../school/people.ts';
import { hasRoster } from '../../school/staff_known.ts';
import { setting } from '../../store/schema/index.ts';
import { schoolDuty } from '../settings.ts';
import { filingDuties } from './duties.ts';
import { createFiling, filingOf, openFilings } from './filing.ts';

/** Asks the safety office for the dates of a term's filings; the subject is `school:7`. */
export const DATES_TIMER = 'filing.dates';

const CLOCK = '10:00';
/** Unanswered it is asked a second time after so long, and never again that term. */
const AGAIN_MS = 7 * DAY;
const TIMES = 2;

const shape = z.object({ askedAt: z.number(), times: z.number(), answered: z.enum(['', 'dates', 'none']) });
type Asked = z.infer<typeof shape>;

const keyOf = (schoolId: number, term: string): string => `school:${schoolId}:filing-dates:${term}`;
const topicOf = (schoolId: number): string => `filing-dates:${schoolId}`;

function askedIn(context: Pick<ReadContext, 'db'>, schoolId: number, term: string): Asked | undefined {
  const row = context.db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, keyOf(schoolId, term)))
    .get();
  const read = shape.safeParse(row?.value);
  return read.success ? read.data : undefined;
}

function keep(context: Context, schoolId: number, term: string, value: Asked): void {
  context.db
    .insert(setting)
    .values({ key: keyOf(schoolId, term), value })
    .onConflictDoUpdate({ target: setting.key, set: { value } })
    .run();
}

/** Filings the school runs and has no date for: they would stay silent until a document's date has passed. */
function withoutDate(context: Pick<ReadContext, 'db'>, schoolId: number): typeof filingDuties {
  const dated = new Set(openFilings(context, schoolId).map((task) => task.dutyId));
  return filingDuties.filter(({ id }) => schoolDuty(context, schoolId, id)?.on === true && !dated.has(id));
}

const termNow = (context: ReadContext, schoolId: number): string | undefined =>
  schoolCalendar(context, schoolId).termOf(dateOf(context.now, context.timeZone))?.name;

/**
 * Plans the question of a term: on its first school day, in the middle of it on the next one, and once more a week later.
 * What is filed comes from documents of this year, so nobody but the school knows the dates (domain/duties.md §6).
 */
export function planDates(context: Context, schoolId: number): void {
  const term = termNow(context, schoolId);
  if (term === undefined || !hasRoster(context, schoolId)) return;
  const asked = askedIn(context, schoolId, term);
  if (asked && (asked.answered !== '' || asked.times >= TIMES)) return;
  const from = Math.max(context.now, asked ? asked.askedAt + AGAIN_MS : context.now);
  const at = (date: string): number => instantOf(teachingDayFrom(context, schoolId, date), CLOCK, context.timeZone);
  const day = dateOf(from, context.timeZone);
  setTimer(context, DATES_TIMER, `school:${schoolId}`, at(day) > context.now ? at(day) : at(plusDays(day, 1)));
}

function askForDates(context: Context, subject: string): void {
  const schoolId = Number(subject.split(':')[1]);
  const term = termNow(context, schoolId);
  if (term === undefined || withoutDate(context, schoolId).length === 0) return;
  const asked = askedIn(context, schoolId, term);
  if (asked && (asked.answered !== '' || asked.times >= TIMES)) return;
  const times = (asked?.times ?? 0) + 1;
  keep(context, schoolId, term, { askedAt: context.now, times, answered: '' });
  record(context, 'filing.dates-asked', topicOf(schoolId), { term, times });
  for (const { person } of peopleWithFirstRole(context, schoolId, ['safety_office', 'vice_principal']))
    sendCard(
      context,
      'filing.dates',
      { school: schoolId, term },
      { person },
      { lane: 'normal', dedupeKey: `filing-dates:${schoolId}:${term}:${times}:${person}` },
    );
  planDates(context, schoolId);
}

export const datesTimer: TimerHandler = { kind: DATES_TIMER, run: askForDates };

/** A date for each filing that has none, and to whom. */
export const datesForm = (context: Pick<ReadContext, 'db'>, of: { readonly schoolId: number }) =>
  fields({
    ...Object.fromEntries(
      withoutDate(context, of.schoolId).map(({ id, name }) => [
        id.replaceAll('-', '_'),
        fieldFromData('date', `${name}期限`, { required: false }),
      ]),
    ),
    receiver: field.text('报给谁', { maxLength: 40, hint: '不填写“教育主管部门”' }),
  });

/** 保存: each date becomes a filing with its nudges. Throws FormRefused where no date was given. */
export function saveDates(
  context: Context,
  of: { readonly schoolId: number; readonly term: string },
  values: Readonly<Record<string, unknown>>,
): Outcome {
  const receiver = typeof values.receiver === 'string' && values.receiver !== '' ? values.receiver : '教育主管部门';
  const dated = withoutDate(context, of.schoolId).flatMap(({ id, name }) => {
    const deadline = values[id.replaceAll('-', '_')];
    return typeof deadline === 'string' && deadline !== '' ? [{ id, name, deadline }] : [];
  });
  if (dated.length === 0) throw new FormRefused('请至少填一个日期', '这学期没有要报的，点“本学期没有”。');
  for (const { id, name, deadline } of dated)
    createFiling(context, of.schoolId, {
      kind: id,
      name,
      deadline,
      internal: undefined,
      receiver,
      preparer: undefined,
    });
  answer(context, of, 'dates');
  return {
    toast: { tone: 'success', text: `已记 ${dated.length} 项，到期前提醒` },
    become: { card: 'filing.dates', subject: { school: of.schoolId, term: of.term } },
  };
}

/** 本学期没有: nobody asks again this term. */
export function noDates(context: Context, of: { readonly schoolId: number; readonly term: string }): Outcome {
  answer(context, of, 'none');
  return { toast: { tone: 'success', text: '好，本学期不再问' } };
}

function answer(
  context: Context,
  of: { readonly schoolId: number; readonly term: string },
  answered: 'dates' | 'none',
): void {
  const asked = askedIn(context, of.schoolId, of.term);
  keep(context, of.schoolId, of.term, { askedAt: asked?.askedAt ?? context.now, times: asked?.times ?? 0, answered });
  record(context, 'filing.dates-answered', topicOf(of.schoolId), { term: of.term, answered });
  refresh(context, topicOf(of.schoolId));
}

export const datesPresentation: Presentation = definePresentation({
  card: 'filing.dates',
  subject: z.object({ school: z.number().int(), term: z.string() }),
  topic: (of) => topicOf(of.school),
  show: (context, of, _viewer, entered) => {
    const answered = askedIn(context, of.school, of.term)?.answered ?? '';
    return filingDatesCard({
      school: of.school,
      term: of.term,
      answered,
      noted: openFilings(context, of.school).flatMap((task) => filingOf(task)?.name ?? []),
      fields: datesForm(context, { schoolId: of.school }).show({}, entered?.values),
      ...(entered ? { message: entered.message } : {}),
    });
  },
  wanted: (context, of) =>
    (askedIn(context, of.school, of.term)?.answered ?? '') === '' && withoutDate(context, of.school).length > 0,
});
