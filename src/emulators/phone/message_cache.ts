import type { PhoneMessage } from './world.ts';

export interface MessageCache {
  messages(personId: string, chatId: string): readonly PhoneMessage[];
  /** Something in the chat has changed for somebody. */
  forget(chatId: string): void;
}

/** Every card is read once per change of its chat and person, not once per snapshot. */
export function messageCache(read: (personId: string, chatId: string) => readonly PhoneMessage[]): MessageCache {
  const kept = new Map<string, Map<string, readonly PhoneMessage[]>>();
  return {
    messages(personId, chatId) {
      const byPerson = kept.get(chatId) ?? new Map<string, readonly PhoneMessage[]>();
      kept.set(chatId, byPerson);
      const known = byPerson.get(personId);
      if (known) return known;
      const messages = read(personId, chatId);
      byPerson.set(personId, messages);
      return messages;
    },
    forget: (chatId) => void kept.delete(chatId),
  };
}
