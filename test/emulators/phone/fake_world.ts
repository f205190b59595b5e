/** A small school in memory that answers as a platform emulator would. */
import type {
  FieldValue,
  PhoneChat,
  PhoneMessage,
  PhonePerson,
  PhoneWorld,
  Press,
  PressAnswer,
} from '../../../src/emulators/phone/world.ts';

export const START = Date.parse('2025-09-18T10:20:00+08:00');

export interface FakeWorld extends PhoneWorld {
  /** Everything the page did, in order. */
  readonly done: readonly Record<string, unknown>[];
  /** Puts a message into a chat and returns its id. */
  post(chatId: string, message: Partial<PhoneMessage>): string;
  /** Replaces a card, as the vendor's PATCH does. */
  replace(messageId: string, content: unknown): void;
  change(messageId: string, change: Partial<PhoneMessage>): void;
  /** What the next presses are answered with. */
  answers(answer: PressAnswer | (() => Promise<PressAnswer>)): void;
  image: (key: string) => { bytes: Uint8Array; contentType: string } | undefined;
}

export const people: readonly PhonePerson[] = [
  { id: 'ou_li', name: '李晓梅', role: '班主任 · 初二3班', group: '教师', platform: 'feishu' },
  { id: 'ou_zhao', name: '赵国强', role: '安全办主任', group: '安全办', platform: 'feishu' },
  { id: 'ou_chen', name: '陈师傅', role: '总务 · 食堂、1号楼', group: '后勤', platform: 'feishu' },
  { id: 'ou_wang', name: '王静', role: '分管副校长', group: '领导', platform: 'feishu' },
  { id: 'ou_sun', name: '孙校长', role: '校长', group: '领导', platform: 'feishu' },
  { id: 'ou_zhou', name: '周敏', role: '班主任 · 初一2班', group: '教师', platform: 'feishu' },
];

export const p2p = (personId: string) => `p2p-${personId}`;
export const GROUP = 'oc_teachers';

export function fakeWorld(): FakeWorld {
  let now = START;
  let made = 0;
  let answer: () => Promise<PressAnswer> = async () => ({});
  const messages: PhoneMessage[] = [];
  const done: Record<string, unknown>[] = [];
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const post: FakeWorld['post'] = (chatId, message) => {
    made += 1;
    const id = `om_${made}`;
    messages.push({
      id,
      chatId,
      from: { kind: 'bot', name: '安园' },
      at: now,
      version: '0',
      type: 'text',
      content: {},
      text: '',
      recalled: false,
      urgent: false,
      ...message,
    });
    tell();
    return id;
  };
  const change: FakeWorld['change'] = (messageId, changes) => {
    const index = messages.findIndex((message) => message.id === messageId);
    const message = messages[index];
    if (!message) throw new Error(`no message ${messageId}`);
    messages[index] = { ...message, ...changes };
    tell();
  };
  const chatsOf = (personId: string): readonly PhoneChat[] => [
    { id: p2p(personId), name: '安园', kind: 'p2p', platform: 'feishu' },
    { id: GROUP, name: '班主任群', kind: 'group', platform: 'feishu', memberCount: 41 },
  ];
  const own = (
    personId: string,
    text: string,
    type: string,
    content: unknown,
    options: { chatId: string; replyTo?: string },
  ) => {
    const name = people.find((person) => person.id === personId)?.name ?? '';
    post(options.chatId, {
      from: { kind: 'user', id: personId, name },
      type,
      text,
      content,
      ...(options.replyTo ? { parentId: options.replyTo } : {}),
    });
  };
  return {
    title: '安园示范学校',
    done,
    clock: {
      now: () => now,
      async advanceTo(at) {
        now = at;
        done.push({ clock: at });
        tell();
      },
    },
    people: () => people,
    chats: chatsOf,
    messages: (_personId, chatId) => messages.filter((message) => message.chatId === chatId),
    async say(personId, text, options) {
      done.push({ say: text, personId, ...options });
      own(personId, text, 'text', { text }, options);
    },
    async sendImage(personId, bytes, options) {
      done.push({ image: bytes.length, first: [...bytes.slice(0, 3)], personId, ...options });
      own(personId, '', 'image', { image_key: 'img_photo' }, options);
    },
    async sendFile(personId, name, bytes, options) {
      done.push({ file: name, size: bytes.length, personId, ...options });
      own(personId, '', 'file', { file_key: 'file_1', file_name: name }, options);
    },
    async recall(personId, messageId) {
      done.push({ recall: messageId, personId });
      change(messageId, { recalled: true });
    },
    async press(personId: string, press: Press) {
      done.push({ press, personId });
      return answer();
    },
    async enterChat(personId) {
      done.push({ enter: personId });
    },
    async pressMenu(personId, eventKey) {
      done.push({ menu: eventKey, personId });
    },
    async read() {},
    image(key) {
      if (key.startsWith('missing')) return undefined;
      return { bytes: new TextEncoder().encode(picture(key)), contentType: 'image/svg+xml' };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    post,
    change,
    replace(messageId, content) {
      const message = messages.find((candidate) => candidate.id === messageId);
      change(messageId, { content, version: `${Number(message?.version ?? 0) + 1}` });
    },
    answers(next) {
      answer = typeof next === 'function' ? next : async () => next;
    },
  };
}

function picture(key: string): string {
  const colour = key.includes('after') ? '#2f9e68' : '#c8643c';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300"><rect width="400" height="300" fill="${colour}"/><circle cx="200" cy="150" r="90" fill="#fff" opacity=".35"/></svg>`;
}

/** The values of the last press, for expectations. */
export function lastPress(world: FakeWorld): {
  button?: string;
  values?: Record<string, FieldValue>;
  field?: string;
  option?: FieldValue;
  index?: number;
} {
  const found = world.done.findLast((entry) => 'press' in entry)?.press;
  if (typeof found !== 'object' || found === null) throw new Error('nothing was pressed');
  return found;
}
