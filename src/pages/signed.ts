import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Signs what a browser carries for us: links, sessions, buttons. The words stay readable: ids only, nothing private. */
export interface Signer {
  sign(purpose: Purpose, value: unknown): string;
  /** What was signed for this purpose; undefined for anything else. */
  read(purpose: Purpose, text: string): unknown;
}

/** One signature is never good for another purpose. */
export type Purpose = 'link' | 'session' | 'sign-in' | 'way' | 'press' | 'photo' | 'package';

const KEY_BYTES = 32;
/** 128 bits: nobody guesses it, and a link stays short. */
const SIGNATURE_BYTES = 16;

/**
 * A signer whose key comes from the one of SECRET_KEY_FILE and the organisation's name (its app id), so that nothing
 * signed for one organisation is good for another served with the same key.
 */
export function createSigner(secretKey: Uint8Array, organisation: string): Signer {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', `anyuan form page ${organisation}`, KEY_BYTES));
  const signatureOf = (purpose: Purpose, payload: string): string =>
    createHmac('sha256', key)
      .update(`${purpose}.${payload}`)
      .digest()
      .subarray(0, SIGNATURE_BYTES)
      .toString('base64url');
  return {
    sign(purpose, value) {
      const payload = Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${payload}.${signatureOf(purpose, payload)}`;
    },
    read(purpose, text) {
      const [payload = '', signature = '', ...rest] = text.split('.');
      const given = Buffer.from(signature);
      const right = Buffer.from(signatureOf(purpose, payload));
      if (rest.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      // We signed it, so it is JSON of ours.
      return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as unknown;
    },
  };
}
