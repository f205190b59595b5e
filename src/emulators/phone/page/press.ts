/** A press on a card: what is asked first, what is sent, and how the answer is shown. */
import type { BlockReason, PhoneMessage, Press, PressAnswer } from '../world.ts';
import { postPress } from './api.ts';
import { askConfirmation } from './dialog.ts';
import { phoneElement } from './draw.ts';
import { changedValues, fieldsOf, missingField } from './form_values.ts';
import type { Page } from './page.ts';
import { cardKey, type PhoneState, pressKey } from './state.ts';
import { clientError } from './toast.ts';

export interface PressIntent {
  readonly press: Press;
  /** The client's second question; empty texts mean there is none. */
  readonly confirmTitle: string;
  readonly confirmText: string;
  /** The form whose values go along; a button outside a form sends none. */
  readonly submits?: string;
}

export async function press(page: Page, phone: PhoneState, message: PhoneMessage, intent: PressIntent): Promise<void> {
  const { state } = page;
  const pendingKey = pressKey(phone.personId, message.id);
  if (state.pending.has(pendingKey)) return;
  const card = cardKey(phone.personId, message);
  const fields = intent.submits === undefined ? [] : fieldsOf(message.content, intent.submits);
  const missing = missingField(fields, state.drafts.get(card) ?? {});
  if (missing !== undefined) {
    blocked(page, phone, card, { blocked: 'required', field: missing });
    return;
  }
  if (intent.confirmTitle || intent.confirmText) {
    const goOn = await askConfirmation(phoneElement(phone.slot), intent.confirmTitle, intent.confirmText);
    if (!goOn) return;
  }
  const values = changedValues(fields, state.drafts.get(card) ?? {});
  const sent: Press =
    intent.submits === undefined || 'field' in intent.press ? intent.press : { ...intent.press, values };
  state.missing.delete(card);
  state.pending.set(pendingKey, 'button' in sent ? sent.button : sent.field);
  page.draw();
  try {
    showAnswer(page, phone, card, await postPress(phone.personId, sent));
  } catch (error) {
    page.fail(phone.slot, error);
  } finally {
    state.pending.delete(pendingKey);
    await page.refresh();
  }
}

function showAnswer(page: Page, phone: PhoneState, card: string, answer: PressAnswer): void {
  if ('blocked' in answer) blocked(page, phone, card, answer);
  else if ('error' in answer)
    page.toast(phone.slot, { type: 'error', content: clientError(answer.error), detail: answer.detail });
  else if (answer.toast) page.toast(phone.slot, answer.toast);
}

const BLOCKED: Readonly<Record<BlockReason, string>> = {
  required: '请先填写必填项',
  max_length: '字数超了，请删短一些',
  disabled: '现在不能操作',
  confirm: '已取消',
  expired: '卡片已过期，不能再操作',
  recalled: '这条消息已撤回',
  inert: '这里不能按',
};

/** The client holds the press back, points at the field when there is one, and sends nothing. */
function blocked(
  page: Page,
  phone: PhoneState,
  card: string,
  answer: { readonly blocked: BlockReason; readonly field?: string },
): void {
  if (answer.blocked === 'required' && answer.field !== undefined) page.state.missing.set(card, answer.field);
  page.toast(phone.slot, { type: 'warning', content: BLOCKED[answer.blocked] });
  page.draw();
  phoneElement(phone.slot).querySelector('.missing')?.scrollIntoView({ block: 'center' });
}
