import { connect, type Socket } from 'node:net';

/** A keep-alive connection that sends prepared bytes and waits for the whole answer: light, so that the server is what is measured. */
interface Line {
  send(request: Buffer): Promise<string>;
  close(): void;
}

async function openLine(port: number): Promise<Line> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opening = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(opening));
    opening.once('error', reject);
  });
  let received = '';
  let done: ((body: string) => void) | undefined;
  let failed: ((error: Error) => void) | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    const body = wholeBody(received);
    if (body === undefined) return;
    const status = received.slice(9, 12);
    received = '';
    if (status === '200') done?.(Buffer.from(body, 'latin1').toString('utf8'));
    else failed?.(new Error(`bench.load: the server answered ${status}`));
  });
  const broken = (error?: Error): void => failed?.(error ?? new Error('bench.load: the server hung up'));
  socket.on('error', broken);
  socket.on('close', () => broken());
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        done = resolve;
        failed = reject;
        socket.write(request);
      }),
    close: () => {
      failed = undefined;
      socket.destroy();
    },
  };
}

/** The body once it has arrived whole, by its length or its last chunk. */
function wholeBody(received: string): string | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const body = received.slice(end + 4);
  const length = /content-length: (\d+)/i.exec(received.slice(0, end))?.[1];
  if (length !== undefined) return body.length >= Number(length) ? body : undefined;
  return body.endsWith('0\r\n\r\n') ? body : undefined;
}

export interface Load {
  readonly answered: number;
  readonly seconds: number;
  /** ms each, in the order of answering. */
  readonly latencies: readonly number[];
}

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  readonly check: (body: string) => boolean;
}

function checked(body: string, check: (body: string) => boolean): void {
  if (!check(body)) throw new Error(`bench.load: unexpected answer ${body.slice(0, 200)}`);
}

/** Every connection sends its next request as soon as the last is answered, until all are sent or the time is over. */
export async function closedLoop(
  requests: readonly Buffer[],
  milliseconds: number,
  options: LoadOptions,
): Promise<Load> {
  const lines = await Promise.all(Array.from({ length: options.connections }, () => openLine(options.port)));
  const latencies: number[] = [];
  let next = 0;
  const started = performance.now();
  const until = started + milliseconds;
  await Promise.all(
    lines.map(async (line) => {
      while (next < requests.length && performance.now() < until) {
        const request = requests[next] ?? Buffer.alloc(0);
        next += 1;
        const sent = performance.now();
        checked(await line.send(request), options.check);
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const line of lines) line.close();
  return { answered: latencies.length, seconds, latencies };
}

export interface SteadyOptions extends LoadOptions {
  readonly perSecond: number;
  /** Asked before each request; false ends the run. */
  readonly goOn: () => boolean;
}

/**
 * Requests leave at fixed moments whether or not the earlier ones are answered; each counts from the moment it should
 * have left, so a server that stalls cannot hide it. Needs enough connections for the longest stall.
 */
export async function steady(requests: readonly Buffer[], options: SteadyOptions): Promise<Load> {
  const lines = await Promise.all(Array.from({ length: options.connections }, () => openLine(options.port)));
  const free = [...lines];
  const waiting: { request: Buffer; due: number }[] = [];
  const latencies: number[] = [];
  const pending: Promise<void>[] = [];
  const started = performance.now();
  const launch = (): void => {
    for (;;) {
      // The longest unused: a server hangs up on lines that are idle for seconds.
      const line = free[0];
      const first = waiting[0];
      if (!line || !first) return;
      free.shift();
      waiting.shift();
      pending.push(
        line.send(first.request).then((body) => {
          checked(body, options.check);
          latencies.push(performance.now() - first.due);
          free.push(line);
          launch();
        }),
      );
    }
  };
  let sent = 0;
  while (sent < requests.length && options.goOn()) {
    const due = started + (sent * 1000) / options.perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    waiting.push({ request: requests[sent] ?? Buffer.alloc(0), due: Math.max(due, performance.now() - 1000) });
    sent += 1;
    launch();
  }
  while (latencies.length < sent)
    await Promise.all(pending.splice(0)).then(() => new Promise((resolve) => setTimeout(resolve, 5)));
  const seconds = (performance.now() - started) / 1000;
  for (const line of lines) line.close();
  return { answered: latencies.length, seconds, latencies };
}
