import { createSlidingWindow } from '../ground/sliding_window.ts';

/** The limits of one app in one tenant (reference/feishu.md §7.1). */
export interface Limits {
  /** Per API: 50 a second and 1000 a minute. 0 or the milliseconds to wait. */
  api(path: string, now: number): number;
  /** Messages: 5 a second per chat; a p2p chat stands for its user. */
  chat(chatId: string, now: number): number;
  /** Card updates: 5 a second per message. */
  message(messageId: string, now: number): number;
}

export function createLimits(): Limits {
  const perSecond = createSlidingWindow(50, 1_000);
  const perMinute = createSlidingWindow(1_000, 60_000);
  const perChat = createSlidingWindow(5, 1_000);
  const perMessage = createSlidingWindow(5, 1_000);
  return {
    api: (path, now) => perSecond.take(path, now) || perMinute.take(path, now),
    chat: (chatId, now) => perChat.take(chatId, now),
    message: (messageId, now) => perMessage.take(messageId, now),
  };
}
