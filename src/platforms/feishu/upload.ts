import type { Verdict } from '../platform.ts';
import { isObject, type JsonObject, textOf } from '../wire/json.ts';
import type { ApiResult, FeishuClient } from './client.ts';
import { MEDIA_LIMITS } from './limits.ts';
import { verdictOf } from './verdict.ts';

export type Uploaded = { readonly ok: true; readonly key: string } | { readonly ok: false; readonly verdict: Verdict };

/** Puts a picture into the vendor's store for use in cards; the key belongs to this app. */
export async function uploadImage(client: FeishuClient, bytes: Uint8Array): Promise<Uploaded> {
  const refused = sizeRefusal('image', bytes, MEDIA_LIMITS.imageBytes);
  if (refused) return refused;
  const body = new FormData();
  body.set('image_type', 'message');
  body.set('image', blobOf(bytes), 'image');
  return keyOf(await client.call({ method: 'POST', path: 'im/v1/images', body }), 'image_key');
}

/** Puts a file into the vendor's store, to be sent as a message. */
export async function uploadFile(client: FeishuClient, fileName: string, bytes: Uint8Array): Promise<Uploaded> {
  const refused = sizeRefusal('file', bytes, MEDIA_LIMITS.fileBytes);
  if (refused) return refused;
  const body = new FormData();
  body.set('file_type', fileTypeOf(fileName));
  body.set('file_name', fileName);
  body.set('file', blobOf(bytes), fileName);
  return keyOf(await client.call({ method: 'POST', path: 'im/v1/files', body }), 'file_key');
}

/** A copy: a Blob takes no view on shared memory, which the type of `bytes` would allow. */
const blobOf = (bytes: Uint8Array): Blob => new Blob([new Uint8Array(bytes)]);

/** Known before sending, so nothing is sent (reference/feishu.md §7 Upload). */
function sizeRefusal(what: string, bytes: Uint8Array, allowed: number): Extract<Uploaded, { ok: false }> | undefined {
  if (bytes.length > 0 && bytes.length <= allowed) return undefined;
  const detail = `${what} of ${bytes.length} bytes; Feishu takes 1 to ${allowed}`;
  return { ok: false, verdict: { is: 'never', why: 'refused', detail } };
}

function keyOf(result: ApiResult<JsonObject>, name: 'image_key' | 'file_key'): Uploaded {
  if (!result.ok) return { ok: false, verdict: verdictOf(result.failure) };
  const key = isObject(result.value.data) ? textOf(result.value.data[name]) : undefined;
  if (key) return { ok: true, key };
  return {
    ok: false,
    verdict: { is: 'later', why: 'platform_5xx', detail: `the answer to the upload has no ${name}` },
  };
}

/** reference/feishu.md §7 Upload `file_type`; what is none of them is a stream. */
const fileTypes: Readonly<Record<string, string>> = {
  opus: 'opus',
  mp4: 'mp4',
  pdf: 'pdf',
  doc: 'doc',
  docx: 'doc',
  xls: 'xls',
  xlsx: 'xls',
  ppt: 'ppt',
  pptx: 'ppt',
};

const fileTypeOf = (fileName: string): string =>
  fileTypes[fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase()] ?? 'stream';
