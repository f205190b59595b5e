import type { JsonObject } from '../ground/json.ts';
import { uuid } from './ids.ts';
import { personOf } from './people.ts';
import type { ChatRecord, Emulation, MessageRecord } from './state.ts';

/** A session webhook lives 90 minutes (reference/dingtalk.md §4). */
const SESSION_LIFE_MS = 5_400_000;

function newSession(emulation: Emulation, chat: ChatRecord): { url: string; expiresAt: number } {
  const session = uuid(emulation.random).replaceAll('-', '');
  const expiresAt = emulation.clock.now() + SESSION_LIFE_MS;
  emulation.sessions.set(session, { chatId: chat.chatId, expiresAt });
  return { url: `${emulation.origin.url}/robot/sendBySession?session=${session}`, expiresAt };
}

/** What carries the message itself: `text`, or `content` of the other types. */
function bodyOf(emulation: Emulation, message: MessageRecord): JsonObject {
  if (message.type !== 'text') return { content: message.content };
  const words = String(message.content.content ?? '');
  const quoted = message.replyTo === undefined ? undefined : emulation.messages.get(message.replyTo);
  return {
    text: {
      // The mention is stripped and leaves its space.
      content: message.mentionsBot ? ` ${words}` : words,
      // Seen in practice, in no document: a quoted message travels inside the text.
      ...(quoted === undefined
        ? {}
        : {
            isReplyMsg: true,
            repliedMsg: {
              msgId: quoted.messageId,
              msgType: quoted.type === 'card' ? 'interactiveCard' : quoted.type,
              createdAt: quoted.createdAt,
              senderId:
                quoted.from.kind === 'bot'
                  ? emulation.bot.dingtalkId
                  : personOf(emulation, quoted.from.userId).dingtalkId,
              ...(quoted.type === 'text' ? { content: { text: quoted.content.content } } : {}),
            },
          }),
    },
  };
}

/** A quoted message of the robot's by the key its sending was answered with: seen in practice, in no document. */
function quotedKey(emulation: Emulation, message: MessageRecord): JsonObject {
  const quoted = message.replyTo === undefined ? undefined : emulation.messages.get(message.replyTo);
  return quoted?.processQueryKey === undefined ? {} : { originalProcessQueryKey: quoted.processQueryKey };
}

/** The body of a robot message for Stream and HTTP alike (reference/dingtalk.md §4). */
export function robotPayload(
  emulation: Emulation,
  chat: ChatRecord,
  message: MessageRecord,
  userId: string,
): JsonObject {
  const person = personOf(emulation, userId);
  const { corpId, bot, rules } = emulation;
  // Outside the organisation, and before the app version is published, the sender has no staff id.
  const known = rules.published && !person.external;
  const session = newSession(emulation, chat);
  const mentioned = message.mentions.map((id) => personOf(emulation, id));
  const group = chat.kind === 'group';
  return {
    conversationId: chat.chatId,
    conversationType: group ? '2' : '1',
    ...(group ? { conversationTitle: chat.name } : {}),
    chatbotCorpId: corpId,
    chatbotUserId: bot.dingtalkId,
    msgId: message.messageId,
    createAt: message.createdAt,
    senderNick: person.name,
    ...(known ? { senderStaffId: userId, senderUnionId: person.unionId, isAdmin: person.admin } : {}),
    senderId: person.dingtalkId,
    ...(person.external ? {} : { senderCorpId: corpId }),
    ...(group
      ? {
          isInAtList: message.mentionsBot,
          atUsers: [
            { dingtalkId: bot.dingtalkId },
            ...mentioned.map((each) => ({
              dingtalkId: each.dingtalkId,
              ...(each.external ? {} : { staffId: each.userId, unionId: each.unionId }),
            })),
          ],
        }
      : {}),
    senderPlatform: 'Android',
    openThreadId: chat.chatId,
    sessionWebhook: session.url,
    sessionWebhookExpiredTime: session.expiresAt,
    robotCode: bot.robotCode,
    msgtype: message.type,
    ...quotedKey(emulation, message),
    ...bodyOf(emulation, message),
  };
}
