import { request } from 'node:http';
import { z } from 'zod';
import { adminSocketPath } from '../host/admin_socket.ts';

const PING_MS = 3_000;
/** Reading a large roster takes a while. */
const COMMAND_MS = 120_000;

const refusal = z.object({ error: z.string() });

/** The running server refused a command; the text is for the person at the terminal. */
export class ServerRefused extends Error {
  readonly code = 'cli.server_refused';
}

/** Whether a server runs on this data directory and answers. */
export async function isServerRunning(directory: string): Promise<boolean> {
  try {
    await askServer(directory, { method: 'GET', path: '/ping' }, z.object({ ok: z.literal(true) }), PING_MS);
    return true;
  } catch {
    return false;
  }
}

/**
 * Asks the running server over its local socket. Throws ServerRefused when it says no, and an error of the socket's
 * when nobody answers.
 */
export async function askServer<T>(
  directory: string,
  asked: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: Uint8Array },
  answer: z.ZodType<T>,
  timeoutMs: number = COMMAND_MS,
): Promise<T> {
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(
      {
        socketPath: adminSocketPath(directory),
        method: asked.method,
        path: asked.path,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(asked.body);
  });
  const body: unknown = JSON.parse(text);
  if (status !== 200) throw new ServerRefused(refusal.parse(body).error);
  return answer.parse(body);
}
