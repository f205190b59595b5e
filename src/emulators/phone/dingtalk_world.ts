/** The phone in the browser over the DingTalk emulator. */
import { createHash } from 'node:crypto';
import type { DingtalkEmulator, MessageView, PressResult } from '../dingtalk/emulator.ts';
import { pageActionCard, pageCard } from './dingtalk_card.ts';
import { imageKey, pageMarkdown } from './dingtalk_markdown.ts';
import { messageCache } from './message_cache.ts';
import {
  type ButtonPress,
  botMenu,
  type FieldValue,
  type PhoneChat,
  type PhoneClock,
  type PhoneMessage,
  type PhoneWorld,
  type PressAnswer,
  type SendOptions,
} from './world.ts';

export interface DingtalkWorldOptions {
  readonly emulator: DingtalkEmulator;
  /** Shown above the rail. */
  readonly title: string;
  /** The demo's clock; `advanceTo` moves the emulator's clock and ticks the organisation. */
  readonly clock: PhoneClock;
  /** Role and rail group of a person; people it gives undefined for are not in the rail. */
  readonly describe: (userId: string) => { readonly role: string; readonly group?: string } | undefined;
}

/** People come in the address book's order. */
export function dingtalkWorld(options: DingtalkWorldOptions): PhoneWorld {
  const { emulator, clock } = options;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const cache = messageCache((personId, chatId) => emulator.phone(personId).messages(chatId).map(phoneMessage));
  emulator.onChange((change) => {
    cache.forget(change.chatId);
    tell();
  });
  const phone = (personId: string) => emulator.phone(personId);

  return {
    title: options.title,
    clock: {
      now: () => clock.now(),
      async advanceTo(at) {
        await clock.advanceTo(at);
        tell();
      },
    },
    people: () =>
      emulator.people.list().flatMap((person) => {
        const described = person.resigned ? undefined : options.describe(person.userId);
        return described ? [{ id: person.userId, name: person.name, platform: 'dingtalk' as const, ...described }] : [];
      }),
    chats(personId) {
      // Reading the one-to-one chat makes it exist, so that a newcomer has somewhere to type.
      phone(personId).messages();
      return phone(personId)
        .chats()
        .map(
          (chat): PhoneChat => ({
            id: chat.chatId,
            name: chat.name,
            kind: chat.kind,
            platform: 'dingtalk',
            ...(chat.kind === 'group' ? { memberCount: chat.members.length + (chat.botIn ? 1 : 0) } : {}),
          }),
        );
    },
    messages: (personId, chatId) => cache.messages(personId, chatId),
    async say(personId, text, target) {
      await phone(personId).says(text, sendOptions(target));
    },
    async sendImage(personId, bytes, target) {
      await phone(personId).sendsImage(bytes, imageOptions(emulator, target));
    },
    async sendFile(personId, name, bytes, target) {
      await phone(personId).sendsFile(name, bytes, sendOptions(target));
    },
    recall: (personId, messageId) => phone(personId).recalls(messageId),
    async press(personId, press) {
      if ('field' in press) throw new Error('a DingTalk card has no field outside a form');
      const message = emulator.phone(personId).messages(chatOf(emulator, personId, press.messageId));
      const card = message.find((each) => each.messageId === press.messageId)?.card;
      return answerOf(await phone(personId).presses(press.messageId, { ...press, ...valuesOf(card, press) }));
    },
    // A DingTalk robot is not told of an opened chat, and its quick entries send their words.
    async enterChat(personId) {
      phone(personId).switchesChat();
    },
    async pressMenu(personId, key) {
      const entry = botMenu.find((each) => each.key === key);
      if (entry !== undefined) await phone(personId).says(entry.label);
    },
    read: (personId, chatId) => phone(personId).reads(chatId),
    image(key) {
      const id = key.replace(/^media-/, '');
      const media = emulator.media(key) ?? emulator.media(`@${id}`) ?? emulator.media(`$${id}`);
      return media?.kind === 'image' ? { bytes: media.bytes, contentType: media.contentType } : undefined;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The chat that holds a message this person sees. */
function chatOf(emulator: DingtalkEmulator, personId: string, messageId: string): string | undefined {
  const phone = emulator.phone(personId);
  const holds = (chatId: string) => phone.messages(chatId).some((message) => message.messageId === messageId);
  return phone.chats().find((chat) => holds(chat.chatId))?.chatId;
}

/** A list of texts is typed as lines. */
function valuesOf(card: MessageView['card'], press: ButtonPress): { values?: Readonly<Record<string, FieldValue>> } {
  if (press.values === undefined) return {};
  const lists = new Set(card?.form?.fields.filter((field) => field.type === 'TEXT_ARRAY').map((field) => field.name));
  const entries = Object.entries(press.values).map(([name, value]): [string, FieldValue] =>
    lists.has(name) && typeof value === 'string' ? [name, value.split('\n').filter(Boolean)] : [name, value],
  );
  return { values: Object.fromEntries(entries) };
}

function phoneMessage(view: MessageView): PhoneMessage {
  const { type, content } = pageContent(view);
  return {
    id: view.messageId,
    chatId: view.chatId,
    from: {
      kind: view.from.kind,
      name: view.from.name,
      ...(view.from.userId === undefined ? {} : { id: view.from.userId }),
    },
    at: view.at,
    version: `${view.revision} ${view.updatedAt ?? view.at}`,
    // What is being filled in stays while the form itself does (reference/dingtalk.md §6.6).
    ...(view.card?.form === undefined ? {} : { formVersion: fingerprint(view.card.form.fields) }),
    type,
    content,
    text: view.text,
    ...(view.replyTo === undefined ? {} : { parentId: view.replyTo }),
    recalled: view.recalled,
    urgent: view.urgent,
  };
}

const fingerprint = (value: unknown) => createHash('sha1').update(JSON.stringify(value)).digest('base64url');

const words = (value: unknown): string => (typeof value === 'string' ? value : '');
const objects = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];

/** A message in the types the page draws. */
function pageContent(view: MessageView): { type: string; content: unknown } {
  const { content, card } = view;
  if (card !== undefined) return { type: 'interactive', content: pageCard(card, words(content.summary) || undefined) };
  switch (view.type) {
    case 'markdown':
      return { type: 'markdown', content: { text: pageMarkdown(words(content.text)) } };
    case 'actionCard': {
      const buttons = objects(content.buttons).map(({ title, url }) => ({ title: words(title), url: words(url) }));
      return { type: 'interactive', content: pageActionCard(words(content.text), buttons) };
    }
    case 'link': {
      const link = { tag: 'a', text: words(content.title), href: words(content.messageUrl) };
      return { type: 'post', content: { content: [[link], [{ tag: 'text', text: words(content.text) }]] } };
    }
    case 'picture':
      return { type: 'image', content: { image_key: words(content.downloadCode) } };
    case 'image':
      return { type: 'image', content: { image_key: imageKey(words(content.photoURL)) } };
    case 'richText': {
      const runs = objects(content.richText).map((part) =>
        part.type === 'picture'
          ? [{ tag: 'img', image_key: words(part.downloadCode) }]
          : [{ tag: 'text', text: words(part.text) }],
      );
      return { type: 'post', content: { content: runs } };
    }
    case 'file':
      return { type: 'file', content: { file_name: words(content.fileName) } };
    default:
      return { type: 'text', content: { text: view.text } };
  }
}

/** In one-to-one chats the robot hears everything; only in groups does a mention matter. */
function sendOptions(target: SendOptions): { chatId: string; mentionBot?: boolean; replyTo?: string } {
  return {
    chatId: target.chatId,
    ...(target.mentionBot ? { mentionBot: true } : {}),
    ...(target.replyTo ? { replyTo: target.replyTo } : {}),
  };
}

/** One-to-one a picture stays a picture. */
function imageOptions(emulator: DingtalkEmulator, target: SendOptions): ReturnType<typeof sendOptions> {
  const { mentionBot: _mentionBot, ...direct } = sendOptions(target);
  return emulator.chats.get(target.chatId).kind === 'group' ? sendOptions(target) : direct;
}

/** The client has no words of ours to show: it waits, and says so when nothing came. */
function answerOf(result: PressResult): PressAnswer {
  if (result.blocked !== undefined)
    return { blocked: result.blocked, ...(result.field === undefined ? {} : { field: result.field }) };
  if (result.error !== undefined) return { toast: { type: 'error', content: '操作失败，请稍后再试' } };
  return {};
}
