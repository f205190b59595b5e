import type { Context } from '../kernel/context.ts';
import { sendText } from '../kernel/send.ts';
import { dateOf, MINUTE } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { afterQuietHours } from './interruptions.ts';

interface Saved {
  readonly row: { readonly personId: number | null; readonly rank: number };
  readonly platform: PlatformName;
}

/** What waits for others too is told with it: one call says it to twenty people. */
const GATHERED_MS = 10 * MINUTE;
/** Rows that leave by themselves; answers are not announced. */
const BY_ITSELF = 2;

const platforms: Readonly<Record<PlatformName, string>> = { feishu: '飞书', dingtalk: '钉钉' };

/** The same words for everybody, so that they leave together. */
const words = (platform: PlatformName): string =>
  `${platforms[platform]}本月的发送次数快用完了，安园先少发卡。有给您的提醒没发出来，发“待办”就能看、能办。险情照常通知。`;

/**
 * Once a day tells those whose cards wait for the next month that there is something, and how they get it now (design.md
 * §4: running out merges and goes on as text). What they ask for is an answer, and answers still leave.
 */
export function tellSaved(context: Context, saved: readonly Saved[]): void {
  const { now, timeZone } = context;
  for (const { row, platform } of saved) {
    if (row.personId === null || row.rank < BY_ITSELF) continue;
    const notBefore = afterQuietHours(now + GATHERED_MS, timeZone);
    const day = dateOf(notBefore, timeZone);
    const dedupeKey = `saved:${platform}:${day}:${row.personId}`;
    sendText(context, words(platform), { person: row.personId }, { lane: 'press', notBefore, dedupeKey });
  }
}
