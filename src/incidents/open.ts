import { eq } from 'drizzle-orm';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { sendCard } from '../kernel/send.ts';
import { cancelTimer, cancelTimersOf, setTimer } from '../kernel/timers.ts';
import { privateReport } from '../store/schema/index.ts';
import { nodesOf } from './plan_nodes.ts';
import { type PrivateReport, privateReportById, privateReportsOf, privateTopicOf } from './private_queries.ts';
import { ERASED_AFTER, REMINDED_EVERY } from './private_rules.ts';
import { openWords } from './private_words.ts';
import { refreshCopies } from './refresh_copies.ts';

/**
 * 现在查看: the pressed card shows the words to the handler, and a day later they are erased. The day does not start
 * while the words cannot be read: an unreadable seal would be lost unseen.
 */
export function openReport(context: Context, report: PrivateReport): Outcome {
  const readable = report.sealed !== null && openWords(context, report.sealed) !== undefined;
  if (report.state === 'entrusted' && readable) {
    context.db
      .update(privateReport)
      .set({ state: 'opened', openedAt: context.now })
      .where(eq(privateReport.id, report.id))
      .run();
    const topic = privateTopicOf(report.id);
    cancelTimer(context, 'private.unopened', topic);
    setTimer(context, 'private.erase', topic, context.now + ERASED_AFTER);
    record(context, 'private.opened', topic);
    showNodes(context, report);
    refreshCopies(context, report);
  }
  return { become: { card: 'private.content', subject: { report: report.id } } };
}

/** The steps follow on a card of their own, once; an addition to a matter already opened brings no second one. */
function showNodes(context: Context, report: PrivateReport): void {
  const before = privateReportsOf(context, report.number).some(
    (copy) => copy.id !== report.id && copy.handlerId === report.handlerId && copy.state === 'opened',
  );
  if (before || report.handlerId === null || nodesOf(context, report.number).length === 0) return;
  sendCard(context, 'private.nodes', { report: report.id }, { person: report.handlerId }, { lane: 'press' });
}

/** 我已看到: the words go at once; number and times stay. */
export function acknowledge(context: Context, report: PrivateReport): Outcome {
  erase(context, report);
  return { toast: { tone: 'success', text: '正文已清除，只留编号' } };
}

/** After a day, pressed or not. */
export function eraseOpened(context: Context, topic: string): void {
  const report = ofTopic(context, topic);
  if (report) erase(context, report);
}

function erase(context: Context, report: PrivateReport): void {
  if (report.state !== 'opened' || report.erasedAt !== null) return;
  context.db
    .update(privateReport)
    .set({ sealed: null, erasedAt: context.now })
    .where(eq(privateReport.id, report.id))
    .run();
  cancelTimersOf(context, privateTopicOf(report.id));
  record(context, 'private.erased', privateTopicOf(report.id));
  refreshCopies(context, report);
}

/** A handler who has not looked is asked again, every day until they do: an unread report must not lie forgotten. */
export function remindHandler(context: Context, topic: string): void {
  const report = ofTopic(context, topic);
  if (report?.state !== 'entrusted' || report.handlerId === null) return;
  sendCard(
    context,
    'private.handler',
    { report: report.id },
    { person: report.handlerId },
    { lane: 'urgent', urge: true },
  );
  setTimer(context, 'private.unopened', topic, context.now + REMINDED_EVERY);
  record(context, 'private.reminded', topic);
}

const ofTopic = (context: Context, topic: string): PrivateReport | undefined =>
  privateReportById(context, Number(topic.slice(topic.indexOf(':') + 1)));
