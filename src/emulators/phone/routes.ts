/**
 * The phone in the browser: page, assets and JSON API over a PhoneWorld. The demo host mounts it beside the emulator;
 * `npm start` never imports it.
 */
import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { z } from 'zod';
import { clockSteps } from './clock_steps.ts';
import { streamChanges } from './live.ts';
import { indexHtml, pageFile } from './page_files.ts';
import { type OpenPhone, takeSnapshot } from './snapshot.ts';
import { readMarks } from './unread.ts';
import type { PhoneWorld, Press, SendOptions } from './world.ts';

/** The vendor's own limit for a picture is 10 MB, for a file 30 MB (reference/feishu.md §7 Upload). */
const UPLOAD_LIMIT = 30 * 1024 * 1024;

const target = z.object({ chatId: z.string(), mentionBot: z.boolean().optional(), replyTo: z.string().optional() });
const sayBody = target.extend({ text: z.string().min(1).max(150_000) });
const fieldValue = z.union([z.string(), z.array(z.string()), z.boolean()]);
const buttonPress = z.object({
  messageId: z.string(),
  button: z.string(),
  index: z.number().int().min(0).optional(),
  values: z.record(z.string(), fieldValue).optional(),
});
const fieldPress = z.object({ messageId: z.string(), field: z.string(), option: fieldValue });
const pressBody = z.union([buttonPress, fieldPress]);

/** Page at `/`, assets under `/page/`, JSON under `/api/`. Mount it anywhere with `host.route('/phone', phoneRoutes(world))`. */
export function phoneRoutes(world: PhoneWorld): Hono {
  const routes = new Hono();
  const marks = readMarks(world);
  const live = streamChanges(world);

  routes.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        frameAncestors: ["'self'"],
      },
      crossOriginResourcePolicy: 'same-origin',
      strictTransportSecurity: false,
    }),
  );
  routes.onError((error, context) => context.json({ error: error.message }, 400));

  const page = (context: Context) => {
    const path = context.req.path;
    return context.html(indexHtml(path.endsWith('/') ? path : `${path}/`));
  };
  routes.get('/', page);
  // Mounted at /phone, hono's '/' is /phone alone; this is /phone/ with its slash.
  routes.get('/:nothing{^$}', page);
  routes.get('/page/:name', async (context) => {
    const file = await pageFile(context.req.param('name'));
    if (!file) return context.notFound();
    return context.body(file.body, 200, { 'content-type': file.contentType, 'cache-control': 'no-cache' });
  });

  routes.get('/api/snapshot', (context) => {
    const open = (context.req.queries('phone') ?? []).map(parsePhone);
    return context.json(takeSnapshot(world, marks, open));
  });
  routes.get('/api/live', live);
  routes.get('/api/image/:key', async (context) => {
    const image = await world.image(context.req.param('key'));
    if (!image) return context.notFound();
    const contentType = image.contentType.startsWith('image/') ? image.contentType : 'application/octet-stream';
    return context.body(new Uint8Array(image.bytes), 200, {
      'content-type': contentType,
      'cache-control': 'private, max-age=3600',
    });
  });

  routes.post('/api/people/:person/say', async (context) => {
    const { text, ...options } = sayBody.parse(await context.req.json());
    await world.say(personOf(world, context), text, sendOptions(options));
    return context.json({});
  });
  routes.post('/api/people/:person/image', async (context) => {
    const bytes = await uploadOf(context);
    await world.sendImage(personOf(world, context), bytes, sendOptions(target.parse(queryTarget(context))));
    return context.json({});
  });
  routes.post('/api/people/:person/file', async (context) => {
    const bytes = await uploadOf(context);
    const name = z.string().min(1).max(200).parse(context.req.query('name'));
    await world.sendFile(personOf(world, context), name, bytes, sendOptions(target.parse(queryTarget(context))));
    return context.json({});
  });
  routes.post('/api/people/:person/recall', async (context) => {
    const { messageId } = z.object({ messageId: z.string() }).parse(await context.req.json());
    await world.recall(personOf(world, context), messageId);
    return context.json({});
  });
  routes.post('/api/people/:person/press', async (context) => {
    const press = pressOf(pressBody.parse(await context.req.json()));
    return context.json(await world.press(personOf(world, context), press));
  });
  routes.post('/api/people/:person/enter', async (context) => {
    const { chatId } = z.object({ chatId: z.string() }).parse(await context.req.json());
    const person = personOf(world, context);
    marks.markRead(person, chatId);
    await world.read(person, chatId);
    const chat = world.chats(person).find((candidate) => candidate.id === chatId);
    if (chat?.kind === 'p2p') await world.enterChat(person);
    return context.json({});
  });
  routes.post('/api/people/:person/read', async (context) => {
    const { chatId } = z.object({ chatId: z.string() }).parse(await context.req.json());
    const person = personOf(world, context);
    marks.markRead(person, chatId);
    await world.read(person, chatId);
    return context.json({});
  });
  routes.post('/api/people/:person/menu', async (context) => {
    const { key } = z.object({ key: z.string() }).parse(await context.req.json());
    await world.pressMenu(personOf(world, context), key);
    return context.json({});
  });
  routes.post('/api/clock', async (context) => {
    const { step } = z.object({ step: z.string() }).parse(await context.req.json());
    const chosen = clockSteps(world.clock.now()).find((candidate) => candidate.id === step);
    if (!chosen) throw new Error(`unknown clock step ${step}`);
    await world.clock.advanceTo(chosen.at);
    return context.json({ now: world.clock.now() });
  });
  return routes;
}

function parsePhone(text: string): OpenPhone {
  const comma = text.indexOf(',');
  if (comma < 0) return { personId: text };
  return { personId: text.slice(0, comma), chatId: text.slice(comma + 1) };
}

function personOf(world: PhoneWorld, context: Context): string {
  const id = context.req.param('person') ?? '';
  if (!world.people().some((person) => person.id === id)) throw new Error(`no such person: ${id}`);
  return id;
}

/** The parsed body without the keys that are absent, as the interface wants it. */
function pressOf(parsed: z.infer<typeof pressBody>): Press {
  if ('field' in parsed) return parsed;
  const { index, values, ...rest } = parsed;
  return { ...rest, ...(index === undefined ? {} : { index }), ...(values ? { values } : {}) };
}

function queryTarget(context: Context): unknown {
  const { chatId, replyTo, mentionBot } = context.req.query();
  return { chatId, replyTo, mentionBot: mentionBot === 'true' };
}

function sendOptions(parsed: z.infer<typeof target>): SendOptions {
  return {
    chatId: parsed.chatId,
    ...(parsed.mentionBot ? { mentionBot: true } : {}),
    ...(parsed.replyTo ? { replyTo: parsed.replyTo } : {}),
  };
}

async function uploadOf(context: Context): Promise<Uint8Array> {
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  if (bytes.length === 0) throw new Error('the upload is empty');
  if (bytes.length > UPLOAD_LIMIT) throw new Error('the upload is larger than 30 MB');
  return bytes;
}
