/** The product as `npm start` runs it with FEISHU_TRANSPORT=webhook, on a data directory of its own. */
import { sql } from 'drizzle-orm';
import { createLog } from '../../../src/host/log.ts';
import { startServer } from '../../../src/host/server.ts';
import { serveChild } from '../../child.ts';
import { configOf } from '../config.ts';
import { fillTenant } from '../tenant.ts';

const [directory = '', vendorUrl = ''] = process.argv.slice(2);
fillTenant(`${directory}/data`, Date.now());
const server = await startServer({
  config: configOf(directory, vendorUrl),
  log: createLog('warn'),
  showPairingCode: () => {},
});
const { db } = server.engine.organisation.store;
serveChild({
  port: Number(new URL(server.url).port),
  counted: () => ({
    rows: db.get<{ rows: number }>(sql`select total_changes() as rows`).rows,
    deliveries: db.get<{ rows: number }>(sql`select count(*) as rows from delivery`).rows,
  }),
});
