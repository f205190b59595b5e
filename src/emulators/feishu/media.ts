import { imageFacts } from '../ground/image_facts.ts';
import { readMultipart } from '../ground/multipart.ts';
import { mediaKeysIn } from './content.ts';
import { type Api, type ApiCall, required } from './http.ts';
import { storeMedia } from './media_store.ts';
import { contentOf } from './message_store.ts';
import { liveMessage } from './receivers.ts';
import { refuse } from './refusal.ts';
import type { Emulation, MediaRecord } from './state.ts';

const IMAGE_BYTES = 10 * 1024 * 1024;
const FILE_BYTES = 30 * 1024 * 1024;
const IMAGE_PIXELS = 12_000;
const GIF_PIXELS = 2_000;
const FILE_TYPES = new Set(['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream']);

interface Upload {
  /** A text field; empty when absent. */
  text(field: string): string;
  readonly bytes: Uint8Array;
  readonly name: string;
}

async function uploaded(call: ApiCall, field: string): Promise<Upload> {
  const { req } = call.context;
  const parts = readMultipart(req.header('Content-Type') ?? '', new Uint8Array(await req.arrayBuffer()));
  const file = parts?.get(field) ?? refuse(234001, `Invalid request param: ${field} is required.`);
  if (file.bytes.length === 0) refuse(234010, "File's size can't be 0.");
  return {
    bytes: file.bytes,
    name: file.filename ?? field,
    text: (name) => Buffer.from(parts?.get(name)?.bytes ?? []).toString('utf8'),
  };
}

function download(media: MediaRecord): Response {
  return new Response(Uint8Array.from(media.bytes), {
    headers: {
      'Content-Type': media.contentType,
      'Content-Disposition': `attachment; filename="${encodeURIComponent(media.name)}"`,
    },
  });
}

/** Uploads and downloads with the vendor's checks (reference/feishu.md §7 Upload). */
export function mountMedia(api: Api, emulation: Emulation): void {
  api.route('POST', '/im/v1/images', { auth: 'tenant' }, async (call) => {
    const { text, bytes, name } = await uploaded(call, 'image');
    if (!['message', 'avatar'].includes(text('image_type'))) refuse(234001, 'Invalid request param: image_type.');
    if (bytes.length > IMAGE_BYTES) refuse(234006, 'The file size exceeds the limit.');
    const facts = imageFacts(bytes) ?? refuse(234011, "Can't recognize the image format.");
    const most = facts.contentType === 'image/gif' ? GIF_PIXELS : IMAGE_PIXELS;
    if (facts.width > most || facts.height > most) refuse(234039, 'Image resolution exceeds limit.');
    return { data: { image_key: storeMedia(emulation, { kind: 'image', name, bytes, owner: 'app' }) } };
  });
  api.route('GET', '/im/v1/images/:image_key', { auth: 'tenant' }, (call) => {
    const media = emulation.media.get(call.param('image_key'));
    if (media?.kind !== 'image') return refuse(234001, 'Invalid request param: image_key.');
    if (media.owner !== 'app') refuse(234008, 'The app is not the resource sender.');
    return download(media);
  });
  api.route('POST', '/im/v1/files', { auth: 'tenant' }, async (call) => {
    const { text, bytes } = await uploaded(call, 'file');
    const name = text('file_name');
    if (!FILE_TYPES.has(text('file_type'))) refuse(234001, 'Invalid request param: file_type.');
    if (name === '') refuse(234001, 'Invalid request param: file_name.');
    if (bytes.length > FILE_BYTES) refuse(234006, 'The file size exceeds the limit.');
    return { data: { file_key: storeMedia(emulation, { kind: 'file', name, bytes, owner: 'app' }) } };
  });
  api.route('GET', '/im/v1/messages/:message_id/resources/:file_key', { auth: 'tenant' }, (call) => {
    const type = required(call.query('type'), 'type');
    const message = liveMessage(emulation, call.param('message_id'));
    if (!emulation.chats.get(message.chatId)?.botIn) refuse(234004, 'The app is not in the chat.');
    if (['sticker', 'interactive', 'merge_forward'].includes(message.messageType))
      refuse(234043, 'Unsupported message type.');
    const key = call.param('file_key');
    const media = emulation.media.get(key);
    if (media === undefined || !mediaKeysIn(contentOf(message)).includes(key)) {
      return refuse(234003, 'File not in message.');
    }
    if (type !== media.kind) refuse(234001, 'Invalid request param: type does not fit the resource.');
    return download(media);
  });
}
