import type { dutySettingFields } from '../../../cards/duties/settings.ts';
import type { FormValues } from '../../../cards/fields.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { FormRefused } from '../../kernel/refused.ts';
import { refresh } from '../../kernel/send.ts';
import { dateOf } from '../../kernel/time.ts';
import { dayTimesOf, schoolCalendar } from '../../school/calendar.ts';
import { CAMPAIGN, openCampaigns } from '../campaign_tasks.ts';
import { dutyById } from '../catalogue/index.ts';
import type { Duty } from '../duty.ts';
import { momentAt, nextPeriod } from '../periods.ts';
import { begin, planDuty, startAnew } from '../plan_duty.ts';
import { changeSetting, type DutyChange, type SchoolDuty, schoolDuty } from '../settings.ts';
import { openThisPeriod } from '../under_way.ts';
import { cadenceOf, cadencesFor, floorText, isAllowed } from './cadences.ts';
import { clockText } from './clocks.ts';
import { settingsTopic } from './list.ts';
import { rolesFor } from './options.ts';

type Values = FormValues<typeof dutySettingFields.declarations>;

/**
 * Writes what the safety office wants of a duty, from the next period on. Switching one on is not written yet: the card
 * first says what it costs. Throws FormRefused for a frequency below the floor (whose source it says) and for a
 * deadline that is not after the prompt.
 */
export function saveSetting(context: Context, duty: SchoolDuty, values: Values, page: number): Outcome {
  const base = dutyById(duty.id);
  if (!base) return {};
  const change = changeOf(context, base, duty, values);
  const isAsking = values.on === true && !duty.on;
  const isLeaving = values.on !== true && duty.on;
  const reference = { school: duty.schoolId, duty: duty.id, page };
  if (Object.keys(change).length > 0 || isLeaving) {
    changeSetting(context, duty.schoolId, duty.id, isLeaving ? { ...change, on: false } : change);
    const now = schoolDuty(context, duty.schoolId, duty.id);
    if (now && change.cadence !== undefined) startAnew(context, now);
    else if (now) planDuty(context, now);
    refresh(context, settingsTopic(duty.schoolId));
  } else if (!isAsking) return { toast: { tone: 'info', text: '没有改动' } };
  if (isAsking) return { become: { card: 'admin.duty-on', subject: reference } };
  return {
    toast: { tone: 'success', text: isLeaving ? '已关闭，这一期办完为止' : '已保存，从下一周期起' },
    become: { card: 'admin.duty', subject: reference },
  };
}

/** 开启这项, after its cost was shown. */
export function switchOn(context: Context, duty: SchoolDuty): Outcome['toast'] {
  if (duty.on) return { tone: 'info', text: '已经开着了' };
  changeSetting(context, duty.schoolId, duty.id, { on: true });
  const now = schoolDuty(context, duty.schoolId, duty.id);
  if (now) begin(context, now);
  if (now?.id === CAMPAIGN) openCampaigns(context, `school:${now.schoolId}`);
  const isAsked = now !== undefined && openThisPeriod(context, now);
  refresh(context, settingsTopic(duty.schoolId));
  return { tone: 'success', text: isAsked ? '已开启，本期的已发出' : '已开启，从下一周期起' };
}

/** Only what differs from now; what is the catalogue's own again is written as such (null). */
function changeOf(context: Context, base: Duty, duty: SchoolDuty, values: Values): DutyChange {
  const cadence = cadenceOf(values.cadence);
  if (!cadence || !isAllowed(base, cadence)) {
    const floor = floorText(base);
    throw new FormRefused(
      '频率不能再少',
      floor === '' ? `可选：${cadencesFor(base).length} 种，请从给出的里面选。` : floor,
    );
  }
  if (!rolesFor(base).includes(values.role)) throw new FormRefused('负责角色请从给出的里面选');
  if (values.reach !== 'personal' && !(values.reach === 'shared' && base.scope === 'class'))
    throw new FormRefused('发到哪里请从给出的里面选');
  const times = dayTimesOf(context, duty.schoolId);
  const clock = (own: string, shown: Duty['opens']['clock'], usual: Duty['opens']['clock']) =>
    own === clockText(shown, times) ? undefined : own === clockText(usual, times) ? null : own;
  const openAt = clock(values.openAt, duty.opens.clock, base.opens.clock);
  const dueAt = clock(values.dueAt, duty.due.clock, base.due.clock);
  checkOrder(context, duty, { cadence, openAt: values.openAt, dueAt: values.dueAt });
  const prompt = values.prompt ?? '';
  return {
    ...(openAt === undefined ? {} : { openAt }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(values.role === duty.roles[0] ? {} : { role: values.role === base.roles[0] ? null : values.role }),
    ...(prompt === (duty.prompt ?? '') ? {} : { prompt: prompt === '' ? null : prompt }),
    ...(values.reach === duty.reach ? {} : { reach: values.reach }),
    ...(cadence === duty.cadence ? {} : { cadence: cadence === base.cadence ? null : cadence }),
  };
}

/** A prompt after its deadline would ask for what is already late. Looked at in the next period that comes by itself. */
function checkOrder(
  context: Context,
  duty: SchoolDuty,
  wanted: { readonly cadence: Duty['cadence']; readonly openAt: string; readonly dueAt: string },
): void {
  const calendar = schoolCalendar(context, duty.schoolId);
  const period = nextPeriod(wanted.cadence, dateOf(context.now, context.timeZone), calendar);
  if (!period || wanted.cadence === 'shift') return;
  // A clock that was not touched may mean a time after midnight, which its text does not say.
  const times = dayTimesOf(context, duty.schoolId);
  const moment = (of: Duty['opens'], clock: string) =>
    momentAt(clock === clockText(of.clock, times) ? of : { ...of, clock }, period, calendar, context.timeZone);
  if (moment(duty.opens, wanted.openAt) >= moment(duty.due, wanted.dueAt))
    throw new FormRefused('截止要晚于推送', '请改推送或截止的时间。');
}
