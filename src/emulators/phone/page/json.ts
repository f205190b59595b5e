/** Reading of JSON whose shape nobody promised: a card comes from outside and must never break the page. */

export type Json = Readonly<Record<string, unknown>>;

export function record(value: unknown): Json {
  // A non-null, non-array object can be read by any key; unknown keys give undefined.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown, otherwise = ''): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return otherwise;
}

export function number(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  return undefined;
}

/** The text of a plain_text, lark_md or markdown object, or of a bare string. */
export function contentOf(value: unknown): string {
  return typeof value === 'string' ? value : text(record(value).content);
}
