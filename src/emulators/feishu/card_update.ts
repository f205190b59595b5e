import { isObject, textAt } from '../ground/json.ts';
import { type Callbacks, UPDATE_TOKEN_LIFE_MS } from './callbacks.ts';
import { checkContent } from './content.ts';
import { type Api, bodyOf, required } from './http.ts';
import { replaceContent } from './message_store.ts';
import { refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

const TOKEN_USES = 2;

/** `interactive/v1/card/update`: the delayed update with the token of a press (reference/feishu.md §5). */
export function mountCardUpdate(api: Api, emulation: Emulation, callbacks: Callbacks): void {
  api.route('POST', '/interactive/v1/card/update', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    const token = callbacks.tokens.get(required(textAt(body, 'token'), 'token'));
    if (!isObject(body.card)) return refuse(10002, 'card is required');
    if (body.card.open_ids !== undefined) refuse(200320, 'open_ids is only for exclusive cards of schema 1.0');
    // Which code an update before the answer gets is UNVERIFIED; the vendor only says that it fails.
    if (token === undefined || !token.answered) return refuse(300020, 'invalid token');
    if (emulation.clock.now() - token.issuedAt > UPDATE_TOKEN_LIFE_MS) refuse(300030, 'token expired');
    if (token.uses >= TOKEN_USES) refuse(300040, 'token has been used up');
    const message = emulation.messages.get(token.messageId);
    if (message === undefined || message.recalled || message.deleted) return refuse(200000, 'the message was recalled');
    const content = checkContent(emulation, 'interactive', JSON.stringify(body.card));
    token.uses += 1;
    replaceContent(emulation, message, content.text);
    return { msg: 'ok' };
  });
}
