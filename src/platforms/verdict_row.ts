import type { Verdict } from './platform.ts';

type Later = Extract<Verdict, { readonly is: 'later' }>['why'];
type Never = Extract<Verdict, { readonly is: 'never' }>['why'];

/** What a vendor's code means for a delivery. `waitMs` counts when the vendor names no time itself. */
export type VerdictRow =
  | { readonly is: 'later'; readonly why: Later; readonly reason: string; readonly waitMs?: number }
  | { readonly is: 'never'; readonly why: Never; readonly reason: string };

export const later = (why: Later, reason: string, waitMs?: number): VerdictRow => ({
  is: 'later',
  why,
  reason,
  ...(waitMs === undefined ? {} : { waitMs }),
});
export const never = (why: Never, reason: string): VerdictRow => ({ is: 'never', why, reason });

interface Failed {
  readonly reason: 'vendor' | 'network' | 'timeout' | 'unreadable';
  readonly status: number;
  readonly message: string;
  readonly waitMs?: number;
}

/**
 * The verdict on a failed call. What was blocked for its content may be quoted in the vendor's words: only its code and
 * support id are kept.
 */
export function verdictBy<Failure extends Failed>(
  row: VerdictRow,
  failure: Failure,
  describe: (failure: Failure) => string,
): Verdict {
  const kept = row.why === 'content_blocked' ? { ...failure, message: '' } : failure;
  const detail = `${describe(kept)} (${row.reason})`;
  if (row.is === 'never') return { is: 'never', why: row.why, detail };
  const waitMs = failure.waitMs ?? row.waitMs;
  return { is: 'later', why: row.why, detail, ...(waitMs === undefined ? {} : { waitMs }) };
}

/** By HTTP alone. Unknown refusals are final, a vendor in trouble is asked again. */
export function rowByStatus(status: number): VerdictRow {
  if (status === 429) return later('rate_limited', 'calls come too often', 1_000);
  if (status === 408) return later('network', 'the vendor gave up waiting');
  if (status >= 500) return later('platform_5xx', 'the vendor has a fault');
  return never('refused', 'not in our table of codes');
}

/** No readable answer from the vendor: a proxy's page, a broken line, silence. */
export function rowByReason({ reason, status }: Failed, byStatus = rowByStatus): VerdictRow {
  if (reason === 'unreadable' && status >= 400 && status !== 404) return byStatus(status);
  return later('network', reason === 'timeout' ? 'no answer in time' : 'no readable answer');
}
