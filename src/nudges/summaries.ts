import { and, asc, eq, gte, inArray, lte, ne } from 'drizzle-orm';
import { z } from 'zod';
import type { PersonId } from '../../cards/model.ts';
import { summariesCard } from '../../cards/nudges/summaries.ts';
import { unitOf } from '../duties/nudge.ts';
import { scopeName } from '../duties/scope_name.ts';
import { type Summary, summaryDay, summaryOf } from '../duties/summary.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, instantOf, shortDay } from '../kernel/time.ts';
import { outbox } from '../store/schema/index.ts';

const ONE = 'duty.summary';
const SEVERAL = 'duty.summaries';

type Row = typeof outbox.$inferSelect;

/**
 * Several summaries that leave for one person at one moment are one message (domain/duties.md §1.4: 同一人合并为一条).
 * True where another one waits beside this row; then this one is left to the message for all.
 */
export function hasOthers(context: Context, row: Row, person: PersonId): boolean {
  if (row.card !== ONE || row.rank < 2) return false;
  const beside = context.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        inArray(outbox.state, ['pending', 'sending']),
        eq(outbox.rank, row.rank),
        lte(outbox.notBefore, context.now),
        eq(outbox.personId, person),
        inArray(outbox.card, [ONE, SEVERAL]),
        ne(outbox.id, row.id),
      ),
    )
    .limit(1)
    .get();
  return beside !== undefined;
}

/** The message for all, once a moment; what it lists is read when it leaves. */
export const sendSummaries = (context: Context, person: PersonId): void =>
  sendCard(
    context,
    SEVERAL,
    { since: context.now },
    { person },
    { lane: 'normal', dedupeKey: `duty-summaries:${person}:${context.now}` },
  );

/** Lines one card shows (domain/voice.md §2). */
const SHOWN = 8;
/** Classes named on a line. */
const NAMED = 3;

interface Line {
  readonly summary: Summary;
  readonly isAgain: boolean;
}

/** What was left to this message: the summaries of that moment of which something is still undone. */
function linesOf(context: ReadContext, person: PersonId, since: number): readonly Line[] {
  const rows = context.db
    .select({ subject: outbox.subject })
    .from(outbox)
    .where(
      and(
        eq(outbox.state, 'dropped'),
        gte(outbox.finishedAt, instantOf(dateOf(since, context.timeZone), '00:00', context.timeZone)),
        eq(outbox.personId, person),
        eq(outbox.card, ONE),
        eq(outbox.verdict, 'merged'),
      ),
    )
    .orderBy(asc(outbox.id))
    .all();
  const lines = new Map<number, Line>();
  for (const { subject } of rows) {
    const of = z.object({ period: z.number(), again: z.number().default(0) }).safeParse(subject);
    if (!of.success) continue;
    const isAgain = of.data.again === 1 || lines.get(of.data.period)?.isAgain === true;
    const summary = summaryOf(context, of.data.period, person, of.data.again === 1);
    if (summary && summary.left.length > 0) lines.set(of.data.period, { summary, isAgain });
  }
  return [...lines.values()];
}

/** 每周安全课 9月15日：差 2 个班（初一2班、初一5班），上一期也没办 */
function textOf(context: ReadContext, { summary, isAgain }: Line): string {
  const { duty, row, left } = summary;
  const names = left.map((task) => scopeName(context, task)).filter((name) => name !== '');
  const named = `${names.slice(0, NAMED).join('、')}${names.length > NAMED ? '等' : ''}`;
  const which = names.length === 0 ? '未办' : `差 ${left.length} ${unitOf(duty)}（${named}）`;
  return `${duty.name} ${summaryDay(context, row)}：${which}${isAgain ? '，上一期也没办' : ''}`;
}

export const summariesPresentation: Presentation = definePresentation({
  card: SEVERAL,
  subject: z.object({ since: z.number() }),
  topic: () => 'list',
  show: (context, { since }, viewer) => {
    if (viewer.kind !== 'person') return undefined;
    const lines = linesOf(context, viewer.person, since);
    const today = dateOf(context.now, context.timeZone);
    return summariesCard({
      lines: lines.slice(0, SHOWN).map((line) => ({ period: line.summary.row.id, text: textOf(context, line) })),
      total: lines.length,
      date: shortDay(today, today),
    });
  },
  wanted: (context, { since }, viewer) => viewer.kind === 'person' && linesOf(context, viewer.person, since).length > 0,
});
