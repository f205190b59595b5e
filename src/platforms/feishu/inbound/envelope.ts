import { isObject, type JsonObject, momentOf, textOf } from '../../wire/json.ts';

/** The vendor's envelopes, 2.0 and the old one, brought to one shape (reference/feishu.md §2.4). */
export interface Envelope {
  readonly eventId: string;
  readonly type: string;
  /** When it happened, ms. */
  readonly at: number;
  /** The organisation the app belongs to; undefined in old envelopes. */
  readonly tenant: string | undefined;
  readonly event: JsonObject;
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
    return { eventId: id, type, at: momentOf(at), tenant: textOf(body.header.tenant_key), event: body.event };
  }
  const type = body.event.type;
  if (typeof body.uuid !== 'string' || typeof type !== 'string') return undefined;
  return { eventId: body.uuid, type, at: momentOf(body.ts), tenant: undefined, event: body.event };
}
