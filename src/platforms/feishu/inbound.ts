import type { Inbound } from '../platform.ts';
import { readChatCreated, readEntered, readMembership, readMenu, readRecalled } from './inbound/chat.ts';
import { readContact } from './inbound/contact.ts';
import { type Envelope, readEnvelope } from './inbound/envelope.ts';
import { readMessage } from './inbound/message.ts';
import { readPress } from './inbound/press.ts';

type Reader = (envelope: Envelope, botOpenId: () => string | undefined) => Inbound | undefined;

/** Every event type that is handled; each must be subscribed in the developer console (reference/feishu.md §4, §5). */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['card.action.trigger', readPress],
  ['im.message.receive_v1', readMessage],
  ['im.message.recalled_v1', readRecalled],
  ['im.chat.access_event.bot_p2p_chat_entered_v1', readEntered],
  ['p2p_chat_create', readChatCreated],
  ['application.bot.menu_v6', readMenu],
  ['im.chat.member.bot.added_v1', readMembership],
  ['im.chat.member.bot.deleted_v1', readMembership],
  ['im.chat.disbanded_v1', readMembership],
  ['contact.user.created_v3', readContact],
  ['contact.user.updated_v3', readContact],
  ['contact.user.deleted_v3', readContact],
]);

export const handledEventTypes: readonly string[] = [...readers.keys()];

/** An event of a handled type that does not have the documented shape. Redelivery would not help: log it and go on. */
export class EventUnreadable extends Error {
  readonly code = 'feishu.event_unreadable';

  constructor(type: string, eventId: string, where: string) {
    super(`event ${eventId} of type ${type} does not have the documented shape (${where})`);
    this.name = 'EventUnreadable';
  }
}

/**
 * A vendor envelope (decrypted, verified) as `Inbound`; undefined when it is not for us. `botOpenId` tells which mention
 * in a group is ours; it is asked only then. Throws `EventUnreadable`, whose text carries ids and paths but no content.
 */
export function readInbound(body: unknown, botOpenId: () => string | undefined): Inbound | undefined {
  const envelope = readEnvelope(body);
  const reader = envelope && readers.get(envelope.type);
  if (!envelope || !reader) return undefined;
  try {
    return reader(envelope, botOpenId);
  } catch (error) {
    throw new EventUnreadable(envelope.type, envelope.eventId, brokenPaths(error));
  }
}

/** Names of the fields that were wrong; never their values. */
function brokenPaths(error: unknown): string {
  if (!(error instanceof Error) || !('issues' in error) || !Array.isArray(error.issues)) return 'unknown place';
  return error.issues
    .map((issue: { path?: unknown }) => (Array.isArray(issue.path) ? issue.path.join('.') : '?'))
    .join(', ');
}
