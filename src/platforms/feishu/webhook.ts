import { type Context, Hono } from 'hono';
import { sameBytes } from '../wire/bytes.ts';
import { type JsonObject, parseObject, textOf } from '../wire/json.ts';
import { describeFailure } from '../wire/log.ts';
import { readCapped } from '../wire/read_capped.ts';
import { type AnsweringOptions, answerEnvelope } from './answer.ts';
import { createEnvelopeCrypto, type EnvelopeCrypto } from './envelope_crypto.ts';
import { tokenOf } from './inbound/envelope.ts';

export interface FeishuWebhookOptions extends AnsweringOptions {
  /** 事件与回调 → 加密策略 → Encrypt Key. Without it only the verification token protects the address. */
  readonly encryptKey?: string;
  /** 事件与回调 → 加密策略 → Verification Token. */
  readonly verificationToken: string;
}

/** design.md §7: larger bodies are refused. */
const MAX_BYTES = 1024 * 1024;

type Opened = { readonly ok: true; readonly body: JsonObject } | Refused;

interface Refused {
  readonly ok: false;
  readonly status: 400 | 401;
  /** For the log: what whoever set it up should look at. */
  readonly why: string;
}

const refused = (status: 400 | 401, why: string): Refused => ({ ok: false, status, why });

/**
 * `POST /`: the vendor's events, card callbacks and URL check (reference/feishu.md §2). Refused before anything happens:
 * too large 413, not JSON 400, unsigned, wrongly signed, undecodable or with a wrong token 401. A failing `accept` is
 * answered 500, so that the vendor delivers the event again. Throws at once when the verification token is empty.
 */
export function feishuWebhook(options: FeishuWebhookOptions): Hono {
  const crypto = options.encryptKey ? createEnvelopeCrypto(options.encryptKey) : undefined;
  const expectedToken = Buffer.from(options.verificationToken);
  if (expectedToken.length === 0) throw new Error('the Feishu webhook needs a verification token');
  const hasToken = (body: JsonObject): boolean => sameBytes(Buffer.from(tokenOf(body) ?? ''), expectedToken);
  const told = new Set<string>();
  /** Each reason is logged once: it helps while setting up, and strangers cannot fill the log. */
  const deny = ({ status, why }: Refused): Response => {
    if (!told.has(why)) options.log.warn({ status }, `a request to the Feishu webhook was refused: ${why}`);
    told.add(why);
    return refuse(status);
  };

  const app = new Hono();
  // Only reading the body can still fail: the line broke.
  app.onError(() => refuse(400));
  app.post('/', async (context) => {
    const raw = await readCapped(context.req.raw, MAX_BYTES);
    if (raw === undefined) return refuse(413);
    const outer = parseObject(raw.toString('utf8'));
    if (outer === undefined) return refuse(400);
    const opened = openBody(crypto, outer, raw, context);
    if (!opened.ok) return deny(opened);
    if (!hasToken(opened.body)) return deny(refused(401, 'wrong token; check FEISHU_VERIFICATION_TOKEN'));
    if (opened.body.type === 'url_verification') {
      return answer(JSON.stringify({ challenge: textOf(opened.body.challenge) ?? '' }));
    }
    try {
      return answer(await answerEnvelope(options, opened.body));
    } catch (error) {
      options.log.error(describeFailure(error), 'a Feishu event was not accepted; the vendor will deliver it again');
      return refuse(500);
    }
  });
  return app;
}

/**
 * The envelope inside a request body. With an encrypt key everything must be signed, except the URL check, which the
 * vendor sends unsigned, in clear or encrypted (reference/feishu.md §2.1).
 */
function openBody(crypto: EnvelopeCrypto | undefined, outer: JsonObject, raw: Uint8Array, context: Context): Opened {
  if (!crypto) {
    return 'encrypt' in outer ? refused(401, 'encrypted; set FEISHU_ENCRYPT_KEY') : { ok: true, body: outer };
  }
  if (typeof outer.encrypt !== 'string') {
    return outer.type === 'url_verification' ? { ok: true, body: outer } : refused(401, 'not encrypted');
  }
  const signature = context.req.header('x-lark-signature');
  if (signature !== undefined) {
    const timestamp = context.req.header('x-lark-request-timestamp') ?? '';
    const nonce = context.req.header('x-lark-request-nonce') ?? '';
    const signed = crypto.isSigned(raw, { timestamp, nonce, signature });
    if (!signed) return refused(401, 'wrong signature; check FEISHU_ENCRYPT_KEY');
  }
  const text = crypto.open(outer.encrypt);
  const body = text === undefined ? undefined : parseObject(text);
  // Unsigned, every failure looks the same from outside: no answer tells how the decryption went.
  if (signature === undefined) {
    return body?.type === 'url_verification' ? { ok: true, body } : refused(401, 'no signature');
  }
  if (!body) return refused(400, 'signed but not readable');
  return { ok: true, body };
}

const headers = { 'content-type': 'application/json; charset=utf-8' };
const answer = (json: string): Response => new Response(json, { status: 200, headers });
const refuse = (status: number): Response => new Response('{}', { status, headers });
