import { eq } from 'drizzle-orm';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { cancelTimersOf } from '../kernel/timers.ts';
import { privateReport } from '../store/schema/index.ts';
import { sendToHandler } from './entrust.ts';
import { type PrivateReport, principalFor, privateTopicOf } from './private_queries.ts';
import { refreshCopies } from './refresh_copies.ts';

/** 转给校长: the sealed words change hands; whoever passes them on sees nothing more. Throws Refused. */
export function passOn(context: Context, report: PrivateReport): Outcome {
  if (report.sealed === null)
    throw new Refused('private.erased', '正文已清除，请当面说', '编号和时间还在，可以报给校长。');
  const principal = principalFor(context, report);
  if (principal === undefined)
    throw new Refused('private.no_principal', '不能转给校长', '校长已收到，或不宜由校长经办。请当面商量。');
  const topic = privateTopicOf(report.id);
  context.db
    .update(privateReport)
    .set({ handlerId: principal, state: 'entrusted', openedAt: null })
    .where(eq(privateReport.id, report.id))
    .run();
  cancelTimersOf(context, topic);
  record(context, 'private.passed_on', topic, { handler: principal });
  sendToHandler(context, report.id, principal);
  refreshCopies(context, report);
  return {
    toast: { tone: 'success', text: '已转给校长' },
    become: { card: 'private.handler', subject: { report: report.id } },
  };
}
