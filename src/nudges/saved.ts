import { and, eq, gt, lt } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { afterQuietHours } from '../duties/quiet_hours.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { dateOf, MINUTE } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { outbox } from '../store/schema/index.ts';
import { kindOf } from './kinds.ts';

type Row = typeof outbox.$inferSelect;

interface Saved {
  readonly row: Row;
  readonly platform: PlatformName;
  /** ms: when what was saved leaves. */
  readonly until: number;
  readonly sharesCalls: boolean;
}

/** What waits for others too is told with it: one call says it to twenty people. */
const GATHERED_MS = 10 * MINUTE;
/** Rows that leave by themselves; answers are not announced. */
const BY_ITSELF = 2;

const LIST = 'todo.merged';

/** Each stands for the one before it. */
const overviews = new Set(['duty.summary', 'digest.weekly']);

const platforms: Readonly<Record<PlatformName, string>> = { feishu: '飞书', dingtalk: '钉钉' };

/** The same words for everybody, so that they leave together. */
const words = (platform: PlatformName): string =>
  `${platforms[platform]}本月的发送次数快用完了，安园先少发卡。有给您的提醒没发出来，发“待办”就能看、能办。险情照常通知。`;

/**
 * Once a day tells those whose cards wait for the next month that there is something, and how they get it now (design.md
 * §4: running out merges and goes on as text). What they ask for is an answer, and answers still leave. Reminders do
 * not pile up meanwhile: one list stands for them when the month begins.
 */
export function tellSaved(context: Context, saved: readonly Saved[]): void {
  const { now, timeZone } = context;
  for (const { row, platform, until, sharesCalls } of saved) {
    const person = row.personId;
    if (person === null || row.rank < BY_ITSELF) continue;
    merge(context, row, person, until);
    // A call for each would cost what was to be saved.
    if (!sharesCalls) continue;
    const notBefore = afterQuietHours(now + GATHERED_MS, timeZone);
    const day = dateOf(notBefore, timeZone);
    const dedupeKey = `saved:${platform}:${day}:${person}`;
    sendText(context, words(platform), { person }, { lane: 'press', notBefore, dedupeKey });
  }
}

function merge(context: Context, row: Row, person: PersonId, until: number): void {
  const { db, now } = context;
  const merged = { state: 'dropped', verdict: 'merged', finishedAt: now } as const;
  if (overviews.has(row.card ?? '')) {
    db.update(outbox)
      .set(merged)
      .where(
        and(
          eq(outbox.state, 'pending'),
          eq(outbox.personId, person),
          eq(outbox.card, row.card ?? ''),
          eq(outbox.notBefore, until),
          lt(outbox.id, row.id),
        ),
      )
      .run();
    return;
  }
  if (row.card !== LIST && kindOf(context, row, person) !== 'reminder') return;
  db.update(outbox)
    .set(merged)
    .where(and(eq(outbox.id, row.id), eq(outbox.state, 'pending'), gt(outbox.notBefore, now)))
    .run();
  const dedupeKey = `saved-list:${until}:${person}`;
  sendCard(context, LIST, { instead: 1 }, { person }, { lane: 'normal', notBefore: until, dedupeKey });
}
