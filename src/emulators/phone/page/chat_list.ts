import type { ChatSummary } from '../view.ts';
import { avatar } from './avatar.ts';
import { html, nothing, type SafeHtml } from './html.ts';
import { preview } from './message.ts';
import { listTime } from './time.ts';

/** The first screen of the client: every chat with its last line and what is unread. */
export function renderChatList(chats: readonly ChatSummary[], personId: string, now: number): SafeHtml {
  if (chats.length === 0) return html`<p class="empty">还没有会话</p>`;
  return html`<div class="chat-list">${chats.map((chat) => renderRow(chat, personId, now))}</div>`;
}

function renderRow(chat: ChatSummary, personId: string, now: number): SafeHtml {
  const face =
    chat.kind === 'group' ? avatar({ name: chat.name, kind: 'group' }) : avatar({ name: chat.name, kind: 'bot' });
  const bot = chat.kind === 'p2p' ? html`<span class="bot-mark">机器人</span>` : nothing;
  return html`<button type="button" class="chat-row" data-action="open-chat" data-chat="${chat.id}" data-testid="chat-${chat.name}"><span class="face">${face}${badge(chat.unread)}</span><span class="chat-text"><span class="chat-line"><span class="chat-name">${chat.name}</span>${bot}<span class="chat-time">${chat.last ? listTime(chat.last.at, now) : ''}</span></span><span class="chat-last">${chat.urgent ? html`<span class="urgent-mark">[加急]</span>` : nothing}${lastLine(chat, personId)}</span></span></button>`;
}

function lastLine(chat: ChatSummary, personId: string): string {
  if (!chat.last) return chat.kind === 'p2p' ? '看到隐患，打一句话就行' : '';
  const line = preview(chat.last);
  const own = chat.last.from.id === personId;
  if (chat.last.recalled) return `${own ? '你' : chat.last.from.name}${line}`;
  return chat.kind === 'group' && !own ? `${chat.last.from.name}：${line}` : line;
}

export function badge(count: number): SafeHtml {
  if (count === 0) return nothing;
  return html`<span class="badge" data-testid="unread">${count > 99 ? '99+' : count}</span>`;
}
