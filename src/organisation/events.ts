import { handBackTasksOf } from '../hazards/story.ts';
import { withdrawMessage } from '../hazards/withdraw_message.ts';
import type { Context } from '../kernel/context.ts';
import type { Inbound } from '../platforms/platform.ts';
import { greet, learnDirectChat, personChanged, personLeft } from '../school/accounts.ts';
import { groupLeft, learnGroup } from '../school/groups.ts';
import { greetStranger } from '../school/knock.ts';
import { whoIs } from '../school/people.ts';
import { obey } from './commands.ts';
import { hear } from './conversation.ts';
import type { Answer } from './inbox.ts';

export type EventInbound = Exclude<Inbound, { kind: 'press' }>;
type Handlers = {
  readonly [Kind in EventInbound['kind']]: (context: Context, inbound: EventInbound & { readonly kind: Kind }) => void;
};

/** The context of somebody who acts; strangers act as strangers. */
export function actingAs(
  context: Context,
  inbound: { platform: Inbound['platform']; sender: { userId: string } },
): Context {
  const who = whoIs(context, inbound.platform, inbound.sender.userId);
  return {
    ...context,
    actor: who
      ? { kind: 'person', person: who.person, platform: inbound.platform }
      : { kind: 'stranger', platform: inbound.platform, userId: inbound.sender.userId },
  };
}

const changed = (
  context: Context,
  inbound: EventInbound & { readonly kind: 'person-joined' | 'person-left' | 'person-changed' },
): void => {
  personChanged(context, {
    platform: inbound.platform,
    user: inbound.user,
    ...(inbound.mobile ? { mobile: inbound.mobile } : {}),
  });
};

/** What each kind of event means; one line a kind, the work is in the features. */
const handlers: Handlers = {
  message: (context, inbound) => hear(actingAs(context, inbound), inbound),
  menu: (context, inbound) => {
    const acting = actingAs(context, inbound);
    if (acting.actor.kind === 'person') obey(acting, acting.actor.person, menuCommand(inbound.key), inbound.key);
    else greetStranger(context, { platform: inbound.platform, user: inbound.sender });
  },
  'chat-entered': (context, inbound) => {
    const who = whoIs(context, inbound.platform, inbound.sender.userId);
    if (!who) {
      greetStranger(context, { platform: inbound.platform, user: inbound.sender });
      return;
    }
    if (who.directChatId !== inbound.chatId) {
      learnDirectChat(context, { platform: inbound.platform, userId: inbound.sender.userId, chatId: inbound.chatId });
    }
    greet(context, { person: who.person, platform: inbound.platform });
  },
  'message-recalled': (context, inbound) => withdrawMessage(context, inbound.messageId),
  'group-joined': (context, inbound) => {
    learnGroup(context, { platform: inbound.platform, chatId: inbound.chatId, name: inbound.name });
  },
  'group-left': (context, inbound) => {
    groupLeft(context, { platform: inbound.platform, chatId: inbound.chatId });
  },
  'person-joined': changed,
  'person-changed': changed,
  'person-left': (context, inbound) => {
    const left = personLeft(context, { platform: inbound.platform, user: inbound.user });
    if (left?.gone) handBackTasksOf(context, left.person);
  },
};

/** Bot-menu keys are the words a person could type (design.md §7). */
const menuCommand = (key: string) => {
  const known = ['hazard', 'todo', 'mine', 'ledger', 'drill', 'emergency', 'leave', 'help'] as const;
  return known.find((command) => command === key) ?? 'help';
};

/** Takes an event that is not a press. Events have no answer of their own: what there is to say leaves by the outbox. */
export function receiveEvent(context: Context, inbound: EventInbound): Answer {
  // The mapped type above pairs every kind with its handler; indexing by the kind loses that pairing.
  const handler = handlers[inbound.kind] as (context: Context, inbound: EventInbound) => void;
  handler(context, inbound);
  return {};
}
