import { createCipheriv, createHash } from 'node:crypto';

/** base64(iv ‖ AES-256-CBC(text)) with key = SHA-256(encryptKey); iv has 16 bytes (reference/feishu.md §2.2). */
export function encryptText(text: string, encryptKey: string, iv: Uint8Array): string {
  const key = createHash('sha256').update(encryptKey, 'utf8').digest();
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** Lower-case hex SHA-256 of timestamp + nonce + encryptKey + raw body (reference/feishu.md §2.3). */
export function signBody(timestamp: string, nonce: string, encryptKey: string, rawBody: string): string {
  return createHash('sha256')
    .update(timestamp + nonce + encryptKey)
    .update(rawBody, 'utf8')
    .digest('hex');
}
