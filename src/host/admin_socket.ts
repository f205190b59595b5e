import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import type { DeliveryClock } from '../delivery/options.ts';
import type { Log } from '../organisation/organisation.ts';
import { lastCardTest, sendTestCard } from '../school/test_card.ts';
import type { Engine } from './engine.ts';
import { importRosterFile } from './import_roster.ts';

/** Where the command line reaches the running server: a socket only this machine's user can open. */
export const adminSocketPath = (directory: string): string =>
  process.platform === 'win32'
    ? `\\\\.\\pipe\\anyuan-${Buffer.from(resolve(directory)).toString('hex').slice(-40)}`
    : join(directory, 'anyuan.sock');

export interface AdminSocketOptions {
  readonly directory: string;
  readonly engine: Engine;
  readonly clock: DeliveryClock;
  readonly log: Log;
}

const MAX_FILE_BYTES = 6 * 1024 * 1024;

type Answer = object;

/** Opens the socket. Writes by the command line go through here, because one process alone may write. */
export async function openAdminSocket(options: AdminSocketOptions): Promise<{ close(): Promise<void> }> {
  const path = adminSocketPath(options.directory);
  // The data directory's lock is held, so a socket that is still there belongs to a process that is gone.
  if (process.platform !== 'win32') rmSync(path, { force: true });
  const server: Server = createServer((request, response) => {
    handle(options, request).then(
      (answer) => reply(response, 200, answer),
      (error: unknown) => {
        const known = error instanceof Error && 'personText' in error ? String(error.personText) : undefined;
        if (known === undefined) options.log.error({ error }, 'admin.failed');
        reply(response, 400, { error: known ?? (error instanceof Error ? error.message : 'failed') });
      },
    );
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(path, done);
  });
  return { close: () => new Promise((done) => server.close(() => done())) };
}

function reply(response: ServerResponse, status: number, answer: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}

async function handle(options: AdminSocketOptions, request: IncomingMessage): Promise<Answer> {
  const { organisation } = options.engine;
  const url = new URL(request.url ?? '/', 'http://anyuan');
  if (request.method === 'GET' && url.pathname === '/ping') return { ok: true };
  if (request.method === 'POST' && url.pathname === '/roster')
    return importRosterFile((work) => organisation.change(options.clock.now(), work), {
      fileName: url.searchParams.get('name') ?? 'roster.xlsx',
      bytes: await bodyOf(request),
      confirm: url.searchParams.get('confirm') === '1',
    });
  if (request.method === 'POST' && url.pathname === '/test-card')
    return organisation.change(options.clock.now(), sendTestCard);
  if (request.method === 'GET' && url.pathname === '/test-card') return lastCardTest(organisation.store);
  throw new Error('admin.unknown: no such command');
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_FILE_BYTES) throw new Error('admin.too_large: the file is larger than 6 MB');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
