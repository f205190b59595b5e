/** The page's calls to its server. Every failure is an Error with a sentence a person can read. */
import type { Snapshot } from '../view.ts';
import type { Press, PressAnswer } from '../world.ts';

export interface Target {
  readonly chatId: string;
  readonly mentionBot?: boolean;
  readonly replyTo?: string;
}

export interface OpenPhone {
  readonly personId: string;
  readonly chatId?: string | undefined;
}

export async function getSnapshot(phones: readonly OpenPhone[]): Promise<Snapshot> {
  const query = new URLSearchParams(
    phones.map((phone): [string, string] => [
      'phone',
      phone.chatId === undefined ? phone.personId : `${phone.personId},${phone.chatId}`,
    ]),
  );
  // The server's snapshot.ts builds exactly this shape.
  return (await call(`api/snapshot?${query}`)) as Snapshot;
}

export async function postTo(
  personId: string,
  what: 'say' | 'recall' | 'enter' | 'read' | 'menu',
  body: object,
): Promise<void> {
  await call(`api/people/${encodeURIComponent(personId)}/${what}`, json(body));
}

export async function postPress(personId: string, press: Press): Promise<PressAnswer> {
  const answer = await call(`api/people/${encodeURIComponent(personId)}/press`, json(press));
  // The server passes the world's PressAnswer on.
  return answer as PressAnswer;
}

export async function postUpload(
  personId: string,
  what: 'image' | 'file',
  bytes: Blob,
  target: Target,
  name: string,
): Promise<void> {
  const query = new URLSearchParams({ chatId: target.chatId, name });
  if (target.replyTo) query.set('replyTo', target.replyTo);
  if (target.mentionBot) query.set('mentionBot', 'true');
  await call(`api/people/${encodeURIComponent(personId)}/${what}?${query}`, { method: 'POST', body: bytes });
}

export async function postClock(step: string): Promise<void> {
  await call('api/clock', json({ step }));
}

export function imageUrl(key: string): string {
  return `api/image/${encodeURIComponent(key)}`;
}

function json(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function call(address: string, options?: RequestInit): Promise<unknown> {
  const response = await fetch(address, options);
  const body: unknown = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const reason =
    typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : `HTTP ${response.status}`;
  throw new Error(reason);
}
