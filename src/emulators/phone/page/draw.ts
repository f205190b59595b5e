/** Draws the state: the one place where snapshots become elements. */
import type { ChatSummary, PhoneView, Snapshot } from '../view.ts';
import type { PhoneMessage } from '../world.ts';
import { imageUrl } from './api.ts';
import { avatar } from './avatar.ts';
import { badge, renderChatList } from './chat_list.ts';
import { renderClockBar } from './clock_bar.ts';
import { renderComposer } from './composer.ts';
import { html, nothing, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';
import { preview, renderMessage } from './message.ts';
import { find, patch, patchRows, type Row } from './patch.ts';
import { renderRail } from './rail.ts';
import type { CardContext } from './scope.ts';
import { followsNewest, settle, showNewest, showTop } from './scrolling.ts';
import { cardKey, chatKey, type PhoneState, pressKey, type State } from './state.ts';
import { clockTime, messageTime } from './time.ts';
import { renderToast } from './toast.ts';

/** Between messages further apart than this the time is shown, as the client does. */
const GAP = 5 * 60_000;

export function draw(state: State): void {
  const { snapshot } = state;
  if (!snapshot) return;
  const wide = isWide();
  const shown = state.phones.filter((phone) => wide || phone.slot === 'left').map((phone) => phone.personId);
  const active = state.phones.find((phone) => phone.slot === state.active)?.personId ?? '';
  patch(find(document, '[data-part=title]'), html`${snapshot.title}`);
  patch(find(document, '[data-part=people]'), renderRail(snapshot.people, state.filter, shown, active));
  patch(find(document, '[data-part=clock]'), renderClockBar(snapshot.now, snapshot.steps, state.movingClock));
  find(document, '[data-part=offline]').hidden = !state.offline;
  for (const phone of state.phones) drawPhone(phone, state, snapshot);
}

export function phoneElement(slot: string): HTMLElement {
  return find(document, `[data-phone=${slot}]`);
}

function drawPhone(phone: PhoneState, state: State, snapshot: Snapshot): void {
  const element = phoneElement(phone.slot);
  const view = snapshot.phones.find((candidate) => candidate.personId === phone.personId);
  const person = snapshot.people.find((candidate) => candidate.id === phone.personId);
  if (!view || !person) return;
  const chat = view.chats.find((candidate) => candidate.id === phone.chatId && candidate.id === view.chatId);
  element.classList.toggle('active', phone.slot === state.active);
  element.dataset.platform = person.platform;
  element.dataset.screen = chat ? 'chat' : 'list';
  patch(find(element, '[data-part=status-time]'), html`${clockTime(snapshot.now)}`);
  patch(find(element, '[data-part=owner]'), html`${person.name}${person.role ? html` · ${person.role}` : nothing}`);
  patch(find(element, '[data-part=nav]'), chat ? chatNav(chat, view) : listNav(person.name));
  patch(find(element, '[data-part=list]'), chat ? nothing : renderChatList(view.chats, phone.personId, snapshot.now));
  patch(find(element, '[data-part=banner]'), renderBanner(view));
  drawComposer(element, phone, chat, view, state, snapshot);
  drawMessages(element, phone, chat, view, state, snapshot);
  find(element, '[data-part=tray]').hidden = !phone.tray;
  patch(find(element, '[data-part=toast]'), renderToast(state.toasts.get(phone.slot)));
}

/** Whether both phones are on the screen. */
export function isWide(): boolean {
  return getComputedStyle(phoneElement('right')).display !== 'none';
}

/** An urgent message in another chat is announced over whatever is open, as the client does. */
function renderBanner(view: PhoneView): SafeHtml {
  const chat = view.chats.find((candidate) => candidate.urgent && candidate.id !== view.chatId);
  if (!chat) return nothing;
  return html`<button type="button" class="banner" data-action="open-chat" data-chat="${chat.id}" data-testid="urgent-banner"><span class="urgent">加急</span><span>${chat.name}：${chat.last ? preview(chat.last) : ''}</span></button>`;
}

function listNav(name: string): SafeHtml {
  return html`<span class="nav-face">${avatar({ name, kind: 'user' }, 'small')}</span><span class="nav-title nav-title-list">消息</span>`;
}

function chatNav(chat: ChatSummary, view: PhoneView): SafeHtml {
  const elsewhere = view.chats.reduce((sum, other) => (other.id === chat.id ? sum : sum + other.unread), 0);
  const members =
    chat.kind === 'group' && chat.memberCount ? html`<span class="nav-count">（${chat.memberCount}）</span>` : nothing;
  const bot = chat.kind === 'p2p' ? html`<span class="bot-mark">机器人</span>` : nothing;
  return html`<button type="button" class="nav-back" data-action="back" data-testid="back" aria-label="返回">${icons.back}${badge(elsewhere)}</button><span class="nav-title">${chat.name}${members}${bot}</span><span class="nav-side"></span>`;
}

function drawMessages(
  element: HTMLElement,
  phone: PhoneState,
  chat: ChatSummary | undefined,
  view: PhoneView,
  state: State,
  snapshot: Snapshot,
): void {
  const rows = find(element, '[data-part=rows]');
  const opened = chat ? chatKey(phone) : '';
  const arrived = rows.dataset.chat !== opened;
  if (arrived) patchRows(rows, []);
  rows.dataset.chat = opened;
  const before = rows.childElementCount;
  const changed = patchRows(rows, chat ? messageRows(phone, chat, view, state, snapshot) : []);
  const first = rows.children[before];
  const fresh = first instanceof HTMLElement ? first.dataset.row : undefined;
  const newer = find(element, '[data-part=newer]');
  if (!chat) newer.hidden = true;
  if (arrived && !chat) showTop(element);
  else if (arrived) showNewest(element);
  else if (fresh !== undefined && followsNewest(element)) showNewest(element, fresh);
  else if (fresh !== undefined) newer.hidden = false;
  else if (changed) settle(element);
}

function messageRows(
  phone: PhoneState,
  chat: ChatSummary,
  view: PhoneView,
  state: State,
  snapshot: Snapshot,
): readonly Row[] {
  const byId = new Map(view.messages.map((message) => [message.id, message]));
  return view.messages.map((message, index): Row => {
    const previous = view.messages[index - 1];
    const time = !previous || message.at - previous.at > GAP ? messageTime(message.at, snapshot.now) : undefined;
    const parent = message.parentId === undefined ? undefined : byId.get(message.parentId);
    const key = cardKey(phone.personId, message);
    const pending = state.pending.get(pressKey(phone.personId, message.id));
    const missing = state.missing.get(key);
    return {
      key: message.id,
      version: message.version,
      signature: JSON.stringify([
        message.version,
        message.recalled,
        message.urgent,
        time,
        parent?.version,
        parent?.recalled,
        pending,
        missing,
      ]),
      draw: () =>
        renderMessage(message, {
          personId: phone.personId,
          group: chat.kind === 'group',
          ...(parent ? { parent } : {}),
          ...(time ? { time } : {}),
          card: cardContext(message, phone, state, snapshot, pending, missing),
        }),
    };
  });
}

function cardContext(
  message: PhoneMessage,
  phone: PhoneState,
  state: State,
  snapshot: Snapshot,
  pending: string | undefined,
  missing: string | undefined,
): CardContext {
  return {
    personName: (id) => snapshot.people.find((person) => person.id === id)?.name,
    imageUrl,
    people: snapshot.people,
    values: state.drafts.get(cardKey(phone.personId, message)) ?? {},
    ...(pending === undefined ? {} : { pending }),
    ...(missing === undefined ? {} : { missing }),
  };
}

function drawComposer(
  element: HTMLElement,
  phone: PhoneState,
  chat: ChatSummary | undefined,
  view: PhoneView,
  state: State,
  snapshot: Snapshot,
): void {
  const place = find(element, '[data-part=composer]');
  place.hidden = !chat;
  if (!chat) {
    patch(place, nothing);
    return;
  }
  const replyTo = view.messages.find((message) => message.id === phone.replyTo);
  const fresh = !view.messages.some((message) => message.from.id === phone.personId);
  const focused = place.contains(document.activeElement);
  const wrote = patch(
    place,
    renderComposer({ chat, menu: snapshot.menu, ...(replyTo ? { replyTo } : {}), mention: phone.mention, fresh }),
  );
  const box = place.querySelector('textarea');
  const text = state.unsent.get(chatKey(phone)) ?? '';
  if (box && box.value !== text) box.value = text;
  if (box && wrote && focused) box.focus();
  if (wrote) settle(element);
}
