import type { Inbound, Reply } from '../platform.ts';
import { describeFailure, type Log } from '../wire/log.ts';
import { answerPress, type CallbackAnswer } from './answer.ts';
import type { DingTalkClient } from './client.ts';
import { describePerson } from './contacts.ts';
import { isCountedEvent, readEvent, type VendorEvent } from './inbound/event.ts';
import { type RobotMessage, readMessage } from './inbound/message.ts';
import { readPress } from './inbound/press.ts';
import type { Sessions } from './sessions.ts';

/** Takes an inbound and answers once its effects are durable. Throwing makes the vendor deliver it again. */
export type Accept = (inbound: Inbound) => Reply | Promise<Reply>;

export interface IntakeOptions {
  readonly accept: Accept;
  readonly client: DingTalkClient;
  /** Learns the address that every message brings. */
  readonly sessions: Sessions;
  readonly now: () => number;
  readonly log: Log;
  /** One Webhook & Stream use of the month (reference/dingtalk.md §8). */
  readonly onUse: () => void;
  /** Shown every message and press. */
  readonly onBody?: (body: unknown) => void;
  /** The vendor says that none are left: what people send arrives without its words. */
  readonly onUsesOver?: () => void;
}

/** What arrives, whichever way it came. All reject as `accept` does: then it was not kept. */
export interface Intake {
  robot(body: unknown): Promise<void>;
  card(body: unknown, deliveryId: string): Promise<CallbackAnswer>;
  event(event: VendorEvent): Promise<void>;
}

/** For people outside the organisation; who is in danger is told the numbers all the same (domain/voice.md). */
const OUTSIDER_TEXT =
  '您还不在学校的钉钉通讯录里，安园不知道您是谁。请学校管理员在钉钉“通讯录”里加您为成员，再发一次就行。有人受伤或起火，先打 120、119、110。';
/** One conversation hears it once in this time. */
const OUTSIDER_REST_MS = 10 * 60_000;
const OUTSIDERS_KEPT = 500;

export function createIntake(options: IntakeOptions): Intake {
  const { accept, client, sessions, log, now, onUse } = options;
  const onBody = options.onBody ?? (() => {});
  const answered = new Map<string, number>();

  /** Not through the outbox: there is nobody to address, only this conversation (reference/dingtalk.md §4, §10). */
  async function tellOutsider({ conversationId, address }: Extract<RobotMessage, { is: 'outsider' }>): Promise<void> {
    const last = answered.get(conversationId);
    if (address === undefined) return;
    if (last !== undefined && now() - last < OUTSIDER_REST_MS) return;
    if (answered.size >= OUTSIDERS_KEPT) answered.clear();
    answered.set(conversationId, now());
    const result = await sessions.postTo(address, OUTSIDER_TEXT);
    if (result && !result.ok)
      log.warn({ ...result.failure }, 'dingtalk.outsider: somebody without a staff id was not answered');
  }

  /** Events name people by id only; number and name are looked up, since a roster is matched by number. */
  async function described(inbound: Inbound): Promise<Inbound> {
    if (inbound.kind !== 'person-joined' && inbound.kind !== 'person-changed') return inbound;
    const found = await describePerson(client, inbound.user.userId);
    if (!found) return inbound;
    const { mobile, ...user } = found;
    return { ...inbound, user, ...(mobile ? { mobile } : {}) };
  }

  return {
    async robot(body) {
      onUse();
      onBody(body);
      const message = read(() => readMessage(body), log, 'robot message');
      if (!message) return;
      if (message.is === 'inbound') {
        const { session } = message;
        if (session) sessions.learn(session.to, session.address, session.expiresAt);
        await accept(message.inbound);
      } else if (message.is === 'outsider') {
        tellOutsider(message).catch((error: unknown) => log.error(describeFailure(error), 'dingtalk.outsider: broke'));
      } else {
        options.onUsesOver?.();
        log.error(
          { code: 'dingtalk.uses_exhausted' },
          'dingtalk.uses_exhausted: the month’s Webhook & Stream uses are over, messages arrive without words; buy more in the DingTalk console → 资源管理 (who: administrator)',
        );
      }
    },
    async card(body, deliveryId) {
      onUse();
      onBody(body);
      const press = readPress(body, deliveryId, now());
      if (!press) return {};
      return answerPress(press, await accept(press.inbound), log);
    },
    async event(event) {
      if (isCountedEvent(event.type)) onUse();
      for (const inbound of readEvent(event)) await accept(await described(inbound));
    },
  };
}

/** A body of another shape would not be mended by redelivery: log its places, never its values, and go on. */
function read<T>(reader: () => T, log: Log, what: string): T | undefined {
  try {
    return reader();
  } catch (error) {
    if (!(error instanceof Error) || !('issues' in error)) throw error;
    log.error(
      { code: 'dingtalk.unreadable', where: brokenPaths(error.issues) },
      `a ${what} has not the documented shape`,
    );
    return undefined;
  }
}

const brokenPaths = (issues: unknown): string =>
  Array.isArray(issues)
    ? issues.map((issue: { path?: unknown }) => (Array.isArray(issue.path) ? issue.path.join('.') : '?')).join(', ')
    : 'unknown place';
