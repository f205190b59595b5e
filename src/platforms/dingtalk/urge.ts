import type { Verdict } from '../platform.ts';
import { isObject } from '../wire/json.ts';
import { CUT, cut } from './limits.ts';
import { type Robot, sendText } from './messages.ts';
import { verdictOf } from './verdict.ts';

/** People per call in the app (reference/dingtalk.md §5.7). */
const RING_AT_ONCE = 200;
/** A refusal of the whole ability (edition, permission, quota) is not asked about again for this long. */
const UNABLE_MS = 3_600_000;
const SUMMARIES_KEPT = 500;
/** What a ring says when nobody knows any more what the card said. */
const UNKNOWN_SUMMARY = '安园有一条急事，请马上打开和安园的会话。';

export interface Ringing {
  /** Remembers what a ring for this message will say. */
  note(messageId: string, summary: string): void;
  ring(messageId: string, userIds: readonly string[]): Promise<Verdict>;
}

/**
 * DING in the app where the edition has it, else a plain message that follows the card: the phone makes a sound for it
 * (reference/dingtalk.md §5.7). Urgent traffic must not fail for want of an ability.
 */
export function createRinging(robot: Robot, now: () => number): Ringing {
  const summaries = new Map<string, string>();
  let unableUntil = Number.NEGATIVE_INFINITY;

  async function ding(content: string, userIds: readonly string[]): Promise<readonly string[]> {
    if (now() < unableUntil) return userIds;
    const unreached: string[] = [];
    for (let start = 0; start < userIds.length; start += RING_AT_ONCE) {
      const people = userIds.slice(start, start + RING_AT_ONCE);
      const result = await robot.client.call({
        method: 'POST',
        host: 'api',
        path: 'v1.0/robot/ding/send',
        body: { robotCode: robot.robotCode, remindType: 1, receiverUserIdList: people, content },
      });
      if (!result.ok) {
        if (verdictOf(result.failure).is === 'never') unableUntil = now() + UNABLE_MS;
        return [...unreached, ...userIds.slice(start)];
      }
      const failed = isObject(result.value.failedList) ? Object.values(result.value.failedList).flat() : [];
      unreached.push(...people.filter((userId) => failed.includes(userId)));
    }
    return unreached;
  }

  return {
    note(messageId, summary) {
      if (summaries.size >= SUMMARIES_KEPT) summaries.clear();
      summaries.set(messageId, summary);
    },
    async ring(messageId, userIds) {
      const content = cut(summaries.get(messageId) ?? UNKNOWN_SUMMARY, CUT.ding);
      let last: Verdict = { is: 'sent', messageId };
      for (const userId of await ding(content, userIds)) {
        const verdict = await sendText(robot, { kind: 'person', userId }, `【急】${content}`);
        if (verdict.is !== 'sent') last = verdict;
      }
      return last;
    },
  };
}
