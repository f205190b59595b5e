import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey } from 'node:crypto';
import { sameBytes } from '../wire/bytes.ts';

/** A robot callback's signature may be this old (reference/dingtalk.md §3.1). */
const ROBOT_WINDOW_MS = 3_600_000;
/** The vendor names no window for card callbacks; ours (reference/dingtalk.md §3.2). */
const CARD_WINDOW_MS = 5 * 60_000;

const hmac = (key: string, message: string): Buffer => createHmac('sha256', key).update(message).digest();
const isNear = (timestamp: string, now: number, window: number): boolean =>
  /^\d{10,16}$/.test(timestamp) && Math.abs(now - Number(timestamp)) <= window;

export interface Signed {
  /** ms, as sent. */
  readonly timestamp: string;
  /** base64. */
  readonly signature: string;
}

/** reference/dingtalk.md §3.1. It does not cover the body: HTTPS and deduplication do the rest. */
export const isRobotSigned = (appSecret: string, { timestamp, signature }: Signed, now: number): boolean =>
  isNear(timestamp, now, ROBOT_WINDOW_MS) &&
  sameBytes(Buffer.from(signature, 'base64'), hmac(appSecret, `${timestamp}\n${appSecret}`));

/** reference/dingtalk.md §3.2. */
export const isCardSigned = (apiSecret: string, { timestamp, signature }: Signed, now: number): boolean =>
  isNear(timestamp, now, CARD_WINDOW_MS) && sameBytes(Buffer.from(signature, 'base64'), hmac(apiSecret, timestamp));

/** Checks, opens and seals what the vendor pushes as events (reference/dingtalk.md §3.3). */
export interface EventCrypto {
  isSigned(encrypted: string, by: { timestamp: string; nonce: string; signature: string }): boolean;
  /** The text inside; undefined when it cannot be opened or was meant for another app. */
  open(encrypted: string): string | undefined;
  /** An answer. `random`: 16 characters. */
  seal(text: string, by: { timestamp: string; nonce: string; random: string }): SealedAnswer;
}

export interface SealedAnswer {
  readonly msg_signature: string;
  readonly timeStamp: string;
  readonly nonce: string;
  readonly encrypt: string;
}

const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;
const BLOCK = 32;

/** `owner`: the clientId. Throws when the key has not 43 characters. */
export function createEventCrypto(token: string, encodingAesKey: string, owner: string): EventCrypto {
  const keyBytes = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (encodingAesKey.length !== 43 || keyBytes.length !== BLOCK) throw new Error('the event AES key has 43 characters');
  const key = createSecretKey(keyBytes);
  const iv = keyBytes.subarray(0, 16);
  const sign = (encrypted: string, timestamp: string, nonce: string): string =>
    createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');

  return {
    isSigned: (encrypted, { timestamp, nonce, signature }) =>
      sameBytes(Buffer.from(signature), Buffer.from(sign(encrypted, timestamp, nonce))),
    open(encrypted) {
      try {
        const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
        const padded = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
        const padding = padded.at(-1) ?? 0;
        if (padding < 1 || padding > BLOCK || padded.length < RANDOM_BYTES + LENGTH_BYTES + padding) return undefined;
        const plain = padded.subarray(RANDOM_BYTES, padded.length - padding);
        const length = plain.readUInt32BE(0);
        const text = plain.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
        const meantFor = plain.subarray(LENGTH_BYTES + length);
        if (text.length !== length || !sameBytes(meantFor, Buffer.from(owner))) return undefined;
        return text.toString('utf8');
      } catch {
        return undefined;
      }
    },
    seal(text, { timestamp, nonce, random }) {
      const message = Buffer.from(text);
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(message.length);
      const plain = Buffer.concat([Buffer.from(random), length, message, Buffer.from(owner)]);
      // PKCS#7 over blocks of 32, which the library's own padding does not do.
      const padding = BLOCK - (plain.length % BLOCK);
      const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
      const sealed = [cipher.update(Buffer.concat([plain, Buffer.alloc(padding, padding)])), cipher.final()];
      const encrypt = Buffer.concat(sealed).toString('base64');
      return { msg_signature: sign(encrypt, timestamp, nonce), timeStamp: timestamp, nonce, encrypt };
    },
  };
}
