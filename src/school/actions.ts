import { z } from 'zod';
import type { PersonId } from '../../cards/model.ts';
import { groupPurposes, purposeNames } from '../../cards/school/admin_group.ts';
import { knockFields } from '../../cards/school/admin_knock.ts';
import { schoolFields } from '../../cards/school/admin_school.ts';
import { type Action, defineAction, type Subject } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import type { Feature } from '../kernel/feature.ts';
import { safetyOffice, staff } from '../kernel/permission.ts';
import { FormRefused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import type { Toast } from '../platforms/platform.ts';
import { findAccountsTimer } from './find_accounts.ts';
import { choosePurpose, groupById } from './groups.ts';
import { knockById } from './knock.ts';
import { acceptKnock, addFromKnock, refuseKnock, reopenKnock, toastName } from './knock_answer.ts';
import { linkActions } from './link/actions.ts';
import { linkTimer } from './link/ask.ts';
import { pairingTimer } from './pairing.ts';
import { schoolById, schoolOf } from './people.ts';
import { presentations } from './presentations.ts';
import { groupsWithoutPurpose, safetyOfficeAnywhere, schoolsAsSafetyOffice } from './queries.ts';
import { tellHowToImport } from './roster_how.ts';
import { confirmRoster, dropRoster, importById } from './roster_import.ts';
import { nameSchool } from './school_settings.ts';
import { passTestCard } from './test_card.ts';
import { retryUndelivered } from './undelivered.ts';

const id = z.number().int().positive();
const done = (text: string): { readonly toast: Toast } => ({ toast: { tone: 'success', text } });
const said = (text: string): { readonly toast: Toast } => ({ toast: { tone: 'info', text } });

const ofSchool = z.object({ school: id });
const ofKnock = z.object({ knock: id });
const ofImport = z.object({ import: id });

const schoolSubject = (context: Context, { school }: { readonly school: number }): Subject | undefined =>
  schoolById(context, school) && { schoolId: school };

/** A knock belongs to no school yet: whoever opens the door does so for their own. */
function knockSubject(context: Context, { knock }: { readonly knock: number }, person: PersonId) {
  const row = knockById(context, knock);
  return row && { schoolId: schoolsAsSafetyOffice(context, person)[0] ?? 0, knock };
}

function importSubject(context: Context, reference: { readonly import: number }) {
  const row = importById(context, reference.import);
  return row && { schoolId: row.schoolId, import: row.id };
}

const schoolActions: readonly Action[] = [
  defineAction({
    name: 'help.show',
    reference: z.object({}),
    subject: (context, _reference, person) => ({ schoolId: schoolOf(context, person) ?? 0 }),
    who: staff,
    run(context, { person }) {
      sendCard(context, 'help', {}, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'school.edit',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    run: (_context, { subject }) => ({ become: { card: 'admin.school', subject: { school: subject.schoolId } } }),
  }),
  defineAction({
    name: 'school.back',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    run: (_context, { subject }) => ({ become: { card: 'paired', subject: { school: subject.schoolId } } }),
  }),
  defineAction({
    name: 'school.name',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    form: schoolFields,
    run(context, { subject, values }) {
      nameSchool(context, { school: subject.schoolId, ...values });
      return { ...done('已保存校名'), become: { card: 'paired', subject: { school: subject.schoolId } } };
    },
  }),
  defineAction({
    name: 'admin.test-card',
    reference: z.object({ test: id }),
    subject: (context, reference, person) => ({
      schoolId: schoolsAsSafetyOffice(context, person)[0] ?? schoolOf(context, person) ?? 0,
      test: reference.test,
    }),
    who: safetyOfficeAnywhere,
    run(context, { subject }) {
      passTestCard(context, subject.test);
      return { ...done('收到，测试通过'), become: { card: 'admin.test-card', subject: { test: subject.test } } };
    },
  }),
  defineAction({
    name: 'delivery.retry-all',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    run(context, { subject }) {
      const count = retryUndelivered(context, { school: subject.schoolId });
      return count > 0 ? done(`已重发 ${count} 条`) : said('没有要重发的');
    },
  }),
];

const groupActions: readonly Action[] = [
  defineAction({
    name: 'group.list',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    run(context, { subject, person }) {
      const open = groupsWithoutPurpose(context, subject.schoolId);
      for (const group of open.slice(0, 5))
        sendCard(context, 'admin.group', { group: group.id }, { person }, { lane: 'press' });
      return open.length > 0 ? said(`有 ${open.length} 个群待选用途`) : said('先把安园拉进群，再来选用途');
    },
  }),
  defineAction({
    name: 'group.purpose',
    reference: z.object({ group: id, purpose: z.enum(purposeNames) }),
    subject(context, reference, person) {
      const row = groupById(context, reference.group);
      const schoolId = row?.schoolId ?? schoolsAsSafetyOffice(context, person)[0] ?? 0;
      return row && { schoolId, group: row.id, purpose: reference.purpose };
    },
    who: safetyOffice,
    run(context, { subject }) {
      choosePurpose(context, { group: subject.group, purpose: subject.purpose });
      return done(`已设为 ${groupPurposes[subject.purpose]}`);
    },
  }),
];

const knockActions: readonly Action[] = [
  defineAction({
    name: 'knock.accept',
    reference: z.object({ knock: id, person: id }),
    subject(context, reference, person) {
      const subject = knockSubject(context, reference, person);
      return subject && { ...subject, candidate: reference.person };
    },
    who: safetyOfficeAnywhere,
    run: (context, { subject }) =>
      done(toastName('已确认：', acceptKnock(context, { knock: subject.knock, person: subject.candidate }).name)),
  }),
  defineAction({
    name: 'knock.choose',
    reference: ofKnock,
    subject: knockSubject,
    who: safetyOfficeAnywhere,
    form: knockFields,
    run(context, { subject, values }) {
      const chosen = id.safeParse(Number(values.who));
      if (!chosen.success) throw new FormRefused('请选是哪一位');
      return done(toastName('已确认：', acceptKnock(context, { knock: subject.knock, person: chosen.data }).name));
    },
  }),
  defineAction({
    name: 'knock.add',
    reference: ofKnock,
    subject: knockSubject,
    who: safetyOfficeAnywhere,
    run: (context, { subject }) => done(toastName('已加入：', addFromKnock(context, { knock: subject.knock }).name)),
  }),
  defineAction({
    name: 'knock.refuse',
    reference: ofKnock,
    subject: knockSubject,
    who: safetyOfficeAnywhere,
    run(context, { subject }) {
      refuseKnock(context, { knock: subject.knock });
      return done('已答复对方');
    },
  }),
  defineAction({
    name: 'knock.reopen',
    reference: ofKnock,
    subject: knockSubject,
    who: safetyOfficeAnywhere,
    run(context, { subject }) {
      reopenKnock(context, { knock: subject.knock });
      return said('可以重新确认了');
    },
  }),
];

const rosterActions: readonly Action[] = [
  defineAction({
    name: 'roster.how',
    reference: ofSchool,
    subject: schoolSubject,
    who: safetyOffice,
    run(context, { person }) {
      tellHowToImport(context, person);
      return said('请把名册文件发到这里');
    },
  }),
  defineAction({
    name: 'roster.confirm',
    reference: ofImport,
    subject: importSubject,
    who: safetyOffice,
    run(context, { subject }) {
      const result = confirmRoster(context, { import: subject.import });
      if (result.already) return said('这份名册已经导入了');
      return done(`已导入：新增 ${result.added}，更新 ${result.updated}`);
    },
  }),
  defineAction({
    name: 'roster.drop',
    reference: ofImport,
    subject: importSubject,
    who: safetyOffice,
    run(context, { subject }) {
      dropRoster(context, { import: subject.import });
      return said('没有导入');
    },
  }),
];

/** People, accounts, groups and the roster. */
export const schoolFeature: Feature = {
  name: 'school',
  actions: [...schoolActions, ...groupActions, ...knockActions, ...rosterActions, ...linkActions],
  presentations,
  timers: [pairingTimer, findAccountsTimer, linkTimer],
};
