import { createDecipheriv, createHash, createSecretKey } from 'node:crypto';
import { sameBytes } from '../wire/bytes.ts';

/** Checks and opens what the vendor pushes (reference/feishu.md §2.2, §2.3). */
export interface EnvelopeCrypto {
  /** Whether `signature` (hex) is right for the bytes as received. Compares in constant time. */
  isSigned(raw: Uint8Array, headers: SignatureHeaders): boolean;
  /** The text inside `{"encrypt":"…"}`; undefined when it cannot be opened. */
  open(encrypted: string): string | undefined;
}

export interface SignatureHeaders {
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
}

const IV_BYTES = 16;

export function createEnvelopeCrypto(encryptKey: string): EnvelopeCrypto {
  // Made once: opening with a bare Buffer costs five times as much (reference/runtime.md §6).
  const key = createSecretKey(createHash('sha256').update(encryptKey).digest());
  return {
    isSigned(raw, { timestamp, nonce, signature }) {
      const expected = createHash('sha256')
        .update(timestamp + nonce + encryptKey)
        .update(raw)
        .digest();
      return sameBytes(Buffer.from(signature, 'hex'), expected);
    },
    open(encrypted) {
      const bytes = Buffer.from(encrypted, 'base64');
      if (bytes.length < 2 * IV_BYTES) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, IV_BYTES));
        // Joined as bytes: workerd drops a character that spans two blocks when decoding piecewise (reference/runtime.md §2).
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
