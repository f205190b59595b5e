/** The page's beginning: frame, first snapshot, live updates, and what the person's hands do. */
import { actions, messageOf, openLastChat, pageActions, sendText, sendUpload } from './actions.ts';
import { getSnapshot, postTo } from './api.ts';
import { draw, isWide, phoneElement } from './draw.ts';
import { readChange } from './form_dom.ts';
import { pageFrame } from './frame.ts';
import type { Page } from './page.ts';
import { find, patch } from './patch.ts';
import { press } from './press.ts';
import { noteScroll, settle } from './scrolling.ts';
import { BOT_CHAT, cardKey, chatKey, fromHash, newState, type PhoneState, phoneAt, toHash } from './state.ts';

const TOAST_MS = 3200;
const LONG_PRESS_MS = 450;

const state = newState();
const toastTimers = new Map<string, number>();
let refreshing: Promise<void> | undefined;
let again = false;

const page: Page = {
  state,
  draw: () => draw(state),
  refresh,
  toast(slot, toast) {
    state.toasts.set(slot, toast);
    window.clearTimeout(toastTimers.get(slot));
    toastTimers.set(
      slot,
      window.setTimeout(() => {
        state.toasts.delete(slot);
        draw(state);
      }, TOAST_MS),
    );
    draw(state);
  },
  fail(slot, error) {
    page.toast(slot, {
      type: 'error',
      content: '没有成功，请再试一次',
      detail: error instanceof Error ? error.message : String(error),
    });
  },
};

function refresh(): Promise<void> {
  if (refreshing) {
    again = true;
    return refreshing;
  }
  refreshing = (async () => {
    do {
      again = false;
      await takeSnapshot();
    } while (again);
  })().finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

async function takeSnapshot(): Promise<void> {
  const wide = isWide();
  const open = state.phones.filter((phone) => wide || phone.slot === 'left');
  let snapshot = await getSnapshot(state.phones);
  for (const phone of state.phones) {
    if (phone.chatId !== BOT_CHAT) continue;
    phone.chatId = snapshot.phones.find((candidate) => candidate.personId === phone.personId)?.chatId;
  }
  const unseen = open.filter((phone) => {
    const view = snapshot.phones.find((candidate) => candidate.personId === phone.personId);
    return (view?.chats.find((chat) => chat.id === phone.chatId)?.unread ?? 0) > 0;
  });
  if (unseen.length > 0 && document.visibilityState === 'visible') {
    await Promise.all(unseen.map((phone) => postTo(phone.personId, 'read', { chatId: phone.chatId })));
    snapshot = await getSnapshot(state.phones);
  }
  state.snapshot = snapshot;
  history.replaceState(null, '', `#${toHash(state.phones)}`);
  draw(state);
}

async function start(): Promise<void> {
  patch(find(document, '#app'), pageFrame());
  const first = await getSnapshot([]);
  const wanted = fromHash(location.hash).filter((phone) => first.people.some((person) => person.id === phone.personId));
  const spare = first.people.filter((person) => !wanted.some((phone) => phone.personId === person.id));
  const slots = ['left', 'right'] as const;
  state.phones = slots.flatMap((slot, index): PhoneState[] => {
    const personId = wanted[index]?.personId ?? spare[index - Math.min(index, wanted.length)]?.id;
    return personId === undefined
      ? []
      : [{ slot, personId, chatId: wanted[index]?.chatId, replyTo: undefined, mention: true, tray: false }];
  });
  await refresh();
  const wide = isWide();
  for (const phone of state.phones) {
    if (wanted.length === 0 && (wide || phone.slot === 'left')) await openLastChat(page, phone);
  }
  listen();
  document.body.dataset.ready = 'true';
}

function listen(): void {
  const live = new EventSource('api/live');
  for (const name of ['change', 'beat']) live.addEventListener(name, () => void refresh());
  live.addEventListener('open', () => {
    state.offline = false;
    void refresh();
  });
  live.addEventListener('error', () => {
    state.offline = true;
    draw(state);
  });
}

function phoneOf(element: Element): PhoneState | undefined {
  const owner = element.closest('[data-phone]');
  return owner instanceof HTMLElement ? phoneAt(state, owner.dataset.phone ?? '') : undefined;
}

async function act(element: HTMLElement): Promise<void> {
  const name = element.dataset.action ?? '';
  const phone = phoneOf(element);
  try {
    if (phone) await actions.get(name)?.(page, element, phone);
    else await pageActions.get(name)?.(page, element);
  } catch (error) {
    page.fail(phone?.slot ?? state.active, error);
  }
}

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  closeMenus(event.target);
  const phone = phoneOf(event.target);
  if (phone && state.active !== phone.slot) {
    state.active = phone.slot;
    draw(state);
  }
  const element = event.target.closest('[data-action]');
  if (element instanceof HTMLElement) void act(element);
});

/** A menu or a list of choices closes when the person touches anything else. */
function closeMenus(target: Element): void {
  for (const menu of document.querySelectorAll('details[data-closes=outside][open]')) {
    if (!menu.contains(target)) menu.removeAttribute('open');
  }
  for (const row of document.querySelectorAll('.row-of-chat.held'))
    if (!row.contains(target)) row.classList.remove('held');
}

document.addEventListener('input', (event) => {
  const { target } = event;
  if (target instanceof HTMLTextAreaElement && target.dataset.testid === 'composer') {
    const phone = phoneOf(target);
    if (phone) state.unsent.set(chatKey(phone), target.value);
    return;
  }
  if (target instanceof HTMLInputElement && target.type === 'search') {
    state.filter = target.value;
    draw(state);
    return;
  }
  fieldChanged(target);
});

function fieldChanged(target: EventTarget | null): void {
  const change = readChange(target);
  const phone = change ? phoneOf(change.element) : undefined;
  const message = change && phone ? messageOf(page, change.element, phone) : undefined;
  if (!change || !phone || !message) return;
  const key = cardKey(phone.personId, message);
  state.drafts.set(key, { ...state.drafts.get(key), [change.name]: change.value });
  if (state.missing.get(key) === change.name) {
    state.missing.delete(key);
    change.element.closest('.field')?.classList.remove('missing');
  }
}

/** A choice outside a form is answered at once; text waits for its send button. */
document.addEventListener('change', (event) => {
  const { target } = event;
  if (target instanceof HTMLInputElement && target.type === 'file') {
    void upload(target);
    return;
  }
  const change = readChange(target);
  const phone = change ? phoneOf(change.element) : undefined;
  const message = change && phone ? messageOf(page, change.element, phone) : undefined;
  if (!change?.alone || !phone || !message || change.element.dataset.kind === 'text') return;
  void press(page, phone, message, {
    press: { messageId: message.id, field: change.name, option: change.value },
    confirmTitle: '',
    confirmText: '',
  });
});

async function upload(input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0];
  const phone = phoneAt(state, state.active);
  if (!file || !phone) return;
  try {
    await sendUpload(page, phone, input.dataset.part === 'photo-file' ? 'image' : 'file', file, file.name);
  } catch (error) {
    page.fail(phone.slot, error);
  } finally {
    input.value = '';
  }
}

document.addEventListener('keydown', (event) => {
  const { target } = event;
  if (event.key === 'Escape') find(document, '[data-part=lightbox]').hidden = true;
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  if (!(target instanceof HTMLTextAreaElement) || target.dataset.testid !== 'composer') return;
  event.preventDefault();
  const phone = phoneOf(target);
  if (phone) sendText(page, phone).catch((error: unknown) => page.fail(phone.slot, error));
});

/** Native date and time pickers open wherever the field is touched. */
document.addEventListener('click', (event) => {
  const { target } = event;
  if (target instanceof HTMLInputElement && target.closest('.time-line') && !target.disabled) target.showPicker();
});

let holding: number | undefined;
document.addEventListener('pointerdown', (event) => {
  if (event.pointerType !== 'touch' || !(event.target instanceof Element)) return;
  const row = event.target.closest('.row-of-chat');
  if (row) holding = window.setTimeout(() => row.classList.add('held'), LONG_PRESS_MS);
});
for (const name of ['pointerup', 'pointercancel', 'pointermove'] as const) {
  document.addEventListener(name, () => window.clearTimeout(holding));
}

/** A picture that arrives late makes its chat longer; a reader at the end stays at the end. */
document.addEventListener(
  'load',
  (event) => {
    if (!(event.target instanceof HTMLImageElement)) return;
    const phone = phoneOf(event.target);
    if (!phone) return;
    settle(phoneElement(phone.slot));
  },
  true,
);

document.addEventListener(
  'scroll',
  (event) => {
    const phone = event.target instanceof Element ? phoneOf(event.target) : undefined;
    if (phone && event.target instanceof HTMLElement && event.target.dataset.part === 'scroller')
      noteScroll(phoneElement(phone.slot));
  },
  true,
);

document.addEventListener('visibilitychange', () => void refresh());
window.addEventListener('resize', () => void refresh());

start().catch((error: unknown) => {
  find(document, '#app').textContent = `打不开：${error instanceof Error ? error.message : String(error)}`;
});
