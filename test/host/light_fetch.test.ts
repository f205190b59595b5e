import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createLightFetch } from '../../src/host/light_fetch.ts';
import type { OnceInit } from '../../src/platforms/wire/once.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(answer: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Bound to TCP just above, so the address is no text.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/open-apis/x?type=open_id`, server };
}

const post = (body: string, signal?: AbortSignal): RequestInit => ({
  method: 'PATCH',
  headers: { authorization: 'Bearer t-1', 'content-type': 'application/json; charset=utf-8' },
  body,
  ...(signal ? { signal } : {}),
});

describe('light fetch', () => {
  test('carries method, path, headers and text there, and status, headers and text back', async () => {
    const { url } = await listen((request, response) => {
      let text = '';
      request.setEncoding('utf8');
      request.on('data', (piece) => {
        text += piece;
      });
      request.on('end', () => {
        const { method, url: path, headers } = request;
        response.writeHead(429, { 'x-ogw-ratelimit-reset': '3' });
        response.end(
          JSON.stringify({ method, path, token: headers.authorization, length: headers['content-length'], text }),
        );
      });
    });
    const response = await createLightFetch()(url, post('{"a":"安园"}'));
    expect([response.status, response.ok, response.headers.get('x-ogw-ratelimit-reset')]).toEqual([429, false, '3']);
    expect(await response.json()).toEqual({
      method: 'PATCH',
      path: '/open-apis/x?type=open_id',
      token: 'Bearer t-1',
      length: '14',
      text: '{"a":"安园"}',
    });
  });

  test('an abort before and during the call rejects with its reason', async () => {
    const { url } = await listen(() => {});
    const reason = new DOMException('no answer in time', 'TimeoutError');
    await expect(createLightFetch()(url, post('{}', AbortSignal.abort(reason)))).rejects.toBe(reason);
    const ending = new AbortController();
    const hanging = createLightFetch()(url, post('{}', ending.signal));
    ending.abort(reason);
    await expect(hanging).rejects.toBe(reason);
  });

  test('nobody there rejects like fetch, with the code of the system', async () => {
    const { url, server } = await listen(() => {});
    server.close();
    await once(server, 'close');
    await expect(createLightFetch()(url, post('{}'))).rejects.toMatchObject({
      name: 'TypeError',
      cause: { code: 'ECONNREFUSED' },
    });
  });

  test('a line the vendor closed meanwhile is replaced; one that breaks for the first time is an error', async () => {
    let calls = 0;
    const { url } = await listen((request, response) => {
      calls += 1;
      if (calls === 2 || calls === 4) request.socket.destroy();
      else response.end('{}');
    });
    const light = createLightFetch();
    expect((await light(url, post('{}'))).status).toBe(200);
    expect((await light(url, post('{}'))).status).toBe(200);
    expect(calls).toBe(3);
    await expect(createLightFetch()(url, post('{}'))).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  test('what must not happen twice takes a new line and is never asked again by itself', async () => {
    let calls = 0;
    const { url } = await listen((request, response) => {
      calls += 1;
      if (calls === 2) request.socket.destroy();
      else response.end('{}');
    });
    const light = createLightFetch();
    const once: OnceInit = { ...post('{}'), once: true };
    expect((await light(url, post('{}'))).status).toBe(200);
    await expect(light(url, once)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(calls).toBe(2);
    expect((await light(url, once)).status).toBe(200);
  });
});
