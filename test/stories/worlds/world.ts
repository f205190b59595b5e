import type { School } from '../../../src/emulators/sample_school/tenant.ts';
import type { PlatformName } from '../../../src/platforms/platform.ts';

/** What stands on a phone, whichever platform drew it. */
export interface ShownCard {
  readonly messageId: string;
  /** Whether the phone rang (Feishu 加急, DingTalk DING). */
  readonly urgent: boolean;
  readonly title: string;
  readonly text: string;
  readonly buttons: readonly string[];
  readonly fields: readonly { readonly label: string; readonly name: string; readonly initial: unknown }[];
}

export interface Received extends ShownCard {
  readonly at: number;
}

export type Values = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What a finger gets back; `toast` is what the person is told, wherever the platform shows it. */
export interface Pressed {
  readonly error?: string | number;
  readonly blocked?: string;
  readonly toast?: { readonly content: string; readonly type?: string };
}

export interface Sending {
  readonly chatId?: string;
  readonly mentionBot?: boolean;
  readonly replyTo?: string;
}

/** One person's phone. */
export interface StoryPhone {
  says(text: string, sending?: Sending): Promise<unknown>;
  /** Opens the one-to-one chat. */
  opensChat(): Promise<unknown>;
  sendsImage(bytes: Uint8Array, sending?: Sending): Promise<unknown>;
  sendsFile(name: string, bytes: Uint8Array, sending?: Sending): Promise<unknown>;
  /** Everything the bot has sent, oldest first. */
  received(): readonly Received[];
  /** Words of the bot's messages in one chat; undefined when the person is not in it. */
  wordsIn(chatId: string): readonly string[] | undefined;
  presses(messageId: string, button: string, values?: Values): Promise<Pressed>;
}

/** People with phones, and their groups, at one vendor. */
export interface People {
  add(person: { readonly name: string; readonly mobile?: string }): string;
  phone(userId: string): StoryPhone;
  directChatOf(userId: string): string;
  /** A group with these people, to which the bot was added. */
  group(name: string, members: readonly string[]): Promise<string>;
}

/** A school on an emulated platform, or on both, with what stories need of it. */
export interface World extends People {
  readonly school: School;
  /** `on` matters in a school on both only. */
  add(person: { readonly name: string; readonly mobile?: string; readonly on?: PlatformName }): string;
  /** Whose account it is: the vendors' ids look different. */
  platformOf(userId: string): PlatformName;
  /** What the vendor let pass but documents as wrong. */
  complaints(): readonly string[];
}
