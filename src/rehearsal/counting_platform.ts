import { crc32, deflateSync } from 'node:zlib';
import type { Card } from '../../cards/model.ts';
import { render } from '../platforms/feishu/render.ts';
import type { Platform, Recipient, RenderedCard, Verdict } from '../platforms/platform.ts';
import type { Call, CountingProfile } from './profiles.ts';

/** Where simulated people see what was sent. */
export interface Receiver {
  card(to: Recipient, messageId: string, card: Card): void;
  updated(messageId: string, card: Card): void;
  text(to: Recipient, text: string): void;
}

export interface CountingPlatform {
  readonly platform: Platform;
}

/** The chat that a person has with the bot. */
export const directChatOf = (userId: string): string => `chat-${userId}`;

/**
 * A platform inside this process: takes everything, counts it as the vendor would, and shows it to simulated people.
 * Cards are really rendered (Feishu's renderer, whose limits are the tighter ones), so a card that is too large shows.
 */
export function createCountingPlatform(
  profile: CountingProfile,
  count: (call: Call, calls: number) => void,
  receiver: Receiver,
): CountingPlatform {
  const cards = new WeakMap<RenderedCard, Card>();
  let sent = 0;
  const counted = (call: Call): void => count(call, profile.calls[call]);
  const chatOf = (to: Recipient): string | undefined =>
    to.kind === 'group' ? to.chatId : to.kind === 'person' ? directChatOf(to.userId) : undefined;
  const arrived = (to: Recipient): Extract<Verdict, { is: 'sent' }> => {
    sent += 1;
    const chatId = chatOf(to);
    return { is: 'sent', messageId: `message-${sent}`, ...(chatId === undefined ? {} : { chatId }) };
  };
  const platform: Platform = {
    name: profile.platform,
    limits: profile.pacing,
    render(card, directory) {
      const rendered = render(card, directory);
      cards.set(rendered, card);
      return rendered;
    },
    async sendCard(to, rendered) {
      counted('card');
      const verdict = arrived(to);
      const card = cards.get(rendered);
      if (card && verdict.messageId !== undefined) receiver.card(to, verdict.messageId, card);
      return verdict;
    },
    async sendText(to, text) {
      counted('text');
      receiver.text(to, text);
      return arrived(to);
    },
    async sendFile(to) {
      counted('file');
      return arrived(to);
    },
    async updateCard(messageId, rendered) {
      counted('update');
      const card = cards.get(rendered);
      if (card) receiver.updated(messageId, card);
      return { is: 'sent', messageId };
    },
    async urge(messageId) {
      counted('urge');
      return { is: 'sent', messageId };
    },
    async uploadImage() {
      counted('upload');
      sent += 1;
      return { ok: true, key: `image-${sent}` };
    },
    async download(_messageId, key) {
      counted('download');
      return { ok: true, bytes: pictureOf(key) };
    },
    // Accounts are known from the start: looking them up belongs to the day of installation, not to a term.
    findByMobile: async () => {
      counted('contact');
      return [];
    },
  };
  return { platform };
}

/** A picture of one point, another one for every name: the product notices a photo that is used twice. */
export function pictureOf(name: string): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const colour = crc32(name);
  const point = Buffer.from([0, colour & 0xff, (colour >> 8) & 0xff, (colour >> 16) & 0xff]);
  // 1 × 1, eight bits, colour without transparency.
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(point)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
