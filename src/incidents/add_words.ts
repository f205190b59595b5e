import { and, eq, isNull, lte } from 'drizzle-orm';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { DAY, momentText } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { privateQuestion, privateReport } from '../store/schema/index.ts';
import { deliver } from './entrust.ts';
import { withoutActor } from './open_private.ts';
import { onePerHandler } from './plan_nodes.ts';
import { type PrivateReport, privateReportsOf, privateTopicOf } from './private_queries.ts';
import { openWords, sealWords } from './private_words.ts';
import { hasReturnKey } from './return_key.ts';

/** A question nobody came back for is erased after this time (ms). */
const QUESTION_KEPT = 30 * DAY;
export const QUESTION_TIMER = 'private.question';

export type Question = typeof privateQuestion.$inferSelect;

/** What the handlers ask and nobody has answered, as they typed it. */
export const openQuestions = (context: ReadContext, number: string): readonly string[] =>
  context.db
    .select()
    .from(privateQuestion)
    .where(and(eq(privateQuestion.number, number), isNull(privateQuestion.answeredAt)))
    .all()
    .flatMap(({ sealed }) => {
      const words = sealed === null ? undefined : openWords(context, sealed);
      return words ? [words.facts] : [];
    });

/** The copies an addition goes to: one for every handler of the matter. */
export const heldBy = (context: Pick<ReadContext, 'db'>, number: string): readonly PrivateReport[] =>
  onePerHandler(privateReportsOf(context, number).filter((copy) => copy.handlerId !== null));

/**
 * Words of somebody who came back with the key: every handler gets a copy of their own, with its own seal, nodes and
 * end, like the first. Open questions count as answered, and their words go. Throws Refused.
 */
export function addWords(
  context: Context,
  matter: { readonly number: string; readonly visit: string },
  words: string,
): Outcome {
  const copies = heldBy(context, matter.number);
  if (copies.length === 0) throw new Refused('private.no_handler', '没有经办人了', '请当面告诉校长。');
  const acting = withoutActor(context);
  for (const copy of copies) {
    if (copy.handlerId === null) continue;
    const { id } = context.db
      .insert(privateReport)
      .values({
        schoolId: copy.schoolId,
        number: copy.number,
        kind: copy.kind,
        state: 'entrusted',
        at: context.now,
        entrustedAt: context.now,
        handlerId: copy.handlerId,
        sealed: sealWords(context.sealer, { where: '', facts: words }),
      })
      .returning({ id: privateReport.id })
      .get();
    deliver(acting, id, copy.handlerId);
  }
  context.db
    .update(privateQuestion)
    .set({ sealed: null, answeredAt: context.now })
    .where(and(eq(privateQuestion.number, matter.number), isNull(privateQuestion.answeredAt)))
    .run();
  return {
    toast: { tone: 'success', text: '已交经办人' },
    // Another card than the form that was filled: an open form is never replaced by itself, and it shows the question.
    become: { card: 'private.return', subject: { visit: matter.visit, given: 1 } },
  };
}

/** 留给上报人: kept sealed until somebody with the key has answered, at most a month. Throws Refused, FormRefused. */
export function askReporter(context: Context, report: PrivateReport, words: string): Outcome {
  if (!hasReturnKey(context, report.number))
    throw new Refused('private.named', '上报人留了名', '请直接找上报人，单独问。', 'info');
  if (words.trim() === '') throw new FormRefused('还差一项：问一句');
  const handlerId = report.handlerId;
  if (handlerId === null) throw new Refused('private.no_handler', '这件事已转交');
  const { id } = context.db
    .insert(privateQuestion)
    .values({
      number: report.number,
      handlerId,
      sealed: sealWords(context.sealer, { where: '', facts: words }),
      askedAt: context.now,
    })
    .returning({ id: privateQuestion.id })
    .get();
  setTimer(context, QUESTION_TIMER, `private-question:${id}`, context.now + QUESTION_KEPT);
  record(context, 'private.question', privateTopicOf(report.id), { question: id });
  return {
    toast: { tone: 'success', text: '已留给上报人' },
    become: { card: 'private.ask', subject: { report: report.id, question: id } },
  };
}

/** A month without an answer: the question goes. */
export function eraseQuestion(context: Context, topic: string): void {
  const id = Number(topic.slice(topic.indexOf(':') + 1));
  context.db
    .update(privateQuestion)
    .set({ sealed: null })
    .where(and(eq(privateQuestion.id, id), lte(privateQuestion.askedAt, context.now - QUESTION_KEPT)))
    .run();
}

/** When a question was left; for the handler's card. */
export function questionLeftAt(context: ReadContext, id: number): string {
  const row = context.db.select().from(privateQuestion).where(eq(privateQuestion.id, id)).get();
  return row ? momentText(row.askedAt, context.now, context.timeZone) : '—';
}
