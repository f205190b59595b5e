import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import type { PlatformName } from '../../platforms/platform.ts';

/** How long a code can be used. */
export const CODE_LIVES_MS = 10 * MINUTE;
/** Wrong codes an account may send within an hour of its first. */
export const TRIES = 5;
/** Wrong codes all accounts together may send within an hour: thirty guesses at a million codes. */
export const TRIES_OF_ALL = 30;
export const TRIES_FOR_MS = HOUR;
/** How long the safety office can take a link back; after that what moved is no longer known. */
export const UNDO_FOR_MS = 30 * DAY;
/** How long a link stays on the safety office's list when nobody says 知道了. */
export const NEWS_FOR_MS = 7 * DAY;

export const platformNames: Readonly<Record<PlatformName, string>> = { feishu: '飞书', dingtalk: '钉钉' };
export const otherPlatform = (name: PlatformName): PlatformName => (name === 'feishu' ? 'dingtalk' : 'feishu');

export const linkTopic = (id: number): string => `link:${id}`;

/** 关联账号, 关联钉钉: asks for a code. Total, pure. */
export const asksForCode = (words: string): boolean =>
  /^\s*(?:我要|我想)?(?:关联|绑定)(?:我的|另一个)?(?:账号|帐号|账户|飞书|钉钉|飞书账号|钉钉账号|飞书帐号|钉钉帐号)\s*[。.]?\s*$/.test(
    words,
  );

/** 关联 482913: the digits as they were typed; undefined when the words are something else. Total, pure. */
export function readLinkCode(words: string): string | undefined {
  const typed = /^\s*关联\s*(?:账号|帐号|码)?\s*[:：]?\s*([0-9\s]{4,12}?)\s*[。.]?\s*$/.exec(
    words.normalize('NFKC'),
  )?.[1];
  return typed?.replace(/\s/g, '');
}
