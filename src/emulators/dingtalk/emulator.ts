import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { EmulatorClock } from '../ground/clock.ts';
import { createRandom } from '../ground/random.ts';
import { mountCallbackRegister } from './callback_register.ts';
import { type Calls, createCalls, createUses, type Uses } from './calls.ts';
import { createCardCallbacks } from './cards/callbacks.ts';
import { mountCards } from './cards/card_api.ts';
import { createPressing } from './cards/pressing.ts';
import { createTemplates, type Templates } from './cards/templates.ts';
import { type Chats, createChats } from './chats.ts';
import { createStreamConnections } from './connection.ts';
import { mountContacts } from './contacts.ts';
import { createDelivery } from './delivery.ts';
import { mountDing } from './ding.ts';
import { createFaults, type Faults, noFaults } from './faults.ts';
import { createTickets, mountGateway } from './gateway.ts';
import { createApi } from './http.ts';
import { cardPush, createHttpPush } from './http_push.ts';
import { newDingtalkId } from './ids.ts';
import { mountMedia } from './media.ts';
import { createDepartments, createPeople, type Departments, type People, ROOT_DEPARTMENT } from './people.ts';
import { createPhone, type Phone } from './phone.ts';
import { mountRobotMarks } from './robot_marks.ts';
import { mountRobotSend } from './robot_send.ts';
import { defaultRules, type Rules } from './rules.ts';
import { createSignIn } from './sign_in.ts';
import type { AppCredentials, DeliveryMode, Emulation, MediaRecord, MessageChange } from './state.ts';
import { createAppTokens, mountTokens } from './token.ts';
import { mountSessionWebhook } from './webhook_message.ts';
import { mountWorkNotice } from './work_notice.ts';

export type { CardPart, CardView } from './cards/card_view.ts';
export type { Press, PressResult } from './cards/pressing.ts';
export type { CardTemplate } from './cards/templates.ts';
export type { MessageView } from './message_store.ts';
export type { ChatView, Phone } from './phone.ts';

export interface DingtalkEmulatorOptions {
  readonly app: AppCredentials;
  /** All limits, token lives, deadlines and repeats run on it. */
  readonly clock: EmulatorClock;
  readonly corpId?: string;
  /** The organisation's name: the root department. */
  readonly name?: string;
  readonly delivery: DeliveryMode;
  /** The same seed gives the same ids and connection choices. Default 1. */
  readonly seed?: number;
  readonly rules?: Partial<Rules>;
}

/** A local DingTalk that speaks the vendor's protocol; both of its hosts and its Stream are at `baseUrl`. */
export interface DingtalkEmulator {
  /** Listens on 127.0.0.1; port 0 or absent: a free one. */
  start(port?: number): Promise<{ baseUrl: string }>;
  stop(): Promise<void>;
  /** The vendor's HTTP surface; other routes may be mounted on it before the first request. */
  readonly app: Hono;
  readonly bot: { readonly robotCode: string; readonly name: string };
  readonly corpId: string;
  readonly people: People;
  readonly departments: Departments;
  readonly chats: Chats;
  /** What the card builder has made and published. */
  readonly templates: Templates;
  phone(userId: string): Phone;
  readonly faults: Faults;
  /** The organisation's configuration, quotas and word lists; may be changed at any time. */
  readonly rules: Rules;
  readonly calls: Omit<Calls, 'add'>;
  /** What was taken from the Webhook & Stream quota. */
  readonly uses: Omit<Uses, 'add'>;
  /** What the vendor lets pass in silence but documents as wrong; a story expects none. */
  complaints(): readonly string[];
  /** Robot messages that nobody got: no connection, or never acked. */
  lostMessages(): number;
  /** Uploaded or sent bytes by media id or download code, for a page that shows them. */
  media(key: string): MediaRecord | undefined;
  /** Resolves when no push is under way; repeats waiting on the clock do not count. */
  settled(): Promise<void>;
  waitingRetries(): number;
  /** Resolves when the app holds at least `count` Stream connections that get pushes. */
  connected(count?: number): Promise<void>;
  connectionCount(): number;
  /** Open sockets, those told to disconnect too. */
  socketCount(): number;
  /** The most sockets that were ever open together. */
  mostSockets(): number;
  /** The check made when the event address is saved in the console; only in HTTP mode. */
  verifyEventUrl(): Promise<{ ok: boolean; detail: string }>;
  /** Any message created, updated or recalled. */
  onChange(listener: (change: MessageChange) => void): () => void;
}

const NO_ORIGIN = 'http://127.0.0.1';

/** Builds an emulated organisation with one internal app and its robot in it. */
export function createDingtalkEmulator(options: DingtalkEmulatorOptions): DingtalkEmulator {
  const { clock } = options;
  const credentials = { ...options.app, robotCode: options.app.robotCode ?? options.app.clientId };
  const random = createRandom(options.seed ?? 1);
  const rules: Rules = { ...defaultRules(), ...options.rules };
  const faultState = noFaults();
  const calls = createCalls();
  const uses = createUses();
  const listeners = new Set<(change: MessageChange) => void>();
  const complaints: string[] = [];
  const complain = (what: string) => {
    if (!complaints.includes(what)) complaints.push(what);
  };
  const corpId = options.corpId ?? 'dinge8a56572f80b02a8';
  const origin = { url: NO_ORIGIN };
  const routes: Emulation['routes'] = new Map();
  const setting = { credentials, corpId, clock, random, rules, faults: faultState, calls, uses, routes, complain };

  const tickets = createTickets(setting);
  const connections = createStreamConnections(setting, tickets);
  const http = options.delivery.mode === 'http' ? createHttpPush(setting, options.delivery) : undefined;
  const delivery = createDelivery(setting, http?.push ?? connections.push);

  const emulation: Emulation = {
    ...setting,
    bot: {
      robotCode: credentials.robotCode,
      dingtalkId: newDingtalkId(random),
      name: credentials.name ?? '安园',
    },
    people: new Map(),
    departments: new Map([
      [ROOT_DEPARTMENT, { deptId: ROOT_DEPARTMENT, name: options.name ?? '示范学校', parentId: ROOT_DEPARTMENT }],
    ]),
    chats: new Map(),
    p2pChats: new Map(),
    messages: new Map(),
    media: new Map(),
    downloads: new Map(),
    sessions: new Map(),
    cards: new Map(),
    templates: new Map(),
    delivery,
    origin,
    changed(change) {
      for (const listener of listeners) listener(change);
    },
  };

  const tokens = createAppTokens(clock, () => random.hex(32));
  const cardCallbacks = createCardCallbacks(emulation, {
    stream: connections.push,
    http: (routeKey) => cardPush(setting, routeKey),
  });
  const pressing = createPressing(emulation, cardCallbacks);
  const api = createApi(emulation, tokens.check);
  const signIn = createSignIn(emulation);
  signIn.mount(api);
  mountTokens(api, emulation, tokens);
  mountGateway(api, emulation, tickets);
  mountContacts(api, emulation);
  mountRobotSend(api, emulation);
  mountRobotMarks(api, emulation);
  mountSessionWebhook(api, emulation);
  mountMedia(api, emulation);
  mountCards(api, emulation);
  mountDing(api, emulation);
  mountWorkNotice(api, emulation);
  mountCallbackRegister(api, emulation);

  const chats = createChats(emulation);
  // Made when it starts: without listening the emulator also runs where there are no sockets, through `app.fetch`.
  let server: Server | undefined;

  return {
    app: api.app,
    bot: emulation.bot,
    corpId,
    people: createPeople(emulation),
    departments: createDepartments(emulation),
    chats,
    templates: createTemplates(emulation),
    rules,
    calls,
    uses,
    faults: createFaults(faultState, clock, {
      redeliverLast: delivery.redeliverLast,
      closeSockets: connections.closeSockets,
      disconnectSockets: connections.disconnectSockets,
      deafenSockets: connections.deafenSockets,
      expireTokens: tokens.expireAll,
    }),
    phone: (userId) => createPhone(emulation, pressing, signIn, userId),
    complaints: () => complaints,
    lostMessages: () => delivery.lost().length,
    media: (key) => emulation.media.get(emulation.downloads.get(key) ?? key),
    settled: delivery.settled,
    waitingRetries: delivery.waitingRetries,
    connected: connections.online,
    connectionCount: connections.onlineCount,
    socketCount: connections.socketCount,
    mostSockets: connections.mostSockets,
    async verifyEventUrl() {
      if (http === undefined) throw new Error('verifyEventUrl needs delivery mode http');
      return http.verifyEventUrl();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async start(port = 0) {
      if (server === undefined) {
        server = createServer(getRequestListener(api.app.fetch));
        connections.listen(server);
      }
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the emulator got no TCP port');
      origin.url = `http://127.0.0.1:${address.port}`;
      return { baseUrl: origin.url };
    },
    async stop() {
      connections.stop();
      if (!server?.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
