import { type Files, requireHash } from './files.ts';

/** What we need of a Cloudflare R2 bucket; the real binding is assignable. */
export interface PhotoBucket {
  head(key: string): Promise<object | null>;
  put(key: string, value: Uint8Array): Promise<unknown>;
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
      if ((await bucket.head(keyOf(hash))) === null) await bucket.put(keyOf(hash), bytes);
    },
    async get(hash) {
      const found = await bucket.get(keyOf(hash));
      return found === null ? undefined : new Uint8Array(await found.arrayBuffer());
    },
  };
}
