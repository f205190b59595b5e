import type { Outcome } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { FormRefused } from '../../kernel/refused.ts';
import { refresh } from '../../kernel/send.ts';
import { dateOf, momentText } from '../../kernel/time.ts';
import { plusSchoolDays, schoolCalendar, schoolDayUpTo } from '../../school/calendar.ts';
import { dutyById } from '../catalogue/index.ts';
import { rungAt } from '../ladders.ts';
import { hasDaysBefore, ladderOf, type NudgeTimes, nudgeText, usualNudges } from '../nudge_times.ts';
import { dueAt, nextPeriod, opensAt } from '../periods.ts';
import { QUIET } from '../quiet_hours.ts';
import { changeNudges, type SchoolDuty } from '../settings.ts';
import { floorText } from './cadences.ts';
import { settingsTopic } from './list.ts';

/** Nobody is asked more often about one thing; a day's interruptions end there too (nudges/interruptions.ts). */
const MOST = 6;

type Saved = NonNullable<Outcome['toast']>;

interface Values {
  readonly days?: readonly string[] | undefined;
  readonly clock?: string | undefined;
  readonly minutes?: readonly string[] | undefined;
}

/**
 * Writes when those who have not done a duty are asked again, from its next period on. Throws FormRefused for times in
 * the quiet hours, before the prompt or after the deadline, for more than six, and for none before the deadline where a
 * document asks for the duty or it is filed outside by a date.
 */
export function saveNudges(context: Context, duty: SchoolDuty, values: Values): Saved {
  const usual = usualNudges(duty.escalation);
  const wanted: NudgeTimes = {
    days: hasDaysBefore(duty.cadence) ? numbers(values.days) : [],
    clock: values.clock ?? usual.clock,
    minutes: numbers(values.minutes),
  };
  check(context, duty, wanted);
  const isUsual = nudgeText(wanted) === nudgeText(usual);
  changeNudges(context, duty.schoolId, duty.id, isUsual ? undefined : wanted);
  refresh(context, settingsTopic(duty.schoolId));
  return { tone: 'success', text: '已保存，从下一周期起' };
}

/** 恢复默认: the catalogue's times again. */
export function useUsualNudges(context: Context, duty: SchoolDuty): Saved {
  changeNudges(context, duty.schoolId, duty.id, undefined);
  refresh(context, settingsTopic(duty.schoolId));
  return { tone: 'success', text: '已恢复默认，从下一周期起' };
}

const numbers = (chosen: readonly string[] | undefined): readonly number[] =>
  [...new Set((chosen ?? []).map(Number))].sort((left, right) => right - left);

function check(context: Context, duty: SchoolDuty, wanted: NudgeTimes): void {
  const { days, clock, minutes } = wanted;
  if (days.length + minutes.length > MOST) throw new FormRefused(`一件事最多催 ${MOST} 次`, '请去掉几个。');
  if (days.length > 0 && (clock >= QUIET.from || clock < QUIET.to))
    throw new FormRefused('这个时间不打扰人', '21:30—06:30 不催，请换个时间。');
  requireOneBefore(duty, wanted);
  requireInside(context, duty, wanted);
}

/** The floor of nudging: a duty a document asks for is called to mind at least once while it can still be done. */
function requireOneBefore(duty: SchoolDuty, { days, minutes }: NudgeTimes): void {
  if (days.length > 0 || minutes.some((one) => one > 0)) return;
  const floor = floorText(dutyById(duty.id) ?? duty);
  if (floor !== '') throw new FormRefused('截止前至少催一次', floor);
  if (duty.escalation === 'E4') throw new FormRefused('截止前至少催一次', '报送有文件期限，漏了补不回来。');
}

/** Looked at in the next period that comes by itself; a nudge outside it would never be sent, or after the deadline. */
function requireInside(context: Context, duty: SchoolDuty, wanted: NudgeTimes): void {
  const calendar = schoolCalendar(context, duty.schoolId);
  const period = nextPeriod(duty.cadence, dateOf(context.now, context.timeZone), calendar);
  if (!period) return;
  const [opens, due] = [
    opensAt(duty, period, calendar, context.timeZone),
    dueAt(duty, period, calendar, context.timeZone),
  ];
  const days = {
    plusSchoolDays: (date: string, count: number) => plusSchoolDays(context, duty.schoolId, date, count),
    schoolDayUpTo: (date: string) => schoolDayUpTo(context, duty.schoolId, date),
  };
  const usual = usualNudges(duty.escalation);
  for (const rung of ladderOf({ ...duty, nudges: wanted }).filter((one) => one.to === 'owners')) {
    const at = rungAt(rung, due, days, context.timeZone);
    const { when } = rung;
    const isUsual =
      'minutes' in when
        ? usual.minutes.includes(-when.minutes)
        : 'days' in when && usual.days.includes(-when.days) && wanted.clock === usual.clock;
    // The catalogue's own are passed over where a period is too short for them.
    if (isUsual) continue;
    const text = nudgeText({
      days: 'days' in when ? [-when.days] : [],
      clock: wanted.clock,
      minutes: 'minutes' in when ? [-when.minutes] : [],
    });
    const told = (instant: number) => momentText(instant, context.now, context.timeZone);
    if (at <= opens) throw new FormRefused(`“${text}”早于推送`, `下一期 ${told(opens)} 才推送，请去掉这个时刻。`);
    if (at > due) throw new FormRefused(`“${text}”晚于截止`, `下一期 ${told(due)} 截止，请改早一点。`);
  }
}
