/** The phone in the browser over the Feishu emulator. */
import type { FeishuEmulator, MessageView, PressResult } from '../feishu/emulator.ts';
import { messageCache } from './message_cache.ts';
import type {
  FieldValue,
  PhoneChat,
  PhoneClock,
  PhoneMessage,
  PhoneWorld,
  Press,
  PressAnswer,
  SendOptions,
} from './world.ts';

export interface FeishuWorldOptions {
  readonly emulator: FeishuEmulator;
  /** Shown above the rail. */
  readonly title: string;
  /** The demo's clock; `advanceTo` moves the emulator's clock and ticks the organisation. */
  readonly clock: PhoneClock;
  /** Role and rail group of a person; people it gives undefined for are not in the rail. */
  readonly describe: (openId: string) => { readonly role: string; readonly group?: string } | undefined;
}

/** People come in the address book's order; nothing is stored here but messages already read out of the emulator. */
export function feishuWorld(options: FeishuWorldOptions): PhoneWorld {
  const { emulator, clock } = options;
  const listeners = new Set<() => void>();
  const cache = messageCache((personId, chatId) => emulator.phone(personId).messages(chatId).map(phoneMessage));
  const tell = () => {
    for (const listener of listeners) listener();
  };
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
        const described = person.resigned ? undefined : options.describe(person.openId);
        return described ? [{ id: person.openId, name: person.name, platform: 'feishu' as const, ...described }] : [];
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
            platform: 'feishu',
            ...(chat.kind === 'group' ? { memberCount: chat.members.length + (chat.botIn ? 1 : 0) } : {}),
          }),
        );
    },
    messages: (personId, chatId) => cache.messages(personId, chatId),
    async say(personId, text, target) {
      await phone(personId).says(text, sendOptions(target));
    },
    async sendImage(personId, bytes, target) {
      await phone(personId).sendsImage(bytes, sendOptions(target));
    },
    async sendFile(personId, name, bytes, target) {
      await phone(personId).sendsFile(name, bytes, sendOptions(target));
    },
    recall: (personId, messageId) => phone(personId).recalls(messageId),
    async press(personId, press) {
      return answerOf(await phone(personId).presses(press.messageId, pressInput(press)));
    },
    enterChat: (personId) => phone(personId).entersChat(),
    pressMenu: (personId, eventKey) => phone(personId).pressesMenu(eventKey),
    read: (personId, chatId) => phone(personId).reads(chatId),
    image(key) {
      const media = emulator.media(key);
      return media?.kind === 'image' ? { bytes: media.bytes, contentType: media.contentType } : undefined;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function phoneMessage(view: MessageView): PhoneMessage {
  return {
    id: view.messageId,
    chatId: view.chatId,
    from: {
      kind: view.from.kind,
      name: view.from.name,
      ...(view.from.openId === undefined ? {} : { id: view.from.openId }),
    },
    at: view.at,
    version: `${view.revision} ${view.updatedAt ?? view.at}`,
    type: view.type,
    content: view.content,
    text: view.text,
    ...(view.parentId === undefined ? {} : { parentId: view.parentId }),
    recalled: view.recalled,
    urgent: view.urgent,
  };
}

/** The emulator's one-to-one chats hear everything; only in groups does a mention matter. */
function sendOptions(target: SendOptions): { chatId: string; mentionBot?: boolean; replyTo?: string } {
  return {
    chatId: target.chatId,
    ...(target.mentionBot ? { mentionBot: true } : {}),
    ...(target.replyTo ? { replyTo: target.replyTo } : {}),
  };
}

function pressInput(press: Press): {
  button?: string;
  index?: number;
  field?: string;
  option?: FieldValue;
  values?: Readonly<Record<string, FieldValue>>;
} {
  if ('field' in press) return { field: press.field, option: press.option };
  return {
    button: press.button,
    ...(press.index === undefined ? {} : { index: press.index }),
    ...(press.values === undefined ? {} : { values: press.values }),
  };
}

/** A press without a callback (a link, a reset) shows nothing. */
function answerOf(result: PressResult): PressAnswer {
  if (result.blocked !== undefined)
    return { blocked: result.blocked, ...(result.field === undefined ? {} : { field: result.field }) };
  if (result.error !== undefined) return { error: result.error, detail: result.detail ?? '' };
  return result.toast === undefined ? {} : { toast: { type: result.toast.type, content: result.toast.content } };
}
