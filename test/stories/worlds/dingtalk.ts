import { and, eq } from 'drizzle-orm';
import type { CardView, DingtalkEmulator, MessageView, Phone } from '../../../src/emulators/dingtalk/emulator.ts';
import {
  type DingTalkTenant,
  openDingTalkTenant,
  type School,
  type TenantOptions,
} from '../../../src/emulators/sample_school/tenant.ts';
import { identity } from '../../../src/store/schema/index.ts';
import type { People, Received, Sending, StoryPhone, Values, World } from './world.ts';

export interface DingTalkWorld extends World {
  readonly school: DingTalkTenant;
}

export async function openDingTalkWorld(options: TenantOptions): Promise<DingTalkWorld> {
  const school = await openDingTalkTenant(options);
  const { emulator } = school;
  // A clock that is moved by months would stop at every ping.
  emulator.rules.pingEveryMs = undefined;
  return {
    platformOf: () => 'dingtalk',
    school,
    ...dingtalkPeople(emulator, school),
    complaints: emulator.complaints,
  };
}

/** People and groups on an emulated DingTalk. */
export const dingtalkPeople = (emulator: DingtalkEmulator, school: School): People => ({
  add: (person) => emulator.people.add(person).userId,
  phone: (userId) => dingtalkPhone(emulator.phone(userId), (value) => vendorValue(school, value)),
  directChatOf(userId) {
    const phone = emulator.phone(userId);
    phone.messages();
    return phone.chats().find((chat) => chat.kind === 'p2p')?.chatId ?? '';
  },
  async group(name, members) {
    const chatId = emulator.chats.create({ name, members, withBot: true });
    // DingTalk says nothing when a robot is added; a group is learnt when somebody first mentions it there.
    const learnt = { kind: 'group-joined', platform: 'dingtalk', at: school.clock.now(), chatId, name } as const;
    await school.server.engine.receive({ ...learnt, deliveryId: `learnt:${chatId}` });
    return chatId;
  },
});

/** What a field holds, as stories read it: the value of a choice, the account of a person. */
function vendorValue({ server }: School, value: unknown): unknown {
  const inner = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
  const person = typeof inner === 'string' ? /^p(\d+)$/.exec(inner)?.[1] : undefined;
  if (person === undefined) return inner;
  const { db } = server.engine.organisation.store;
  return (
    db
      .select()
      .from(identity)
      .where(and(eq(identity.personId, Number(person)), eq(identity.platform, 'dingtalk')))
      .get()?.userId ?? inner
  );
}

/** `read`: what a field of the vendor's holds, as stories read it. */
export function dingtalkPhone(phone: Phone, read: (value: unknown) => unknown): StoryPhone {
  const fromBot = (): readonly MessageView[] =>
    phone
      .chats()
      .flatMap((chat) => phone.messages(chat.chatId))
      .filter((message) => message.from.kind === 'bot' && !message.recalled);
  /** Stories know a card by the id the server knows it by. */
  const onPhone = (id: string): MessageView | undefined =>
    fromBot().find((message) => message.card?.outTrackId === id || message.messageId === id);
  const quoting = ({ replyTo, ...sending }: Sending) =>
    replyTo === undefined ? sending : { ...sending, replyTo: onPhone(replyTo)?.messageId ?? replyTo };
  return {
    opensChat: async () => {},
    says: (text, sending = {}) => phone.says(text, quoting(sending)),
    sendsImage: (bytes, sending = {}) => phone.sendsImage(bytes, quoting(sending)),
    sendsFile: (name, bytes, sending = {}) => phone.sendsFile(name, bytes, quoting(sending)),
    received: () => withRings(fromBot(), read),
    wordsIn: (chatId) =>
      phone.chats().some((chat) => chat.chatId === chatId)
        ? phone
            .messages(chatId)
            .filter((message) => message.from.kind === 'bot')
            .map((message) => message.text)
        : undefined,
    async presses(id, button, values) {
      const messageId = onPhone(id)?.messageId ?? id;
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
      const card = onPhone(id)?.card;
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
function withRings(messages: readonly MessageView[], read: (value: unknown) => unknown): readonly Received[] {
  const received: Received[] = [];
  for (const message of messages) {
    const last = received.at(-1);
    if (message.urgent && message.card === undefined && last) received[received.length - 1] = { ...last, urgent: true };
    else received.push(shown(message, read));
  }
  return received;
}

function shown(message: MessageView, read: (value: unknown) => unknown): Received {
  const { messageId, at, card, urgent } = message;
  if (!card) return { messageId, at, urgent, title: '', text: message.text, buttons: [], fields: [] };
  const fields = (card.form?.fields ?? []).filter((field) => !field.hidden);
  const submit = card.form && !card.form.disabled ? [card.form.submitText] : [];
  const buttons = [...submit, ...card.buttons.filter((button) => !button.disabled).map((button) => button.text)];
  return {
    messageId: card.outTrackId,
    at,
    urgent,
    title: card.title,
    text: [card.text, ...fields.flatMap(wordsOf), ...buttons].join('\n'),
    buttons,
    fields: fields.map(({ label, name, initial }) => ({
      label,
      name,
      // Read when it is asked for: at the story's end the school is closed already.
      get initial() {
        return read(initial);
      },
    })),
  };
}

type FormField = NonNullable<CardView['form']>['fields'][number];

/** What a field says to its reader. */
const wordsOf = ({ label, required, placeholder, initial, options }: FormField): readonly string[] => [
  required ? `${label}（必填）` : label,
  ...(placeholder === undefined ? [] : [placeholder]),
  ...(typeof initial === 'string' ? [initial] : []),
  ...options.map((option) => option.text),
];
