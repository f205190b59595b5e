/**
 * What a careful developer writes with the vendor's SDK in an afternoon: its http adapter, one transaction a press, the
 * same reads a press needs and as many rows as the product writes, through drizzle. `dynamic` builds each query when it
 * is needed, `prepared` once.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adaptDefault, EventDispatcher, LoggerLevel } from '@larksuiteoapi/node-sdk';
import { sql } from 'drizzle-orm';
import { openNodeStore } from '../../../src/store/node.ts';
import { serveChild } from '../../child.ts';
import { ENCRYPT_KEY, fillTenant, VERIFICATION_TOKEN } from '../tenant.ts';
import { type PressEvent, takePress } from './peer_press.ts';

const [directory = '', way = 'dynamic'] = process.argv.slice(2);
fillTenant(`${directory}/data`, Date.now());
const store = openNodeStore(`${directory}/data`, Date.now());
const dispatcher = new EventDispatcher({
  encryptKey: ENCRYPT_KEY,
  verificationToken: VERIFICATION_TOKEN,
  loggerLevel: LoggerLevel.error,
}).register({
  'card.action.trigger': (event: PressEvent) => takePress(store, event, Date.now(), way === 'prepared'),
});
const server = createServer(adaptDefault('/feishu/webhook', dispatcher, { autoChallenge: true }));
server.listen(0, '127.0.0.1', () => {
  // Bound to TCP just above, so the address is no text.
  const { port } = server.address() as AddressInfo;
  serveChild({
    port,
    counted: () => ({ rows: store.db.get<{ rows: number }>(sql`select total_changes() as rows`).rows }),
  });
});
