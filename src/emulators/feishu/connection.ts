import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hono } from 'hono';
import { type WebSocket, WebSocketServer } from 'ws';
import { type EmulatorClock, pause } from '../ground/clock.ts';
import { isObject, parseJson } from '../ground/json.ts';
import type { Random } from '../ground/random.ts';
import type { Calls } from './calls.ts';
import type { Push, PushOutcome } from './delivery.ts';
import type { FaultState } from './faults.ts';
import { decodeFrame, encodeFrame, type Frame } from './frames.ts';
import type { Rules } from './rules.ts';
import type { AppCredentials, Envelope } from './state.ts';

const ACK_WITHIN_MS = 3_000;
const MOST_CONNECTIONS = 50;
const SERVICE_ID = 33554678;

/** The vendor's side of the long connection: endpoint, sockets, data frames and acks (reference/feishu.md §3). */
export interface LongConnection {
  mount(app: Hono): void;
  listen(server: Server): void;
  readonly push: Push;
  /** Sockets that have sent their first ping. */
  onlineCount(): number;
  /** Resolves when at least `count` sockets are online. */
  online(count?: number): Promise<void>;
  closeSockets(): void;
  stop(): void;
}

interface ConnectionSetting {
  readonly credentials: AppCredentials;
  readonly clock: EmulatorClock;
  readonly random: Random;
  readonly rules: Rules;
  readonly faults: FaultState;
  readonly calls: Calls;
}

/** What an ack frame says: code 200 with base64 data, or the receiver's failure. */
function readAck(frame: Frame): PushOutcome {
  const ack = parseJson(Buffer.from(frame.payload).toString('utf8'));
  if (!isObject(ack) || ack.code !== 200) return { kind: 'failed', reason: 'refused' };
  if (typeof ack.data !== 'string') return { kind: 'answered', body: undefined };
  return { kind: 'answered', body: parseJson(Buffer.from(ack.data, 'base64').toString('utf8')) };
}

function fragmentsOf(payload: Buffer, count: number): Buffer[] {
  const size = Math.max(1, Math.ceil(payload.length / count));
  return Array.from({ length: Math.ceil(payload.length / size) }, (_, index) =>
    payload.subarray(index * size, (index + 1) * size),
  );
}

export function createLongConnection(setting: ConnectionSetting): LongConnection {
  const { credentials, clock, random, rules, faults } = setting;
  const sockets = new Set<WebSocket>();
  const ready = new Set<WebSocket>();
  const tickets = new Set<string>();
  const waitingAcks = new Map<string, (frame: Frame) => void>();
  let waitingOnline: { count: number; resolve: () => void }[] = [];
  let server: WebSocketServer | undefined;

  const becameReady = (socket: WebSocket) => {
    ready.add(socket);
    const met = waitingOnline.filter((each) => each.count <= ready.size);
    waitingOnline = waitingOnline.filter((each) => each.count > ready.size);
    for (const each of met) each.resolve();
  };

  const receive = (socket: WebSocket, bytes: Uint8Array) => {
    const frame = decodeFrame(bytes);
    if (frame.method === 0 && frame.headers.type === 'ping') {
      const payload = Buffer.from(JSON.stringify(rules.clientConfig));
      socket.send(encodeFrame({ service: frame.service, method: 0, headers: { type: 'pong' }, payload }));
      // Frames sent before the client's first ping are lost (reference/feishu.md §3.3).
      becameReady(socket);
      return;
    }
    waitingAcks.get(frame.headers.message_id ?? '')?.(frame);
  };

  const attach = (socket: WebSocket) => {
    sockets.add(socket);
    // Every push under way listens for the end of its connection.
    socket.setMaxListeners(0);
    socket.on('message', (data) => {
      try {
        if (data instanceof Uint8Array) receive(socket, data);
      } catch {
        // Bytes that are no frame: a protocol error ends this connection only.
        socket.close(1002);
      }
    });
    const gone = () => {
      sockets.delete(socket);
      ready.delete(socket);
    };
    socket.on('close', gone);
    socket.on('error', gone);
  };

  const online = (count = 1): Promise<void> =>
    ready.size >= count ? Promise.resolve() : new Promise((resolve) => waitingOnline.push({ count, resolve }));

  const send = (socket: WebSocket, envelope: Envelope, messageId: string) => {
    const payload = Buffer.from(JSON.stringify(envelope));
    const parts = fragmentsOf(payload, faults.fragments);
    const traceId = random.hex(32);
    for (const [seq, part] of parts.entries()) {
      const headers = {
        // Card callbacks travel as `event` too: the official client ignores other types.
        type: 'event',
        message_id: messageId,
        trace_id: traceId,
        sum: String(parts.length),
        seq: String(seq),
      };
      socket.send(encodeFrame({ service: SERVICE_ID, method: 1, headers, payload: part }));
    }
  };

  const push: Push = async (envelope) => {
    if (ready.size === 0 && sockets.size > 0) await Promise.race([online(), pause(clock, ACK_WITHIN_MS)]);
    const candidates = [...ready];
    const socket = candidates[random.integer(candidates.length)];
    if (socket === undefined) return { kind: 'failed', reason: 'no_receiver' };
    const messageId = random.hex(32);
    return new Promise<PushOutcome>((resolve) => {
      const settle = (outcome: PushOutcome) => {
        cancel();
        waitingAcks.delete(messageId);
        socket.off('close', lost);
        resolve(outcome);
      };
      const lost = () => settle({ kind: 'failed', reason: 'unreachable' });
      const cancel = clock.after(ACK_WITHIN_MS, () => settle({ kind: 'failed', reason: 'timeout' }));
      socket.once('close', lost);
      waitingAcks.set(messageId, (frame) => {
        waitingAcks.delete(messageId);
        if (faults.ackDelayMs === 0) return settle(readAck(frame));
        void pause(clock, faults.ackDelayMs).then(() => settle(readAck(frame)));
      });
      send(socket, envelope, messageId);
    });
  };

  const endpointAnswer = (body: unknown, host: string) => {
    if (faults.endpointCode !== undefined) return { code: faults.endpointCode, msg: 'injected failure', data: {} };
    if (!isObject(body) || body.AppID !== credentials.appId || body.AppSecret !== credentials.appSecret) {
      return { code: 514, msg: 'auth failed', data: {} };
    }
    if (sockets.size >= MOST_CONNECTIONS) {
      return { code: 1000040350, msg: 'the number of connections exceeded the limit', data: {} };
    }
    const ticket = random.hex(32);
    tickets.add(ticket);
    // The official client cannot read a parameter that comes first, so device_id and service_id must not.
    const query = `fpid=493&aid=552564&device_id=${random.hex(16)}&access_key=${random.hex(32)}&service_id=${SERVICE_ID}&ticket=${ticket}`;
    return { code: 0, msg: '', data: { URL: `ws://${host}/ws/v2?${query}`, ClientConfig: rules.clientConfig } };
  };

  return {
    push,
    online,
    onlineCount: () => ready.size,
    mount(app) {
      app.post('/callback/ws/endpoint', async (context) => {
        const at = clock.now();
        const logId = random.hex(32);
        const down = at < faults.downUntil;
        const answer = down
          ? { code: 1, msg: 'system busy' }
          : endpointAnswer(parseJson(await context.req.text()), context.req.header('Host') ?? '127.0.0.1');
        const status = down ? 503 : 200;
        setting.calls.add({ at, method: 'POST', path: 'POST /callback/ws/endpoint', status, code: answer.code, logId });
        return context.json(answer, status, { 'X-Tt-Logid': logId });
      });
    },
    listen(httpServer) {
      const accepting = new WebSocketServer({ noServer: true });
      server = accepting;
      httpServer.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        const ticket = url.searchParams.get('ticket') ?? '';
        if (url.pathname !== '/ws/v2' || !tickets.delete(ticket) || clock.now() < faults.downUntil) {
          stream.end('HTTP/1.1 403 Forbidden\r\nhandshake-status: 403\r\nhandshake-msg: bad ticket\r\n\r\n');
          return;
        }
        accepting.handleUpgrade(request, stream, head, attach);
      });
    },
    closeSockets() {
      for (const socket of sockets) socket.close();
    },
    stop() {
      for (const socket of sockets) socket.terminate();
      server?.close();
    },
  };
}
