import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import { requireColleague } from '../../hazards/colleague.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { FormRefused } from '../../kernel/refused.ts';
import { dateOf, shortDay } from '../../kernel/time.ts';
import { isSchoolDay, isWorkingDay } from '../../school/calendar.ts';
import { meetingLine } from '../../store/schema/index.ts';
import { namesPrivateMatter } from '../../understanding/understand.ts';
import { refreshMeeting, requireOpen } from './change.ts';
import { linesOf, type Meeting, meetingTopic } from './queries.ts';

/** More lines than a meeting of an hour decides; a card could not show them. */
const MOST = 20;
const DECISION_LETTERS = 100;

const desk = (of: Meeting) => ({ card: 'meeting.desk', subject: { meeting: of.id } });

const tidyLines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:决定)?(?:\d+[.、)）:：]|[-·•])?\s*/, '').trim())
    .filter((line) => line !== '');

function requireRoom(context: Context, of: Meeting, more: number): void {
  if (linesOf(context, of.id).length + more > MOST) throw new FormRefused(`一次例会最多记 ${MOST} 条，请合并几条`);
}

/** Agenda and minutes go to a group and to the archive: what is a student's own matter goes to its handler only (design.md §1.7). */
export function requireNothingPrivate(text: string, where = '纪要'): void {
  if (namesPrivateMatter(text))
    throw new FormRefused(`像是学生的私事，不写进${where}`, '只写工作安排；这件事请在私聊里说，只交经办人。');
}

/** A day somebody is at work: of school, or in the holidays a working day. */
function requireWorkingDay(context: Context, schoolId: number, date: string): void {
  const today = dateOf(context.now, context.timeZone);
  if (date < today) throw new FormRefused('期限不能早于今天');
  if (!isSchoolDay(context, schoolId, date) && !isWorkingDay(date))
    throw new FormRefused(`${shortDay(date, today)} 放假，请换一天`);
}

/** 记决定: every line is one; a line that stands there already is not written twice. */
export function decide(context: Context, of: Meeting, person: PersonId, text: string): Outcome {
  requireOpen(context, of);
  const said = [...new Set(tidyLines(text))];
  const long = said.find((line) => [...line].length > DECISION_LETTERS);
  if (said.length === 0) throw new FormRefused('还差一项：决定');
  for (const line of said) requireNothingPrivate(line);
  if (long !== undefined) throw new FormRefused(`每条决定请在 ${DECISION_LETTERS} 字以内`);
  const known = new Set(
    linesOf(context, of.id)
      .filter((line) => line.kind === 'decision')
      .map((line) => line.text),
  );
  const added = said.filter((line) => !known.has(line));
  requireRoom(context, of, added.length);
  for (const line of added)
    context.db
      .insert(meetingLine)
      .values({ meetingId: of.id, kind: 'decision', text: line, byId: person, at: context.now })
      .run();
  if (added.length > 0) record(context, 'meeting.decided', meetingTopic(of.id), { lines: added.length });
  refreshMeeting(context, of.id);
  const toast = added.length > 0 ? `已记 ${added.length} 条决定` : '这条已经记过';
  return { toast: { tone: added.length > 0 ? 'success' : 'info', text: toast }, become: desk(of) };
}

/** 加事项: somebody of the school does it by a day; it becomes their task when the meeting is closed. */
export function addItem(
  context: Context,
  of: Meeting,
  person: PersonId,
  values: { readonly text: string; readonly owner: PersonId; readonly due: string },
): Outcome {
  requireOpen(context, of);
  requireColleague(context, values.owner, of.schoolId, '谁办');
  requireWorkingDay(context, of.schoolId, values.due);
  requireNothingPrivate(values.text);
  const same = linesOf(context, of.id).find(
    (line) => line.kind === 'item' && line.text === values.text && line.ownerId === values.owner,
  );
  if (same && same.due === values.due) return { toast: { tone: 'info', text: '这项已经记过' }, become: desk(of) };
  requireRoom(context, of, 1);
  context.db
    .insert(meetingLine)
    .values({
      meetingId: of.id,
      kind: 'item',
      text: values.text,
      ownerId: values.owner,
      due: values.due,
      byId: person,
      at: context.now,
    })
    .run();
  record(context, 'meeting.item_added', meetingTopic(of.id), { owner: values.owner, due: values.due });
  refreshMeeting(context, of.id);
  return { toast: { tone: 'success', text: '已记，散会后发给本人' }, become: desk(of) };
}

/** 删一条: what became a task already stays, since somebody is doing it. */
export function removeLines(context: Context, of: Meeting, chosen: readonly string[]): Outcome {
  requireOpen(context, of);
  const removed = context.db
    .update(meetingLine)
    .set({ withdrawnAt: context.now })
    .where(
      and(
        eq(meetingLine.meetingId, of.id),
        inArray(meetingLine.id, chosen.slice(0, MOST).map(Number)),
        isNull(meetingLine.withdrawnAt),
        isNull(meetingLine.taskId),
      ),
    )
    .returning({ id: meetingLine.id })
    .all();
  record(context, 'meeting.lines_removed', meetingTopic(of.id), { lines: removed.map((line) => line.id) });
  refreshMeeting(context, of.id);
  return { toast: { tone: 'success', text: `已删 ${removed.length} 条` }, become: desk(of) };
}
