import type { Media, Verdict } from '../platform.ts';
import { textOf } from '../wire/json.ts';
import type { DingTalkClient } from './client.ts';
import { MEDIA_LIMITS } from './limits.ts';
import type { Robot } from './messages.ts';
import { verdictOf } from './verdict.ts';

export type Uploaded = { readonly ok: true; readonly key: string } | { readonly ok: false; readonly verdict: Verdict };

/** Puts a picture or a file into the vendor's store (reference/dingtalk.md §5.3 Media). */
export async function upload(
  client: DingTalkClient,
  type: 'image' | 'file',
  bytes: Uint8Array,
  fileName: string,
): Promise<Uploaded> {
  const allowed = type === 'image' ? MEDIA_LIMITS.imageBytes : MEDIA_LIMITS.fileBytes;
  if (bytes.length === 0 || bytes.length > allowed) {
    const detail = `${type} of ${bytes.length} bytes; DingTalk takes 1 to ${allowed}`;
    return { ok: false, verdict: { is: 'never', why: 'refused', detail } };
  }
  const body = new FormData();
  body.set('type', type);
  // A copy: a Blob takes no view on shared memory, which the type of `bytes` would allow.
  body.set('media', new Blob([new Uint8Array(bytes)]), fileName);
  const result = await client.call({ method: 'POST', host: 'oapi', path: 'media/upload', query: { type }, body });
  if (!result.ok) return { ok: false, verdict: verdictOf(result.failure) };
  const key = textOf(result.value.media_id);
  if (key) return { ok: true, key };
  const detail = 'the answer to the upload has no media_id';
  return { ok: false, verdict: { is: 'later', why: 'platform_5xx', detail } };
}

/** A picture's name must end like one. */
export function imageName(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'photo.png';
  if (bytes[0] === 0x47 && bytes[1] === 0x49) return 'photo.gif';
  if (bytes[0] === 0x52 && bytes[8] === 0x57) return 'photo.webp';
  return 'photo.jpg';
}

/** `sampleFile` names its kind (reference/dingtalk.md §5.3); undefined: DingTalk does not take it as a file. */
export function fileTypeOf(fileName: string): string | undefined {
  const ending = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  return ['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx'].find((type) => type === ending);
}

/** What a message carried: its code is changed for an address, which is fetched at once (reference/dingtalk.md §4). */
export async function download({ client, robotCode }: Robot, downloadCode: string): Promise<Media> {
  const found = await client.call({
    method: 'POST',
    host: 'api',
    path: 'v1.0/robot/messageFiles/download',
    body: { downloadCode, robotCode },
  });
  if (!found.ok) return { ok: false, verdict: verdictOf(found.failure) };
  const address = textOf(found.value.downloadUrl);
  if (address === undefined || !/^https?:/.test(address)) {
    return { ok: false, verdict: { is: 'later', why: 'platform_5xx', detail: 'messageFiles/download: no address' } };
  }
  const file = await client.download(address, 'GET downloadUrl', MEDIA_LIMITS.downloadBytes);
  return file.ok ? { ok: true, bytes: file.value } : { ok: false, verdict: verdictOf(file.failure) };
}
