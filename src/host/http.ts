import { count, sql, sum } from 'drizzle-orm';
import { Hono } from 'hono';
import { hazard, outbox, platformBudget } from '../store/schema/index.ts';
import type { Engine } from './engine.ts';

export interface Transport {
  readonly name: string;
  readonly connected: boolean;
  readonly since?: number;
  readonly lastError?: string;
}

export interface Webhook {
  readonly path: string;
  readonly app: Hono;
}

export interface HttpOptions {
  readonly engine: Engine;
  readonly transports: () => readonly Transport[];
  /** What a platform pushes to, by its path: `/feishu/webhook`, `/dingtalk`. */
  readonly webhooks?: readonly Webhook[];
  /** Below `/p`; absent without PUBLIC_URL. */
  readonly formPage?: Hono;
}

/** The service's own addresses (design.md §7 HTTP). */
export function createHttp(options: HttpOptions): Hono {
  const { engine } = options;
  const app = new Hono();
  app.get('/healthz', (context) => context.text('ok'));
  app.get('/readyz', (context) => {
    const transports = options.transports();
    const database = databaseAnswers(engine);
    const ready = database && transports.every((transport) => transport.connected);
    return context.json({ ready, database: database ? 'open' : 'failing', transports }, ready ? 200 : 503);
  });
  app.get('/metrics', (context) =>
    context.text(metrics(engine, options.transports()), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    }),
  );
  for (const webhook of options.webhooks ?? []) app.route(webhook.path, webhook.app);
  if (options.formPage) app.route('/p', options.formPage);
  return app;
}

function databaseAnswers(engine: Engine): boolean {
  try {
    return engine.organisation.store.db.get<{ one: number }>(sql`select 1 as one`).one === 1;
  } catch {
    return false;
  }
}

function metrics(engine: Engine, transports: readonly Transport[]): string {
  const { db } = engine.organisation.store;
  const lines = [...engine.meters.lines()];
  lines.push('# TYPE anyuan_outbox gauge');
  for (const row of db.select({ state: outbox.state, rows: count() }).from(outbox).groupBy(outbox.state).all()) {
    lines.push(`anyuan_outbox{state="${row.state}"} ${row.rows}`);
  }
  lines.push('# TYPE anyuan_platform_calls_total counter');
  const used = db
    .select({ platform: platformBudget.platform, calls: sum(platformBudget.calls), uses: sum(platformBudget.uses) })
    .from(platformBudget)
    .groupBy(platformBudget.platform)
    .all();
  for (const row of used) lines.push(`anyuan_platform_calls_total{platform="${row.platform}"} ${row.calls ?? 0}`);
  lines.push('# TYPE anyuan_platform_uses_total counter');
  for (const row of used) lines.push(`anyuan_platform_uses_total{platform="${row.platform}"} ${row.uses ?? 0}`);
  lines.push('# TYPE anyuan_hazards gauge');
  for (const row of db.select({ state: hazard.state, rows: count() }).from(hazard).groupBy(hazard.state).all()) {
    lines.push(`anyuan_hazards{state="${row.state}"} ${row.rows}`);
  }
  lines.push('# TYPE anyuan_transport_connected gauge');
  for (const transport of transports)
    lines.push(`anyuan_transport_connected{transport="${transport.name}"} ${transport.connected ? 1 : 0}`);
  return `${lines.join('\n')}\n`;
}
