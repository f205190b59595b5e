/**
 * The port between the product and a chat platform. An adapter turns the vendor's wire into `Inbound` and neutral
 * cards into the vendor's wire, and nothing else (design.md §3).
 */
import type { Card, FieldValue, PersonId, PhotoHash, Reference } from '../../cards/model.ts';
import type { Offer } from '../../cards/text/offer.ts';

export type PlatformName = 'feishu' | 'dingtalk';

/** Who acted, in the vendor's terms. `userId` is the id we send to (Feishu: open_id). */
export interface VendorUser {
  readonly userId: string;
  readonly unionId?: string;
  /** Only where the wire carries it (menu keys, contact events). */
  readonly name?: string;
  /** The vendor says that the account is another organisation's. */
  readonly isOutsider?: boolean;
}

export interface Chat {
  readonly chatId: string;
  readonly type: 'direct' | 'group';
  /** Only where the wire carries it. */
  readonly name?: string;
}

export type MessageContent =
  | { readonly type: 'text'; readonly text: string }
  /** A post: words and pictures together. */
  | { readonly type: 'rich'; readonly text: string; readonly images: readonly string[] }
  | { readonly type: 'image'; readonly image: string }
  | { readonly type: 'file'; readonly file: string; readonly fileName: string }
  | { readonly type: 'unsupported'; readonly vendorType: string };

interface InboundCommon {
  /** Unique per delivery and stable over redeliveries (reference/feishu.md §2.5). */
  readonly deliveryId: string;
  readonly platform: PlatformName;
  /** When the vendor says it happened, ms. */
  readonly at: number;
}

export type Inbound =
  | (InboundCommon & {
      readonly kind: 'message';
      readonly sender: VendorUser;
      readonly chat: Chat;
      readonly messageId: string;
      /** The message this one quotes. */
      readonly quotes?: string;
      readonly content: MessageContent;
    })
  | (InboundCommon & {
      readonly kind: 'press';
      readonly sender: VendorUser;
      readonly messageId: string;
      readonly chatId: string;
      readonly action: string;
      readonly reference: Readonly<Record<string, unknown>>;
      readonly revision?: number;
      /** A form's values, already in neutral shape; people are still vendor ids (`PersonAnswer`). */
      readonly values?: Readonly<Record<string, FieldValue | PersonAnswer>>;
      /** Made on the form page instead of in the chat; `messageId` then names no message of the vendor. */
      readonly page?: PagePress;
    })
  | (InboundCommon & { readonly kind: 'menu'; readonly sender: VendorUser; readonly key: string })
  | (InboundCommon & { readonly kind: 'chat-entered'; readonly sender: VendorUser; readonly chatId: string })
  | (InboundCommon & { readonly kind: 'message-recalled'; readonly messageId: string; readonly chatId: string })
  | (InboundCommon & {
      readonly kind: 'group-joined' | 'group-left';
      readonly chatId: string;
      readonly name: string;
      readonly operator?: VendorUser;
    })
  | (InboundCommon & {
      readonly kind: 'person-joined' | 'person-left' | 'person-changed';
      readonly user: VendorUser;
      readonly mobile?: string;
    });

/** What a press on the form page is about. People in its values are our ids already. */
export interface PagePress {
  /** The card the page shows; whose it is was checked by the page. */
  readonly card: string;
  readonly subject: Reference;
  /** sha-256 (hex) of pictures that came with it and are stored. */
  readonly uploads: readonly string[];
  /** The pictures are to be kept and the form is not handed in yet. */
  readonly uploadsOnly: boolean;
}

/** A person chosen in a vendor's person picker, or named where a list would be too long. */
export type PersonAnswer = { readonly vendorUser: string } | { readonly personName: string };

export interface Toast {
  readonly tone: 'success' | 'info' | 'warning' | 'error';
  readonly text: string;
}

/** What an inbound is answered with: a toast, and for hosts that answer inline the card as it is now. */
export interface Reply {
  readonly toast?: Toast;
  readonly card?: { readonly card: Card; readonly directory: Directory };
  /** Which card the pressed one is now; for the form page, which draws it itself. */
  readonly show?: { readonly card: string; readonly subject: Reference };
}

/** What a card's ids mean to one vendor, looked up from the rows just before rendering. */
export interface Directory {
  readonly people: ReadonlyMap<PersonId, string>;
  readonly images: ReadonlyMap<PhotoHash, string>;
  /** Where the card's form can be filled in on a page; only where PUBLIC_URL is set. An adapter shows it where it helps. */
  readonly page?: string;
  /** The school's console for leaders, where the card names it; only where PUBLIC_URL is set. */
  readonly console?: string;
}

export type Recipient =
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'group'; readonly chatId: string }
  | { readonly kind: 'reply'; readonly messageId: string };

/** A sender's answer says what the outbox row becomes (reference/code-examples.md §4). */
export type Verdict =
  | {
      readonly is: 'sent';
      readonly messageId?: string;
      readonly chatId?: string;
      /** How the vendor names this message when somebody quotes it, where that differs from `messageId`. */
      readonly quotedAs?: string;
    }
  | {
      readonly is: 'later';
      /** ms to wait at least; the outbox adds its own back-off when absent. */
      readonly waitMs?: number;
      readonly why:
        | 'rate_limited'
        /** Only this addressee gets no more for the moment. */
        | 'addressee_busy'
        /** It did not leave, or the vendor recognises it when it comes again. */
        | 'network'
        /** It left, nobody knows whether it arrived, and the vendor would not recognise it. */
        | 'unanswered'
        | 'platform_5xx'
        | 'unauthorised'
        | 'in_flight';
      readonly detail: string;
    }
  | {
      readonly is: 'never';
      readonly why:
        | 'recipient_left'
        | 'not_in_range'
        | 'bot_removed'
        | 'card_rejected'
        /** Not this card: the vendor takes none of ours at present (its template, its permission). Texts go. */
        | 'cards_refused'
        | 'content_blocked'
        | 'message_gone'
        | 'too_old'
        | 'quota_exhausted'
        | 'scope_missing'
        | 'refused';
      readonly detail: string;
    };

export interface RenderedCard {
  /** The vendor's card, ready for the wire (stringified once). */
  readonly wire: string;
  readonly summary: string;
  /** The card became text without buttons: what an answer to it means. */
  readonly offer?: Offer;
}

/** Pacing numbers of a vendor, each with its source in the adapter's limits table. */
export interface PacingLimits {
  readonly perUserPerSecond: number;
  readonly perChatPerSecond: number;
  readonly perMessagePerSecond: number;
  readonly perAppPerSecond: number;
  readonly perAppPerMinute: number;
  /** The vendor counts a minute's calls by API: updates do not take from what may be sent. */
  readonly countsApisApart?: boolean;
  /** Calls a month on the free edition; a dated setting, not a promise (design.md §4). */
  readonly callsPerMonth: number;
  /** Messages, presses and events from the vendor, where it counts them too (DingTalk Webhook & Stream). */
  readonly usesPerMonth?: number;
}

export interface FoundPerson extends VendorUser {
  readonly mobile?: string;
}

export type Media =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly verdict: Verdict };

/** How one attempt differs from the first one by the vendor's API. */
export interface Attempt {
  /** An earlier one may have arrived. A vendor that takes no idempotency key must tell the reader so. */
  readonly again?: boolean;
  /** By the address an arriving message brought, as `hasSession` offers; the API where that fails. */
  readonly bySession?: boolean;
}

/** One plain text to several people in one call. */
export interface TextBatch {
  readonly most: number;
  /** A verdict for each of them, in the same order. */
  send(userIds: readonly string[], text: string, attempt?: Attempt): Promise<readonly Verdict[]>;
}

export interface Platform {
  readonly name: PlatformName;
  readonly limits: PacingLimits;
  /** Pure. Throws `CardTooLarge` before anything is sent when the card breaks a limit. */
  render(card: Card, directory: Directory): RenderedCard;
  /**
   * The card as words with the address of its page, for a month that will not last: what is done on the page costs no
   * press and no update. Only where the vendor counts those. Pure.
   */
  renderForPage?(card: Card, page: string): RenderedCard;
  /** The card as numbered text, with where it leads to; only where cards may fail as such. Pure. */
  renderAsText?(card: Card, links?: Pick<Directory, 'page' | 'console'>): RenderedCard;
  sendCard(to: Recipient, card: RenderedCard, idempotencyKey: string, attempt?: Attempt): Promise<Verdict>;
  sendText(to: Recipient, text: string, idempotencyKey: string, attempt?: Attempt): Promise<Verdict>;
  /** Only where it costs one call. */
  readonly textBatch?: TextBatch;
  /** Whether a text reaches them by an address that spends none of the month's calls, but one use. */
  hasSession?(to: Recipient): boolean;
  sendFile(to: Recipient, fileName: string, bytes: Uint8Array, idempotencyKey: string): Promise<Verdict>;
  updateCard(messageId: string, card: RenderedCard): Promise<Verdict>;
  /** Makes a message that was already sent ring (Feishu 加急, application channel). */
  urge(messageId: string, userIds: readonly string[]): Promise<Verdict>;
  uploadImage(
    bytes: Uint8Array,
  ): Promise<{ readonly ok: true; readonly key: string } | { readonly ok: false; readonly verdict: Verdict }>;
  download(messageId: string, key: string, type: 'image' | 'file'): Promise<Media>;
  /** People by mobile number; unknown numbers are simply missing. At most 50 a call. */
  findByMobile(mobiles: readonly string[]): Promise<readonly FoundPerson[]>;
}
