import { z } from 'zod';
import type { Inbound, MessageContent } from '../../platform.ts';
import { isObject, momentOf, textOf } from '../../wire/json.ts';
import type { Envelope } from './envelope.ts';

/** reference/feishu.md §4 im.message.receive_v1, only what is read. */
const Received = z.object({
  sender: z.object({
    sender_id: z.object({ open_id: z.string().min(1), union_id: z.string().optional() }).nullish(),
    sender_type: z.string(),
    tenant_key: z.string().optional(),
  }),
  message: z.object({
    message_id: z.string().min(1),
    parent_id: z.string().optional(),
    create_time: z.string(),
    chat_id: z.string().min(1),
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string(),
    mentions: z
      .array(
        z.object({
          key: z.string(),
          id: z.object({ open_id: z.string().optional() }).nullish(),
          mentioned_type: z.string().optional(),
          name: z.string(),
        }),
      )
      .nullish(),
  }),
});
type Mention = NonNullable<z.infer<typeof Received>['message']['mentions']>[number];

/**
 * A message to the bot. Undefined for what is not meant for it: other bots, anonymous senders, and group messages that
 * do not mention it. While the bot's own id is unknown any mentioned bot counts. Throws a ZodError on a broken event.
 */
export function readMessage(envelope: Envelope, botOpenId: () => string | undefined): Inbound | undefined {
  const { sender, message } = Received.parse(envelope.event);
  if (sender.sender_type !== 'user' || !sender.sender_id) return undefined;
  const mentions = message.mentions ?? [];
  const direct = message.chat_type === 'p2p';
  const isBot = mentions.length === 0 ? () => false : botMention(botOpenId());
  if (!direct && !mentions.some(isBot)) return undefined;
  // The bot's own name is address, not content; other people's names are content.
  const names = new Map(mentions.map((mention) => [mention.key, isBot(mention) ? '' : mention.name]));
  return {
    kind: 'message',
    platform: 'feishu',
    // The vendor says to tell redeliveries of messages by message_id (reference/feishu.md §2.5).
    deliveryId: message.message_id,
    at: momentOf(message.create_time),
    sender: {
      userId: sender.sender_id.open_id,
      ...(sender.sender_id.union_id ? { unionId: sender.sender_id.union_id } : {}),
      ...(isOutside(sender.tenant_key, envelope.tenant) ? { isOutsider: true } : {}),
    },
    chat: { chatId: message.chat_id, type: direct ? 'direct' : 'group' },
    messageId: message.message_id,
    ...(message.parent_id ? { quotes: message.parent_id } : {}),
    content: readContent(message.message_type, message.content, names),
  };
}

/** External groups and external chats bring people of other organisations (reference/feishu.md §4). */
const isOutside = (theirs: string | undefined, ours: string | undefined): boolean =>
  theirs !== undefined && theirs !== '' && ours !== undefined && theirs !== ours;

const botMention =
  (botOpenId: string | undefined) =>
  (mention: Mention): boolean =>
    botOpenId === undefined ? mention.mentioned_type === 'bot' : mention.id?.open_id === botOpenId;

type Names = ReadonlyMap<string, string>;

function readContent(type: string, content: string, names: Names): MessageContent {
  const parsed = parse(content);
  const unsupported: MessageContent = { type: 'unsupported', vendorType: type };
  if (!isObject(parsed)) return unsupported;
  switch (type) {
    case 'text':
      return typeof parsed.text === 'string' ? { type: 'text', text: readMentions(parsed.text, names) } : unsupported;
    case 'post':
      return readPost(parsed, names) ?? unsupported;
    case 'image': {
      const image = textOf(parsed.image_key);
      return image ? { type: 'image', image } : unsupported;
    }
    case 'file': {
      const file = textOf(parsed.file_key);
      return file ? { type: 'file', file, fileName: textOf(parsed.file_name) ?? file } : unsupported;
    }
    default:
      return unsupported;
  }
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** A text without mentions is kept to the letter. */
function readMentions(text: string, names: Names): string {
  const read = text.replace(/@_user_\d+|@_all\b/g, (key) => (key === '@_all' ? '所有人' : (names.get(key) ?? '')));
  return read === text ? text : tidyBlanks(read);
}

/** A mention that was taken out leaves blanks behind. */
const tidyBlanks = (text: string): string => text.replace(/ {2,}/g, ' ').trim();

/** Words and pictures of a post; a received one has no language level, an old one may (reference/feishu.md §4). */
function readPost(content: Readonly<Record<string, unknown>>, names: Names): MessageContent | undefined {
  const post = Array.isArray(content.content) ? content : Object.values(content).find(isObject);
  if (!post || !Array.isArray(post.content)) return undefined;
  const images: string[] = [];
  const lines = [textOf(post.title) ?? ''];
  for (const paragraph of post.content) {
    if (!Array.isArray(paragraph)) continue;
    lines.push(paragraph.map((node) => (isObject(node) ? readNode(node, names, images) : '')).join(''));
  }
  const text = lines.map(tidyBlanks).filter(Boolean).join('\n');
  return images.length === 0 ? { type: 'text', text } : { type: 'rich', text, images };
}

/** The words of one node; its picture goes to `images`. */
function readNode(node: Readonly<Record<string, unknown>>, names: Names, images: string[]): string {
  if (node.tag === 'img') {
    const image = textOf(node.image_key);
    if (image) images.push(image);
    return '';
  }
  if (node.tag === 'at') {
    const key = textOf(node.user_id) ?? '';
    if (key === '@_all' || key === 'all') return '所有人';
    return names.get(key) ?? textOf(node.user_name) ?? '';
  }
  return textOf(node.text) ?? '';
}
