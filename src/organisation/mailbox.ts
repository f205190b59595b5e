import type { Store } from '../store/store.ts';

export interface Mailbox<Message, Result> {
  /** Resolves after the commit that holds the message's effect; rejects when its handling failed and was rolled back. */
  post(message: Message): Promise<Result>;
}

/** Arrivals per commit: enough to share an fsync, few enough that nobody waits long (reference/runtime.md §6). */
const BATCH = 64;

type Outcome<Result> = { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly error: unknown };

interface Waiting<Message, Result> {
  readonly message: Message;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Messages that arrive together share one durable commit. Each runs in its own savepoint, so one that fails is rolled
 * back alone; nobody hears an answer before the commit. `onCommit` is called once for all of them.
 */
export function createMailbox<Message, Result>(
  store: Store,
  schedule: (run: () => void) => void,
  handle: (message: Message) => Result,
  onCommit: () => void,
): Mailbox<Message, Result> {
  const waiting: Waiting<Message, Result>[] = [];
  let scheduled = false;

  const one = (message: Message): Outcome<Result> => {
    try {
      // A handler is synchronous by its type everywhere it is written; `never` only quiets the generic check.
      return { ok: true, result: store.transaction(() => handle(message) as never) };
    } catch (error) {
      return { ok: false, error };
    }
  };

  const flush = (): void => {
    scheduled = false;
    const batch = waiting.splice(0, BATCH);
    if (batch.length === 0) return;
    const handleAll = (): Outcome<Result>[] => batch.map((entry) => one(entry.message));
    let outcomes: readonly Outcome<Result>[];
    try {
      // One alone has the whole transaction to itself and needs no savepoint.
      outcomes = batch.length === 1 ? handleAll() : store.transaction(handleAll);
    } catch (error) {
      outcomes = batch.map(() => ({ ok: false, error }));
    }
    batch.forEach((entry, index) => {
      const outcome = outcomes[index];
      if (outcome?.ok) entry.resolve(outcome.result);
      else entry.reject(outcome?.error);
    });
    onCommit();
    if (waiting.length > 0) plan();
  };

  const plan = (): void => {
    if (scheduled) return;
    scheduled = true;
    schedule(flush);
  };

  return {
    post: (message) =>
      new Promise((resolve, reject) => {
        waiting.push({ message, resolve, reject });
        plan();
      }),
  };
}
