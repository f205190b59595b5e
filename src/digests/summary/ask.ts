import type { PersonId } from '../../../cards/model.ts';
import { DRAFT_TIMER, filingOf, findFiling, summaryFilings } from '../../duties/filings/filing.ts';
import { ownersOf, type Task, taskTopic } from '../../duties/tasks.ts';
import { leaders } from '../../duties/who.ts';
import type { Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { requestErrand, sendCard, sendText } from '../../kernel/send.ts';
import { dateOf, MINUTE, plusDays, shortDay } from '../../kernel/time.ts';
import { setTimer } from '../../kernel/timers.ts';
import { plusSchoolDays, termOf } from '../../school/calendar.ts';
import { accountsOf } from '../../school/people.ts';
import { kindName, type SummarySpan } from './span.ts';

export { DRAFT_TIMER };

/** 小结 9月, 本学期总结: the card to choose photos on, or who may ask for it. */
export function askSummary(context: Context, person: PersonId, schoolId: number, span: SummarySpan): void {
  if (!leaders.allows(context, person, { schoolId })) {
    sendText(context, `安全工作${kindName[span.kind]}由安全办和校领导起草。`, { person });
    return;
  }
  sendCard(context, 'summary.choose', { school: schoolId, ...span, deadline: '' }, { person }, { lane: 'press' });
}

/** Asks the host for the draft; pressed twice within a minute it is one. */
export function requestSummary(
  context: Context,
  person: PersonId,
  schoolId: number,
  span: SummarySpan,
  photos: string,
): void {
  const platform =
    context.actor.kind === 'person' ? context.actor.platform : accountsOf(context, [person])[0]?.platform;
  if (platform === undefined) return;
  record(context, 'summary.asked', `school:${schoolId}`, { kind: span.kind, from: span.from, to: span.to });
  requestErrand(
    context,
    { errand: 'write-summary', person, school: schoolId, photos, ...span },
    platform,
    `summary:${person}:${span.kind}:${span.from}:${span.to}:${photos}:${Math.floor(context.now / MINUTE)}`,
  );
}

/** What a filing's draft is about: a staged summary the term so far, a final one the twelve months before. */
function spanOf(context: Context, task: Task): SummarySpan {
  const today = dateOf(context.now, context.timeZone);
  if (task.dutyId === 'final-summary') {
    const from = plusDays(today, -365);
    return { kind: 'final', from, to: today, text: `${from.slice(0, 4)}—${today.slice(0, 4)}年` };
  }
  const term = termOf(context, task.schoolId, today);
  const from = term?.from ?? `${today.slice(0, 4)}-01-01`;
  return { kind: 'interim', from, to: today, text: term ? '本学期' : `${today.slice(0, 4)}年` };
}

/**
 * Some days before a summary is to be filed, whoever prepares it gets a first draft and the card to choose other photos
 * on; what is filed or cancelled by then gets none. Outside school days it comes on the next one.
 */
export function sendDraft(context: Context, subject: string): void {
  const task = findFiling(context, Number(subject.split(':')[1]));
  const filing = task && filingOf(task);
  if (!task || !filing || !summaryFilings.includes(task.dutyId) || task.state === 'done' || task.state === 'excused')
    return;
  const span = spanOf(context, task);
  const today = dateOf(context.now, context.timeZone);
  const deadline = shortDay(filing.deadline, today);
  // Figures of the whole school are the leaders' and the safety office's; a preparer without that role is told whom to ask.
  for (const person of ownersOf(context, task)) {
    if (!leaders.allows(context, person, task)) {
      sendText(
        context,
        `“${filing.name}”${deadline}止，初稿请安全办发“小结”生成后给您。`,
        { person },
        { lane: 'normal' },
      );
      continue;
    }
    sendCard(
      context,
      'summary.choose',
      { school: task.schoolId, ...span, deadline },
      { person },
      { dedupeKey: `summary.draft:${task.id}:${filing.deadline}:${person}` },
    );
    requestSummary(context, person, task.schoolId, span, 'usual');
  }
  record(context, 'summary.drafted', taskTopic(task.id), { kind: span.kind });
}

/** Not on a day off: the draft waits for the next school morning, unless that is after the school's own date. */
export function draftWhenAtSchool(context: Context, subject: string): void {
  const task = findFiling(context, Number(subject.split(':')[1]));
  const filing = task && filingOf(task);
  if (!task || !filing) return;
  const today = dateOf(context.now, context.timeZone);
  const next = plusSchoolDays(context, task.schoolId, today, 0);
  if (next === today || next > filing.internal) sendDraft(context, subject);
  else setTimer(context, DRAFT_TIMER, subject, context.now + (Date.parse(next) - Date.parse(today)));
}
