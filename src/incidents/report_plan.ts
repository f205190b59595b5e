import type { PersonId } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, instantOf, MINUTE, plusDays } from '../kernel/time.ts';
import { cancelTimer, setTimer, timersOf } from '../kernel/timers.ts';
import { plusSchoolDays } from '../school/calendar.ts';
import { alertedOf, type Incident, incidentById, stepsOf, topicOf } from './queries.ts';
import { reachableWithRole } from './reachable.ts';
import { draftOf, isSent, reportsOf } from './report_queries.ts';
import {
  DRAFT_OFFERED_AFTER,
  FINAL_ASKED_AT,
  FINAL_REPORT_DAYS,
  FOLLOW_UP_AT,
  finalReportDays,
  firstReportLadder,
  type Stage,
} from './report_rules.ts';
import { reportSettingsOf } from './report_settings.ts';

const idOf = (topic: string): number => Number(topic.slice(topic.indexOf(':') + 1));

/** When the written first report is due, ms: counted from the alert, as long as the school has set. */
export const firstReportDueAt = (context: Pick<ReadContext, 'db'>, subject: Incident): number =>
  (subject.alertedAt ?? subject.at) + reportSettingsOf(context, subject.schoolId).minutes * MINUTE;

/** The day by which the final report is due; counted in school days from the end. */
export const finalReportDueOn = (context: ReadContext, subject: Incident): string =>
  plusSchoolDays(
    context,
    subject.schoolId,
    dateOf(subject.resolvedAt ?? context.now, context.timeZone),
    FINAL_REPORT_DAYS,
  );

/**
 * Plans the reminders of the first report from the alert on, whether somebody has taken it over or not; one that is past
 * is not caught up. Whoever leads is offered the draft.
 */
export function planFirstReport(context: Context, subject: Incident): void {
  if (isSent(context, subject.id, 'first')) return;
  const topic = topicOf(subject.id);
  const due = firstReportDueAt(context, subject);
  if (subject.state === 'handled' && !draftOf(context, subject.id, 'first')) {
    setTimer(context, 'incident.report_offer', topic, context.now + DRAFT_OFFERED_AFTER);
  }
  const rungs = firstReportLadder.filter((rung) => due + rung.from > context.now);
  for (const rung of rungs) setTimer(context, rung.timer, topic, due + rung.from);
  // Taken over or ended later than all of them: it is asked for once more all the same.
  const last = firstReportLadder.at(-1);
  if (rungs.length === 0 && last) setTimer(context, last.timer, topic, context.now + DRAFT_OFFERED_AFTER);
}

/** Every day at four as long as it goes on. */
export function planFollowUp(context: Context, subject: Incident): void {
  const today = dateOf(context.now, context.timeZone);
  const next = instantOf(plusDays(today, 1), FOLLOW_UP_AT, context.timeZone);
  setTimer(context, 'incident.follow_up', topicOf(subject.id), next);
}

/** After the end: asked for in time, on the last day, and once with the principal. */
export function planFinalReport(context: Context, subject: Incident): void {
  const from = dateOf(subject.resolvedAt ?? context.now, context.timeZone);
  for (const { timer, days } of finalReportDays) {
    const day = plusSchoolDays(context, subject.schoolId, from, days);
    setTimer(context, timer, topicOf(subject.id), instantOf(day, FINAL_ASKED_AT, context.timeZone));
  }
}

/** The report is with the authority: nobody is asked for it any more. */
export function endReminders(context: Context, subject: Incident, stage: Stage): void {
  const topic = topicOf(subject.id);
  if (stage === 'first') {
    cancelTimer(context, 'incident.report_offer', topic);
    for (const { timer } of firstReportLadder) cancelTimer(context, timer, topic);
  }
  if (stage === 'final') for (const { timer } of finalReportDays) cancelTimer(context, timer, topic);
}

/** Whoever leads; as long as nobody does everybody who was alerted, and where there is nobody the safety office. */
function leads(context: Context, subject: Incident): readonly PersonId[] {
  const lead = subject.resolvedBy ?? subject.handlerId;
  if (lead !== null) return [lead];
  const alerted = alertedOf(stepsOf(context, subject.id)).map(({ person }) => person);
  return alerted.length > 0
    ? alerted
    : reachableWithRole(context, subject.schoolId, 'safety_office').map(({ person }) => person);
}

/** Five minutes after somebody has taken it over the draft comes by itself, filled in as far as it is known. */
export function offerDraft(context: Context, topic: string): void {
  const subject = incidentById(context, idOf(topic));
  // After an outage the reminders say the same and more.
  if (isOvertaken(context, topic, '', firstReportLadder)) return;
  if (subject?.state !== 'handled' || draftOf(context, subject.id, 'first') || isSent(context, subject.id, 'first'))
    return;
  for (const person of leads(context, subject)) {
    sendCard(context, 'incident.report_form', { incident: subject.id, stage: 'first' }, { person }, { lane: 'urgent' });
  }
}

/** Whether a later reminder of the same ladder is due as well: after an outage only the latest is sent (design.md §5). */
const isOvertaken = (context: Context, topic: string, own: string, ladder: readonly { readonly timer: string }[]) => {
  const set = timersOf(context, topic);
  const later = ladder.slice(ladder.findIndex(({ timer }) => timer === own) + 1);
  return later.some(({ timer }) => (set.get(timer) ?? Number.POSITIVE_INFINITY) <= context.now);
};

/** One rung of the first or the final report: to whoever leads and to the rung's roles. */
export function remindReport(
  context: Context,
  topic: string,
  stage: 'first' | 'final',
  rung: { readonly timer: string; readonly roles: readonly string[] },
): void {
  const subject = incidentById(context, idOf(topic));
  if (!subject || isSent(context, subject.id, stage)) return;
  const isOpen = subject.state === 'handled' || subject.state === 'resolved';
  if (!isOpen && (subject.state !== 'alerted' || stage !== 'first')) return;
  // The first thing is that somebody takes it over: until the deadline is near the alert's own rings ask for that.
  if (!isOpen && rung.timer === firstReportLadder[0]?.timer) return;
  if (isOvertaken(context, topic, rung.timer, stage === 'first' ? firstReportLadder : finalReportDays)) return;
  const { roles } = rung;
  const others = roles.flatMap((role) =>
    reachableWithRole(context, subject.schoolId, role).map(({ person }) => person),
  );
  for (const person of new Set([...leads(context, subject), ...others])) {
    sendCard(
      context,
      'incident.report_reminder',
      { incident: subject.id, stage },
      { person },
      // The first report concerns people's safety now; the final one may wait for the morning.
      { lane: stage === 'first' ? 'urgent' : 'normal' },
    );
  }
}

/** Asks for the day's follow-up unless one was given to the authority today, and plans the next day's. */
export function askFollowUp(context: Context, topic: string): void {
  const subject = incidentById(context, idOf(topic));
  if (subject?.state !== 'handled') return;
  planFollowUp(context, subject);
  const today = dateOf(context.now, context.timeZone);
  const isDone = reportsOf(context, subject.id).some(
    (one) => one.sentAt !== null && dateOf(one.sentAt, context.timeZone) === today,
  );
  if (isDone || !isSent(context, subject.id, 'first')) return;
  for (const person of leads(context, subject)) {
    sendCard(context, 'incident.report_form', { incident: subject.id, stage: 'follow_up' }, { person });
  }
}
