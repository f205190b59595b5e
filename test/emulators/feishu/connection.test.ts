import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { decodeFrame, encodeFrame, type Frame } from '../../../src/emulators/feishu/frames.ts';
import { isObject, type JsonObject } from '../../../src/emulators/ground/json.ts';
import { APP, messageIdOf, tenant } from './tenant.ts';

let cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

async function running() {
  const t = tenant();
  const { baseUrl } = await t.emulator.start();
  cleanUps.push(t.emulator.stop);
  const endpoint = async (): Promise<JsonObject> => {
    const body = JSON.stringify({ AppID: APP.appId, AppSecret: APP.appSecret });
    const answer: unknown = await (await fetch(`${baseUrl}/callback/ws/endpoint`, { method: 'POST', body })).json();
    return isObject(answer) ? answer : {};
  };
  const open = async (): Promise<Client> => {
    const { data } = await endpoint();
    return connect(isObject(data) ? String(data.URL) : '');
  };
  return { ...t, endpoint, open };
}

interface Client {
  readonly frames: Frame[];
  /** How data frames are acked from now on; undefined: not at all. */
  ack: ((frame: Frame) => string | undefined) | undefined;
  ping(): void;
  /** The next frame that is data (1) or control (0). */
  next(method: 0 | 1): Promise<Frame>;
}

/** A client of the long connection that can misbehave, unlike the official one. */
async function connect(url: string): Promise<Client> {
  const socket = new WebSocket(url);
  cleanUps.push(() => socket.terminate());
  const frames: Frame[] = [];
  let waiting: { method: number; resolve: (frame: Frame) => void }[] = [];
  const client: Client = {
    frames,
    ack: () => JSON.stringify({ code: 200, data: Buffer.from('{}').toString('base64') }),
    ping: () =>
      socket.send(encodeFrame({ service: 33554678, method: 0, headers: { type: 'ping' }, payload: new Uint8Array() })),
    next: (method) => new Promise((resolve) => waiting.push({ method, resolve })),
  };
  socket.on('message', (data) => {
    if (!(data instanceof Buffer)) return;
    const frame = decodeFrame(data);
    frames.push(frame);
    const payload = frame.method === 1 ? client.ack?.(frame) : undefined;
    if (payload !== undefined) socket.send(encodeFrame({ ...frame, payload: Buffer.from(payload) }));
    const met = waiting.filter((each) => each.method === frame.method);
    waiting = waiting.filter((each) => each.method !== frame.method);
    for (const each of met) each.resolve(frame);
  });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return client;
}

describe('long connection', () => {
  test('sends no data before the first ping and answers it with the client configuration', async () => {
    const { emulator, teacher, open } = await running();
    const client = await open();
    const said = emulator.phone(teacher).says('你好');
    const pong = client.next(0);
    client.ping();
    expect(JSON.parse(Buffer.from((await pong).payload).toString())).toEqual(emulator.rules.clientConfig);
    await said;
    expect(client.frames.map((frame) => frame.headers.type)).toEqual(['pong', 'event']);
    expect(client.frames[1]?.headers).toMatchObject({ sum: '1', seq: '0' });
  });

  test('repeats what was not acked within 3 seconds, or was acked with 500', async () => {
    const { clock, emulator, teacher, open } = await running();
    const client = await open();
    client.ping();
    await emulator.connected();
    client.ack = undefined;
    const data = client.next(1);
    const said = emulator.phone(teacher).says('你好');
    await data;
    clock.advance(3_000);
    await said;
    client.ack = () => '{"code":500}';
    clock.advance(15_000);
    await emulator.settled();
    client.ack = () => '{"code":200}';
    clock.advance(300_000);
    await emulator.settled();
    const ids = client.frames
      .filter((frame) => frame.method === 1)
      .map((frame) => JSON.parse(Buffer.from(frame.payload).toString()).header.event_id);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(emulator.waitingRetries()).toBe(0);
  });

  test.each([
    ['no data', { code: 200 }, 200672],
    ['a text', { code: 200, data: Buffer.from('"no card.action.trigger event handle"').toString('base64') }, 200672],
    ['a failure', { code: 500 }, 200671],
  ])('a press acked with %s shows an error', async (_name, ack, error) => {
    const { emulator, teacher, send, open } = await running();
    const client = await open();
    client.ping();
    await emulator.connected();
    const button = {
      tag: 'button',
      text: { tag: 'plain_text', content: '好' },
      behaviors: [{ type: 'callback', value: { a: 1 } }],
    };
    const messageId = messageIdOf(await send('interactive', { schema: '2.0', body: { elements: [button] } }));
    client.ack = () => JSON.stringify(ack);
    expect(await emulator.phone(teacher).presses(messageId, { button: '好' })).toMatchObject({ error });
    expect(client.frames.at(-1)?.headers.type).toBe('event');
  });

  test('an event without any connection waits for the ladder', async () => {
    const { clock, emulator, teacher, open } = await running();
    await emulator.phone(teacher).says('你好');
    expect(emulator.waitingRetries()).toBe(1);
    const client = await open();
    client.ping();
    await emulator.connected();
    clock.advance(15_000);
    await emulator.settled();
    expect(client.frames.map((frame) => frame.headers.type)).toEqual(['pong', 'event']);
  });

  test('gives each event to one of up to 50 connections by chance', async () => {
    const { emulator, teacher, endpoint, open } = await running();
    const clients = await Promise.all(Array.from({ length: 50 }, open));
    for (const client of clients) client.ping();
    await emulator.connected(50);
    expect(await endpoint()).toMatchObject({ code: 1000040350, data: {} });
    for (let sent = 0; sent < 10; sent += 1) await emulator.phone(teacher).says(`第 ${sent} 条`);
    const perClient = clients.map((client) => client.frames.filter((frame) => frame.method === 1).length);
    expect(perClient.reduce((sum, count) => sum + count)).toBe(10);
    expect(perClient.filter((count) => count > 0).length).toBeGreaterThan(3);
  });

  test('a ticket opens one connection only', async () => {
    const { endpoint } = await running();
    const { data } = await endpoint();
    const url = isObject(data) ? String(data.URL) : '';
    await connect(url);
    await expect(connect(url)).rejects.toThrow('403');
  });
});
