import { objectsAt, textAt } from '../ground/json.ts';
import type { MessageRecord } from './state.ts';

/** Markdown as a person reads it: marks gone, links by their words (subset of reference/dingtalk.md §5.3). */
export function withoutMarks(markdown: string): string {
  return markdown
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '[图片]')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?[a-z]+(\s[^>]*)?>/gi, '')
    .replace(/^#{1,6}\s+/gm, '')
    .replace(/^>\s?/gm, '')
    .replace(/(?<!\\)\*\*|(?<!\\)`/g, '')
    .replace(/(?<![\\*])\*([^*\n]+)(?<!\\)\*/g, '$1')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\\([\\`*_{}[\]()#+\-.!>|~])/g, '$1')
    .replace(/[ \t]+$/gm, '')
    .replace(/^[ \t]+/gm, '');
}

/** The words of a message that is no card, for tests and chat lists. */
export function plainContent({ type, content }: Pick<MessageRecord, 'type' | 'content'>): string {
  switch (type) {
    case 'text':
    case 'ding':
      return textAt(content, 'content') ?? '';
    case 'markdown':
      return withoutMarks(textAt(content, 'text') ?? '');
    case 'actionCard': {
      const buttons = objectsAt(content, 'buttons').map((button) => `[${textAt(button, 'title') ?? ''}]`);
      return [withoutMarks(textAt(content, 'text') ?? ''), ...buttons].join('\n');
    }
    case 'link':
      return [textAt(content, 'title'), textAt(content, 'text')].filter(Boolean).join('\n');
    case 'richText':
      return objectsAt(content, 'richText')
        .map((part) => textAt(part, 'text') ?? '[图片]')
        .join('');
    case 'picture':
    case 'image':
      return '[图片]';
    case 'file':
      return `[文件]${textAt(content, 'fileName') ?? ''}`;
    case 'audio':
      return textAt(content, 'recognition') ?? '[语音]';
    default:
      return `[${type}]`;
  }
}
