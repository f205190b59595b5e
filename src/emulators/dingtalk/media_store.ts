import { imageFacts } from '../ground/image_facts.ts';
import { newDownloadCode } from './ids.ts';
import type { Emulation, MediaRecord } from './state.ts';

export type MediaInput = Omit<MediaRecord, 'key' | 'contentType'>;

/** Keeps bytes under a new media_id in the vendor's form. */
export function storeMedia(emulation: Emulation, media: MediaInput): string {
  const key = `${media.kind === 'file' ? '$' : '@'}${emulation.random.word(24)}`;
  const facts = media.kind === 'image' ? imageFacts(media.bytes) : undefined;
  emulation.media.set(key, { ...media, key, contentType: facts?.contentType ?? 'application/octet-stream' });
  return key;
}

/** A code under which the robot may fetch what a person sent. */
export function newDownload(emulation: Emulation, mediaKey: string): string {
  const code = newDownloadCode(emulation.random);
  emulation.downloads.set(code, mediaKey);
  return code;
}
