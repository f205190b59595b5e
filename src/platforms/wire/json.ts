export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text that says something; undefined for everything else. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The object a text holds; undefined when it holds anything else. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Vendors write moments in seconds, milliseconds or microseconds, as number or text (reference/feishu.md §0). ms.
 * Unreadable moments give 0: the event counts more than its time.
 */
export function momentOf(value: unknown): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
  if (!Number.isFinite(number) || number <= 0) return 0;
  if (number > 1e14) return Math.floor(number / 1000);
  return number < 1e11 ? Math.floor(number * 1000) : Math.floor(number);
}
