import { eq } from 'drizzle-orm';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { clockOf, dateOf } from '../../kernel/time.ts';
import type { NamedPaper } from '../../records/paper.ts';
import { nameOf, schoolById } from '../../school/people.ts';
import { evidence, meeting } from '../../store/schema/index.ts';
import { findMeeting, linesOf, type Meeting, meetingTopic, presentAt } from './queries.ts';

const nameOfPaper = (context: Pick<ReadContext, 'timeZone'>, of: Meeting): string =>
  `安全例会纪要 ${dateOf(of.heldAt, context.timeZone)}`;

/** 安全例会纪要 2025-09-22.docx */
export const minutesName = (context: Pick<ReadContext, 'timeZone'>, of: Meeting): string =>
  `${nameOfPaper(context, of)}.docx`;

/** The minutes as a document, with names: it goes to those who may have it, never to a group. */
export function minutesPaper(context: ReadContext, of: Meeting): NamedPaper {
  const lines = linesOf(context, of.id);
  const decisions = lines.filter((line) => line.kind === 'decision');
  const items = lines.filter((line) => line.kind === 'item');
  const present = presentAt(context, of.id);
  const day = dateOf(of.heldAt, context.timeZone);
  // Written by openMeeting and enterLate only: lines of text.
  const agenda = of.agenda as readonly string[];
  return {
    name: nameOfPaper(context, of),
    title: `${schoolById(context, of.schoolId)?.name ?? ''}安全例会纪要`,
    blocks: [
      {
        kind: 'facts',
        facts: [
          ['时间', `${day} ${clockOf(of.heldAt, context.timeZone)}${of.lateEntry ? '（补录）' : ''}`],
          ['主持', nameOf(context, of.hostId)],
          ['记录', nameOf(context, of.closedById ?? of.openedById)],
          [
            '到会',
            of.attendees ?? `${present.length} 人：${present.map((person) => nameOf(context, person)).join('、')}`,
          ],
          ['上次事项', of.itemsTotal === 0 ? '无' : `完成 ${of.itemsDone}/${of.itemsTotal}`],
          [
            '签发',
            of.signedAt === null
              ? '—'
              : `${nameOf(context, of.signedById)}，${dateOf(of.signedAt, context.timeZone)} ${clockOf(of.signedAt, context.timeZone)}`,
          ],
        ],
      },
      { kind: 'heading', text: '一、议题' },
      ...listed(agenda),
      { kind: 'heading', text: '二、决定' },
      ...listed(decisions.map((line) => line.text)),
      { kind: 'heading', text: '三、事项' },
      ...(items.length === 0
        ? listed([])
        : [
            {
              kind: 'table' as const,
              headers: ['序号', '事项', '责任人', '期限'],
              widths: [10, 56, 17, 17],
              rows: items.map((line, index) => [index + 1, line.text, nameOf(context, line.ownerId), line.due ?? '—']),
            },
          ]),
      { kind: 'signatures', names: ['主持人签字', '记录人签字'] },
    ],
  };
}

const listed = (lines: readonly string[]) =>
  lines.length === 0
    ? [{ kind: 'text' as const, text: '无。' }]
    : lines.map((line, index) => ({ kind: 'text' as const, text: `${index + 1}. ${line}` }));

/** The document is kept: with the meeting, and as evidence of the duty it fulfilled. Written twice it is kept once. */
export function keepMinutes(context: Context, meetingId: number, hash: string): void {
  const of = findMeeting(context, meetingId);
  if (!of || of.minutesHash !== null) return;
  context.db.update(meeting).set({ minutesHash: hash }).where(eq(meeting.id, meetingId)).run();
  if (of.taskId !== null)
    context.db
      .insert(evidence)
      .values({
        taskId: of.taskId,
        personId: of.closedById ?? of.openedById,
        kind: 'file',
        fileName: minutesName(context, of),
        hash,
        at: context.now,
      })
      .run();
  record(context, 'meeting.minutes_kept', meetingTopic(meetingId), { hash });
}
