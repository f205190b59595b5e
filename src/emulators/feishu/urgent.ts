import { textsAt } from '../ground/json.ts';
import { type Api, bodyOf } from './http.ts';
import { ownMessage } from './messages.ts';
import { findPerson } from './receivers.ts';
import { refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

const MOST_PEOPLE = 200;

/** `urgent_app`, `urgent_sms`, `urgent_phone` on an own message (reference/feishu.md §7 Urgent). */
export function mountUrgent(api: Api, emulation: Emulation): void {
  for (const way of ['app', 'sms', 'phone'] as const) {
    api.route('PATCH', `/im/v1/messages/:message_id/urgent_${way}`, { auth: 'tenant' }, async (call) => {
      const idType =
        call.query('user_id_type') ?? refuse(99992402, 'field validation failed: user_id_type is required');
      const ids = textsAt(await bodyOf(call), 'user_id_list');
      if (ids.length === 0 || ids.length > MOST_PEOPLE) refuse(230001, 'invalid user_id_list');
      const message = ownMessage(emulation, call);
      if (message.batchId !== undefined) refuse(230054, 'The operation is not supported for batch messages.');
      const members = emulation.chats.get(message.chatId)?.members;
      const invalid: string[] = [];
      for (const id of ids) {
        const person = findPerson(emulation, idType, id);
        if (person === undefined || person.resigned || !members?.has(person.openId)) {
          invalid.push(id);
          continue;
        }
        if (way !== 'app') {
          if (emulation.rules.urgentQuota <= 0) refuse(230024, 'Reach the upper limit of urgent message.');
          emulation.rules.urgentQuota -= 1;
        }
        message.urgent[way].add(person.openId);
      }
      emulation.changed({ kind: 'updated', messageId: message.messageId, chatId: message.chatId });
      return { data: { invalid_user_id_list: invalid } };
    });
  }
}
