import { z } from 'zod';
import {
  dutiesCard,
  dutySettingCard,
  dutySettingFields,
  profileCard,
  switchOnCard,
} from '../../../cards/duties/settings.ts';
import type { Card } from '../../../cards/model.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { hasRole } from '../../kernel/permission.ts';
import { definePresentation, type Entered, type Presentation, type Viewer } from '../../kernel/presentation.ts';
import { dayTimesOf } from '../../school/calendar.ts';
import { dutyById } from '../catalogue/index.ts';
import { mayChooseNudges, nudgeText, usualNudges } from '../nudge_times.ts';
import { applies, profileOf, type SchoolDuty, schoolDuty } from '../settings.ts';
import { cadenceNames, floorText } from './cadences.ts';
import { clockText } from './clocks.ts';
import { dutyPage, settingsTopic } from './list.ts';
import { costText, monthlyCost } from './monthly_cost.ts';
import { cadenceOptions, reachOptions, roleOptions } from './options.ts';

const whole = z.number().int();
const ofSchool = z.object({ school: whole });
const ofPage = z.object({ school: whole, page: whole });
const ofDuty = z.object({ school: whole, duty: z.string(), page: whole });

/** Settings show nothing to anybody who is not, or no longer, the safety office. */
const isOffice = (context: ReadContext, viewer: Viewer, schoolId: number): boolean =>
  viewer.kind === 'person' && hasRole(context, viewer.person, schoolId, 'safety_office');

function showSetting(context: ReadContext, duty: SchoolDuty, page: number, entered: Entered | undefined): Card {
  const base = dutyById(duty.id) ?? duty;
  const times = dayTimesOf(context, duty.schoolId);
  const here = applies(duty.appliesIf, profileOf(context, duty.schoolId));
  return dutySettingCard({
    school: duty.schoolId,
    duty: duty.id,
    page,
    name: duty.name,
    what: duty.what,
    on: duty.on,
    notHere: !here,
    cost: costText(monthlyCost(context, duty)),
    nudges: mayChooseNudges(duty) ? nudgeText(duty.nudges ?? usualNudges(duty.escalation)) : '',
    floor: floorText(base),
    fields: dutySettingFields.show(
      {
        on: { initial: duty.on },
        openAt: { initial: clockText(duty.opens.clock, times) },
        dueAt: { initial: clockText(duty.due.clock, times) },
        reach: { initial: duty.reach, options: reachOptions(base) },
        role: { initial: duty.roles[0], options: roleOptions(base) },
        cadence: { initial: duty.cadence, options: cadenceOptions(base) },
        prompt: { initial: duty.prompt ?? '', hint: '不填就用：这件事的说明' },
      },
      entered?.values,
    ),
    ...(entered ? { message: entered.message } : {}),
  });
}

export const setupPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'admin.duties',
    subject: ofPage,
    topic: ({ school }) => settingsTopic(school),
    show(context, { school, page }, viewer, entered) {
      if (!isOffice(context, viewer, school)) return undefined;
      const found = dutyPage(context, school, page);
      return dutiesCard({
        ...found,
        school,
        lines: found.duties.map((duty) => ({
          id: duty.id,
          name: duty.name,
          on: duty.on,
          how: duty.here ? cadenceNames[duty.cadence] : '本校不涉及',
        })),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
  definePresentation({
    card: 'admin.duty',
    subject: ofDuty,
    topic: ({ school }) => settingsTopic(school),
    show(context, of, viewer, entered) {
      const duty = schoolDuty(context, of.school, of.duty);
      return duty && isOffice(context, viewer, of.school) ? showSetting(context, duty, of.page, entered) : undefined;
    },
  }),
  definePresentation({
    card: 'admin.duty-on',
    subject: ofDuty,
    topic: ({ school }) => settingsTopic(school),
    show(context, of, viewer) {
      const duty = schoolDuty(context, of.school, of.duty);
      if (!duty || !isOffice(context, viewer, of.school)) return undefined;
      const cost = monthlyCost(context, duty);
      return switchOnCard({
        ...of,
        name: duty.name,
        taps: cost.taps.map((one) => ({
          who: `${one.who}（${one.people} 人）`,
          often: cost.periods === 0 ? '有事时才点' : `每人每月点约 ${one.each} 次`,
        })),
        calls: cost.periods === 0 ? '平时不占' : `全校每月约 ${cost.calls} 次`,
        source: [duty.source.seed, duty.source.norm].filter((text) => text !== '').join('；'),
      });
    },
  }),
  definePresentation({
    card: 'admin.profile',
    subject: ofSchool,
    topic: ({ school }) => settingsTopic(school),
    show: (context, { school }, viewer) =>
      isOffice(context, viewer, school) ? profileCard({ school, ...profileOf(context, school) }) : undefined,
  }),
];
