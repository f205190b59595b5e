import { textAt, textsAt } from '../ground/json.ts';
import { p2pChat } from './chats.ts';
import { type Api, bodyOf } from './http.ts';
import { newProcessQueryKey } from './ids.ts';
import { addMessage, recallMessage } from './message_store.ts';
import { inAvailability, staffOf } from './people.ts';
import { refuse } from './refusal.ts';
import { checkRobotCode } from './robot_checks.ts';
import type { Emulation, MessageRecord } from './state.ts';

/** How a DING reaches people, and how many one call takes (reference/dingtalk.md §5.7). */
const WAYS = { 1: { most: 200 }, 2: { most: 20, quota: 'sms' }, 3: { most: 20, quota: 'phone' } } as const;
export const DING_PERMISSION = 'Premium.Ding.Write';

/** DING: a message shown over everything, by app, short message or call. */
export function mountDing(api: Api, emulation: Emulation): void {
  const options = { auth: 'token', permission: DING_PERMISSION } as const;
  const sent = new Map<string, MessageRecord[]>();

  api.route('POST', '/v1.0/robot/ding/send', options, async (call) => {
    const body = await bodyOf(call);
    checkRobotCode(emulation, body);
    const { remindType } = body;
    if (remindType !== 1 && remindType !== 2 && remindType !== 3) return refuse('invalidParameter.remindType');
    const content = textAt(body, 'content') ?? refuse('invalidParameter.content.empty', 'content 为空');
    const receivers = textsAt(body, 'receiverUserIdList');
    const way = WAYS[remindType];
    if (receivers.length === 0 || receivers.length > way.most) refuse('invalidParameter.receiverUserIdList');
    const reachable = receivers.filter((id) => staffOf(emulation, id) !== undefined && inAvailability(emulation, id));
    if ('quota' in way) {
      const quota = emulation.rules.dingQuota;
      if (quota[way.quota] < reachable.length)
        refuse('ding.serverquota.insufficient', 'ding server quota insufficient');
      quota[way.quota] -= reachable.length;
    }
    const openDingId = newProcessQueryKey(emulation.random);
    const messages = reachable.map((userId) => {
      const { chatId } = p2pChat(emulation, userId);
      return addMessage(emulation, {
        chatId,
        from: { kind: 'bot' },
        type: 'ding',
        content: { content, remindType },
        urgent: true,
      });
    });
    sent.set(openDingId, messages);
    const failed = receivers.filter((id) => !reachable.includes(id));
    return { openDingId, failedList: failed.length === 0 ? {} : { 'user.notExist': failed } };
  });

  api.route('POST', '/v1.0/robot/ding/recall', options, async (call) => {
    const body = await bodyOf(call);
    checkRobotCode(emulation, body);
    const openDingId = textAt(body, 'openDingId') ?? '';
    const messages = sent.get(openDingId) ?? refuse('invalidParameter.openDingId');
    for (const message of messages) recallMessage(emulation, message);
    return { openDingId };
  });
}
