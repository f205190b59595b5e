import type { CardView, MessageView, Phone } from '../../../src/emulators/dingtalk/emulator.ts';
import {
  type DingTalkTenant,
  openDingTalkTenant,
  type TenantOptions,
} from '../../../src/emulators/sample_school/tenant.ts';
import type { Received, StoryPhone, Values, World } from './world.ts';

export interface DingTalkWorld extends World {
  readonly school: DingTalkTenant;
}

export async function openDingTalkWorld(options: TenantOptions): Promise<DingTalkWorld> {
  const school = await openDingTalkTenant(options);
  const { emulator, server, clock } = school;
  return {
    platform: 'dingtalk',
    school,
    add: (person) => emulator.people.add(person).userId,
    phone: (userId) => storyPhone(emulator.phone(userId)),
    directChatOf(userId) {
      const phone = emulator.phone(userId);
      phone.messages();
      return phone.chats().find((chat) => chat.kind === 'p2p')?.chatId ?? '';
    },
    async group(name, members) {
      const chatId = emulator.chats.create({ name, members, withBot: true });
      // DingTalk says nothing when a robot is added; a group is learnt when somebody first mentions it there.
      const learnt = { kind: 'group-joined', platform: 'dingtalk', at: clock.now(), chatId, name } as const;
      await server.engine.receive({ ...learnt, deliveryId: `learnt:${chatId}` });
      return chatId;
    },
    complaints: emulator.complaints,
  };
}

function storyPhone(phone: Phone): StoryPhone {
  const fromBot = (): readonly MessageView[] =>
    phone
      .chats()
      .flatMap((chat) => phone.messages(chat.chatId))
      .filter((message) => message.from.kind === 'bot' && !message.recalled);
  return {
    says: (text, sending = {}) => phone.says(text, sending),
    sendsImage: (bytes, sending = {}) => phone.sendsImage(bytes, sending),
    sendsFile: (name, bytes) => phone.sendsFile(name, bytes),
    received: () => withRings(fromBot()),
    wordsIn: (chatId) =>
      phone.chats().some((chat) => chat.chatId === chatId)
        ? phone
            .messages(chatId)
            .filter((message) => message.from.kind === 'bot')
            .map((message) => message.text)
        : undefined,
    async presses(messageId, button, values) {
      const { error, blocked, detail } = await phone.presses(messageId, {
        button,
        ...(values ? { values: typed(values) } : {}),
      });
      if (error !== undefined || blocked !== undefined)
        return {
          ...(error === undefined ? {} : { error: detail === undefined ? error : `${error}: ${detail}` }),
          ...(blocked === undefined ? {} : { blocked }),
        };
      // DingTalk has no toasts: what became of the press stands on the presser's card.
      const card = fromBot().find((message) => message.messageId === messageId)?.card;
      const notice = card && noticeOn(card);
      return notice === undefined ? {} : { toast: { content: notice } };
    },
  };
}

const typed = (values: Values) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
  );

const noticeOn = (card: CardView): string | undefined =>
  card.parts.flatMap((part) => (part.kind === 'text' && part.tone === 'error' ? [part.text] : []))[0];

/** A ring is a message of its own; to its reader it belongs to the card before it. */
function withRings(messages: readonly MessageView[]): readonly Received[] {
  const received: Received[] = [];
  for (const message of messages) {
    const last = received.at(-1);
    if (message.urgent && message.card === undefined && last) received[received.length - 1] = { ...last, urgent: true };
    else received.push(shown(message));
  }
  return received;
}

function shown(message: MessageView): Received {
  const { messageId, at, card, urgent } = message;
  if (!card) return { messageId, at, urgent, title: '', text: message.text, buttons: [], fields: [] };
  const submit = card.form && !card.form.disabled ? [card.form.submitText] : [];
  return {
    messageId,
    at,
    urgent,
    title: card.title,
    text: card.text,
    buttons: [...submit, ...card.buttons.filter((button) => !button.disabled).map((button) => button.text)],
    fields: (card.form?.fields ?? [])
      .filter((field) => !field.hidden)
      .map(({ label, name, initial }) => ({ label, name, initial })),
  };
}
