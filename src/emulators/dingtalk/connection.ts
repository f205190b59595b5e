import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { pause } from '../ground/clock.ts';
import type { Push, PushOutcome } from './delivery.ts';
import { type Ack, type Frame, readAck, systemFrame } from './frames.ts';
import type { Subscription, Tickets } from './gateway.ts';
import { newFrameId, uuid } from './ids.ts';
import type { Emulation } from './state.ts';

const CLOSE_AFTER_DISCONNECT_MS = 10_000;

/** The vendor's side of Stream mode: sockets, frames and acks (reference/dingtalk.md §2). */
export interface StreamConnections {
  listen(server: Server): void;
  readonly push: Push;
  /** Connections that get pushes: open and not told to go. */
  onlineCount(): number;
  /** Sockets in any state, those on their way out too. */
  socketCount(): number;
  /** The most sockets that were ever open together. */
  mostSockets(): number;
  /** Resolves when at least `count` connections are online. */
  online(count?: number): Promise<void>;
  closeSockets(): void;
  disconnectSockets(): void;
  deafenSockets(): void;
  stop(): void;
}

interface Connection {
  readonly id: string;
  readonly socket: WebSocket;
  readonly subscriptions: readonly Subscription[];
  /** Told to disconnect: pushes have stopped, TCP ends soon. */
  draining: boolean;
  deaf: boolean;
  pingData: { messageId: string; data: string } | undefined;
}

type StreamSetting = Pick<Emulation, 'clock' | 'random' | 'rules' | 'faults' | 'complain'>;

export function createStreamConnections(setting: StreamSetting, tickets: Tickets): StreamConnections {
  const { clock, random, rules, faults } = setting;
  const appId = uuid(random);
  const connections = new Set<Connection>();
  const waitingAcks = new Map<string, (ack: Ack) => void>();
  let waitingOnline: { count: number; resolve: () => void }[] = [];
  let mostSockets = 0;

  const live = () => [...connections].filter((each) => !each.draining);
  const send = (connection: Connection, frame: Frame) => {
    if (!connection.deaf) connection.socket.send(JSON.stringify(frame));
  };

  /** The next ping is planned when the last was answered, so that a clock moved by days does not flood the line. */
  const planPing = (connection: Connection) => {
    if (rules.pingEveryMs === undefined) return;
    clock.after(rules.pingEveryMs, () => {
      if (!connections.has(connection) || connection.draining || rules.pingEveryMs === undefined) return;
      const messageId = newFrameId(random);
      const frame = systemFrame('ping', { messageId, time: String(clock.now()) }, { opaque: uuid(random) });
      connection.pingData = { messageId, data: frame.data };
      send(connection, frame);
    });
  };

  /** Pushes stop at once, TCP ends 10 s later; the frame carries no messageId and wants no answer. */
  const drain = (connection: Connection) => {
    if (connection.draining || !connections.has(connection)) return;
    send(connection, systemFrame('disconnect', { time: String(clock.now()) }, { reason: 'connection is expired' }));
    connection.draining = true;
    clock.after(CLOSE_AFTER_DISCONNECT_MS, () => connection.socket.close());
  };

  const receive = (connection: Connection, text: string) => {
    const ack = readAck(text);
    if (typeof ack === 'string') return setting.complain(ack);
    const ping = connection.pingData;
    if (ping?.messageId === ack.messageId) {
      connection.pingData = undefined;
      if (!ack.ok || ack.data !== ping.data) setting.complain(`the answer to ping ${ack.messageId} does not echo it`);
      planPing(connection);
      return;
    }
    waitingAcks.get(ack.messageId)?.(ack);
  };

  const attach = (socket: WebSocket, subscriptions: readonly Subscription[]) => {
    const connection: Connection = {
      id: uuid(random),
      socket,
      subscriptions,
      draining: false,
      deaf: false,
      pingData: undefined,
    };
    connections.add(connection);
    mostSockets = Math.max(mostSockets, connections.size);
    socket.on('message', (data) => receive(connection, String(data)));
    const gone = () => void connections.delete(connection);
    socket.on('close', gone);
    socket.on('error', gone);
    if (rules.greeting !== 'none') send(connection, systemFrame('CONNECTED', {}, {}));
    if (rules.greeting === 'registered') send(connection, systemFrame('REGISTERED', {}, {}));
    planPing(connection);
    if (rules.connectionLifeMs !== undefined) clock.after(rules.connectionLifeMs, () => drain(connection));
    const met = waitingOnline.filter((each) => each.count <= live().length);
    waitingOnline = waitingOnline.filter((each) => !met.includes(each));
    for (const each of met) each.resolve();
  };

  const push: Push = (message, withinMs) => {
    // Each push goes to one randomly chosen connection; a topic nobody listed is never pushed (§2.1, §2.5).
    const topic = message.type === 'EVENT' ? '*' : message.topic;
    const candidates = live().filter((each) =>
      each.subscriptions.some((one) => one.type === message.type && one.topic === topic),
    );
    const connection = candidates[random.integer(candidates.length)];
    if (connection === undefined) return Promise.resolve({ kind: 'failed', reason: 'no_receiver' });
    const messageId = newFrameId(random);
    return new Promise<PushOutcome>((resolve) => {
      const settle = (outcome: PushOutcome) => {
        cancel();
        waitingAcks.delete(messageId);
        connection.socket.off('close', lost);
        resolve(outcome);
      };
      const lost = () => settle({ kind: 'failed', reason: 'unreachable' });
      const cancel = clock.after(withinMs, () => settle({ kind: 'failed', reason: 'timeout' }));
      connection.socket.once('close', lost);
      const read = (ack: Ack) =>
        settle(ack.ok ? { kind: 'answered', body: ack.body } : { kind: 'failed', reason: 'refused' });
      waitingAcks.set(messageId, (ack) => {
        waitingAcks.delete(messageId);
        if (faults.ackDelayMs === 0) return read(ack);
        void pause(clock, faults.ackDelayMs).then(() => read(ack));
      });
      send(connection, {
        specVersion: '1.0',
        type: message.type,
        headers: {
          topic: message.topic,
          messageId,
          contentType: 'application/json',
          time: String(clock.now()),
          appId,
          connectionId: connection.id,
          ...message.headers,
        },
        data: JSON.stringify(message.data),
      });
    });
  };

  return {
    push,
    online: (count = 1) =>
      live().length >= count ? Promise.resolve() : new Promise((resolve) => waitingOnline.push({ count, resolve })),
    onlineCount: () => live().length,
    socketCount: () => connections.size,
    mostSockets: () => mostSockets,
    listen(httpServer) {
      const accepting = new WebSocketServer({ noServer: true });
      httpServer.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        const down = clock.now() < faults.downUntil;
        const refused = faults.refusedHandshakes > 0;
        if (refused) faults.refusedHandshakes -= 1;
        const subscriptions = tickets.redeem(url.searchParams.get('ticket') ?? '');
        if (url.pathname !== '/connect' || subscriptions === undefined || refused || down) {
          // The status of a bad ticket is UNVERIFIED.
          stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
          return;
        }
        accepting.handleUpgrade(request, stream, head, (socket) => attach(socket, subscriptions));
      });
    },
    closeSockets() {
      for (const { socket } of connections) socket.terminate();
    },
    disconnectSockets() {
      for (const connection of live()) drain(connection);
    },
    deafenSockets() {
      for (const connection of connections) connection.deaf = true;
    },
    stop() {
      for (const { socket } of connections) socket.terminate();
    },
  };
}
