import type { Random } from '../ground/random.ts';

/** Ids in the shapes the vendor shows. */
export function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => random.hex(length)).join('-');
}

function base64(random: Random, bytes: number): string {
  return Buffer.from(random.hex(bytes * 2), 'hex').toString('base64');
}

/** `cid…==`. */
export const newChatId = (random: Random): string => `cid${base64(random, 16)}`;
/** `msg…==`. */
export const newMessageId = (random: Random): string => `msg${base64(random, 16)}`;
/** What a sending call answers; contains characters that need encoding in a query. */
export const newProcessQueryKey = (random: Random): string => base64(random, 32);
export const newDingtalkId = (random: Random): string => `$:LWCP_v1:$${base64(random, 16)}`;
/** Like `213d841d_972_1898bb26334_70a7`. */
export const newFrameId = (random: Random): string =>
  `${random.hex(8)}_${random.integer(1_000)}_${random.hex(11)}_${random.hex(4)}`;
export const newUnionId = (random: Random): string => `${base64(random, 16).replace(/[+/=]/g, 'i')}iEiE`;
/** Digits, as the vendor makes them. */
export const newUserId = (random: Random): string =>
  `${random.integer(9) + 1}${Array.from({ length: 17 }, () => random.integer(10)).join('')}`;
export const newDownloadCode = (random: Random): string => base64(random, 60);
