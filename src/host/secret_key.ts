import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KEY_BYTES } from './sealer.ts';

export class SecretKeyUnreadable extends Error {
  readonly code = 'secret_key.unreadable';
  constructor(file: string) {
    super(
      `secret_key.unreadable: ${file} does not hold a key of ${KEY_BYTES} bytes in hex; restore the file that was used before, or move it away to have a new one made (sealed private reports then stay closed) (who: the person who runs the server)`,
    );
  }
}

/** Reads the key, making it at the first start; only the owner may read the file. Throws `SecretKeyUnreadable`. */
export function readSecretKey(file: string): Uint8Array {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) throw new SecretKeyUnreadable(file);
  return key;
}
