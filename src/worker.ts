/**
 * The Cloudflare host: one Worker, one Durable Object per organisation, webhooks only. The object's database, its outbox
 * and its time are the same engine as on Node; its alarm takes the place of cron.
 */
import { DurableObject } from 'cloudflare:workers';
import { Hono } from 'hono';
import { ConfigInvalid } from './config.ts';
import { DEFAULT_ORGANISATION, readWorkerConfig, type WorkerConfig } from './host/worker_config.ts';
import { openOrganisation, type RunningOrganisation } from './host/worker_organisation.ts';

export interface WorkerEnv {
  readonly ORGANISATION: DurableObjectNamespace<OrganisationObject>;
  readonly PHOTOS: R2Bucket;
  /** Variables and secrets: the settings of design.md §7, SECRET_KEY and ORGANISATIONS (host/worker_config.ts). */
  readonly [setting: string]: unknown;
}

/** Tells the object which organisation it is; set by the Worker on every request, whatever the request said. */
const NAME_HEADER = 'x-anyuan-organisation';
const NAME_KEY = 'organisation';
/** Settings that have become wrong are mended by deploying again; what waits then goes on by itself. */
const CLOSED_LOOKS_AGAIN_AFTER_MS = 600_000;

/** One organisation: its database and everything that happens to it. */
export class OrganisationObject extends DurableObject<WorkerEnv> {
  #running: RunningOrganisation | undefined;

  constructor(context: DurableObjectState, env: WorkerEnv) {
    super(context, env);
    const name = context.storage.kv.get(NAME_KEY);
    if (typeof name !== 'string') return;
    context.blockConcurrencyWhile(async () => {
      // With settings that have become wrong the object stays closed, and the alarm looks again.
      const config = settingsOf(env, name);
      if (typeof config === 'object') this.#open(name, config);
    });
  }

  override async fetch(request: Request): Promise<Response> {
    const name = request.headers.get(NAME_HEADER) ?? '';
    const config = settingsOf(this.env, name);
    // The Worker asked the same before it passed the request on.
    if (typeof config !== 'object') return new Response(null, { status: 503 });
    this.#running ??= this.#open(name, config);
    return this.#running.fetch(request);
  }

  override async alarm(): Promise<void> {
    if (this.#running) await this.#running.alarm();
    else await this.ctx.storage.setAlarm(Date.now() + CLOSED_LOOKS_AGAIN_AFTER_MS);
  }

  #open(name: string, config: WorkerConfig): RunningOrganisation {
    this.ctx.storage.kv.put(NAME_KEY, name);
    this.#running = openOrganisation({
      name,
      config,
      storage: this.ctx.storage,
      photos: this.env.PHOTOS,
      keepAlive: (work) => this.ctx.waitUntil(work),
    });
    return this.#running;
  }
}

/** The organisation's settings; when they are incomplete, the log says everything that is wrong with them. */
function settingsOf(env: WorkerEnv, name: string): WorkerConfig | 'unknown' | 'incomplete' {
  try {
    return readWorkerConfig(env, name) ?? 'unknown';
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    console.error(error.message);
    return 'incomplete';
  }
}

/** Passes a request to its organisation; others are refused here, so that they neither wake nor make a database. */
async function forward(env: WorkerEnv, name: string, request: Request, path: string): Promise<Response> {
  const config = settingsOf(env, name);
  if (config === 'unknown') return new Response(null, { status: 404 });
  if (config === 'incomplete') return new Response('not configured; the log says what is missing', { status: 503 });
  const forwarded = new Request(new URL(path, request.url), request);
  forwarded.headers.set(NAME_HEADER, name);
  return env.ORGANISATION.getByName(name).fetch(forwarded);
}

const app = new Hono<{ Bindings: WorkerEnv }>();
app.get('/healthz', (context) => context.text('ok'));
for (const [method, path] of [
  ['POST', '/feishu/webhook'],
  ['POST', '/dingtalk/robot'],
  ['POST', '/dingtalk/card'],
  ['POST', '/dingtalk/events'],
  ['GET', '/readyz'],
] as const) {
  app.on(method, path, ({ env, req }) => forward(env, DEFAULT_ORGANISATION, req.raw, path));
  app.on(method, `/o/:name${path}`, ({ env, req }) => forward(env, req.param('name'), req.raw, path));
}
/** The form page, for organisations that have one; what comes after `/p` is its own business. */
function forwardPage(env: WorkerEnv, name: string, request: Request, below: string): Response | Promise<Response> {
  const config = settingsOf(env, name);
  if (typeof config === 'object' && config.publicUrl === undefined) return new Response(null, { status: 404 });
  const { pathname, search } = new URL(request.url);
  return forward(env, name, request, pathname.slice(below.length) + search);
}
app.on(['GET', 'POST'], '/p/*', ({ env, req }) => forwardPage(env, DEFAULT_ORGANISATION, req.raw, ''));
app.on(['GET', 'POST'], '/o/:name/p/*', ({ env, req }) =>
  forwardPage(env, req.param('name'), req.raw, `/o/${req.param('name')}`),
);

export default app satisfies ExportedHandler<WorkerEnv>;
