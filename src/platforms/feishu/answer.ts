import type { Inbound, Reply } from '../platform.ts';
import { CardTooLarge } from '../wire/card_limits.ts';
import type { Log } from '../wire/log.ts';
import { EventUnreadable, readInbound } from './inbound.ts';
import { render } from './render.ts';

/** Takes an inbound and answers once its effects are durable. Throwing makes the vendor deliver an event again. */
export type Accept = (inbound: Inbound) => Reply | Promise<Reply>;

export interface AnsweringOptions {
  readonly accept: Accept;
  /** The bot's open_id, undefined while it is not known yet. */
  readonly botOpenId: () => string | undefined;
  readonly log: Log;
}

/** The answer to an event that needs none; never an empty body (reference/feishu.md §10, 200672). */
const NOTHING = '{}';

/**
 * Reads one verified envelope, lets it be accepted, and gives the JSON text to answer with: `{}` for events, toast
 * and card for presses (reference/feishu.md §5). Rethrows what `accept` throws.
 */
export async function answerEnvelope(options: AnsweringOptions, body: unknown): Promise<string> {
  const inbound = read(options, body);
  if (!inbound) return NOTHING;
  const reply = await options.accept(inbound);
  return inbound.kind === 'press' ? answerPress(reply, options.log) : NOTHING;
}

function read({ botOpenId, log }: AnsweringOptions, body: unknown): Inbound | undefined {
  try {
    return readInbound(body, botOpenId);
  } catch (error) {
    if (!(error instanceof EventUnreadable)) throw error;
    log.error({ code: error.code }, error.message);
    return undefined;
  }
}

function answerPress(reply: Reply, log: Log): string {
  const parts: string[] = [];
  if (reply.toast) parts.push(`"toast":${JSON.stringify({ type: reply.toast.tone, content: reply.toast.text })}`);
  const card = reply.card && renderForAnswer(reply.card, log);
  if (card) parts.push(`"card":{"type":"raw","data":${card}}`);
  return `{${parts.join(',')}}`;
}

/** A card that cannot be shown must not turn a recorded press into an error on the phone. */
function renderForAnswer({ card, directory }: NonNullable<Reply['card']>, log: Log): string | undefined {
  try {
    return render(card, directory).wire;
  } catch (error) {
    if (!(error instanceof CardTooLarge)) throw error;
    log.error({ code: error.code, card: error.cardKey, limit: error.limit, actual: error.actual }, error.message);
    return undefined;
  }
}
