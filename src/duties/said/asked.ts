import { and, asc, desc, eq, gte, inArray, lte } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import type { Context } from '../../kernel/context.ts';
import { sendCard, sendText } from '../../kernel/send.ts';
import { DAY, dateOf, instantOf } from '../../kernel/time.ts';
import { schoolsOf } from '../../school/people.ts';
import { dutyPeriod, dutyTask } from '../../store/schema/index.ts';
import { leadsSchool, tasksFor } from '../audience.ts';
import { dutyById } from '../catalogue/index.ts';
import { isSealed } from '../duty.ts';
import { askingOf } from '../own_cards.ts';
import { ownedBy } from '../owned_by.ts';
import { isRound } from '../rounds/pages.ts';
import { leftOf, openTasksOf, type Task } from '../tasks.ts';
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
    .all()
    .filter((row) => {
      const duty = dutyById(row.dutyId);
      return duty !== undefined && !isSealed(duty);
    });
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
    .filter(ownedBy(context, person));
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
