import { createHash, randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { type JsonObject, momentOf, parseObject, textOf } from '../wire/json.ts';
import { describeFailure, type Log } from '../wire/log.ts';
import { readCapped } from '../wire/read_capped.ts';
import type { Intake } from './intake.ts';
import { createEventCrypto, type EventCrypto, isCardSigned, isRobotSigned } from './signatures.ts';

export interface DingTalkWebhookOptions {
  readonly intake: Intake;
  readonly clientId: string;
  /** Signs robot messages. */
  readonly clientSecret: string;
  /** Signs card callbacks; given when the address was registered. */
  readonly cardApiSecret: string;
  readonly eventToken: string;
  readonly eventAesKey: string;
  readonly log: Log;
  /** ms epoch: signatures grow old. */
  readonly now: () => number;
}

/** design.md §7: larger bodies are refused. */
const MAX_BYTES = 1024 * 1024;

interface Body {
  readonly raw: Uint8Array;
  readonly json: JsonObject;
}

/**
 * `POST /robot`, `/card`, `/events` (reference/dingtalk.md §3). Refused before anything happens: too large 413, not JSON
 * 400, unsigned, wrongly signed or undecodable 401. A failing intake is answered 500, so that the vendor delivers again.
 */
export function dingtalkWebhook(options: DingTalkWebhookOptions): Hono {
  const { intake, log, now } = options;
  const crypto = createEventCrypto(options.eventToken, options.eventAesKey, options.clientId);
  const told = new Set<string>();
  /** Each reason is logged once: it helps while setting up, and strangers cannot fill the log. */
  const deny = (why: string): Response => {
    if (!told.has(why)) log.warn({ status: 401 }, `a request to the DingTalk webhook was refused: ${why}`);
    told.add(why);
    return refuse(401);
  };
  const guarded =
    (take: (context: Context, body: Body) => Promise<Response>) =>
    async (context: Context): Promise<Response> => {
      const raw = await readCapped(context.req.raw, MAX_BYTES);
      if (raw === undefined) return refuse(413);
      const json = parseObject(raw.toString('utf8'));
      if (json === undefined) return refuse(400);
      try {
        return await take(context, { raw, json });
      } catch (error) {
        log.error(describeFailure(error), 'a DingTalk push was not accepted; the vendor will deliver it again');
        return refuse(500);
      }
    };

  const app = new Hono();
  // Only reading the body can still fail: the line broke.
  app.onError(() => refuse(400));
  app.post(
    '/robot',
    guarded(async ({ req }, { json }) => {
      const signed = { timestamp: req.header('timestamp') ?? '', signature: req.header('sign') ?? '' };
      if (!isRobotSigned(options.clientSecret, signed, now()))
        return deny('robot message; check DINGTALK_CLIENT_SECRET');
      await intake.robot(json);
      return answer({ msgtype: 'empty' });
    }),
  );
  app.post(
    '/card',
    guarded(async ({ req }, { raw, json }) => {
      const timestamp = req.header('x-ddpaas-signature-timestamp') ?? '';
      const signature = req.header('x-ddpaas-signature') ?? '';
      if (!isCardSigned(options.cardApiSecret, { timestamp, signature }, now()))
        return deny('card callback; check DINGTALK_CARD_API_SECRET');
      const digest = createHash('sha256').update(raw).digest('hex').slice(0, 32);
      return answer(await intake.card(json, `card:${timestamp}:${digest}`));
    }),
  );
  app.post(
    '/events',
    guarded(async ({ req }, { json }) => {
      const opened = openEvent(crypto, req.query(), json);
      if (typeof opened === 'string') return deny(opened);
      const type = textOf(opened.EventType) ?? '';
      if (type !== 'check_url' && type !== '') await intake.event(eventOf(type, opened, json));
      return answer(
        crypto.seal('success', {
          timestamp: String(Math.floor(now() / 1000)),
          nonce: randomBytes(8).toString('hex'),
          random: randomBytes(8).toString('hex'),
        }),
      );
    }),
  );
  return app;
}

/** The event inside, or why it is refused. */
function openEvent(crypto: EventCrypto, query: Record<string, string>, json: JsonObject): JsonObject | string {
  const encrypted = textOf(json.encrypt);
  if (encrypted === undefined) return 'event not encrypted';
  const signature = query.signature ?? query.msg_signature ?? '';
  const isSigned = crypto.isSigned(encrypted, {
    timestamp: query.timestamp ?? '',
    nonce: query.nonce ?? '',
    signature,
  });
  if (!isSigned) return 'event wrongly signed; check DINGTALK_EVENT_TOKEN';
  const text = crypto.open(encrypted);
  const event = text === undefined ? undefined : parseObject(text);
  return event ?? 'event cannot be opened; check DINGTALK_EVENT_AES_KEY and DINGTALK_CLIENT_ID';
}

/** Older pushes have no id of their own; the encrypted text stands for it. */
function eventOf(type: string, data: JsonObject, outer: JsonObject) {
  const eventId =
    textOf(data.eventId) ??
    textOf(data.EventId) ??
    createHash('sha256')
      .update(textOf(outer.encrypt) ?? '')
      .digest('hex')
      .slice(0, 32);
  const at = momentOf(data.EventTime ?? data.eventTime ?? data.TimeStamp ?? data.timeStamp);
  return { type, eventId, at, data };
}

const headers = { 'content-type': 'application/json; charset=utf-8' };
const answer = (body: object): Response => new Response(JSON.stringify(body), { status: 200, headers });
const refuse = (status: number): Response => new Response('{}', { status, headers });
