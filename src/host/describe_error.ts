const FRAMES = 8;

/** Class, code and place of an error; its text stays out unless it is one of ours, since it may quote what a person wrote. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // The stack begins with the message, whose own lines could look like frames.
  const stack = error.stack ?? '';
  const frames = stack.slice(Math.max(stack.indexOf(error.message), 0) + error.message.length);
  const at = frames
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
  return { error: error.name, ...(code ? { code } : {}), at };
}
