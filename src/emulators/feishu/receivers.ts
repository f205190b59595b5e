import { p2pChat } from './chats.ts';
import type { Limits } from './limits.ts';
import { refuse } from './refusal.ts';
import type { ChatRecord, Emulation, MessageRecord, PersonRecord } from './state.ts';

/** The person an id of a type stands for, undefined when nobody has it; a malformed id is refused by the vendor's id codes. */
export function findPerson(emulation: Emulation, idType: string, id: string): PersonRecord | undefined {
  const people = [...emulation.people.values()];
  switch (idType) {
    case 'open_id':
      if (!id.startsWith('ou_'))
        refuse(99992351, `The request you send is not a valid {open_id} or not exists, id: ${id}`);
      return emulation.people.get(id);
    case 'union_id':
      if (!id.startsWith('on_'))
        refuse(99992364, `The request you send is not a valid {union_id} or not exists, id: ${id}`);
      return people.find((person) => person.unionId === id);
    case 'user_id':
      return people.find((person) => person.userId === id);
    case 'email':
      return people.find((person) => person.email === id);
    default:
      return refuse(99992402, `field validation failed: id type ${idType}`);
  }
}

const UNKNOWN_ID: Readonly<Record<string, number>> = {
  open_id: 99992351,
  union_id: 99992364,
  user_id: 99992360,
  email: 230034,
};

/** Whether the app may write to this person: 230029 resigned, 230013 outside its availability range. */
export function checkReachable(emulation: Emulation, person: PersonRecord): void {
  if (person.resigned) refuse(230029, 'The user has resigned.');
  const { availability } = emulation.rules;
  if (availability !== 'everyone' && !availability.has(person.openId)) {
    refuse(230013, 'Bot has NO availability to this user.');
  }
}

/** Whether the bot may write in a chat: 232009 dissolved, 230002 not a member. */
export function checkChat(emulation: Emulation, chat: ChatRecord): void {
  if (chat.dissolved) refuse(232009, 'Your request specifies a chat which has already been dissolved.');
  if (!chat.botIn) refuse(230002, 'The bot can not be outside the group.');
  if (chat.kind !== 'p2p') return;
  for (const openId of chat.members) {
    const person = emulation.people.get(openId);
    if (person !== undefined) checkReachable(emulation, person);
  }
}

/** The chat a send goes to; a person's p2p chat is made when needed. */
export function receivingChat(emulation: Emulation, idType: string, id: string): ChatRecord {
  if (idType === 'chat_id') {
    const chat = emulation.chats.get(id) ?? refuse(230034, 'The receive_id is invalid.');
    checkChat(emulation, chat);
    return chat;
  }
  const person = findPerson(emulation, idType, id);
  if (person === undefined) {
    return refuse(
      UNKNOWN_ID[idType] ?? 230034,
      `The request you send is not a valid {${idType}} or not exists, id: ${id}`,
    );
  }
  checkReachable(emulation, person);
  return p2pChat(emulation, person.openId);
}

/** 5 messages a second to one chat (reference/feishu.md §7.1). */
export function checkChatRate(emulation: Emulation, limits: Limits, chat: ChatRecord): void {
  if (limits.chat(chat.chatId, emulation.clock.now()) > 0) {
    refuse(230020, 'The operation triggers the frequency limit, ext=5 QPS per chat');
  }
}

/** The message of a path parameter as long as it is there: 230110 deleted or unknown, 230011 recalled. */
export function liveMessage(emulation: Emulation, messageId: string): MessageRecord {
  const message = emulation.messages.get(messageId);
  if (message === undefined)
    return refuse(230001, 'Your request contains an invalid request parameter, ext=invalid message_id');
  if (message.deleted) refuse(230110, 'The message has been deleted.');
  if (message.recalled) refuse(230011, 'The message was recalled.');
  return message;
}
