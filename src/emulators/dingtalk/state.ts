import type { EmulatorClock } from '../ground/clock.ts';
import type { JsonObject } from '../ground/json.ts';
import type { Random } from '../ground/random.ts';
import type { Calls, Uses } from './calls.ts';
import type { CardRecord } from './cards/card_store.ts';
import type { CardTemplate } from './cards/templates.ts';
import type { Delivery } from './delivery.ts';
import type { FaultState } from './faults.ts';
import type { Rules } from './rules.ts';

export interface AppCredentials {
  /** clientId, also called appKey. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Absent: the clientId, as for internal app robots (reference/dingtalk.md §0). */
  readonly robotCode?: string;
  /** Needed for work notices only. */
  readonly agentId?: number;
  /** The robot's name. */
  readonly name?: string;
}

/** Where robot messages and events go; cards choose for themselves by `callbackType`. */
export type DeliveryMode =
  | { readonly mode: 'stream' }
  | {
      readonly mode: 'http';
      readonly robotUrl: string;
      readonly events?: { readonly url: string; readonly token: string; readonly aesKey: string };
    };

export interface PersonRecord {
  /** userId, also called staffId: unique in the organisation and never changed. */
  readonly userId: string;
  readonly unionId: string;
  /** The opaque `$:LWCP_v1:$…` of robot payloads. */
  readonly dingtalkId: string;
  name: string;
  mobile?: string;
  email?: string;
  title: string;
  jobNumber: string;
  departments: number[];
  /** Departments this person leads. */
  leads: Set<number>;
  admin: boolean;
  boss: boolean;
  avatarColor: string;
  /** Has left the organisation. */
  resigned: boolean;
  /** Sits in chats without being staff, such as a parent. */
  readonly external: boolean;
  readonly joinedAt: number;
}

export interface DepartmentRecord {
  readonly deptId: number;
  name: string;
  /** 1 is the root, which has no parent. */
  readonly parentId: number;
}

export interface ChatRecord {
  /** `cid…==`: openConversationId of a group, conversationId of robot payloads. */
  readonly chatId: string;
  readonly kind: 'p2p' | 'group';
  name: string;
  /** userIds of people; robots are never members here. */
  readonly members: Set<string>;
  botIn: boolean;
  dissolved: boolean;
  readonly createdAt: number;
  /** In order of creation. */
  readonly messages: MessageRecord[];
}

export interface MessageRecord {
  /** `msg…==`. */
  readonly messageId: string;
  readonly chatId: string;
  readonly from: { readonly kind: 'user'; readonly userId: string } | { readonly kind: 'bot' };
  /** text, picture, richText, file, audio; of the robot also markdown, image, link, actionCard, card. */
  readonly type: string;
  readonly content: JsonObject;
  readonly createdAt: number;
  updatedAt: number;
  /** Counts changes of what is shown. */
  revision: number;
  /** userIds the text mentions. */
  readonly mentions: readonly string[];
  readonly mentionsAll: boolean;
  readonly mentionsBot: boolean;
  readonly replyTo?: string;
  recalled: boolean;
  /** Of robot messages: what the sending call answered; several messages of one batch share it. */
  readonly processQueryKey?: string;
  /** outTrackId of the card shown here. */
  readonly card?: string;
  /** Only these people see it; absent: everybody in the chat. */
  readonly onlyFor?: ReadonlySet<string>;
  /** userId → ms epoch of reading. */
  readonly readBy: Map<string, number>;
  /** A DING: shown over everything until it is read. */
  readonly urgent: boolean;
}

export interface MediaRecord {
  /** media_id (`@…`, `$…`) of an upload, or an id of what a person sent. */
  readonly key: string;
  readonly kind: 'image' | 'voice' | 'video' | 'file';
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

export interface MessageChange {
  readonly kind: 'created' | 'updated' | 'recalled';
  readonly messageId: string;
  readonly chatId: string;
}

/** A robot message addressed to this session may be answered through its webhook for 90 minutes. */
export interface SessionRecord {
  readonly chatId: string;
  readonly expiresAt: number;
}

/** What every concern of the emulator shares: the organisation's records and the ways to time, chance and delivery. */
export interface Emulation {
  readonly credentials: AppCredentials & { readonly robotCode: string };
  readonly corpId: string;
  readonly clock: EmulatorClock;
  readonly random: Random;
  readonly bot: { readonly robotCode: string; readonly dingtalkId: string; readonly name: string };
  readonly people: Map<string, PersonRecord>;
  readonly departments: Map<number, DepartmentRecord>;
  readonly chats: Map<string, ChatRecord>;
  /** The one-to-one chat with the robot by userId. */
  readonly p2pChats: Map<string, ChatRecord>;
  /** In order of creation. */
  readonly messages: Map<string, MessageRecord>;
  readonly media: Map<string, MediaRecord>;
  /** downloadCode → media key. */
  readonly downloads: Map<string, string>;
  readonly sessions: Map<string, SessionRecord>;
  /** By outTrackId. */
  readonly cards: Map<string, CardRecord>;
  readonly templates: Map<string, CardTemplate>;
  /** callbackRouteKey → registered card callback. */
  readonly routes: Map<string, { readonly url: string; readonly secret: string | undefined }>;
  readonly rules: Rules;
  readonly faults: FaultState;
  readonly calls: Calls;
  readonly uses: Uses;
  readonly delivery: Delivery;
  /** Where this emulator listens; known once it has started. */
  readonly origin: { url: string };
  changed(change: MessageChange): void;
  /** Notes what the vendor lets pass but documents as wrong. */
  complain(what: string): void;
}
