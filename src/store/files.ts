/**
 * Pictures by the sha-256 (hex) of their bytes, so that evidence cannot be swapped (design.md §6). Putting the same
 * bytes again changes nothing.
 */
export interface Files {
  put(hash: string, bytes: Uint8Array): Promise<void>;
  get(hash: string): Promise<Uint8Array | undefined>;
  /**
   * Takes a file away unless it was put, or put again, after `since` (ms). True when it is gone, also when it was gone
   * before.
   */
  remove?(hash: string, since: number): Promise<boolean>;
  /** Keeps a copy under a name a person can find (archives), where the host has a folder for it. */
  keepNamed?(name: string, bytes: Uint8Array): Promise<void>;
}

/** A name that is no sha-256 never becomes a path. */
export function requireHash(hash: string): void {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('files.hash: not a sha-256 in hex (who: developer)');
}
