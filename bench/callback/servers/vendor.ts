/** The vendor's message interface, answering at once: tokens, messages, updates. Counts the messages it was sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveChild } from '../../child.ts';

let messages = 0;
let updates = 0;

function answerTo(method: string, path: string): unknown {
  if (path.includes('/auth/')) return { code: 0, msg: 'ok', tenant_access_token: 't-bench', expire: 7200 };
  if (path.includes('/bot/v3/info')) return { code: 0, msg: 'ok', bot: { open_id: 'ou_bot', app_name: '安园' } };
  if (method === 'PATCH') {
    updates += 1;
    return { code: 0, msg: 'ok', data: {} };
  }
  messages += 1;
  return { code: 0, msg: 'ok', data: { message_id: `om_sent${messages}`, chat_id: 'oc_sent' } };
}

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const text = JSON.stringify(answerTo(request.method ?? 'GET', request.url ?? '/'));
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
      .end(text);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  // Bound to TCP just above, so the address is no text.
  const { port } = server.address() as AddressInfo;
  serveChild({ port, counted: () => ({ messages, updates }) });
});
