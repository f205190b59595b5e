import type { JsonObject } from '../ground/json.ts';
import { readCallbackAnswer, type Toast } from './callback_answer.ts';
import { cardWorld } from './cards/validate.ts';
import { replaceContent } from './message_store.ts';
import { idTriple, personOf } from './people.ts';
import type { Emulation, MessageRecord } from './state.ts';

/** What the person's client shows after a press. */
export interface CallbackResult {
  readonly toast?: Toast;
  readonly cardReplaced?: boolean;
  /** Code the client shows, e.g. 200341. */
  readonly error?: number;
  readonly detail?: string;
}

/** A card-update token: 30 minutes, two uses, not before the answer (reference/feishu.md §5 Delayed update). */
export interface UpdateToken {
  readonly messageId: string;
  readonly issuedAt: number;
  uses: number;
  answered: boolean;
}

export interface Callbacks {
  /** Sends card.action.trigger and applies the answer for everybody. */
  press(openId: string, message: MessageRecord, action: JsonObject): Promise<CallbackResult>;
  readonly tokens: ReadonlyMap<string, UpdateToken>;
}

export const UPDATE_TOKEN_LIFE_MS = 1_800_000;

/** Drops tokens an hour after their end, oldest first, so that a long run does not grow. */
function forgetExpired(tokens: Map<string, UpdateToken>, now: number): void {
  for (const [value, token] of tokens) {
    if (now - token.issuedAt < UPDATE_TOKEN_LIFE_MS + 3_600_000) return;
    tokens.delete(value);
  }
}

export function createCallbacks(emulation: Emulation): Callbacks {
  const tokens = new Map<string, UpdateToken>();
  return {
    tokens,
    async press(openId, message, action) {
      if (!emulation.rules.callbacksPublished) return { error: 200340, detail: 'no callback address is published' };
      const value = `c-${emulation.random.hex(40)}`;
      const token: UpdateToken = {
        messageId: message.messageId,
        issuedAt: emulation.clock.now(),
        uses: 0,
        answered: false,
      };
      forgetExpired(tokens, emulation.clock.now());
      tokens.set(value, token);
      const outcome = await emulation.delivery.callback('card.action.trigger', {
        operator: { tenant_key: emulation.tenantKey, ...idTriple(emulation, personOf(emulation, openId)) },
        token: value,
        action,
        host: 'im_message',
        context: { open_message_id: message.messageId, open_chat_id: message.chatId },
      });
      token.answered = true;
      const reading = readCallbackAnswer(outcome, cardWorld(emulation));
      if (!reading.ok) return { error: reading.error, detail: reading.detail };
      const replaced = reading.card !== undefined && !message.recalled;
      if (reading.card !== undefined && replaced) replaceContent(emulation, message, JSON.stringify(reading.card));
      return {
        ...(reading.toast === undefined ? {} : { toast: reading.toast }),
        ...(replaced ? { cardReplaced: true } : {}),
      };
    },
  };
}
