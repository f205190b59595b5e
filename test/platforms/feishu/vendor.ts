import { createCipheriv, createHash } from 'node:crypto';

/** Pushes as the vendor makes them (reference/feishu.md §2), written independently of the code under test. */
export const ENCRYPT_KEY = 'test-encrypt-key-kids-2026';
export const TOKEN = 'verif-token-demo';

export function encrypt(text: string, encryptKey = ENCRYPT_KEY): string {
  const iv = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

export function sign(body: string, encryptKey = ENCRYPT_KEY): Record<string, string> {
  const [timestamp, nonce] = ['1700000000', 'a1b2c3d4e5'];
  return {
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': createHash('sha256')
      .update(timestamp + nonce + encryptKey + body)
      .digest('hex'),
  };
}

interface Header {
  readonly event_id?: string;
  readonly create_time?: string;
  readonly token?: string;
}

export const envelope = (type: string, event: unknown, header: Header = {}) => ({
  schema: '2.0',
  header: {
    event_id: 'event-1',
    token: TOKEN,
    create_time: '1603977298000',
    event_type: type,
    tenant_key: '2ca1d211f64f6438',
    app_id: 'cli_0123456789abcdef',
    ...header,
  },
  event,
});

export const ids = { union_id: 'on_li', user_id: 'e33ggbyz', open_id: 'ou_li' };

export const pressEvent = (action: Record<string, unknown>) => ({
  operator: { tenant_key: '2ca1d211f64f6438', user_id: 'e33ggbyz', open_id: 'ou_li', union_id: 'on_li' },
  token: 'c-295ee57216a5dc9de90fefd0aadb4b1d7d',
  action: { tag: 'button', timezone: 'Asia/Shanghai', ...action },
  host: 'im_message',
  context: { open_message_id: 'om_1', open_chat_id: 'oc_1' },
});

export const press = (action: Record<string, unknown>) =>
  envelope('card.action.trigger', pressEvent(action), { create_time: '1603977298000000' });

export const textMessage = (text: string, more: Record<string, unknown> = {}) =>
  envelope('im.message.receive_v1', {
    sender: { sender_id: ids, sender_type: 'user', tenant_key: '2ca1d211f64f6438' },
    message: {
      message_id: 'om_2',
      create_time: '1609073151345',
      update_time: '1609073151345',
      chat_id: 'oc_2',
      chat_type: 'p2p',
      message_type: 'text',
      content: JSON.stringify({ text }),
      ...more,
    },
  });

/** A log that keeps its lines. */
export function keepingLog() {
  const lines: string[] = [];
  const keep = (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { lines, info: keep, warn: keep, error: keep };
}
