import type { EmulatorClock } from '../ground/clock.ts';
import type { JsonObject } from '../ground/json.ts';
import type { Random } from '../ground/random.ts';
import type { Calls } from './calls.ts';
import type { Delivery } from './delivery.ts';
import type { FaultState } from './faults.ts';
import type { Rules } from './rules.ts';

export interface AppCredentials {
  readonly appId: string;
  readonly appSecret: string;
  /** Set: webhook pushes are encrypted and signed (reference/feishu.md §2.2, §2.3). */
  readonly encryptKey?: string;
  readonly verificationToken: string;
  readonly name?: string;
}

export interface PersonRecord {
  readonly openId: string;
  readonly unionId: string;
  readonly userId: string;
  name: string;
  mobile?: string;
  email?: string;
  departments: string[];
  avatarColor: string;
  resigned: boolean;
  /** Seconds since the epoch, as the vendor's `join_time`. */
  readonly joinedAt: number;
}

export interface DepartmentRecord {
  readonly openDepartmentId: string;
  readonly departmentId: string;
  name: string;
  /** open_department_id of the parent; `0` is the root. */
  parentId: string;
}

export interface ChatRecord {
  readonly chatId: string;
  readonly kind: 'p2p' | 'group';
  name: string;
  description: string;
  ownerId?: string;
  /** open_ids of people; bots are never members here. */
  readonly members: Set<string>;
  botIn: boolean;
  dissolved: boolean;
  readonly createdAt: number;
  /** In order of creation. */
  readonly messages: MessageRecord[];
}

export interface MentionRecord {
  readonly key: string;
  readonly openId: string;
  readonly kind: 'user' | 'bot';
  readonly name: string;
}

export interface MessageRecord {
  readonly messageId: string;
  readonly chatId: string;
  readonly from: { readonly kind: 'user'; readonly openId: string } | { readonly kind: 'bot' };
  readonly messageType: string;
  /** The vendor's content: a JSON string. */
  content: string;
  readonly createdAt: number;
  updatedAt: number;
  /** How often the content was replaced; a client drops half-filled inputs when it changes. */
  revision: number;
  edits: number;
  readonly parentId?: string;
  readonly rootId?: string;
  readonly mentions: readonly MentionRecord[];
  recalled: boolean;
  deleted: boolean;
  /** Set for messages of the batch API, which cannot be updated or replied to. */
  readonly batchId?: string;
  /** Only these people see it (ephemeral cards); absent: everybody in the chat. */
  readonly onlyFor?: string;
  /** open_id → ms epoch of reading. */
  readonly readBy: Map<string, number>;
  /** open_ids called urgently, by way. */
  readonly urgent: { readonly app: Set<string>; readonly sms: Set<string>; readonly phone: Set<string> };
  readonly reactions: Map<string, { emoji: string; openId?: string }>;
  pinned: boolean;
}

export interface MediaRecord {
  readonly key: string;
  readonly kind: 'image' | 'file';
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Who uploaded it: keys belong to their uploader (reference/feishu.md §7 Upload). */
  readonly owner: 'app' | 'user';
  readonly durationMs?: number;
}

export interface MessageChange {
  readonly kind: 'created' | 'updated' | 'recalled';
  readonly messageId: string;
  readonly chatId: string;
}

/** What every concern of the emulator shares: the tenant's records and the ways to time, chance and delivery. */
export interface Emulation {
  readonly credentials: AppCredentials;
  readonly tenantKey: string;
  readonly clock: EmulatorClock;
  readonly random: Random;
  readonly bot: { readonly openId: string; readonly name: string };
  readonly people: Map<string, PersonRecord>;
  readonly departments: Map<string, DepartmentRecord>;
  readonly chats: Map<string, ChatRecord>;
  /** The one-to-one chat with the bot by open_id. */
  readonly p2pChats: Map<string, ChatRecord>;
  /** In order of creation. */
  readonly messages: Map<string, MessageRecord>;
  readonly media: Map<string, MediaRecord>;
  readonly rules: Rules;
  readonly faults: FaultState;
  readonly calls: Calls;
  readonly delivery: Delivery;
  changed(change: MessageChange): void;
}

/** A received body or event of the vendor's 2.0 envelope (reference/feishu.md §2.4). */
export interface Envelope {
  readonly schema: '2.0';
  readonly header: {
    readonly event_id: string;
    readonly token: string;
    readonly create_time: string;
    readonly event_type: string;
    readonly tenant_key: string;
    readonly app_id: string;
  };
  readonly event: JsonObject;
}
