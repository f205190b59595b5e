import { isObject, textAt } from '../ground/json.ts';
import { checkContent } from './content.ts';
import { type Api, bodyOf, required } from './http.ts';
import { addMessage } from './message_store.ts';
import { checkChat, findPerson } from './receivers.ts';
import { refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

/** Cards only one member of a group sees (reference/feishu.md §7 Ephemeral card). */
export function mountEphemeral(api: Api, emulation: Emulation): void {
  api.route('POST', '/ephemeral/v1/send', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    const chat = emulation.chats.get(required(textAt(body, 'chat_id'), 'chat_id')) ?? refuse(18054, 'invalid chat_id');
    if (chat.kind !== 'group') refuse(18053, 'ephemeral cards are for group chats only');
    checkChat(emulation, chat);
    if (body.msg_type !== 'interactive' || !isObject(body.card))
      return refuse(10002, 'msg_type must be interactive with a card object');
    const given = (['open_id', 'user_id', 'email'] as const).find((kind) => textAt(body, kind) !== undefined);
    const person = given === undefined ? undefined : findPerson(emulation, given, textAt(body, given) ?? '');
    if (person === undefined || !chat.members.has(person.openId)) return refuse(18055, 'the user is not in the chat');
    const content = checkContent(emulation, 'interactive', JSON.stringify(body.card));
    const message = addMessage(emulation, {
      chatId: chat.chatId,
      from: { kind: 'bot' },
      messageType: 'interactive',
      content: content.text,
      onlyFor: person.openId,
    });
    return { data: { message_id: message.messageId } };
  });
  api.route('POST', '/ephemeral/v1/delete', { auth: 'tenant' }, async (call) => {
    const message = emulation.messages.get(required(textAt(await bodyOf(call), 'message_id'), 'message_id'));
    if (message?.onlyFor === undefined) return refuse(10002, 'invalid message_id');
    message.deleted = true;
    emulation.changed({ kind: 'recalled', messageId: message.messageId, chatId: message.chatId });
    return {};
  });
}
