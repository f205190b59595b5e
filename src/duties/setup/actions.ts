import { z } from 'zod';
import { chooseDutyFields, dutySettingFields, profileFields } from '../../../cards/duties/settings.ts';
import { type Action, defineAction } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { safetyOffice } from '../../kernel/permission.ts';
import { FormRefused } from '../../kernel/refused.ts';
import { sendCard } from '../../kernel/send.ts';
import { schoolById, schoolOf } from '../../school/people.ts';
import { schoolsAsSafetyOffice } from '../../school/queries.ts';
import { schoolDuty } from '../settings.ts';
import { changeProfile } from './profile.ts';
import { saveSetting, switchOn } from './save.ts';

const id = z.number().int().positive();
const page = z.number().int().min(0).default(0);
const ofPage = z.object({ school: id, page });
const ofDuty = z.object({ school: id, duty: z.string().max(60), page });

const schoolSubject = (context: Context, reference: { school: number; page?: number }) =>
  schoolById(context, reference.school) && { schoolId: reference.school, page: reference.page ?? 0 };

function dutySubject(context: Context, reference: { school: number; duty: string; page: number }) {
  const duty = schoolById(context, reference.school) && schoolDuty(context, reference.school, reference.duty);
  return duty && { schoolId: reference.school, duty, page: reference.page };
}

/** 选择职责: which duties a school has, when, for whom; the safety office only. */
export const setupActions: readonly Action[] = [
  defineAction({
    name: 'duty.settings',
    // From the help card nobody says which school: the first one the person is the safety office of.
    reference: z.object({ school: id.optional() }),
    subject: (context, reference, person) => ({
      schoolId: reference.school ?? schoolsAsSafetyOffice(context, person)[0] ?? schoolOf(context, person) ?? 0,
    }),
    who: safetyOffice,
    run(context, { subject, person }) {
      sendCard(context, 'admin.duties', { school: subject.schoolId, page: 0 }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'duty.settings-page',
    reference: ofPage,
    subject: schoolSubject,
    who: safetyOffice,
    run: (_context, { subject }) => ({
      become: { card: 'admin.duties', subject: { school: subject.schoolId, page: subject.page } },
    }),
  }),
  defineAction({
    name: 'duty.settings-open',
    reference: ofPage,
    subject: schoolSubject,
    who: safetyOffice,
    form: chooseDutyFields,
    run(context, { subject, values }) {
      if (!schoolDuty(context, subject.schoolId, values.duty)) throw new FormRefused('请从给出的里面选一项');
      return {
        become: {
          card: 'admin.duty',
          subject: { school: subject.schoolId, duty: values.duty, page: subject.page },
        },
      };
    },
  }),
  defineAction({
    name: 'duty.settings-back',
    reference: ofDuty,
    subject: dutySubject,
    who: safetyOffice,
    run: (_context, { subject }) => ({
      become: {
        card: 'admin.duty',
        subject: { school: subject.schoolId, duty: subject.duty.id, page: subject.page },
      },
    }),
  }),
  defineAction({
    name: 'duty.settings-save',
    reference: ofDuty,
    subject: dutySubject,
    who: safetyOffice,
    form: dutySettingFields,
    run: (context, { subject, values }) => saveSetting(context, subject.duty, values, subject.page),
  }),
  defineAction({
    name: 'duty.switch-on',
    reference: ofDuty,
    subject: dutySubject,
    who: safetyOffice,
    run(context, { subject }) {
      const toast = switchOn(context, subject.duty);
      const reference = { school: subject.schoolId, duty: subject.duty.id, page: subject.page };
      return { ...(toast ? { toast } : {}), become: { card: 'admin.duty', subject: reference } };
    },
  }),
  defineAction({
    name: 'duty.profile-open',
    reference: ofPage,
    subject: schoolSubject,
    who: safetyOffice,
    run: (_context, { subject }) => ({ become: { card: 'admin.profile', subject: { school: subject.schoolId } } }),
  }),
  defineAction({
    name: 'duty.profile-save',
    reference: ofPage,
    subject: schoolSubject,
    who: safetyOffice,
    form: profileFields,
    run(context, { subject, values }) {
      changeProfile(context, subject.schoolId, {
        boarding: values.boarding === true,
        canteen: values.canteen === true,
        bus: values.bus === true,
      });
      return {
        toast: { tone: 'success', text: '已保存' },
        become: { card: 'admin.duties', subject: { school: subject.schoolId, page: 0 } },
      };
    },
  }),
];
