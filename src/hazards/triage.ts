import type { FormValues } from '../../cards/fields.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { dateOf, shortDay } from '../kernel/time.ts';
import { nameOf, peopleWithFirstRole, peopleWithRole } from '../school/people.ts';
import type { Severity } from '../store/schema/index.ts';
import { calendarOf } from './calendar.ts';
import { change, requireHazard, requireState } from './change.ts';
import { requireColleague } from './colleague.ts';
import { endWork } from './draft.ts';
import type { mergeForm, transferForm, triageForm } from './forms.ts';
import { rungTimes } from './plan.ts';
import { type Hazard, reportersOf } from './queries.ts';
import { addReporter } from './register.ts';
import { deadlineFrom, ladders, nearestSchoolDay, passedRungs, serviceLevels, severityNames } from './rules.ts';
import { categoryName, readCategoryValue } from './taxonomy.ts';
import { safetyOffice, tell, tellReporters } from './tell.ts';

/** 认定派单: category, severity, owner, leader, deadline — 定人员、定责任、定时限 (domain/hazards.md §4.1). */
export function assignHazard(
  context: Context,
  subject: Hazard,
  values: FormValues<typeof triageForm.declarations>,
): Outcome {
  requireState(context, subject, 'assign');
  if (subject.major === 'candidate')
    throw new Refused('hazard.major_undecided', '先定是否重大，再派单', '点“认定重大”或“降为较大”。');
  const chosen = readCategoryValue(values.category);
  if (!chosen) throw new FormRefused('类别请从给出的里面选');
  const severity = readSeverity(subject, values.severity);
  if (severity !== subject.severity && !values.reason) throw new FormRefused('改等级请写理由');
  requireColleague(context, values.owner, subject.schoolId, '责任人');
  requireColleague(context, values.leader, subject.schoolId, '责任领导');
  const due = requireDue(context, subject, values.due);
  const ladder = ladders[severity];
  const draftedCase: Hazard = { ...subject, severity, due, ladder };
  const moved = change(
    context,
    subject,
    'assign',
    {
      state: 'assigned',
      ...chosen,
      severity,
      ownerId: values.owner,
      leaderId: values.leader,
      recheckerId: defaultRechecker(context, subject.schoolId, values.owner),
      due,
      originalDue: due,
      requirement: values.requirement ?? null,
      interim: values.interim ?? null,
      basis: values.reason ?? subject.basis,
      assignedAt: context.now,
      incomplete: false,
      ladder,
      ladderDone: passedRungs(rungTimes(context, draftedCase), context.now),
    },
    { note: values.reason },
  );
  tell(context, 'hazard.task', moved, [values.owner], severity === 'major' ? { lane: 'urgent', urge: true } : {});
  if (severity === 'major') {
    const principals = peopleWithFirstRole(context, moved.schoolId, ['principal', 'vice_principal']);
    const told = [...principals, ...safetyOffice(context, moved.schoolId)].map((one) => one.person);
    tell(context, 'hazard.authority', moved, told, { lane: 'urgent' });
  }
  tellReporters(context, moved);
  return { toast: { tone: 'success', text: `已派给${nameOf(context, values.owner)}` } };
}

function readSeverity(subject: Hazard, chosen: string): Severity {
  if (subject.major === 'confirmed') return 'major';
  if (chosen !== 'general' && chosen !== 'serious') throw new FormRefused('等级请从给出的里面选');
  return chosen;
}

/** A deadline is a school day from tomorrow on; the refusal offers the nearest one (domain/voice.md §3 rows 11, 12). */
export function requireDue(context: Context, subject: Hazard, due: string): string {
  const today = dateOf(context.now, context.timeZone);
  if (due < today) throw new FormRefused('期限不能早于今天');
  const calendar = calendarOf(context, subject.schoolId);
  if (!calendar.isSchoolDay(due)) {
    const near = nearestSchoolDay(due, today, calendar);
    throw new FormRefused(
      `${shortDay(due, today)} 放假，请换一天`,
      `最近的上课日是 ${shortDay(near, today)}。已填的都留着。`,
    );
  }
  return due;
}

/** The deadline the form starts with (domain/hazards.md §4.3 fix_days, fix_unit). */
export const defaultDue = (
  context: Pick<Context, 'db' | 'now' | 'timeZone'>,
  subject: Hazard,
  severity: Severity = subject.severity,
): string =>
  deadlineFrom(
    dateOf(context.now, context.timeZone),
    serviceLevels[severity].fix,
    calendarOf(context, subject.schoolId),
  );

/** 整改人≠复查人: the safety office, or whoever leads safety when the owner is the safety office. */
export function defaultRechecker(context: Pick<Context, 'db'>, schoolId: number, owner: number): number | null {
  const roles = ['safety_office', 'vice_principal', 'principal', 'duty_leader', 'facility_lead'];
  const found = roles.flatMap((name) => peopleWithRole(context, schoolId, name)).find((one) => one.person !== owner);
  return found?.person ?? null;
}

/** 认定重大: by a person, with the basis written down (domain/hazards.md §3). */
export function confirmMajor(context: Context, subject: Hazard, basis: string): Outcome {
  requireState(context, subject, 'confirm_major');
  if (subject.major === 'confirmed') throw new Refused('hazard.confirmed', '已认定为重大');
  const moved = change(
    context,
    subject,
    'confirm_major',
    { state: 'triaged', major: 'confirmed', severity: 'major', basis },
    { note: basis },
  );
  const leaders = peopleWithFirstRole(context, moved.schoolId, ['principal', 'vice_principal']).map(
    (one) => one.person,
  );
  tell(context, 'hazard.triage', moved, [...safetyOffice(context, moved.schoolId).map((one) => one.person)], {
    lane: 'urgent',
  });
  tell(context, 'hazard.confirmed', moved, leaders, { lane: 'urgent', urge: true });
  return { toast: { tone: 'success', text: '已认定重大，请派单' } };
}

/** 降为较大: by a person, with the reason written down. */
export function lowerMajor(context: Context, subject: Hazard, reason: string): Outcome {
  requireState(context, subject, 'lower_major');
  if (subject.major !== 'candidate') throw new Refused('hazard.not_candidate', '这条不用再定是否重大');
  const moved = change(
    context,
    subject,
    'lower_major',
    { major: 'lowered', severity: 'serious', basis: reason },
    { note: reason },
  );
  tell(
    context,
    'hazard.triage',
    moved,
    safetyOffice(context, moved.schoolId).map((one) => one.person),
  );
  return { toast: { tone: 'success', text: '已降为较大，请派单' } };
}

/** 不属实, with a reason; the reporter is told it without blame. */
export function rejectHazard(context: Context, subject: Hazard, reason: string): Outcome {
  requireState(context, subject, 'reject');
  const moved = change(
    context,
    subject,
    'reject',
    {
      state: 'not_hazard',
      decisionReason: reason,
      closedAt: context.now,
      major: subject.major === 'candidate' ? 'lowered' : subject.major,
    },
    { note: reason },
  );
  tellReporters(context, moved);
  return { toast: { tone: 'success', text: `已记不属实 ${moved.number}` } };
}

/** 并入重复: the reporters move along and hear when the other one is closed. */
export function mergeHazard(
  context: Context,
  subject: Hazard,
  values: FormValues<typeof mergeForm.declarations>,
): Outcome {
  requireState(context, subject, 'merge');
  const into = requireHazard(context, Number(values.into));
  if (into.id === subject.id || into.schoolId !== subject.schoolId) throw new FormRefused('请从给出的里面选');
  requireState(context, into, 'supplement');
  if (subject.major === 'candidate' && into.major !== 'candidate' && into.major !== 'confirmed') {
    throw new Refused('hazard.major_undecided', '先定是否重大，再并入', '点“认定重大”或“降为较大”。');
  }
  for (const person of reportersOf(context, subject.id)) addReporter(context, into.id, person);
  const moved = change(
    context,
    subject,
    'merge',
    { state: 'merged', mergedInto: into.id, decisionReason: values.reason ?? null, closedAt: context.now },
    { note: `并入 ${into.number}` },
  );
  change(
    context,
    into,
    'joined',
    {},
    { note: `${subject.number} 并入：${subject.description}`.slice(0, 500), keepsRevision: true },
  );
  endWork(context, subject.id);
  tellReporters(context, moved);
  return { toast: { tone: 'success', text: `已并入 ${into.number}` } };
}

/** 转外部: police, traffic police, city management… the school keeps the number and the date. */
export function transferHazard(
  context: Context,
  subject: Hazard,
  values: FormValues<typeof transferForm.declarations>,
): Outcome {
  requireState(context, subject, 'transfer');
  if (subject.major !== null && subject.major !== 'lowered') {
    throw new Refused('hazard.major_stays', '重大隐患不能只转外部', '请派单管控，同时登记上报。');
  }
  const moved = change(
    context,
    subject,
    'transfer',
    { state: 'transferred', transferredTo: values.to, decisionReason: values.reason, closedAt: context.now },
    { note: `转${values.to}：${values.reason}` },
  );
  tellReporters(context, moved);
  return { toast: { tone: 'success', text: `已记：转${values.to}` } };
}

/** For cards: 较大 · 栏杆扶手. */
export const kindText = (of: Hazard): string => `${severityNames[of.severity]} · ${categoryName(of.category, of.sub)}`;
