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
