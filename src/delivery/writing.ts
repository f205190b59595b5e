import type { Reference } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import type { Registry } from '../kernel/registry.ts';
import type { BudgetEvent } from './budget.ts';
import { finishRow, type OutboxRow, releaseRow } from './claim.ts';
import { failureOf, type Log } from './log.ts';
import type { Policy, SavedRow } from './options.ts';
import { type Platforms, viewerOf } from './recipient.ts';
import { brokenResult, finishOf, isHopeless, type Result } from './result.ts';
import { fallToOtherAccount } from './several_accounts.ts';
import { tellUndelivered } from './undelivered.ts';

export interface Finished {
  readonly row: OutboxRow;
  readonly result: Result;
}

/** Writes what became of rows, inside the caller's transaction. One that breaks takes nothing else with it. */
export interface Writing {
  /** What has left or failed; tells the safety offices once about everything that somebody waits for in vain. */
  write(changing: Context, done: readonly Finished[]): void;
  tellBudget(changing: Context, events: readonly BudgetEvent[]): void;
  /** Rows that wait for the next month, and were not waiting before. */
  tellSaved(changing: Context, saved: readonly SavedRow[]): void;
  /** Whether a rule keeps a claimed row from leaving now; then the row has been written. */
  isHeld(changing: Context, row: OutboxRow): boolean;
}

export interface WritingOptions {
  /** Names this sender. */
  readonly claim: string;
  readonly registry: Registry;
  readonly platforms: Platforms;
  readonly random: () => number;
  readonly log: Log;
  readonly policy: Policy | undefined;
  readonly onSaved: ((context: Context, saved: readonly SavedRow[]) => void) | undefined;
  readonly onBudget: ((context: Context, event: BudgetEvent) => void) | undefined;
}

export function createWriting({
  claim,
  registry,
  platforms,
  random,
  log,
  policy,
  onBudget,
  onSaved,
}: WritingOptions): Writing {
  /** A row's own savepoint. True when somebody waits in vain. */
  function writeOne(changing: Context, { row, result }: Finished): boolean {
    try {
      return changing.store.transaction(() => finishOne(changing, row, result));
    } catch (error) {
      const { id, kind } = row;
      log.error({ row: id, kind, ...failureOf(error) }, 'delivery.write: what became of a row could not be written');
      return finishOne(changing, row, brokenResult('write'));
    }
  }

  function finishOne(changing: Context, row: OutboxRow, result: Result): boolean {
    const { db, now } = changing;
    const isOver = result.is === 'later' && isHopeless(row, result);
    const last: Result = isOver ? { is: 'failed', why: givenUp(result.why), isNews: true } : result;
    if (fallToOtherAccount(changing, platforms, row, last, claim)) {
      log.warn({ row: row.id, why: 'why' in last ? last.why : '' }, 'delivery.moved: to the person’s other account');
      return false;
    }
    if (!finishRow(db, row, claim, finishOf(row, last, now, random), now)) return false;
    if ('write' in last) last.write?.(changing);
    if (last.is !== 'failed') return false;
    const { id, kind, card } = row;
    log.warn({ row: id, kind, card, why: last.why }, 'delivery.failed: a row did not reach its addressee');
    return last.isNews;
  }

  /** Telling somebody must not undo what is told about. */
  function aside(changing: Context, tell: () => void): void {
    try {
      changing.store.transaction(() => tell());
    } catch (error) {
      log.error(failureOf(error), 'delivery.tell: the safety office could not be told');
    }
  }

  return {
    write(changing, done) {
      const failed = done.flatMap((one) => (writeOne(changing, one) ? [one.row] : []));
      if (failed.length > 0) aside(changing, () => tellUndelivered(changing, registry, failed));
    },

    tellBudget(changing, events) {
      for (const event of events) {
        log.warn({ ...event }, 'delivery.budget: the calls of the month passed a warning');
        aside(changing, () => onBudget?.(changing, event));
      }
    },

    tellSaved(changing, saved) {
      if (saved.length === 0 || !onSaved) return;
      aside(changing, () =>
        onSaved(
          changing,
          saved.filter(({ row }) => isWanted(changing, registry, row)),
        ),
      );
    },

    // A rule that breaks holds nothing back: what was meant to leave leaves.
    isHeld(changing, row) {
      // Whatever has tried to leave may have arrived; it goes out again under the same key.
      if (!policy || row.verdict !== null) return false;
      try {
        return changing.store.transaction(() => {
          const decided = policy(changing, row);
          if (!decided) return false;
          if ('waitUntil' in decided) releaseRow(changing.db, row, claim, decided.waitUntil);
          else {
            const finish = { state: 'dropped', verdict: decided.dropped, notBefore: row.notBefore } as const;
            finishRow(changing.db, row, claim, { ...finish, attempts: row.attempts }, changing.now);
            decided.write(changing);
          }
          return true;
        });
      } catch (error) {
        log.error(
          { row: row.id, card: row.card, ...failureOf(error) },
          'delivery.policy: a rule broke; the row leaves',
        );
        return false;
      }
    },
  };
}

/** Whether somebody would still be sent this: a card as its presentation says, words always. */
function isWanted(reading: Context, registry: Registry, row: OutboxRow): boolean {
  if (row.kind !== 'card') return row.kind === 'text' || row.kind === 'file';
  const presentation = registry.presentations.get(row.card ?? '');
  // Written by kernel/send.ts only, from a Reference.
  return presentation?.wanted(reading, row.subject as Reference, viewerOf(row)) ?? false;
}

/** What may have arrived is told otherwise than what did not. */
const givenUp = (why: string): string => (why.startsWith('unanswered') ? why : `gave_up: ${why}`);
