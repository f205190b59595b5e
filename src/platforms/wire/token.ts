/** A tenant token and how long it may be used. */
export interface FetchedToken {
  readonly value: string;
  /** Life left as the vendor says, s. */
  readonly expire: number;
}

export interface TokenSource {
  /** The token to use now; callers that arrive together share one request. Rejects as `fetchToken` does. */
  current(): Promise<string>;
  /** The vendor refused this token. A newer one that somebody else fetched meanwhile is kept. */
  invalidate(token: string): void;
}

/**
 * From 30 minutes before its end the vendor hands out a new token while the old one stays valid
 * (reference/feishu.md §1.1), so ten minutes before the end the next one is fetched.
 */
const MARGIN_MS = 10 * 60_000;

export function createTokenSource(fetchToken: () => Promise<FetchedToken>, now: () => number): TokenSource {
  let held: { readonly value: string; readonly goodUntil: number } | undefined;
  let pending: Promise<string> | undefined;

  const refresh = async (): Promise<string> => {
    try {
      const asked = now();
      const { value, expire } = await fetchToken();
      // A life shorter than the margin is still used, for half of what is left.
      const life = expire * 1000;
      held = { value, goodUntil: asked + Math.max(life - MARGIN_MS, life / 2) };
      return value;
    } finally {
      pending = undefined;
    }
  };

  return {
    async current() {
      if (held && now() < held.goodUntil) return held.value;
      pending ??= refresh();
      return pending;
    },
    invalidate(token) {
      if (held?.value === token) held = undefined;
    },
  };
}
