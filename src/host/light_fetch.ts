import { Agent, type ClientRequest, type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http';
import { request as overHttps, Agent as SecureAgent } from 'node:https';
import type { OnceInit } from '../platforms/wire/once.ts';

const agentOptions = { keepAlive: true, maxSockets: 64, scheduling: 'lifo' } as const;

/**
 * `fetch` for the small JSON calls to a vendor, over Node's own HTTP client with lines that are kept: a third of the
 * CPU of the built-in one (bench/README.md). Whatever has no text body (downloads, uploads) goes to the built-in. Follows
 * no redirects; rejects like fetch does, with the abort's reason or a TypeError whose cause has the system's code.
 */
export function createLightFetch(): typeof fetch {
  const agent = new Agent(agentOptions);
  const secureAgent = new SecureAgent(agentOptions);

  async function light(address: string, init: OnceInit & { readonly body: string }): Promise<Response> {
    const url = new URL(address);
    const body = Buffer.from(init.body);
    const headers = { ...Object.fromEntries(new Headers(init.headers)), 'content-length': body.length };
    const options: RequestOptions = { method: init.method ?? 'POST', headers };
    const open = (): ClientRequest =>
      url.protocol === 'https:'
        ? overHttps(url, { ...options, agent: init.once ? false : secureAgent })
        : overHttp(url, { ...options, agent: init.once ? false : agent });
    try {
      return await exchange(open(), body, init.signal ?? undefined);
    } catch (error) {
      // The vendor hung up on a kept line in the very moment it was used again; a new line has not that fault.
      if (error instanceof StaleLine) return exchange(open(), body, init.signal ?? undefined);
      throw error;
    }
  }

  return (input, init) =>
    typeof input === 'string' && typeof init?.body === 'string'
      ? light(input, { ...init, body: init.body })
      : fetch(input, init);
}

class StaleLine extends Error {}

function exchange(call: ClientRequest, body: Buffer, signal: AbortSignal | undefined): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal?.reason);
      call.destroy();
    };
    const fail = (error: Error & { readonly code?: string }): void => {
      const isStale = call.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(isStale ? new StaleLine() : new TypeError('fetch failed', { cause: error }));
    };
    // First of all: what is destroyed says so.
    call.on('error', fail);
    if (signal?.aborted) {
      abort();
      return;
    }
    signal?.addEventListener('abort', abort, { once: true });
    call.on('close', () => signal?.removeEventListener('abort', abort));
    call.on('response', (answer) => {
      const pieces: Buffer[] = [];
      // From here on it has begun to answer: the same call again could do it twice.
      answer.on('error', (error) => reject(new TypeError('fetch failed', { cause: error })));
      answer.on('data', (piece: Buffer) => void pieces.push(piece));
      answer.on('end', () => resolve(responseOf(answer, Buffer.concat(pieces))));
    });
    call.end(body);
  });
}

function responseOf(answer: IncomingMessage, body: Buffer<ArrayBuffer>): Response {
  const headers = new Headers();
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2)
    headers.append(answer.rawHeaders[index] ?? '', answer.rawHeaders[index + 1] ?? '');
  const status = answer.statusCode ?? 0;
  return new Response(isEmpty(status) ? null : body, { status, headers });
}

/** Statuses that a Response with a body refuses. */
const isEmpty = (status: number): boolean => status === 204 || status === 205 || status === 304;
