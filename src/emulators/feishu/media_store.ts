import { imageFacts } from '../ground/image_facts.ts';
import type { Emulation, MediaRecord } from './state.ts';

export interface Media {
  readonly kind: 'image' | 'file';
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly owner: 'app' | 'user';
  readonly durationMs?: number;
}

/** Keeps bytes under a new key in the vendor's form. */
export function storeMedia(emulation: Emulation, media: Media): string {
  const suffix = `${emulation.random.hex(8)}-${emulation.random.hex(4)}-${emulation.random.hex(12)}g`;
  const key = media.kind === 'image' ? `img_v3_02${suffix}` : `file_v3_00${suffix}`;
  const facts = media.kind === 'image' ? imageFacts(media.bytes) : undefined;
  const record: MediaRecord = { ...media, key, contentType: facts?.contentType ?? 'application/octet-stream' };
  emulation.media.set(key, record);
  return key;
}
