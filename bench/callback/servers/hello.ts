/** Hono answering without looking: what the HTTP layer alone costs. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { serveChild } from '../../child.ts';

const app = new Hono();
app.post('/feishu/webhook', (context) => context.json({ toast: { type: 'success', content: 'hello' } }));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) => serveChild({ port }));
