import { z } from 'zod';
import type { Inbound, MessageContent, Recipient } from '../../platform.ts';
import { isObject, momentOf, textOf } from '../../wire/json.ts';

/** reference/dingtalk.md §4, only what is read. Quotes are undocumented; production bots read them so. */
const Received = z.object({
  msgId: z.string().min(1),
  msgtype: z.string().optional(),
  createAt: z.union([z.number(), z.string()]).optional(),
  conversationId: z.string().min(1),
  conversationType: z.string(),
  conversationTitle: z.string().nullish(),
  senderStaffId: z.string().nullish(),
  senderUnionId: z.string().nullish(),
  senderNick: z.string().nullish(),
  sessionWebhook: z.string().nullish(),
  sessionWebhookExpiredTime: z.union([z.number(), z.string()]).nullish(),
  text: z
    .object({
      content: z.string().optional(),
      repliedMsg: z.object({ msgId: z.string().optional() }).nullish(),
    })
    .nullish(),
  content: z.unknown().optional(),
  originalMsgId: z.string().nullish(),
  originalProcessQueryKey: z.string().nullish(),
  errorCode: z.union([z.number(), z.string()]).nullish(),
  errCode: z.union([z.number(), z.string()]).nullish(),
});
type Received = z.infer<typeof Received>;

/** Where this conversation can be answered for a while without the API; a secret (reference/dingtalk.md §4). */
export interface Session {
  readonly to: Recipient;
  readonly address: string;
  /** ms. */
  readonly expiresAt: number;
}

export type RobotMessage =
  | { readonly is: 'inbound'; readonly inbound: Inbound; readonly session?: Session }
  /** Somebody without an id in the organisation: nobody can be told, only the conversation answered. */
  | { readonly is: 'outsider'; readonly conversationId: string; readonly address?: string }
  /** The month's Webhook & Stream uses are over: the vendor sends the message without its words. */
  | { readonly is: 'over-quota' };

/** reference/dingtalk.md §4: the code that comes instead of words. */
const OVER_QUOTA = '20001';

/** A message to the robot. Throws a ZodError on a body of another shape. */
export function readMessage(body: unknown): RobotMessage {
  const message = Received.parse(body);
  if (String(message.errorCode ?? message.errCode ?? '') === OVER_QUOTA) return { is: 'over-quota' };
  // Never the senderId: it is no user id (reference/dingtalk.md §10).
  const userId = textOf(message.senderStaffId?.trim());
  if (userId === undefined) {
    const address = textOf(message.sessionWebhook);
    return { is: 'outsider', conversationId: message.conversationId, ...(address ? { address } : {}) };
  }
  const isDirect = message.conversationType === '1';
  const quotes = quotedBy(message);
  const session = sessionOf(
    message,
    isDirect ? { kind: 'person', userId } : { kind: 'group', chatId: message.conversationId },
  );
  return {
    is: 'inbound',
    ...(session ? { session } : {}),
    inbound: {
      kind: 'message',
      platform: 'dingtalk',
      // Redeliveries keep it (reference/dingtalk.md §2.5).
      deliveryId: message.msgId,
      at: momentOf(message.createAt),
      sender: {
        userId,
        ...(message.senderUnionId ? { unionId: message.senderUnionId } : {}),
        ...(message.senderNick ? { name: message.senderNick } : {}),
      },
      chat: {
        chatId: message.conversationId,
        type: isDirect ? 'direct' : 'group',
        ...(!isDirect && message.conversationTitle ? { name: message.conversationTitle } : {}),
      },
      messageId: message.msgId,
      ...(quotes ? { quotes } : {}),
      content: readContent(message, isDirect),
    },
  };
}

function sessionOf(message: Received, to: Recipient): Session | undefined {
  const address = textOf(message.sessionWebhook);
  const expiresAt = momentOf(message.sessionWebhookExpiredTime);
  return address !== undefined && expiresAt > 0 ? { to, address, expiresAt } : undefined;
}

/** A quoted message of the robot comes with the key its sending was answered with; others with their own id. */
const quotedBy = (message: Received): string | undefined =>
  textOf(message.originalProcessQueryKey) ?? textOf(message.text?.repliedMsg?.msgId) ?? textOf(message.originalMsgId);

function readContent(message: Received, isDirect: boolean): MessageContent {
  const type = message.msgtype ?? '';
  const unsupported: MessageContent = { type: 'unsupported', vendorType: type };
  const content = isObject(message.content) ? message.content : {};
  switch (type) {
    case 'text': {
      const words = message.text?.content;
      // The mention in front was taken out and leaves its blank (reference/dingtalk.md §4).
      return words === undefined ? unsupported : { type: 'text', text: isDirect ? words : words.trim() };
    }
    case 'picture': {
      const image = textOf(content.downloadCode) ?? textOf(content.pictureDownloadCode);
      return image ? { type: 'image', image } : unsupported;
    }
    case 'richText':
      return readRichText(content.richText) ?? unsupported;
    case 'audio': {
      // The vendor has already turned speech into words.
      const words = textOf(content.recognition);
      return words ? { type: 'text', text: words } : unsupported;
    }
    case 'file': {
      const file = textOf(content.downloadCode);
      return file ? { type: 'file', file, fileName: textOf(content.fileName) ?? file } : unsupported;
    }
    default:
      return unsupported;
  }
}

function readRichText(pieces: unknown): MessageContent | undefined {
  if (!Array.isArray(pieces)) return undefined;
  const images: string[] = [];
  const words: string[] = [];
  for (const piece of pieces) {
    if (!isObject(piece)) continue;
    const image = textOf(piece.downloadCode) ?? textOf(piece.pictureDownloadCode);
    if (image) images.push(image);
    const text = textOf(piece.text);
    if (text) words.push(text);
  }
  const text = words.join('').trim();
  if (images.length === 0) return text === '' ? undefined : { type: 'text', text };
  return { type: 'rich', text, images };
}
