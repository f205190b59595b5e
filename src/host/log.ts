import { pino } from 'pino';
import type { Log } from '../organisation/organisation.ts';

/** The server's log: one JSON line each, to the standard output. Callers pass ids and codes, never words or secrets. */
export function createLog(level: string): Log {
  const logger = pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: describeError },
    formatters: { level: (label) => ({ level: label }) },
  });
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}

const FRAMES = 8;

/** Class, code and place of an error; its text stays out unless it is one of ours, since it may quote what a person wrote. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
  return { error: error.name, ...(code ? { code } : {}), at };
}
