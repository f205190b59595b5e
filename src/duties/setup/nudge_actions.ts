import { z } from 'zod';
import { nudgeFields, nudgeTimesCard, sameDayNudgeFields } from '../../../cards/duties/nudge_times.ts';
import { type Action, defineAction } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { hasRole, safetyOffice } from '../../kernel/permission.ts';
import { definePresentation, type Presentation } from '../../kernel/presentation.ts';
import { Refused } from '../../kernel/refused.ts';
import { dayTimesOf } from '../../school/calendar.ts';
import { schoolById } from '../../school/people.ts';
import { hasDaysBefore, mayChooseNudges, nudgeText, usualNudges } from '../nudge_times.ts';
import { type SchoolDuty, schoolDuty } from '../settings.ts';
import { cadenceNames } from './cadences.ts';
import { clockText } from './clocks.ts';
import { settingsTopic } from './list.ts';
import { saveNudges, useUsualNudges } from './save_nudges.ts';

const ofDuty = z.object({
  school: z.number().int().positive(),
  duty: z.string().max(60),
  page: z.number().int().min(0).default(0),
});

function dutySubject(context: Context, reference: { school: number; duty: string; page: number }) {
  const duty = schoolById(context, reference.school) && schoolDuty(context, reference.school, reference.duty);
  return duty && { schoolId: reference.school, duty, page: reference.page };
}
type DutySubject = NonNullable<ReturnType<typeof dutySubject>>;

const back = ({ schoolId, duty, page }: DutySubject) => ({
  card: 'admin.duty',
  subject: { school: schoolId, duty: duty.id, page },
});

function requireChoice(duty: SchoolDuty): void {
  if (!mayChooseNudges(duty))
    throw new Refused('duty.nudges_fixed', '这项的催办时刻不能改', '值班、险情和隐患按各自的时限催。', 'info');
}

/** 改催办: when those who have not done it are asked again; the safety office only. */
export const nudgeActions: readonly Action[] = [
  defineAction({
    name: 'duty.nudges-open',
    reference: ofDuty,
    subject: dutySubject,
    who: safetyOffice,
    run(_context, { subject }) {
      requireChoice(subject.duty);
      const { schoolId, duty, page } = subject;
      return { become: { card: 'admin.duty-nudges', subject: { school: schoolId, duty: duty.id, page } } };
    },
  }),
  defineAction({
    name: 'duty.nudges-save',
    reference: ofDuty,
    subject: dutySubject,
    who: safetyOffice,
    form: (_context, { duty }) => (hasDaysBefore(duty.cadence) ? nudgeFields : sameDayNudgeFields),
    run(context, { subject, values }) {
      requireChoice(subject.duty);
      return { toast: saveNudges(context, subject.duty, values), become: back(subject) };
    },
  }),
  defineAction({
    name: 'duty.nudges-usual',
    reference: ofDuty,
    subject: dutySubject,
    who: safetyOffice,
    run: (context, { subject }) => ({ toast: useUsualNudges(context, subject.duty), become: back(subject) }),
  }),
];

export const nudgePresentations: readonly Presentation[] = [
  definePresentation({
    card: 'admin.duty-nudges',
    subject: z.object({ school: z.number().int(), duty: z.string(), page: z.number().int() }),
    topic: ({ school }) => settingsTopic(school),
    show(context, of, viewer, entered) {
      const duty = schoolDuty(context, of.school, of.duty);
      const isOffice = viewer.kind === 'person' && hasRole(context, viewer.person, of.school, 'safety_office');
      if (!duty || !isOffice) return undefined;
      const usual = usualNudges(duty.escalation);
      const now = duty.nudges ?? usual;
      const initial = {
        days: { initial: now.days.map(String) },
        clock: { initial: now.clock },
        minutes: { initial: now.minutes.map(String) },
      };
      return nudgeTimesCard({
        ...of,
        name: duty.name,
        now: nudgeText(now),
        usual: nudgeText(usual),
        deadline: `${cadenceNames[duty.cadence]}，${clockText(duty.due.clock, dayTimesOf(context, of.school))}`,
        fields: hasDaysBefore(duty.cadence)
          ? nudgeFields.show(initial, entered?.values)
          : sameDayNudgeFields.show({ minutes: initial.minutes }, entered?.values),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
];
