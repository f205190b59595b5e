import { and, asc, desc, eq, gte, inArray, lte } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import type { Context } from '../../kernel/context.ts';
import { hasRole } from '../../kernel/permission.ts';
import { sendCard, sendText } from '../../kernel/send.ts';
import { clockOf, DAY, dateOf, dayText, instantOf } from '../../kernel/time.ts';
import { nameOf, schoolsOf } from '../../school/people.ts';
import { dutyPeriod, dutyShift, dutyTask } from '../../store/schema/index.ts';
import { leadsSchool, tasksFor } from '../audience.ts';
import { askingOf } from '../own_cards.ts';
import { isRound } from '../rounds/pages.ts';
import { onShift, type Shift, upcomingShifts, whatText } from '../shift_rows.ts';
import { leftOf, openTasksOf, ownersOf, type Task } from '../tasks.ts';
import { answerNothingOpen, hearDone } from './done.ts';

const REMINDER = 'daily-safety-reminder';
/** Cards one question brings. */
const MOST_CARDS = 3;
/** How far back 补报 looks, ms; older ones are made up from the ledger's own list. */
const MADE_UP_MS = 14 * DAY;

/** 还有谁没讲: what is left of the periods under way and of today's, for whoever leads; others are shown their own. */
export function tellLeft(context: Context, person: PersonId, schoolId: number, reminder: boolean): void {
  if (!leadsSchool(context, person, schoolId)) {
    sendCard(context, 'todo.merged', {}, { person }, { lane: 'press' });
    return;
  }
  const midnight = instantOf(dateOf(context.now, context.timeZone), '00:00', context.timeZone);
  const rows = context.db
    .select()
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, schoolId),
        lte(dutyPeriod.openAt, context.now),
        gte(dutyPeriod.dueAt, midnight),
        reminder ? eq(dutyPeriod.dutyId, REMINDER) : undefined,
      ),
    )
    .orderBy(asc(dutyPeriod.dueAt), asc(dutyPeriod.id))
    .all();
  const left = rows.filter((row) => tasksFor(context, row, person, leftOf(context, row)).length > 0);
  for (const row of left.slice(0, MOST_CARDS))
    sendCard(context, 'duty.summary', { period: row.id }, { person }, { lane: 'press' });
  if (left.length > MOST_CARDS)
    sendText(context, `还有 ${left.length - MOST_CARDS} 项晚些到期，到点会提醒。`, { person });
  if (left.length > 0) return;
  const nothing = reminder
    ? rows.length > 0
      ? '今天的安全提醒都讲了。'
      : '今天的安全提醒还没有发出。'
    : '眼下到期的职责都办完了。';
  sendText(context, nothing, { person });
}

const open = (context: Context, person: PersonId, which: (task: Task) => boolean): boolean => {
  const asked = new Map(
    openTasksOf(context, person)
      .filter(which)
      .map((task) => {
        const { card, subject, once } = askingOf(context, task);
        return [once, { card, subject }] as const;
      }),
  );
  for (const { card, subject } of [...asked.values()].slice(0, MOST_CARDS))
    sendCard(context, card, subject, { person }, { lane: 'press' });
  return asked.size > 0;
};

/** 今天讲什么: the reminder of today as a card of their own. */
export function openReminder(context: Context, person: PersonId): void {
  if (!open(context, person, (task) => task.dutyId === REMINDER))
    sendText(context, '现在没有等您讲的安全提醒。发“待办”看轮到您的事。', { person });
}

/** 讲了, without a word of what: the reminder is asked back with one tap. */
export function hearReminderDone(context: Context, person: PersonId, schoolId: number): void {
  const said = { intent: 'duty-done', duty: REMINDER } as const;
  if (!hearDone(context, person, schoolId, said)) answerNothingOpen(context, person, schoolId, said);
}

/** 补报: what they missed in the last days can still be done, and is marked late. */
export function openMissed(context: Context, person: PersonId): void {
  const missed = context.db
    .select()
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.state, 'missed'),
        gte(dutyTask.dueAt, context.now - MADE_UP_MS),
        inArray(dutyTask.schoolId, schoolsOf(context, person).slice(0, 20)),
      ),
    )
    .orderBy(desc(dutyTask.dueAt), desc(dutyTask.id))
    .all()
    .filter((task) => ownersOf(context, task).includes(person));
  for (const task of missed.slice(0, MOST_CARDS)) {
    const { card, subject } = askingOf(context, task);
    sendCard(context, card, subject, { person }, { lane: 'press' });
  }
  if (missed.length === 0) sendText(context, '最近没有您要补的。发“待办”看轮到您的事。', { person });
}

/** 开始排查: the rounds that wait for somebody. */
export function openRounds(context: Context, person: PersonId): void {
  if (!open(context, person, (task) => isRound(task.dutyId)))
    sendText(context, '现在没有轮到您的排查。看到隐患，打一句话给我就行。', { person });
}

const shiftsToday = (context: Context, schoolId: number): readonly Shift[] =>
  context.db
    .select()
    .from(dutyShift)
    .where(and(eq(dutyShift.schoolId, schoolId), eq(dutyShift.date, dateOf(context.now, context.timeZone))))
    .orderBy(asc(dutyShift.startsAt), asc(dutyShift.id))
    .all();

/** 今天谁值班: who stands which shift today, and who is there already. */
export function tellOnDuty(context: Context, person: PersonId, schoolId: number): void {
  const today = dateOf(context.now, context.timeZone);
  const shifts = shiftsToday(context, schoolId);
  if (shifts.length === 0) {
    const how = hasRole(context, person, schoolId, 'safety_office')
      ? '要排，发“排班”，或把值班表发到这里。'
      : '排班请找安全办。';
    sendText(context, `今天没有排班。${how}`, { person });
    return;
  }
  const lines = shifts.map((shift) => {
    const there = shift.checkedInAt === null ? '' : `，${clockOf(shift.checkedInAt, context.timeZone)} 到岗`;
    const time = clockOf(shift.startsAt, context.timeZone);
    return `${time} ${whatText(shift)}：${nameOf(context, onShift(context, shift))}${there}`;
  });
  sendText(context, [`${dayText(today, today)} 值班`, ...lines].join('\n'), { person });
}

/** 我什么时候值班: the next five; 到岗了: the one that waits for its check-in. */
export function openShifts(context: Context, person: PersonId, arrived: boolean): void {
  const next = upcomingShifts(context, person);
  const [first] = next;
  if (!first) {
    sendText(context, '接下来没有排您的班。', { person });
    return;
  }
  const isNow = dateOf(first.startsAt, context.timeZone) === dateOf(context.now, context.timeZone);
  if (arrived && (isNow || first.startsAt <= context.now))
    sendCard(context, 'shift.checkin', { shift: first.id }, { person }, { lane: 'press' });
  else sendCard(context, 'shift.mine', { person }, { person }, { lane: 'press' });
}
