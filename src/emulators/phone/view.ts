/** The JSON the page gets in one request: everything its phones show, taken at one moment. */
import type { ClockStep } from './clock_steps.ts';
import type { PhoneChat, PhoneMessage, PhonePerson } from './world.ts';

export interface PersonView extends PhonePerson {
  readonly unread: number;
  readonly urgent: boolean;
}

export interface ChatSummary extends PhoneChat {
  readonly unread: number;
  /** An unread message is marked urgent (加急). */
  readonly urgent: boolean;
  readonly last?: PhoneMessage;
}

export interface PhoneView {
  readonly personId: string;
  readonly chatId?: string;
  readonly chats: readonly ChatSummary[];
  /** Of the open chat, oldest first; empty when the chat list is showing. */
  readonly messages: readonly PhoneMessage[];
}

export interface Snapshot {
  readonly title: string;
  readonly now: number;
  readonly steps: readonly ClockStep[];
  readonly menu: readonly { readonly key: string; readonly label: string }[];
  readonly people: readonly PersonView[];
  readonly phones: readonly PhoneView[];
}
