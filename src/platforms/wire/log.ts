/** What the adapter needs of a logger; pino's has this shape. Fields carry ids and codes, never content or secrets. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

const FRAMES = 6;

/** Class, code and place of an error for the log. Its text is left out: it might quote what a person wrote. */
export function describeFailure(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  // The stack begins with the message, whose own lines could look like frames.
  const stack = error.stack ?? '';
  const behind = stack.slice(Math.max(stack.indexOf(error.message), 0) + error.message.length);
  const frames = behind.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    at: frames.slice(0, FRAMES).map((line) => line.trim()),
  };
}
