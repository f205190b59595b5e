/** What each button of the page does, by its `data-action`. */

import type { PhoneMessage } from '../world.ts';
import { postClock, postTo, postUpload, type Target } from './api.ts';
import { isWide, phoneElement } from './draw.ts';
import { html, nothing } from './html.ts';
import type { Page } from './page.ts';
import { find, patch } from './patch.ts';
import { press } from './press.ts';
import { samplePhotos, takeSamplePhoto } from './sample_photos.ts';
import { showNewest } from './scrolling.ts';
import { BOT_CHAT, cardKey, chatKey, forgetDrafts, type PhoneState } from './state.ts';
import { renderTray } from './tray.ts';

type Action = (page: Page, element: HTMLElement, phone: PhoneState) => void | Promise<void>;

export const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['open-chat', (page, element, phone) => openChat(page, phone, element.dataset.chat)],
  ['back', (page, _element, phone) => leaveChat(page, phone)],
  ['to-bottom', (_page, _element, phone) => showNewest(phoneElement(phone.slot))],
  ['send', (page, _element, phone) => sendText(page, phone)],
  ['idea', (page, element, phone) => say(page, phone, element.dataset.text ?? '')],
  ['menu', (_page, element, phone) => postTo(phone.personId, 'menu', { key: element.dataset.key })],
  ['toggle-mention', (page, _element, phone) => change(page, () => (phone.mention = !phone.mention))],
  ['reply', (page, element, phone) => reply(page, element, phone)],
  ['cancel-reply', (page, _element, phone) => change(page, () => (phone.replyTo = undefined))],
  ['recall', (_page, element, phone) => postTo(phone.personId, 'recall', { messageId: messageIdOf(element) })],
  ['open-tray', (page, _element, phone) => openTray(page, phone)],
  ['close-tray', (page, _element, phone) => change(page, () => (phone.tray = false))],
  ['send-sample', sendSample],
  ['pick-photo', () => find(document, '[data-part=photo-file]').click()],
  ['pick-file', () => find(document, '[data-part=any-file]').click()],
  ['preview', (_page, element) => showPicture(element.dataset.address ?? '')],
  ['submit', (page, element, phone) => pressElement(page, element, phone, true)],
  ['press', (page, element, phone) => pressElement(page, element, phone, false)],
  ['send-field', sendField],
  [
    'disabled',
    (page, element, phone) => page.toast(phone.slot, { type: 'info', content: element.dataset.tips || '现在不能操作' }),
  ],
  ['reset', (page, element, phone) => resetForm(page, element, phone)],
  ['table-page', (_page, element) => turnPage(element)],
]);

/** The actions that belong to no phone. */
type PageAction = (page: Page, element: HTMLElement) => void | Promise<void>;
export const pageActions: ReadonlyMap<string, PageAction> = new Map<string, PageAction>([
  ['close-preview', () => showPicture('')],
  ['show-person', (page, element) => showPerson(page, element.dataset.person ?? '')],
  ['move-clock', (page, element) => moveClock(page, element.dataset.step ?? '')],
]);

function change(page: Page, apply: () => void): void {
  apply();
  page.draw();
}

async function openChat(page: Page, phone: PhoneState, chatId: string | undefined): Promise<void> {
  if (chatId === undefined) return;
  forgetDrafts(page.state, phone.personId);
  phone.chatId = chatId;
  phone.replyTo = undefined;
  phone.mention = true;
  await page.refresh();
  if (phone.chatId === undefined) return;
  page.state.lastChats.set(phone.personId, phone.chatId);
  // Not waited for: the bot may take its time to hear of it, and the chat is open already.
  postTo(phone.personId, 'enter', { chatId: phone.chatId }).catch((error: unknown) => page.fail(phone.slot, error));
}

async function leaveChat(page: Page, phone: PhoneState): Promise<void> {
  phone.chatId = undefined;
  phone.tray = false;
  await page.refresh();
}

/** Opens the chat the person last looked at, at first the one with the bot. */
export async function openLastChat(page: Page, phone: PhoneState): Promise<void> {
  await openChat(page, phone, page.state.lastChats.get(phone.personId) ?? BOT_CHAT);
}

/** Puts a person on the active phone, or turns to the phone that already is theirs. */
async function showPerson(page: Page, personId: string): Promise<void> {
  const there = page.state.phones.find((phone) => phone.personId === personId);
  const wide = isWide();
  if (there && (wide || there.slot === 'left')) {
    page.state.active = there.slot;
    page.draw();
    return;
  }
  const slot = wide ? page.state.active : 'left';
  const phone = page.state.phones.find((candidate) => candidate.slot === slot);
  if (!phone) return;
  // The phone out of sight gets the person who makes room, so that nobody has two phones.
  if (there) Object.assign(there, { personId: phone.personId, chatId: undefined });
  phone.personId = personId;
  phone.tray = false;
  page.state.toasts.delete(slot);
  await openLastChat(page, phone);
}

async function moveClock(page: Page, step: string): Promise<void> {
  if (page.state.movingClock) return;
  page.state.movingClock = step;
  page.draw();
  try {
    await postClock(step);
  } finally {
    page.state.movingClock = undefined;
    await page.refresh();
  }
}

export function targetOf(phone: PhoneState): Target | undefined {
  if (phone.chatId === undefined) return undefined;
  return {
    chatId: phone.chatId,
    ...(phone.mention ? { mentionBot: true } : {}),
    ...(phone.replyTo ? { replyTo: phone.replyTo } : {}),
  };
}

export async function sendText(page: Page, phone: PhoneState): Promise<void> {
  const text = page.state.unsent.get(chatKey(phone)) ?? '';
  if (text.trim() === '') return;
  page.state.unsent.delete(chatKey(phone));
  await say(page, phone, text.trim());
}

async function say(page: Page, phone: PhoneState, text: string): Promise<void> {
  const target = targetOf(phone);
  if (!target) return;
  const typed = /^@安园\s*/.exec(text);
  const mention = isGroup(page, phone) && (phone.mention || typed !== null);
  phone.replyTo = undefined;
  page.draw();
  await postTo(phone.personId, 'say', {
    ...target,
    mentionBot: mention,
    text: typed && mention ? text.slice(typed[0].length) || text : text,
  });
  showNewest(phoneElement(phone.slot));
}

function isGroup(page: Page, phone: PhoneState): boolean {
  const view = page.state.snapshot?.phones.find((candidate) => candidate.personId === phone.personId);
  return view?.chats.find((chat) => chat.id === phone.chatId)?.kind === 'group';
}

function reply(page: Page, element: HTMLElement, phone: PhoneState): void {
  phone.replyTo = messageIdOf(element);
  page.draw();
  phoneElement(phone.slot).querySelector('textarea')?.focus();
}

function openTray(page: Page, phone: PhoneState): void {
  patch(find(phoneElement(phone.slot), '[data-part=tray]'), renderTray());
  phone.tray = true;
  page.draw();
}

async function sendSample(page: Page, element: HTMLElement, phone: PhoneState): Promise<void> {
  const photo = samplePhotos.find((candidate) => candidate.id === element.dataset.sample);
  if (!photo || !page.state.snapshot) return;
  await sendUpload(page, phone, 'image', await takeSamplePhoto(photo, page.state.snapshot.now), `${photo.label}.jpg`);
}

export async function sendUpload(
  page: Page,
  phone: PhoneState,
  what: 'image' | 'file',
  bytes: Blob,
  name: string,
): Promise<void> {
  const target = targetOf(phone);
  if (!target) return;
  phone.tray = false;
  phone.replyTo = undefined;
  page.draw();
  await postUpload(phone.personId, what, bytes, { ...target, mentionBot: isGroup(page, phone) && phone.mention }, name);
}

function showPicture(address: string): void {
  const lightbox = find(document, '[data-part=lightbox]');
  patch(lightbox, address ? html`<img src="${address}" alt="大图">` : nothing);
  lightbox.hidden = !address;
}

function messageIdOf(element: HTMLElement): string {
  const row = element.closest('[data-row]');
  return row instanceof HTMLElement ? (row.dataset.row ?? '') : '';
}

export function messageOf(page: Page, element: HTMLElement, phone: PhoneState): PhoneMessage | undefined {
  const view = page.state.snapshot?.phones.find((candidate) => candidate.personId === phone.personId);
  return view?.messages.find((message) => message.id === messageIdOf(element));
}

async function pressElement(page: Page, element: HTMLElement, phone: PhoneState, submits: boolean): Promise<void> {
  const message = messageOf(page, element, phone);
  if (!message) return;
  const name = element.dataset.press ?? '';
  const option = element.dataset.option;
  element.closest('details.overflow')?.removeAttribute('open');
  const alike = [...(element.closest('.card')?.querySelectorAll('[data-press]') ?? [])].filter(
    (other) => other instanceof HTMLElement && other.dataset.press === name,
  );
  const index = alike.length > 1 ? { index: alike.indexOf(element) } : {};
  await press(page, phone, message, {
    press:
      option === undefined
        ? { messageId: message.id, button: name, ...index }
        : { messageId: message.id, field: name, option },
    confirmTitle: element.dataset.confirmTitle ?? '',
    confirmText: element.dataset.confirmText ?? '',
    ...(submits ? { submits: element.dataset.formName ?? '' } : {}),
  });
}

/** An input outside a form has its own send button. */
async function sendField(page: Page, element: HTMLElement, phone: PhoneState): Promise<void> {
  const message = messageOf(page, element, phone);
  const name = element.dataset.fieldName ?? '';
  if (!message) return;
  const draft = page.state.drafts.get(cardKey(phone.personId, message)) ?? {};
  await press(page, phone, message, {
    press: { messageId: message.id, field: name, option: draft[name] ?? '' },
    confirmTitle: '',
    confirmText: '',
  });
}

/** Reset is the client's own: the card's first values come back and nothing is sent (reference/feishu.md §6.4). */
function resetForm(page: Page, element: HTMLElement, phone: PhoneState): void {
  const message = messageOf(page, element, phone);
  const row = element.closest('[data-row]');
  if (!message || !(row instanceof HTMLElement)) return;
  page.state.drafts.delete(cardKey(phone.personId, message));
  page.state.missing.delete(cardKey(phone.personId, message));
  row.dataset.signature = '';
  page.draw();
}

function turnPage(element: HTMLElement): void {
  const table = element.closest('.table');
  if (!table) return;
  const bodies = [...table.querySelectorAll('tbody')];
  const shown = bodies.findIndex((body) => !body.hidden);
  const next = Math.min(bodies.length - 1, Math.max(0, shown + Number(element.dataset.turn)));
  bodies.forEach((body, index) => {
    body.hidden = index !== next;
  });
  const label = table.querySelector('[data-pages]');
  if (label) label.textContent = `${next + 1}/${bodies.length}`;
}
