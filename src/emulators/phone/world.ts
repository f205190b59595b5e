/**
 * What the phone in the browser needs to know of a platform emulator. One interface for every platform: the demo host
 * adapts its emulator to it (`feishu_world.ts`) and mounts `phoneRoutes(world)`.
 */

export type PlatformName = 'feishu' | 'dingtalk';

/** The value of one card field as the vendor's client holds it: dates are `2025-09-25`, times `15:30`, both `2025-09-25 15:30`. */
export type FieldValue = string | readonly string[] | boolean;

export interface PhonePerson {
  readonly id: string;
  readonly name: string;
  /** A short label beside the name, such as 「班主任 · 初二3班」. */
  readonly role: string;
  /** Heading in the rail, such as 「安全办」; people without one come under 「其他」. */
  readonly group?: string;
  readonly platform: PlatformName;
}

export interface PhoneChat {
  readonly id: string;
  readonly name: string;
  readonly kind: 'p2p' | 'group';
  readonly platform: PlatformName;
  readonly memberCount?: number;
}

export interface PhoneSender {
  readonly kind: 'user' | 'bot';
  /** Absent for the bot. */
  readonly id?: string;
  readonly name: string;
}

export interface PhoneMessage {
  readonly id: string;
  readonly chatId: string;
  readonly from: PhoneSender;
  /** Milliseconds since the epoch, on the demo's clock. */
  readonly at: number;
  /** Changes whenever the message is replaced, even at the same instant of the demo clock. */
  readonly version: string;
  /** Changes when what somebody is filling in is gone; absent: with `version`. */
  readonly formVersion?: string;
  /** The vendor's message type: text, post, markdown, image, file, audio, interactive, system … */
  readonly type: string;
  /** The parsed content; for `interactive` the card. */
  readonly content: unknown;
  readonly text: string;
  readonly parentId?: string;
  readonly recalled: boolean;
  readonly urgent: boolean;
}

export interface SendOptions {
  readonly chatId: string;
  readonly mentionBot?: boolean;
  readonly replyTo?: string;
}

/** What a finger does on a card: a button (with what was filled into its form), or a choice in a field outside every form. */
export type Press = ButtonPress | FieldPress;

export interface ButtonPress {
  readonly messageId: string;
  /** The component's name, else its element_id, else its label. */
  readonly button: string;
  /** Which of several buttons with the same label, from 0; absent when there is one. */
  readonly index?: number;
  /** What the person changed in the form, by field name; untouched fields are left out. */
  readonly values?: Readonly<Record<string, FieldValue>>;
}

export interface FieldPress {
  readonly messageId: string;
  /** Name or element_id of the component. */
  readonly field: string;
  readonly option: FieldValue;
}

export type ToastType = 'info' | 'success' | 'error' | 'warning';

export type BlockReason = 'required' | 'max_length' | 'disabled' | 'confirm' | 'expired' | 'recalled' | 'inert';

/** What the vendor's client shows after a press: a toast, a client error code, why it sent nothing, or nothing at all. */
export type PressAnswer =
  | { readonly toast?: { readonly type: ToastType; readonly content: string } }
  | { readonly error: number; readonly detail: string }
  | { readonly blocked: BlockReason; readonly field?: string };

export interface PhoneImage {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

export interface PhoneClock {
  now(): number;
  /** Moves the demo's time forward to `at` (ms) and resolves when everything due until then has happened. */
  advanceTo(at: number): Promise<void>;
}

export interface PhoneWorld {
  /** Shown above the rail, such as 「安园示范学校」. */
  readonly title: string;
  readonly clock: PhoneClock;
  people(): readonly PhonePerson[];
  /** Newest first is not required; the page orders by the last message. */
  chats(personId: string): readonly PhoneChat[];
  /** Oldest first. */
  messages(personId: string, chatId: string): readonly PhoneMessage[];
  say(personId: string, text: string, options: SendOptions): Promise<void>;
  sendImage(personId: string, bytes: Uint8Array, options: SendOptions): Promise<void>;
  sendFile(personId: string, name: string, bytes: Uint8Array, options: SendOptions): Promise<void>;
  recall(personId: string, messageId: string): Promise<void>;
  press(personId: string, press: Press): Promise<PressAnswer>;
  /** The person opened the one-to-one chat with the bot. */
  enterChat(personId: string): Promise<void>;
  pressMenu(personId: string, eventKey: string): Promise<void>;
  /** The person has seen everything in the chat so far. */
  read(personId: string, chatId: string): Promise<void>;
  image(key: string): Promise<PhoneImage | undefined> | PhoneImage | undefined;
  /** Calls `listener` after any change of what a phone shows; returns the way to stop. */
  onChange(listener: () => void): () => void;
}

/** The bot menu every one-to-one chat shows; the keys are the ones the bot answers to (domain/voice.md §2.6 welcome, help). */
export const botMenu: readonly { readonly key: string; readonly label: string }[] = [
  { key: 'hazard', label: '隐患' },
  { key: 'todo', label: '待办' },
  { key: 'help', label: '帮助' },
  { key: 'emergency', label: '紧急' },
];
