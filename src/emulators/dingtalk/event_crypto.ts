import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

const BLOCK = 32;

/** The encryption of events over HTTP (reference/dingtalk.md §3.3). */
export interface EventKeys {
  readonly token: string;
  /** 43 characters. */
  readonly aesKey: string;
  /** appKey of an internal app, corpId of a legacy callback. */
  readonly owner: string;
}

const keyBytes = (aesKey: string) => Buffer.from(`${aesKey}=`, 'base64');

/** `random` are the 16 bytes before the text. */
export function encryptEvent(keys: EventKeys, text: string, random: string): string {
  const key = keyBytes(keys.aesKey);
  const message = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const plain = Buffer.concat([Buffer.from(random, 'latin1'), length, message, Buffer.from(keys.owner, 'utf8')]);
  const fill = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(fill, fill)), cipher.final()]).toString(
    'base64',
  );
}

/** The text inside, or undefined when it was made with another key or for another owner. */
export function decryptEvent(keys: EventKeys, encrypted: string): string | undefined {
  const key = keyBytes(keys.aesKey);
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
    const fill = padded.at(-1) ?? 0;
    const plain = padded.subarray(0, padded.length - fill);
    const until = 20 + plain.readUInt32BE(16);
    if (plain.subarray(until).toString('utf8') !== keys.owner) return undefined;
    return plain.subarray(20, until).toString('utf8');
  } catch {
    return undefined;
  }
}

export function signEvent(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join(''), 'utf8').digest('hex');
}
