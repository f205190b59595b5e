import { readCard } from '../../../src/emulators/feishu/card_reading.ts';
import { createMovableClock } from '../../../src/emulators/ground/clock.ts';
import { startDingTalk, startFeishu } from '../../../src/emulators/sample_school/vendor_end.ts';
import type { PlatformName } from '../../../src/platforms/platform.ts';

/** A card on a phone: how it is pressed, when it came, and its title with its words. */
export interface SeenCard {
  readonly id: string;
  /** DingTalk shows a card again whose delivery it never confirmed; it is the same card in both places. */
  readonly card: string;
  readonly at: number;
  readonly text: string;
}

/** An emulated vendor in real time, for a server that runs as its own process. */
export interface VendorOfKilled {
  readonly platform: PlatformName;
  /** What the server's process is told about it. */
  readonly environment: Readonly<Record<string, string>>;
  add(name: string): string;
  says(userId: string, text: string): Promise<unknown>;
  cards(userId: string): readonly SeenCard[];
  /** Gives what the presser reads of it. */
  presses(userId: string, cardId: string, button: string): Promise<string>;
  /** Every card takes so long to go out; 0 ends it. */
  slowCards(ms: number): void;
  /** The server that has just started can be told of messages. */
  connected(): Promise<void>;
  stop(): Promise<void>;
}

async function feishu(port: number): Promise<VendorOfKilled> {
  const { emulator, url, config } = await startFeishu({
    clock: createMovableClock(),
    serverUrl: () => `http://127.0.0.1:${port}`,
  });
  return {
    platform: 'feishu',
    environment: {
      FEISHU_APP_ID: config.appId,
      FEISHU_APP_SECRET: config.appSecret,
      FEISHU_ENCRYPT_KEY: config.encryptKey ?? '',
      FEISHU_VERIFICATION_TOKEN: config.verificationToken ?? '',
      FEISHU_TRANSPORT: 'webhook',
      FEISHU_BASE_URL: url,
    },
    add: (name) => emulator.people.add({ name }).openId,
    says: (userId, text) => emulator.phone(userId).says(text),
    cards: (userId) =>
      emulator
        .phone(userId)
        .messages()
        .filter((message) => message.type === 'interactive')
        .map(({ messageId, at, text, content }) => ({
          id: messageId,
          card: messageId,
          at,
          text: `${readCard(content).title} ${text}`,
        })),
    presses: async (userId, cardId, button) =>
      (await emulator.phone(userId).presses(cardId, { button })).toast?.content ?? '',
    slowCards: (ms) => emulator.faults.slowBy(ms, 'POST /im/v1/messages'),
    connected: async () => {},
    stop: () => emulator.stop(),
  };
}

async function dingtalk(): Promise<VendorOfKilled> {
  const { emulator, url, config } = await startDingTalk({ clock: createMovableClock() });
  const cards = (userId: string): readonly SeenCard[] =>
    emulator
      .phone(userId)
      .messages()
      .flatMap(({ messageId, at, card }) =>
        card ? [{ id: messageId, card: card.outTrackId, at, text: `${card.title} ${card.text}` }] : [],
      );
  return {
    platform: 'dingtalk',
    environment: {
      DINGTALK_CLIENT_ID: config.clientId,
      DINGTALK_CLIENT_SECRET: config.clientSecret,
      DINGTALK_ROBOT_CODE: config.robotCode,
      DINGTALK_CARD_TEMPLATE_ID: config.cardTemplateId ?? '',
      DINGTALK_BASE_URL: url,
      DINGTALK_OAPI_BASE_URL: url,
    },
    add: (name) => emulator.people.add({ name }).userId,
    says: (userId, text) => emulator.phone(userId).says(text),
    cards,
    // DingTalk has no toasts: what became of the press stands on the card.
    async presses(userId, cardId, button) {
      const { error, blocked } = await emulator.phone(userId).presses(cardId, { button });
      return error ?? blocked ?? cards(userId).find((one) => one.id === cardId)?.text ?? '';
    },
    slowCards: (ms) => emulator.faults.slowBy(ms, 'POST /v1.0/card/instances/createAndDeliver'),
    connected: () => emulator.connected(),
    stop: () => emulator.stop(),
  };
}

/** `port`: where the server will be. */
export const vendorOfKilled = (platform: PlatformName, port: number): Promise<VendorOfKilled> =>
  platform === 'feishu' ? feishu(port) : dingtalk();
