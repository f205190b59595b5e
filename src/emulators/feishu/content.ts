import { isObject, type JsonObject, objectsAt, parseJson, textAt } from '../ground/json.ts';
import { plainText } from './card_reading.ts';
import { checkCard } from './cards/validate.ts';
import { refuse } from './refusal.ts';
import type { Emulation, MentionRecord } from './state.ts';

const TEXT_BYTES = 150 * 1024;
const RICH_BYTES = 30 * 1024;
const POST_TAGS = new Set(['text', 'a', 'at', 'img', 'media', 'emotion', 'code_block', 'hr', 'md']);

function invalid(detail: string): never {
  return refuse(230001, `Your request contains an invalid request parameter, ext=${detail}`);
}

function requireMedia(emulation: Emulation, content: JsonObject, key: string, kind: 'image' | 'file'): void {
  const value = textAt(content, key) ?? invalid(`${key} is required`);
  const media = emulation.media.get(value);
  if (media === undefined || media.kind !== kind) invalid(`invalid ${key}`);
  if (media.owner !== 'app') refuse(230017, 'Bot is NOT the owner of the resource');
}

function checkPost(emulation: Emulation, content: JsonObject): void {
  const locales = Object.values(content);
  if (locales.length === 0 || !locales.every(isObject)) invalid('post needs at least one locale');
  for (const locale of locales) {
    if (!isObject(locale) || !Array.isArray(locale.content)) invalid('post content must be an array of lines');
    for (const line of locale.content) {
      if (!Array.isArray(line)) invalid('a line of a post must be an array');
      for (const part of line) {
        if (!isObject(part) || typeof part.tag !== 'string' || !POST_TAGS.has(part.tag)) {
          invalid('unknown tag in post');
        }
        if (part.tag === 'img') requireMedia(emulation, part, 'image_key', 'image');
      }
    }
  }
}

/** Refuses text a tenant's audit would stop: 230028 and 230022 (reference/feishu.md §7). */
function checkWords(emulation: Emulation, content: string): void {
  if (emulation.rules.dlpWords.some((word) => content.includes(word))) {
    refuse(230028, 'The messages do NOT pass the audit.');
  }
  if (emulation.rules.sensitiveWords.some((word) => content.includes(word))) {
    refuse(230022, 'The content of the message contains sensitive information.');
  }
}

/** The parsed content of a message the bot sends; refuses what the vendor would (reference/feishu.md §7 Send). */
export function checkContent(
  emulation: Emulation,
  messageType: string,
  raw: unknown,
): { text: string; mentions: MentionRecord[] } {
  if (typeof raw !== 'string') return invalid('content must be a JSON string');
  const limit = messageType === 'text' ? TEXT_BYTES : RICH_BYTES;
  if (Buffer.byteLength(raw) > limit) refuse(230025, 'The length of the message content reaches its limit.');
  const content = parseJson(raw);
  if (!isObject(content)) return invalid('content is not a JSON object');
  checkWords(emulation, raw);
  let mentions: MentionRecord[] = [];
  switch (messageType) {
    case 'text':
      mentions = mentionsIn(emulation, textAt(content, 'text') ?? invalid('text is required'));
      break;
    case 'post':
      checkPost(emulation, content);
      break;
    case 'image':
      requireMedia(emulation, content, 'image_key', 'image');
      break;
    case 'file':
    case 'audio':
    case 'media':
      requireMedia(emulation, content, 'file_key', 'file');
      break;
    case 'interactive':
      checkCard(emulation, content);
      break;
    case 'share_chat':
      if (!emulation.chats.has(textAt(content, 'chat_id') ?? '')) invalid('invalid chat_id');
      break;
    case 'share_user':
      if (!emulation.people.has(textAt(content, 'user_id') ?? '')) invalid('invalid user_id');
      break;
    default:
      invalid(`invalid msg_type ${messageType}`);
  }
  return { text: raw, mentions };
}

function mentionsIn(emulation: Emulation, text: string): MentionRecord[] {
  const found: MentionRecord[] = [];
  for (const match of text.matchAll(/<at user_id="([^"]*)">/g)) {
    const person = emulation.people.get(match[1] ?? '');
    if (person === undefined) continue;
    found.push({ key: `@_user_${found.length + 1}`, openId: person.openId, kind: 'user', name: person.name });
  }
  return found;
}

function plainPost(content: JsonObject): string {
  const locale = 'content' in content ? content : Object.values(content).find(isObject);
  if (locale === undefined) return '';
  const lines = Array.isArray(locale.content) ? locale.content : [];
  const body = lines.map((line) =>
    (Array.isArray(line) ? line.filter(isObject) : [])
      .map((part) => {
        if (part.tag === 'img') return '[图片]';
        if (part.tag === 'at') return `@${textAt(part, 'user_name') ?? ''}`;
        return textAt(part, 'text') ?? '';
      })
      .join(''),
  );
  return [textAt(locale, 'title'), ...body].filter((line) => line !== undefined).join('\n');
}

/** What the chat list would show of a message, mentions written as names. */
export function plainContent(
  emulation: Emulation,
  messageType: string,
  content: JsonObject,
  mentions: readonly MentionRecord[],
): string {
  switch (messageType) {
    case 'text': {
      let text = textAt(content, 'text') ?? '';
      text = text.replace(/<at user_id="([^"]*)">.*?<\/at>/g, (_whole, id: string) =>
        id === 'all' ? '@所有人' : `@${emulation.people.get(id)?.name ?? ''}`,
      );
      for (const mention of mentions) text = text.replaceAll(mention.key, `@${mention.name}`);
      return text.replaceAll('@_all', '@所有人');
    }
    case 'post':
      return plainPost(content);
    case 'image':
      return '[图片]';
    case 'file':
      // What the bot sends carries the key only; the name is the one it was uploaded with.
      return `[文件] ${textAt(content, 'file_name') ?? emulation.media.get(textAt(content, 'file_key') ?? '')?.name ?? ''}`.trim();
    case 'audio':
      return '[语音]';
    case 'media':
      return '[视频]';
    case 'sticker':
      return '[表情]';
    case 'interactive':
      return plainText(content);
    default:
      return `[${messageType}]`;
  }
}

/** What GET gives of a card without `user_card_content`: title and lines only (reference/feishu.md §7 Get). */
export function simplifiedCard(card: JsonObject): JsonObject {
  const header =
    isObject(card.header) && isObject(card.header.title) ? textAt(card.header.title, 'content') : undefined;
  const lines = plainText(card)
    .split('\n')
    .slice(header === undefined ? 0 : 1);
  return { title: header ?? '', elements: lines.map((text) => [{ tag: 'text', text }]) };
}

/** Image keys a received message holds, used by the download check. */
export function mediaKeysIn(content: JsonObject): string[] {
  const own = [textAt(content, 'image_key'), textAt(content, 'file_key')].filter((key) => key !== undefined);
  const lines = Array.isArray(content.content) ? content.content.flat() : [];
  const inPost = lines.filter(isObject).flatMap((part) => [textAt(part, 'image_key'), textAt(part, 'file_key')]);
  return [
    ...own,
    ...inPost.filter((key) => key !== undefined),
    ...objectsAt(content, 'files').map((file) => String(file.file_key)),
  ];
}
