import { createHash } from 'node:crypto';
import type { FoundPerson, Media, Platform, Recipient, Verdict } from '../platform.ts';
import { isObject, textOf } from '../wire/json.ts';
import type { FeishuClient } from './client.ts';
import { FeishuCallFailed } from './failure.ts';
import { MEDIA_LIMITS, PACING } from './limits.ts';
import { render } from './render.ts';
import { escapeTextMessage } from './text_message.ts';
import { uploadFile, uploadImage } from './upload.ts';
import { verdictOf } from './verdict.ts';

export interface FeishuPlatformOptions {
  readonly client: FeishuClient;
  /** Of the school's edition; left out: the free one's. */
  readonly callsPerMonth?: number;
}

/** Feishu behind the port. Sends nothing on its own, paces nothing: that is delivery's work. */
export function feishuPlatform({ client, callsPerMonth }: FeishuPlatformOptions): Platform {
  const send = (to: Recipient, type: string, content: string, key: string) =>
    sendMessage(client, to, type, content, key);
  return {
    name: 'feishu',
    limits: callsPerMonth === undefined ? PACING : { ...PACING, callsPerMonth },
    render,
    sendCard: (to, card, key) => send(to, 'interactive', card.wire, key),
    sendText: (to, text, key) => send(to, 'text', JSON.stringify({ text: escapeTextMessage(text) }), key),
    async sendFile(to, fileName, bytes, key) {
      const uploaded = await uploadFile(client, fileName, bytes);
      return uploaded.ok ? send(to, 'file', JSON.stringify({ file_key: uploaded.key }), key) : uploaded.verdict;
    },
    async updateCard(messageId, card) {
      const result = await client.call({
        method: 'PATCH',
        path: 'im/v1/messages/:message_id',
        params: { message_id: messageId },
        body: { content: card.wire },
      });
      return result.ok ? { is: 'sent', messageId } : verdictOf(result.failure);
    },
    urge: (messageId, userIds) => urge(client, messageId, userIds),
    uploadImage: (bytes) => uploadImage(client, bytes),
    download: (messageId, key, type) => download(client, messageId, key, type),
    findByMobile: (mobiles) => findByMobile(client, mobiles),
  };
}

async function sendMessage(
  client: FeishuClient,
  to: Recipient,
  type: string,
  content: string,
  idempotencyKey: string,
): Promise<Verdict> {
  const message = { msg_type: type, content, uuid: uuidOf(idempotencyKey) };
  const result = await client.call(
    to.kind === 'reply'
      ? {
          method: 'POST',
          path: 'im/v1/messages/:message_id/reply',
          params: { message_id: to.messageId },
          body: message,
        }
      : {
          method: 'POST',
          path: 'im/v1/messages',
          query: { receive_id_type: to.kind === 'person' ? 'open_id' : 'chat_id' },
          body: { receive_id: to.kind === 'person' ? to.userId : to.chatId, ...message },
        },
  );
  if (!result.ok) return verdictOf(result.failure);
  const data = isObject(result.value.data) ? result.value.data : {};
  const messageId = textOf(data.message_id);
  const chatId = textOf(data.chat_id);
  return { is: 'sent', ...(messageId ? { messageId } : {}), ...(chatId ? { chatId } : {}) };
}

/** reference/feishu.md §7 Send: at most 50 characters, one success per uuid within an hour. */
const UUID_LENGTH = 50;

/** A longer key becomes its hash: shortened keys could meet. */
const uuidOf = (key: string): string =>
  key.length <= UUID_LENGTH ? key : createHash('sha256').update(key).digest('hex').slice(0, UUID_LENGTH);

/** People per call (reference/feishu.md §7 Urgent). */
const URGE_AT_ONCE = 200;

/** Makes a sent message ring for these people; stops at the first refusal. */
async function urge(client: FeishuClient, messageId: string, userIds: readonly string[]): Promise<Verdict> {
  for (let start = 0; start < userIds.length; start += URGE_AT_ONCE) {
    const people = userIds.slice(start, start + URGE_AT_ONCE);
    const result = await client.call({
      method: 'PATCH',
      path: 'im/v1/messages/:message_id/urgent_app',
      params: { message_id: messageId },
      query: { user_id_type: 'open_id' },
      body: { user_id_list: people },
    });
    if (!result.ok) return verdictOf(result.failure);
    const invalid = isObject(result.value.data) ? result.value.data.invalid_user_id_list : undefined;
    if (Array.isArray(invalid) && invalid.length >= people.length) {
      return {
        is: 'never',
        why: 'not_in_range',
        detail: `urgent_app of ${messageId}: the vendor knows none of the people`,
      };
    }
  }
  return { is: 'sent', messageId };
}

async function download(client: FeishuClient, messageId: string, key: string, type: 'image' | 'file'): Promise<Media> {
  const result = await client.download(
    {
      method: 'GET',
      path: 'im/v1/messages/:message_id/resources/:file_key',
      params: { message_id: messageId, file_key: key },
      query: { type },
    },
    MEDIA_LIMITS.downloadBytes,
  );
  return result.ok ? { ok: true, bytes: result.value } : { ok: false, verdict: verdictOf(result.failure) };
}

/** Rejects with `FeishuCallFailed`. */
async function findByMobile(client: FeishuClient, mobiles: readonly string[]): Promise<readonly FoundPerson[]> {
  if (mobiles.length === 0) return [];
  const result = await client.call({
    method: 'POST',
    path: 'contact/v3/users/batch_get_id',
    query: { user_id_type: 'open_id' },
    body: { mobiles, include_resigned: false },
  });
  if (!result.ok) throw new FeishuCallFailed(result.failure);
  const list = isObject(result.value.data) ? result.value.data.user_list : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((row: unknown) => {
    if (!isObject(row)) return [];
    const userId = textOf(row.user_id);
    const mobile = textOf(row.mobile);
    return userId ? [{ userId, ...(mobile ? { mobile } : {}) }] : [];
  });
}
