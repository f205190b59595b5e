import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { EmulatorClock } from '../ground/clock.ts';
import { createRandom } from '../ground/random.ts';
import { mountBatch } from './batch.ts';
import { mountBot } from './bot.ts';
import { createCallbacks } from './callbacks.ts';
import { type CallRecord, createCalls } from './calls.ts';
import { mountCardUpdate } from './card_update.ts';
import { type Chats, createChats } from './chats.ts';
import { mountChats } from './chats_api.ts';
import { createLongConnection } from './connection.ts';
import { mountContacts } from './contacts.ts';
import { createDelivery } from './delivery.ts';
import { mountEphemeral } from './ephemeral.ts';
import { createFaults, type Faults, noFaults } from './faults.ts';
import { createApi } from './http.ts';
import { createLimits } from './limits.ts';
import { mountMedia } from './media.ts';
import { mountMessageMarks } from './message_marks.ts';
import { mountMessages } from './messages.ts';
import { createSignIn } from './oauth.ts';
import { createDepartments, createPeople, type Departments, type People } from './people.ts';
import { createPhone, type Phone } from './phone.ts';
import { createPressing } from './pressing.ts';
import { defaultRules, type Rules } from './rules.ts';
import type { AppCredentials, Emulation, MediaRecord, MessageChange } from './state.ts';
import { mountTasks } from './tasks.ts';
import { createTenantTokens, mountTokens } from './token.ts';
import { mountUrgent } from './urgent.ts';
import { createWebhook } from './webhook.ts';

export type { EmulatorClock } from '../ground/clock.ts';
export type { MessageView } from './message_store.ts';
export type { ChatView, Phone } from './phone.ts';
export type { Press, PressResult } from './pressing.ts';

export interface FeishuEmulatorOptions {
  readonly app: AppCredentials;
  /** All limits, token lives, retry ladders and the 14 days of a card run on it. */
  readonly clock: EmulatorClock;
  readonly tenantKey?: string;
  /** A `url` that is a function is asked at each push: the server may be listening only later. */
  readonly delivery:
    | { readonly mode: 'websocket' }
    | { readonly mode: 'webhook'; readonly url: string | (() => string) };
  /** The same seed gives the same ids, socket choices and latencies. Default 1. */
  readonly seed?: number;
  readonly rules?: Partial<Rules>;
}

/** A local Feishu that speaks the vendor's protocol; use `baseUrl` as the official SDK's `domain`. */
export interface FeishuEmulator {
  /** Listens on 127.0.0.1; port 0 or absent: a free one. */
  start(port?: number): Promise<{ baseUrl: string }>;
  stop(): Promise<void>;
  /** The vendor's HTTP surface; other routes may be mounted on it before the first request. */
  readonly app: Hono;
  readonly bot: { readonly openId: string; readonly name: string };
  readonly people: People;
  readonly departments: Departments;
  readonly chats: Chats;
  phone(openId: string): Phone;
  readonly faults: Faults;
  /** The tenant's configuration, quotas and word lists; may be changed at any time. */
  readonly rules: Rules;
  readonly calls: { list(): readonly CallRecord[]; perMonth(month: string): number; clear(): void };
  /** Uploaded or sent bytes by key, for a page that shows them. */
  media(key: string): MediaRecord | undefined;
  /** Resolves when no event or callback is under way; retries waiting on the clock do not count. */
  settled(): Promise<void>;
  waitingRetries(): number;
  /** Resolves when the app holds at least `count` long connections that have pinged. */
  connected(count?: number): Promise<void>;
  connectionCount(): number;
  /** Sends the unsigned URL check to the webhook; only in webhook mode. */
  verifyUrl(): Promise<{ ok: boolean; detail: string }>;
  /** Any message created, updated or recalled. */
  onChange(listener: (change: MessageChange) => void): () => void;
}

/** Builds an emulated tenant with one app in it. */
export function createFeishuEmulator(options: FeishuEmulatorOptions): FeishuEmulator {
  const { clock } = options;
  const credentials = options.app;
  const random = createRandom(options.seed ?? 1);
  const rules: Rules = { ...defaultRules(), ...options.rules };
  const faultState = noFaults();
  const calls = createCalls();
  const listeners = new Set<(change: MessageChange) => void>();
  const tenantKey = options.tenantKey ?? '2ca1d211f64f6438';
  const setting = { credentials, tenantKey, clock, random, rules, faults: faultState, calls };

  const connection = createLongConnection(setting);
  const webhook = options.delivery.mode === 'webhook' ? createWebhook(setting, options.delivery.url) : undefined;
  const delivery = createDelivery(setting, webhook?.push ?? connection.push);

  const emulation: Emulation = {
    ...setting,
    bot: { openId: `ou_${random.hex(32)}`, name: credentials.name ?? '安园' },
    people: new Map(),
    departments: new Map(),
    chats: new Map(),
    p2pChats: new Map(),
    messages: new Map(),
    media: new Map(),
    delivery,
    changed(change) {
      for (const listener of listeners) listener(change);
    },
  };

  const tenantTokens = createTenantTokens(clock, () => random.hex(40));
  const limits = createLimits();
  const callbacks = createCallbacks(emulation);
  const pressing = createPressing(emulation, callbacks);
  const signIn = createSignIn(emulation);
  const api = createApi(emulation, limits, { tenant: tenantTokens.isValid, user: signIn.userOf });
  signIn.mount(api);
  mountTokens(api, emulation, tenantTokens);
  mountBot(api, emulation);
  mountMessages(api, emulation, limits);
  mountMessageMarks(api, emulation);
  mountUrgent(api, emulation);
  mountMedia(api, emulation);
  mountBatch(api, emulation);
  mountEphemeral(api, emulation);
  mountChats(api, emulation);
  mountContacts(api, emulation);
  mountTasks(api, emulation);
  mountCardUpdate(api, emulation, callbacks);
  connection.mount(api.app);

  const chats = createChats(emulation);
  // Made when it starts: without listening the emulator also runs where there are no sockets, through `app.fetch`.
  let server: Server | undefined;

  return {
    app: api.app,
    bot: emulation.bot,
    people: createPeople(emulation),
    departments: createDepartments(emulation),
    chats,
    rules,
    calls,
    faults: createFaults(faultState, clock, {
      redeliverLast: delivery.redeliverLast,
      closeSockets: connection.closeSockets,
      expireTokens: tenantTokens.expireAll,
    }),
    phone: (openId) => createPhone(emulation, pressing, chats, openId),
    media: (key) => emulation.media.get(key),
    settled: delivery.settled,
    waitingRetries: delivery.waitingRetries,
    connected: connection.online,
    connectionCount: connection.onlineCount,
    async verifyUrl() {
      if (webhook === undefined) throw new Error('verifyUrl needs delivery mode webhook');
      return webhook.verifyUrl();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async start(port = 0) {
      if (server === undefined) {
        server = createServer(getRequestListener(api.app.fetch));
        connection.listen(server);
      }
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the emulator got no TCP port');
      return { baseUrl: `http://127.0.0.1:${address.port}` };
    },
    async stop() {
      connection.stop();
      if (!server?.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
