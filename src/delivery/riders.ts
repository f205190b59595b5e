import type { Context } from '../kernel/context.ts';
import type { Admission } from './admission.ts';
import { claimAlike, type OutboxRow, releaseRow } from './claim.ts';
import { type Destination, destinationOf, type Platforms } from './recipient.ts';
import type { Writing } from './writing.ts';

export type Known = Extract<Destination, { is: 'known' }>;

/** A row that leaves in another one's call. */
export interface Rider {
  readonly row: OutboxRow;
  readonly destination: Known;
}

export interface Riding {
  readonly claim: string;
  readonly platforms: Platforms;
  readonly admission: Admission;
  readonly writing: Writing;
}

/**
 * Finds who is due the same words as a text that was let go, where the platform takes several receivers in one call
 * (reference/dingtalk.md §5.1). `claimed`: rows of this transaction that are not decided yet. Each is held to the rules
 * it would be held to alone, except for the call itself.
 */
export function ridersOf(
  changing: Context,
  leader: Rider,
  claimed: readonly OutboxRow[],
  { claim, platforms, admission, writing }: Riding,
): readonly Rider[] {
  const { row, destination } = leader;
  const most = (destination.platform.textBatch?.most ?? 1) - 1;
  if (most <= 0 || row.kind !== 'text' || row.personId === null) return [];
  const { db, now } = changing;
  const users = new Set([userOf(destination)]);
  const riders: Rider[] = [];
  const consider = (one: OutboxRow): 'rides' | 'stays' | 'held' => {
    const to = destinationOf(db, platforms, one);
    const user = to.is === 'known' && to.platform === destination.platform ? userOf(to) : undefined;
    if (to.is !== 'known' || user === undefined || users.has(user)) return 'stays';
    if (writing.isHeld(changing, one)) return 'held';
    if (!admission.joins(to.ask, now)) return 'stays';
    users.add(user);
    riders.push({ row: one, destination: to });
    return 'rides';
  };
  // One that stays is decided by itself afterwards.
  for (const one of claimed) if (riders.length < most && isAlike(one, row)) consider(one);
  for (const one of claimAlike(db, now, row, claim, most - riders.length))
    if (consider(one) === 'stays') releaseRow(db, one, claim, now);
  return riders;
}

const userOf = ({ recipient }: Known): string | undefined =>
  recipient?.kind === 'person' ? recipient.userId : undefined;

const isAlike = (one: OutboxRow, other: OutboxRow): boolean =>
  one.kind === 'text' &&
  one.personId !== null &&
  one.rank === other.rank &&
  one.text === other.text &&
  one.verdict === other.verdict;
