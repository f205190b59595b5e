import { startChild } from '../child.ts';
import { note, numberParameter } from '../print.ts';
import { median, quantile, round } from '../statistics.ts';
import { steady } from './load.ts';
import { isAnswer, pressRequests } from './presses.ts';

const PRESSES_PER_SECOND = numberParameter('presses', 300);
const CARDS = numberParameter('cards', 2_000);
const LONGEST_S = 60;

export interface Sending {
  readonly pressesPerSecond: number;
  readonly cards: number;
  /** From the moment the cards were due until the last had left. */
  readonly seconds: number;
  readonly cardsPerSecond: number;
  /** ms, of the presses in that time. */
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
  readonly stall: number;
}

/** Presses at a constant rate while the outbox sends as fast as it can to a vendor that answers at once. */
export async function whileSending(directory: string): Promise<Sending> {
  const at = (path: string): URL => new URL(`./servers/${path}`, import.meta.url);
  const vendor = await startChild(at('vendor.ts'));
  const server = await startChild(at('anyuan_unpaced.ts'), [directory, `http://127.0.0.1:${vendor.port}`]);
  try {
    const line = { port: server.port, connections: 64, check: isAnswer };
    await steady(pressRequests(PRESSES_PER_SECOND * 3), { ...line, perSecond: PRESSES_PER_SECOND, goOn: () => true });
    await server.ask('idle');
    let isOver = false;
    const requests = pressRequests(PRESSES_PER_SECOND * LONGEST_S);
    await server.begin();
    const started = performance.now();
    const sending = server.ask(`send ${CARDS}`).then(() => {
      isOver = true;
      return (performance.now() - started) / 1000;
    });
    const load = await steady(requests, { ...line, perSecond: PRESSES_PER_SECOND, goOn: () => !isOver });
    const measured = await server.end();
    const seconds = await sending;
    note(`while sending: ${load.answered} presses, p99 ${round(quantile(load.latencies, 0.99), 1)} ms`);
    return {
      pressesPerSecond: PRESSES_PER_SECOND,
      cards: CARDS,
      seconds: round(seconds, 1),
      cardsPerSecond: round(CARDS / seconds),
      p50: round(median(load.latencies), 1),
      p99: round(quantile(load.latencies, 0.99), 1),
      slowest: round(Math.max(0, ...load.latencies), 1),
      stall: round(measured.stall, 1),
    };
  } finally {
    await server.stop();
    await vendor.stop();
  }
}
