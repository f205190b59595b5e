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
import { renderMessage } from './message.ts';
import { find, patch, patchRows, type Row } from './patch.ts';
import { renderRail } from './rail.ts';
import type { CardContext } from './scope.ts';
import { cardKey, chatKey, type PhoneState, pressKey, type State } from './state.ts';
import { clockTime, messageTime } from './time.ts';
import { renderToast } from './toast.ts';

/** Between messages further apart than this the time is shown, as the client does. */
const GAP = 5 * 60_000;

export function draw(state: State): void {
  const { snapshot } = state;
  if (!snapshot) return;
  const shown = state.phones.map((phone) => phone.personId);
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
  drawMessages(element, phone, chat, view, state, snapshot);
  drawComposer(element, phone, chat, view, state, snapshot);
  drawTray(element, phone);
  patch(find(element, '[data-part=toast]'), renderToast(state.toasts.get(phone.slot)));
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
  const scroller = find(element, '[data-part=scroller]');
  const rows = find(element, '[data-part=rows]');
  const opened = chat ? chatKey(phone) : '';
  const arrived = rows.dataset.chat !== opened;
  const atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  if (arrived) patchRows(rows, []);
  rows.dataset.chat = opened;
  const last = lastRow(rows);
  const changed = patchRows(rows, chat ? messageRows(phone, chat, view, state, snapshot) : []);
  const newer = find(element, '[data-part=newer]');
  if (arrived || (changed && atBottom)) toBottom(element);
  else if (changed && last !== lastRow(rows) && chat) newer.hidden = false;
  if (!chat) newer.hidden = true;
}

function lastRow(rows: HTMLElement): string | undefined {
  const row = rows.lastElementChild;
  return row instanceof HTMLElement ? row.dataset.row : undefined;
}

/** Shows the newest message; pictures that load later keep it there (see app.ts). */
export function toBottom(element: HTMLElement): void {
  const scroller = find(element, '[data-part=scroller]');
  const chat = element.dataset.screen === 'chat';
  scroller.scrollTop = chat ? scroller.scrollHeight : 0;
  find(element, '[data-part=newer]').hidden = true;
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
}

function drawTray(element: HTMLElement, phone: PhoneState): void {
  const tray = find(element, '[data-part=tray]');
  tray.hidden = !phone.tray;
}
