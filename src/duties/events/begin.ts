import type { PersonId } from '../../../cards/model.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { hasRole } from '../../kernel/permission.ts';
import { record } from '../../kernel/record.ts';
import { Refused } from '../../kernel/refused.ts';
import { dateOf, HOUR } from '../../kernel/time.ts';
import { plusSchoolDays, schoolCalendar } from '../../school/calendar.ts';
import { dutyPeriod, dutyTask } from '../../store/schema/index.ts';
import { excuseTask } from '../complete.ts';
import { inOrder, planLadder } from '../period_ladder.ts';
import { momentAt } from '../periods.ts';
import { dutiesOf, type SchoolDuty } from '../settings.ts';
import { classesHeadedBy, type Task, taskTopic } from '../tasks.ts';
import { leaders } from '../who.ts';

/** Begin elsewhere: hazards by a sentence, alarms by 紧急, drills by their plan, and private matters never as a task. */
const ownFlows: readonly string[] = [
  'hazard-report',
  'hazard-rectification',
  'hazard-recheck',
  'major-hazard-report',
  'listed-supervision',
  'drill-improvement',
  'incident-report',
  'early-sign-report',
  'mandatory-report',
  'bullying-case',
  'person-of-concern-handoff',
];

/** What needs others before it is done has two working days (domain/duties.md §3, 周边隐患: 2 工作日内转办). */
const WORKING_DAYS = 2;
/** A form opened shortly before its hour is due the next day. */
const LEAST_MS = HOUR;

/** Duties of a school that begin when somebody says so, and that this person may begin. */
export const eventDutiesFor = (context: ReadContext, person: PersonId, schoolId: number): readonly SchoolDuty[] =>
  dutiesOf(context, schoolId).filter(
    (duty) =>
      duty.on &&
      duty.cadence === 'event' &&
      !ownFlows.includes(duty.id) &&
      (leaders.allows(context, person, { schoolId }) ||
        [...duty.roles, ...duty.deputies].some((role) => hasRole(context, person, schoolId, role))),
  );

/** When what begins now is due, ms: the same day by the duty's clock, or two school days on where others take part. */
export function eventDue(context: ReadContext, duty: SchoolDuty): number {
  const calendar = schoolCalendar(context, duty.schoolId);
  const today = dateOf(context.now, context.timeZone);
  const on = (date: string): number =>
    momentAt(duty.due, { key: date, from: date, to: date, text: date }, calendar, context.timeZone);
  if (duty.escalation === 'E3' || duty.escalation === 'E4')
    return on(plusSchoolDays(context, duty.schoolId, today, WORKING_DAYS));
  return on(today) - context.now >= LEAST_MS ? on(today) : on(plusSchoolDays(context, duty.schoolId, today, 1));
}

/** Begins an event: its task is of whoever began it, with the duty's form, deadline and ladder. Throws Refused. */
export function beginEvent(context: Context, schoolId: number, person: PersonId, dutyId: string): Outcome {
  const duty = eventDutiesFor(context, person, schoolId).find((one) => one.id === dutyId);
  if (!duty) throw new Refused('event.not_yours', '这一项没有开启，或不由您登记', '请找安全办。');
  const dueAt = eventDue(context, duty);
  const times = { period: `${dateOf(context.now, context.timeZone)}#${context.random(6)}`, openAt: context.now, dueAt };
  const row = context.db
    .insert(dutyPeriod)
    .values({ schoolId, dutyId, ladder: inOrder(context, duty, dueAt), ...times })
    .returning()
    .get();
  const [own] = duty.scope === 'class' ? classesHeadedBy(context, person, schoolId) : [];
  const task = context.db
    .insert(dutyTask)
    .values({
      schoolId,
      dutyId,
      assigneeId: person,
      ...times,
      ...(own === undefined ? { scope: 'school' } : { scope: 'class', scopeId: own }),
    })
    .returning({ id: dutyTask.id })
    .get();
  record(context, 'event.begun', taskTopic(task.id), { duty: dutyId, person });
  planLadder(context, row);
  return { become: { card: 'duty.mine', subject: { task: task.id } } };
}

/** 不登记了: begun by mistake. What is done stays. */
export function dropEvent(context: Context, task: Task): Outcome {
  excuseTask(context, task, '不用登记');
  return { toast: { tone: 'success', text: '好，不登记了' } };
}
