import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEnvelopeCrypto } from '../../../src/platforms/feishu/envelope_crypto.ts';
import { ENCRYPT_KEY, encrypt, sign } from './vendor.ts';

const crypto = createEnvelopeCrypto(ENCRYPT_KEY);

describe('opening', () => {
  test('the vendor documentation’s vector', () => {
    const documented = createEnvelopeCrypto('test key');
    expect(documented.open('P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=')).toBe('hello world');
  });

  test('Chinese survives wherever the block boundaries fall', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('安', '园', '𠮷', 'é', 'a', '\n', '"', '🔥') }), (text) => {
        expect(crypto.open(encrypt(text))).toBe(text);
      }),
    );
  });

  test('what was not encrypted with the key gives nothing or other text, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.uint8Array({ maxLength: 200 })), (input) => {
        const text = typeof input === 'string' ? input : Buffer.from(input).toString('base64');
        const opened = crypto.open(text);
        expect(opened === undefined || typeof opened === 'string').toBe(true);
      }),
    );
  });
});

describe('signatures', () => {
  const body = '{"encrypt":"…安园"}';
  const headersOf = (headers: Record<string, string>) => ({
    timestamp: headers['x-lark-request-timestamp'] ?? '',
    nonce: headers['x-lark-request-nonce'] ?? '',
    signature: headers['x-lark-signature'] ?? '',
  });
  const right = headersOf(sign(body));

  test('over the bytes as received', () => {
    expect(crypto.isSigned(Buffer.from(body), right)).toBe(true);
    expect(crypto.isSigned(Buffer.from(`${body} `), right)).toBe(false);
  });

  test.each([
    ['another key', headersOf(sign(body, 'another key'))],
    ['another time', { ...right, timestamp: '1700000001' }],
    ['another nonce', { ...right, nonce: '' }],
    ['no signature', { ...right, signature: '' }],
    ['half a signature', { ...right, signature: right.signature.slice(0, 32) }],
    ['no hex', { ...right, signature: 'z'.repeat(64) }],
  ])('%s is refused', (_, headers) => {
    expect(crypto.isSigned(Buffer.from(body), headers)).toBe(false);
  });
});
