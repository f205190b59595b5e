import { pino } from 'pino';
import type { Log } from '../organisation/organisation.ts';
import { describeError } from './describe_error.ts';

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
