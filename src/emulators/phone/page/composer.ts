import type { ChatSummary } from '../view.ts';
import type { PhoneMessage } from '../world.ts';
import { html, nothing, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';
import { preview } from './message.ts';

export interface ComposerView {
  readonly chat: ChatSummary;
  readonly menu: readonly { readonly key: string; readonly label: string }[];
  readonly replyTo?: PhoneMessage;
  readonly mention: boolean;
  /** Nothing of one's own said here yet: show what could be said. */
  readonly fresh: boolean;
}

const IDEAS = ['食堂后门的灭火器过期了', '2号楼3层扶手松了', '待办', '帮助'];

export function renderComposer(view: ComposerView): SafeHtml {
  const group = view.chat.kind === 'group';
  const ideas =
    view.fresh && !group
      ? html`<div class="ideas"><span>试试发：</span>${IDEAS.map((idea) => html`<button type="button" data-action="idea" data-text="${idea}">${idea}</button>`)}</div>`
      : nothing;
  const reply = view.replyTo
    ? html`<div class="reply-bar" data-testid="reply-bar"><span>回复 ${view.replyTo.from.name}：${preview(view.replyTo)}</span><button type="button" data-action="cancel-reply" aria-label="不回复了">${icons.close}</button></div>`
    : nothing;
  const mention = group
    ? html`<button type="button" class="mention ${view.mention ? 'on' : ''}" data-action="toggle-mention" data-testid="mention-bot" aria-pressed="${view.mention ? 'true' : 'false'}">@安园</button>`
    : nothing;
  const menu = group
    ? nothing
    : html`<div class="menu" aria-label="机器人菜单">${view.menu.map((item) => html`<button type="button" data-action="menu" data-key="${item.key}" data-testid="menu-${item.key}">${item.label}</button>`)}</div>`;
  return html`${ideas}${reply}<div class="composer-line">${mention}<textarea rows="1" maxlength="20000" placeholder="${group ? (view.mention ? '发给安园和群里' : '只发到群里') : '发消息给安园'}" data-testid="composer" aria-label="消息"></textarea><button type="button" class="round" data-action="open-tray" data-testid="photo" aria-label="发照片">${icons.photo}</button><button type="button" class="round" data-action="pick-file" data-testid="file" aria-label="发文件">${icons.file}</button><button type="button" class="round send" data-action="send" data-testid="send" aria-label="发送">${icons.send}</button></div>${menu}`;
}
