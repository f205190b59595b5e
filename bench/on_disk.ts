import { closeSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Waits until a database that was filled without waiting for the disk is on it. Otherwise the server's first checkpoint
 * waits for all of it and is taken for a stall of the server's own: 150 to 180 ms for 240 MB.
 */
export function putOnDisk(data: string): void {
  const file = openSync(join(data, 'anyuan.db'), 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
