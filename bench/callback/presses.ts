import { createCipheriv, createHash, createSecretKey, randomBytes } from 'node:crypto';
import { APP_ID, chatOf, ENCRYPT_KEY, HAZARDS, messageOf, reporterOf, userOf, VERIFICATION_TOKEN } from './tenant.ts';

const key = createSecretKey(createHash('sha256').update(ENCRYPT_KEY).digest());
const words =
  '扶手根部的两颗膨胀螺丝已经拔出来了，下课铃一响就有学生靠上去，现在用课桌临时挡住，请尽快派人来修。'.repeat(5);

/** One form submit as the vendor words it (reference/feishu.md §5), about 2 KB before encryption. */
function envelopeOf(eventId: string, hazard: number): string {
  return JSON.stringify({
    schema: '2.0',
    header: {
      event_id: eventId,
      token: VERIFICATION_TOKEN,
      create_time: String(Date.now() * 1000),
      event_type: 'card.action.trigger',
      tenant_key: '736588c9260f175e',
      app_id: APP_ID,
    },
    event: {
      operator: {
        tenant_key: '736588c9260f175e',
        user_id: `u${reporterOf(hazard)}`,
        open_id: userOf(reporterOf(hazard)),
        union_id: `on_${userOf(reporterOf(hazard))}`,
      },
      token: `c-${eventId}`,
      action: {
        value: { action: 'hazard.supplement', reference: { hazard: hazard + 1 }, revision: 1, fields: {} },
        tag: 'button',
        timezone: 'Asia/Shanghai',
        form_value: { words },
        name: 'submit',
      },
      host: 'im_message',
      context: { open_message_id: messageOf(hazard), open_chat_id: chatOf(reporterOf(hazard)) },
    },
  });
}

function encrypt(text: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

let made = 0;

/** The bytes of one HTTP request: a press nobody made before, signed and encrypted, on the next hazard in turn. */
export function pressRequest(): Buffer {
  made += 1;
  const eventId = `${process.pid}-${made}-${randomBytes(8).toString('hex')}`;
  const body = JSON.stringify({ encrypt: encrypt(envelopeOf(eventId, made % HAZARDS)) });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(6).toString('hex');
  const signature = createHash('sha256')
    .update(timestamp + nonce + ENCRYPT_KEY)
    .update(body)
    .digest('hex');
  return Buffer.from(
    [
      'POST /feishu/webhook HTTP/1.1',
      'Host: 127.0.0.1',
      'Content-Type: application/json; charset=utf-8',
      `X-Lark-Request-Timestamp: ${timestamp}`,
      `X-Lark-Request-Nonce: ${nonce}`,
      `X-Lark-Signature: ${signature}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

export const pressRequests = (count: number): Buffer[] => Array.from({ length: count }, pressRequest);

/** What an answer to a press must hold, so that no server is measured while refusing. */
export const isAnswer = (body: string): boolean => body.includes('"toast"') && body.includes('"success"');
