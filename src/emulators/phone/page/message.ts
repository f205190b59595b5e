/** One message of a chat as safe markup. */
import type { PhoneMessage } from '../world.ts';
import { avatar } from './avatar.ts';
import { cardSummary, renderCard } from './card.ts';
import { html, nothing, type Piece, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';
import { contentOf, type Json, list, record, text } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import type { CardContext } from './scope.ts';

export interface MessageFrame {
  /** Whose phone this is. */
  readonly personId: string;
  /** In a group every sender's name is shown. */
  readonly group: boolean;
  /** The message this one quotes, when it is still in the chat. */
  readonly parent?: PhoneMessage;
  /** The line above the message when time has passed since the last, such as 「昨天 15:30」. */
  readonly time?: string;
  readonly card: CardContext;
}

export function renderMessage(message: PhoneMessage, frame: MessageFrame): SafeHtml {
  const mine = message.from.id === frame.personId;
  const time = frame.time ? html`<div class="time">${frame.time}</div>` : nothing;
  if (message.recalled) {
    const who = mine ? '你' : message.from.name;
    return html`${time}<div class="notice" data-testid="recalled-${message.id}">${who}撤回了一条消息</div>`;
  }
  if (message.type === 'system') return html`${time}<div class="notice">${message.text}</div>`;
  const name = frame.group && !mine ? html`<div class="sender">${message.from.name}</div>` : nothing;
  const urgent = message.urgent ? html`<span class="urgent" data-testid="urgent-${message.id}">加急</span>` : nothing;
  return html`${time}<div class="message ${mine ? 'mine' : 'theirs'} kind-${kindOf(message)}">${avatar(message.from, 'small')}<div class="said">${name}${urgent}${bodyOf(message, frame)}</div>${tools(message, mine)}</div>`;
}

function kindOf(message: PhoneMessage): string {
  return ['text', 'post', 'image', 'file', 'interactive'].includes(message.type) ? message.type : 'text';
}

function tools(message: PhoneMessage, mine: boolean): SafeHtml {
  const recall = mine
    ? html`<button type="button" data-action="recall" data-testid="recall-${message.id}" aria-label="撤回">${icons.recall}<span>撤回</span></button>`
    : nothing;
  return html`<div class="tools"><button type="button" data-action="reply" data-testid="reply-${message.id}" aria-label="回复">${icons.reply}<span>回复</span></button>${recall}</div>`;
}

function bodyOf(message: PhoneMessage, frame: MessageFrame): SafeHtml {
  const content = record(message.content);
  const quote = frame.parent ? quoteOf(frame.parent) : nothing;
  switch (message.type) {
    case 'interactive':
      return html`${quote}<div class="card-frame" data-testid="card-${message.id}">${renderCard(message.content, frame.card)}</div>`;
    case 'image': {
      const address = frame.card.imageUrl(text(content.image_key));
      return html`<div class="photo">${quote}<button type="button" class="picture-button" data-action="preview" data-address="${address}" aria-label="看大图"><img src="${address}" alt="图片" data-testid="image-${message.id}"></button></div>`;
    }
    case 'file':
      return html`<div class="bubble file">${quote}<span class="file-icon">${icons.file}</span><span>${text(content.file_name) || message.text || '文件'}</span></div>`;
    case 'post':
      return html`<div class="bubble md">${quote}${renderPost(content, frame.card)}</div>`;
    case 'markdown':
      return html`<div class="bubble md">${quote}<div>${renderMarkdown(text(content.text), frame.card)}</div></div>`;
    default:
      return html`<div class="bubble">${quote}<span class="plain">${message.text}</span></div>`;
  }
}

function quoteOf(parent: PhoneMessage): SafeHtml {
  return html`<div class="quote">回复 ${parent.from.name}：${parent.recalled ? '该消息已撤回' : preview(parent)}</div>`;
}

/** Rich text, with or without the locale level (reference/feishu.md §4, §7). */
function renderPost(content: Json, card: CardContext): SafeHtml {
  const localised = record(content.zh_cn);
  const post = localised.content === undefined ? content : localised;
  const title = text(post.title);
  const paragraphs = list(post.content).map((line) => html`<p>${list(line).map((run) => renderRun(run, card))}</p>`);
  return html`${title ? html`<p class="heading heading-4">${title}</p>` : nothing}${paragraphs}`;
}

function renderRun(value: unknown, card: CardContext): Piece {
  const run = record(value);
  switch (run.tag) {
    case 'at':
      return html`<span class="at">@${text(run.user_name) || card.personName(text(run.user_id)) || '所有人'}</span>`;
    case 'a':
      return /^https?:\/\//i.test(text(run.href))
        ? html`<a href="${text(run.href)}" target="_blank" rel="noopener noreferrer">${text(run.text)}</a>`
        : text(run.text);
    case 'img':
      return html`<img src="${card.imageUrl(text(run.image_key))}" alt="图片">`;
    case 'md':
      return renderMarkdown(text(run.text), card);
    case 'hr':
      return html`<hr>`;
    default:
      return list(run.style).includes('bold') ? html`<strong>${text(run.text)}</strong>` : text(run.text);
  }
}

/** One line of a message, for the chat list and for quotes. */
export function preview(message: PhoneMessage): string {
  if (message.recalled) return '撤回了一条消息';
  switch (message.type) {
    case 'interactive':
      return cardSummary(message.content);
    case 'image':
      return '[图片]';
    case 'file':
      return `[文件] ${text(record(message.content).file_name)}`;
    default:
      return (message.text || contentOf(record(message.content).title) || `[${message.type}]`)
        .replace(/\s+/g, ' ')
        .trim();
  }
}
