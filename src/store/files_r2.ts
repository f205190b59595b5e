import { type Files, requireHash } from './files.ts';

/** What we need of a Cloudflare R2 bucket; the real binding is assignable. */
export interface PhotoBucket {
  head(key: string): Promise<{ readonly uploaded?: Date } | null>;
  put(key: string, value: Uint8Array): Promise<unknown>;
  delete?(key: string): Promise<void>;
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>;
}

/** Pictures in an R2 bucket under photos/ab/cdef…; R2 shows an object only when it has been stored whole. */
export function openR2Files(bucket: PhotoBucket): Files {
  const keyOf = (hash: string): string => {
    requireHash(hash);
    return `photos/${hash.slice(0, 2)}/${hash.slice(2)}`;
  };
  return {
    async put(hash, bytes) {
      // Also what is there already is put anew: whoever takes old files away sees that this one was just sent again.
      await bucket.put(keyOf(hash), bytes);
    },
    async remove(hash, since) {
      const known = await bucket.head(keyOf(hash));
      if (known?.uploaded && known.uploaded.getTime() > since) return false;
      await bucket.delete?.(keyOf(hash));
      return true;
    },
    async get(hash) {
      const found = await bucket.get(keyOf(hash));
      return found === null ? undefined : new Uint8Array(await found.arrayBuffer());
    },
  };
}
