/** What the page itself remembers; everything else comes with each snapshot. */
import type { Snapshot } from '../view.ts';
import type { FieldValue, PhoneMessage, ToastType } from '../world.ts';

/** Stands for a person's one-to-one chat with the bot until the server has told its id. */
export const BOT_CHAT = 'p2p';

export interface PhoneState {
  readonly slot: 'left' | 'right';
  personId: string;
  chatId: string | undefined;
  replyTo: string | undefined;
  mention: boolean;
  tray: boolean;
}

export interface ToastState {
  readonly type: ToastType;
  readonly content: string;
  readonly detail?: string;
}

export interface State {
  snapshot: Snapshot | undefined;
  phones: PhoneState[];
  /** The slot a click in the rail fills. */
  active: 'left' | 'right';
  filter: string;
  movingClock: string | undefined;
  offline: boolean;
  /** What people have filled into cards, by `cardKey`; a replaced card has a new key, so its half-filled form is gone. */
  readonly drafts: Map<string, Record<string, FieldValue>>;
  /** The chat each person last looked at, by person. */
  readonly lastChats: Map<string, string>;
  /** Unsent text by `chatKey`. */
  readonly unsent: Map<string, string>;
  /** The button whose press is under way, by `pressKey`. */
  readonly pending: Map<string, string>;
  /** The required field found empty, by `cardKey`. */
  readonly missing: Map<string, string>;
  readonly toasts: Map<'left' | 'right', ToastState>;
}

export function newState(): State {
  return {
    snapshot: undefined,
    phones: [],
    active: 'left',
    filter: '',
    movingClock: undefined,
    offline: false,
    drafts: new Map(),
    lastChats: new Map(),
    unsent: new Map(),
    pending: new Map(),
    missing: new Map(),
    toasts: new Map(),
  };
}

export function cardKey(personId: string, message: Pick<PhoneMessage, 'id' | 'version' | 'formVersion'>): string {
  return `${personId} ${message.id} ${message.formVersion ?? message.version}`;
}

export function pressKey(personId: string, messageId: string): string {
  return `${personId} ${messageId}`;
}

export function chatKey(phone: PhoneState): string {
  return `${phone.personId} ${phone.chatId ?? ''}`;
}

export function phoneAt(state: State, slot: string): PhoneState | undefined {
  return state.phones.find((phone) => phone.slot === slot);
}

/** Which phones are open, as the part of the address after #, so that a reload or a link shows the same. */
export function toHash(phones: readonly PhoneState[]): string {
  return phones
    .map((phone) =>
      [phone.personId, phone.chatId]
        .filter(Boolean)
        .map((id) => encodeURIComponent(id ?? ''))
        .join(','),
    )
    .join(';');
}

export function fromHash(hash: string): readonly { readonly personId: string; readonly chatId: string | undefined }[] {
  return hash
    .replace(/^#/, '')
    .split(';')
    .filter(Boolean)
    .slice(0, 2)
    .map((part) => {
      const [personId, chatId] = part.split(',').map((id) => decodeURIComponent(id));
      return { personId: personId ?? '', chatId };
    });
}

/** A DingTalk client forgets unfinished forms when another chat is looked at (reference/dingtalk.md §6.6). */
export function forgetDrafts(state: State, personId: string): void {
  const person = state.snapshot?.people.find((candidate) => candidate.id === personId);
  if (person?.platform !== 'dingtalk') return;
  for (const key of state.drafts.keys()) if (key.startsWith(`${personId} `)) state.drafts.delete(key);
}
