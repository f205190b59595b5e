import { timingSafeEqual } from 'node:crypto';

/** Constant time for equal lengths; the length itself is no secret. */
export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
