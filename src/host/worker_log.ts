import type { Log } from '../organisation/organisation.ts';
import { describeError } from './describe_error.ts';

type Level = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const levels: readonly Level[] = ['debug', 'info', 'warn', 'error', 'silent'];

/**
 * The Worker's log: one JSON line each, to the console that `wrangler tail` and Workers Logs show. Callers pass ids and
 * codes, never words or secrets.
 */
export function createWorkerLog(level: Level, organisation: string, now: () => number): Log {
  const write = (at: 'info' | 'warn' | 'error', fields: Readonly<Record<string, unknown>>, message: string): void => {
    if (levels.indexOf(at) < levels.indexOf(level)) return;
    const shown = Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? describeError(value) : value,
    ]);
    const line = { level: at, time: new Date(now()).toISOString(), organisation, ...Object.fromEntries(shown) };
    // biome-ignore lint/suspicious/noConsole: a Worker's log is its console.
    console[at](JSON.stringify({ ...line, msg: message }));
  };
  return {
    info: (fields, message) => write('info', fields, message),
    warn: (fields, message) => write('warn', fields, message),
    error: (fields, message) => write('error', fields, message),
  };
}
