import type { PhoneMessage, PhoneWorld } from './world.ts';

export interface Unread {
  readonly count: number;
  readonly urgent: boolean;
}

export interface ReadMarks {
  /** Everything in the chat so far has been seen by this person. */
  markRead(personId: string, chatId: string): void;
  unreadIn(personId: string, chatId: string, messages: readonly PhoneMessage[]): Unread;
}

/** Remembers, for as long as the demo runs, what each person has seen. A person's own and recalled messages never count. */
export function readMarks(world: PhoneWorld): ReadMarks {
  const seen = new Map<string, number>();
  const key = (personId: string, chatId: string) => `${personId} ${chatId}`;
  return {
    markRead(personId, chatId) {
      seen.set(key(personId, chatId), world.messages(personId, chatId).length);
    },
    unreadIn(personId, chatId, messages) {
      const unread = messages
        .slice(seen.get(key(personId, chatId)) ?? 0)
        .filter((message) => message.from.id !== personId && !message.recalled);
      return { count: unread.length, urgent: unread.some((message) => message.urgent) };
    },
  };
}
