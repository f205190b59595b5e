import { startChild } from '../child.ts';
import { note, numberParameter } from '../print.ts';
import { median, quantile, round } from '../statistics.ts';
import { steady } from './load.ts';
import { isAnswer, pressRequests } from './presses.ts';

const PRESSES_PER_SECOND = numberParameter('presses', 300);
const CARDS = numberParameter('cards', 2_000);
const LONGEST_S = 30;

export interface Sending {
  readonly pressesPerSecond: number;
  /** How many left in the time. */
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

/**
 * Presses at a constant rate while the outbox sends to a vendor that answers at once: as fast as it can, or at the
 * vendor's pace, at which 2,000 cards take longer than the run.
 */
export async function whileSending(directory: string, pace: 'paced' | 'unpaced'): Promise<Sending> {
  const at = (path: string): URL => new URL(`./servers/${path}`, import.meta.url);
  const vendor = await startChild(at('vendor.ts'));
  const server = await startChild(at('anyuan_sending.ts'), [directory, `http://127.0.0.1:${vendor.port}`, pace]);
  try {
    const line = { port: server.port, connections: 64, check: isAnswer };
    await steady(pressRequests(PRESSES_PER_SECOND * 2), { ...line, perSecond: PRESSES_PER_SECOND, goOn: () => true });
    const requests = pressRequests(PRESSES_PER_SECOND * LONGEST_S);
    let isOver = false;
    await server.begin();
    const started = performance.now();
    await server.ask(`send ${CARDS}`);
    const load = steady(requests, { ...line, perSecond: PRESSES_PER_SECOND, goOn: () => !isOver });
    let left = CARDS;
    while (left > 0 && performance.now() - started < LONGEST_S * 1000) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      // The server answers with the number of cards.
      left = (await server.ask('left')) as number;
    }
    const seconds = (performance.now() - started) / 1000;
    isOver = true;
    const { answered, latencies } = await load;
    const measured = await server.end();
    note(`while sending ${pace}: ${answered} presses, p99 ${round(quantile(latencies, 0.99), 1)} ms`);
    return {
      pressesPerSecond: PRESSES_PER_SECOND,
      cards: CARDS - left,
      seconds: round(seconds, 1),
      cardsPerSecond: round((CARDS - left) / seconds),
      p50: round(median(latencies), 1),
      p99: round(quantile(latencies, 0.99), 1),
      slowest: round(Math.max(0, ...latencies), 1),
      stall: round(measured.stall, 1),
    };
  } finally {
    await server.stop();
    await vendor.stop();
  }
}
