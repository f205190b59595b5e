import { plainText, readCard } from '../../../src/emulators/feishu/card_reading.ts';
import type { FeishuEmulator, MessageView, Phone } from '../../../src/emulators/feishu/emulator.ts';
import { openTenant, type Tenant, type TenantOptions } from '../../../src/emulators/sample_school/tenant.ts';
import type { People, Received, StoryPhone, Values, World } from './world.ts';

export interface FeishuWorld extends World {
  readonly school: Tenant;
}

export async function openFeishuWorld(options: TenantOptions): Promise<FeishuWorld> {
  const school = await openTenant(options);
  const { emulator } = school;
  return {
    platformOf: () => 'feishu',
    school,
    ...feishuPeople(emulator),
    complaints: () => [],
  };
}

/** People and groups on an emulated Feishu. */
export const feishuPeople = (emulator: FeishuEmulator): People => ({
  add: (person) => emulator.people.add(person).openId,
  phone: (userId) => storyPhone(emulator, emulator.phone(userId)),
  directChatOf(userId) {
    const phone = emulator.phone(userId);
    phone.messages();
    return phone.chats().find((chat) => chat.kind === 'p2p')?.chatId ?? '';
  },
  async group(name, members) {
    const chatId = emulator.chats.create({ name, members });
    await emulator.chats.addBot(chatId, members[0] ?? '');
    return chatId;
  },
});

function storyPhone(emulator: FeishuEmulator, phone: Phone): StoryPhone {
  const fromBot = (): readonly MessageView[] =>
    phone
      .chats()
      .flatMap((chat) => phone.messages(chat.chatId))
      .filter((message) => message.from.kind === 'bot' && !message.recalled);
  return {
    says: (text, sending = {}) => phone.says(text, sending),
    opensChat: () => phone.entersChat(),
    sendsImage: (bytes, sending = {}) => phone.sendsImage(bytes, sending),
    sendsFile: (name, bytes, sending = {}) => phone.sendsFile(name, bytes, sending),
    received: () => fromBot().map(shown),
    wordsIn: (chatId) =>
      phone.chats().some((chat) => chat.chatId === chatId)
        ? phone
            .messages(chatId)
            .filter((message) => message.from.kind === 'bot')
            .map((message) => message.text)
        : undefined,
    presses(messageId, button, values) {
      const message = fromBot().find((one) => one.messageId === messageId);
      if (!message) throw new Error(`there is no message ${messageId}`);
      return phone.presses(messageId, { button, ...(values ? { values: wireValues(message, values) } : {}) });
    },
  };

  /** Selects take what the person reads; people are chosen by name. */
  function wireValues(message: MessageView, values: Values) {
    const { fields } = readCard(message.content);
    return Object.fromEntries(
      Object.entries(values).map(([label, value]) => {
        const field = fields.find((one) => one.label === label || one.name === label);
        if (!field)
          throw new Error(`the card has no field ${label}; it has ${fields.map((one) => one.label).join('、')}`);
        const chosen = (text: string): string => {
          const person = emulator.people.list().find((one) => one.name === text);
          const option = field.options.find(
            (one) => one.text === text || one.value === text || (person && one.value === person.openId),
          );
          return option?.value ?? text;
        };
        const wire = Array.isArray(value)
          ? value.map(chosen)
          : typeof value === 'string'
            ? chosen(value)
            : typeof value === 'number'
              ? String(value)
              : value;
        return [field.name, wire];
      }),
    );
  }
}

function shown(message: MessageView): Received {
  const { messageId, urgent, at } = message;
  if (message.type !== 'interactive')
    return { messageId, urgent, at, title: '', text: message.text, buttons: [], fields: [] };
  const card = readCard(message.content);
  return {
    messageId,
    urgent,
    at,
    title: card.title,
    text: plainText(message.content),
    buttons: card.buttons.filter((button) => !button.disabled).map((button) => button.label),
    fields: card.fields.map(({ label, name, initial }) => ({ label, name: name ?? '', initial })),
  };
}
