import { clockSteps } from './clock_steps.ts';
import type { ReadMarks } from './unread.ts';
import type { ChatSummary, PersonView, PhoneView, Snapshot } from './view.ts';
import { botMenu, type PhoneWorld } from './world.ts';

/** A page shows at most this many messages of a chat; older ones are left out. */
const MESSAGES_SHOWN = 150;

export interface OpenPhone {
  readonly personId: string;
  readonly chatId?: string;
}

/** Everything the page shows for the given phones; a phone of an unknown person is left out. */
export function takeSnapshot(world: PhoneWorld, marks: ReadMarks, open: readonly OpenPhone[]): Snapshot {
  const now = world.clock.now();
  const summaries = new Map<string, readonly ChatSummary[]>();
  const people = world.people().map((person): PersonView => {
    const chats = chatsOf(world, marks, person.id);
    summaries.set(person.id, chats);
    return {
      ...person,
      unread: chats.reduce((sum, chat) => sum + chat.unread, 0),
      urgent: chats.some((chat) => chat.urgent),
    };
  });
  const phones = open.flatMap((phone): PhoneView[] => {
    const chats = summaries.get(phone.personId);
    if (!chats) return [];
    const chat = chats.find((candidate) => candidate.id === phone.chatId) ?? botChat(chats, phone.chatId);
    if (!chat) return [{ personId: phone.personId, chats, messages: [] }];
    const messages = world.messages(phone.personId, chat.id).slice(-MESSAGES_SHOWN);
    return [{ personId: phone.personId, chatId: chat.id, chats, messages }];
  });
  return { title: world.title, now, steps: clockSteps(now), menu: botMenu, people, phones };
}

/** `p2p` stands for the one-to-one chat with the bot: a page that turns to a person does not know its id yet. */
function botChat(chats: readonly ChatSummary[], wanted: string | undefined): ChatSummary | undefined {
  return wanted === 'p2p' ? chats.find((chat) => chat.kind === 'p2p') : undefined;
}

/** The person's chats, the one with the newest message first. */
function chatsOf(world: PhoneWorld, marks: ReadMarks, personId: string): readonly ChatSummary[] {
  return world
    .chats(personId)
    .map((chat): ChatSummary => {
      const messages = world.messages(personId, chat.id);
      const unread = marks.unreadIn(personId, chat.id, messages);
      const last = messages.at(-1);
      return { ...chat, unread: unread.count, urgent: unread.urgent, ...(last ? { last } : {}) };
    })
    .sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0));
}
