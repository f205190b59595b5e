/** The vendor's envelopes, 2.0 and the old one, brought to one shape (reference/feishu.md §2.4). */
export interface Envelope {
  readonly eventId: string;
  readonly type: string;
  /** When it happened, ms. */
  readonly at: number;
  readonly event: JsonObject;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/**
 * The vendor writes moments in seconds, milliseconds or microseconds, as number or text (reference/feishu.md §0). ms.
 * Unreadable moments give 0: the event counts more than its time.
 */
export function momentOf(value: unknown): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
  if (!Number.isFinite(number) || number <= 0) return 0;
  if (number > 1e14) return Math.floor(number / 1000);
  return number < 1e11 ? Math.floor(number * 1000) : Math.floor(number);
}

/** The verification token an envelope or URL check carries. */
export function tokenOf(body: JsonObject): string | undefined {
  return textOf(isObject(body.header) ? body.header.token : body.token);
}

/** Undefined when this is no event at all. */
export function readEnvelope(body: unknown): Envelope | undefined {
  if (!isObject(body) || !isObject(body.event)) return undefined;
  if (isObject(body.header)) {
    const { event_id: id, event_type: type, create_time: at } = body.header;
    if (typeof id !== 'string' || typeof type !== 'string') return undefined;
    return { eventId: id, type, at: momentOf(at), event: body.event };
  }
  const type = body.event.type;
  if (typeof body.uuid !== 'string' || typeof type !== 'string') return undefined;
  return { eventId: body.uuid, type, at: momentOf(body.ts), event: body.event };
}
