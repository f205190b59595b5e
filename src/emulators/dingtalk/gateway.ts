import { isObject, objectsAt, textAt } from '../ground/json.ts';
import { type Api, bodyOf } from './http.ts';
import { uuid } from './ids.ts';
import { refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

const TICKET_LIFE_MS = 90_000;

export interface Subscription {
  readonly type: 'EVENT' | 'CALLBACK';
  readonly topic: string;
}

export interface Tickets {
  issue(subscriptions: readonly Subscription[]): string;
  /** What a ticket was issued for; it is used up, and undefined when it is unknown or older than 90 s. */
  redeem(ticket: string): readonly Subscription[] | undefined;
}

export function createTickets(emulation: Pick<Emulation, 'clock' | 'random'>): Tickets {
  const tickets = new Map<string, { subscriptions: readonly Subscription[]; expiresAt: number }>();
  return {
    issue(subscriptions) {
      const ticket = uuid(emulation.random);
      tickets.set(ticket, { subscriptions, expiresAt: emulation.clock.now() + TICKET_LIFE_MS });
      return ticket;
    },
    redeem(ticket) {
      const known = tickets.get(ticket);
      tickets.delete(ticket);
      return known !== undefined && known.expiresAt > emulation.clock.now() ? known.subscriptions : undefined;
    },
  };
}

function subscriptionOf(value: unknown): Subscription {
  const { type, topic } = isObject(value) ? value : {};
  if (typeof topic !== 'string' || topic === '') return refuse('invalidParameter.subscriptions', 'topic is empty');
  if (type === 'CALLBACK') return { type, topic };
  // EVENT accepts only the star: which events come is ticked in the developer console.
  if (type === 'EVENT' && topic === '*') return { type, topic };
  return refuse('invalidParameter.subscriptions', `no subscription ${String(type)} ${topic}`);
}

/** `POST /v1.0/gateway/connections/open` (reference/dingtalk.md §2.1); the 400 codes are UNVERIFIED. */
export function mountGateway(api: Api, emulation: Emulation, tickets: Tickets): void {
  const { credentials, faults } = emulation;
  api.route('POST', '/v1.0/gateway/connections/open', { auth: 'none', free: true }, async (call) => {
    if (faults.openFailure !== undefined) {
      refuse(faults.openFailure.code, 'injected failure', { status: faults.openFailure.status });
    }
    const body = await bodyOf(call);
    if (
      textAt(body, 'clientId') !== credentials.clientId ||
      textAt(body, 'clientSecret') !== credentials.clientSecret
    ) {
      refuse('authFailed', '鉴权失败', { status: 401 });
    }
    const subscriptions = objectsAt(body, 'subscriptions').map(subscriptionOf);
    if (subscriptions.length === 0) refuse('invalidParameter.subscriptions', 'subscriptions is empty');
    const answer = {
      endpoint: `ws://${call.context.req.header('Host') ?? '127.0.0.1'}/connect`,
      ticket: tickets.issue(subscriptions),
    };
    // Without a wish for JSON the gateway may answer XML (comment in the vendor's SDK).
    if (!(call.context.req.header('Accept') ?? '').includes('application/json')) {
      const xml = `<r><endpoint>${answer.endpoint}</endpoint><ticket>${answer.ticket}</ticket></r>`;
      return new Response(xml, { headers: { 'Content-Type': 'application/xml' } });
    }
    return answer;
  });
}
