import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { clockOf } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { privateReport } from '../store/schema/index.ts';
import { forgetReporter } from './forget_reporter.ts';
import { withoutActor } from './open_private.ts';
import { planNodes } from './plan_nodes.ts';
import { handlerOptions, type PrivateReport, privateReportById, privateTopicOf } from './private_queries.ts';
import { REMINDED_AFTER } from './private_rules.ts';
import { sealWords } from './private_words.ts';
import { keepReturnKey, newReturnKey } from './return_key.ts';
import { openVisit } from './visit.ts';

export interface Entrusting {
  readonly report: PrivateReport;
  /** The value of one of `handlerOptions`. */
  readonly handler: string;
  readonly where: string;
  readonly facts: string;
  readonly anonymous: boolean;
}

/**
 * Seals the words and hands them to the chosen handlers, each their own copy. With 不留我的名字 the row, the audit and
 * the reporter's card forget who it was, and the card shows a return key instead. Throws Refused when it was handed in or put aside before.
 */
export function entrust(context: Context, input: Entrusting): Outcome {
  const { report } = input;
  if (report.state === 'dropped')
    throw new Refused('private.dropped', '这一条已放下', '想说的时候，再发一句话给我。', 'info');
  if (report.state !== 'asked') {
    const at = clockOf(report.entrustedAt ?? context.now, context.timeZone);
    throw new Refused('private.entrusted', `已于 ${at} 交给经办人`, undefined, 'info');
  }
  const [first, ...others] = handlerOptions(context, report).find((one) => one.value === input.handler)?.people ?? [];
  if (first === undefined) throw new FormRefused('经办人请重新选一位');
  const acting = input.anonymous ? withoutActor(context) : context;
  const reporterId = input.anonymous ? null : report.reporterId;
  const sealed = sealWords(context.sealer, { where: input.where, facts: input.facts });
  const handed = { state: 'entrusted', entrustedAt: context.now, reporterId, sealed } as const;
  context.db
    .update(privateReport)
    .set({ ...handed, handlerId: first })
    .where(eq(privateReport.id, report.id))
    .run();
  deliver(acting, report.id, first);
  for (const handlerId of others) {
    const { id } = context.db
      .insert(privateReport)
      .values({
        ...handed,
        // A copy has a seal of its own, so that equal rows cannot be told from their ciphertext.
        sealed: sealWords(context.sealer, { where: input.where, facts: input.facts }),
        schoolId: report.schoolId,
        number: report.number,
        kind: report.kind,
        at: report.at,
        handlerId,
      })
      .returning({ id: privateReport.id })
      .get();
    deliver(acting, id, handlerId);
  }
  planNodes(context, report);
  if (!input.anonymous) {
    refresh(context, privateTopicOf(report.id), 'press');
    return { toast: { tone: 'success', text: '已交经办人' } };
  }
  forgetReporter(context, report.id);
  const key = newReturnKey(context);
  keepReturnKey(context, { number: report.number, schoolId: report.schoolId }, key);
  const visit = openVisit(context, { key });
  return { toast: { tone: 'success', text: '已交经办人' }, become: { card: 'private.key', subject: { visit } } };
}

/** A copy for one handler: the audit says to whom, and their phone rings. */
export function deliver(context: Context, id: number, handler: PersonId): void {
  record(context, 'private.entrusted', privateTopicOf(id), { handler });
  sendToHandler(context, id, handler);
}

/** 有一件事请您亲自看, with a ring, and a reminder when it is not opened. */
export function sendToHandler(context: Context, id: number, handler: PersonId): void {
  sendCard(context, 'private.handler', { report: id }, { person: handler }, { lane: 'urgent', urge: true });
  setTimer(context, 'private.unopened', privateTopicOf(id), context.now + REMINDED_AFTER);
}

/** 先不交: nothing is kept but that a form was opened; not even by whom. */
export function dropPrivate(context: Context, report: PrivateReport): Outcome {
  if (report.state === 'asked') {
    context.db
      .update(privateReport)
      .set({ state: 'dropped', reporterId: null })
      .where(eq(privateReport.id, report.id))
      .run();
    record(withoutActor(context), 'private.dropped', privateTopicOf(report.id));
    refresh(context, privateTopicOf(report.id), 'press');
  } else if (privateReportById(context, report.id)?.state !== 'dropped') {
    throw new Refused('private.entrusted', '已交经办人，收不回来', '要补充或更正，请直接找经办人。', 'info');
  }
  return { toast: { tone: 'success', text: '好，没有交，也没有存' } };
}
