import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Card } from '../../cards/model.ts';
import { uploadedSoFar } from '../hazards/uploaded_photos.ts';
import type { CardReference } from '../kernel/action.ts';
import type { Entered } from '../kernel/presentation.ts';
import type { Log, Organisation } from '../organisation/organisation.ts';
import { contentTypeOf } from '../photos/strip_metadata.ts';
import type { Inbound, Reply, Toast } from '../platforms/platform.ts';
import type { SignIn } from '../platforms/sign_in.ts';
import { accountsOf, nameOf, whoIs } from '../school/people.ts';
import type { Files } from '../store/files.ts';
import { notice, POLICY, wholePage } from './layout.ts';
import { type LinkContent, readReference, signReference } from './links.ts';
import { addPackageDownload, type OpenPackage } from './package_download.ts';
import { createRateLimit } from './rate_limit.ts';
import { readUploads } from './read_uploads.ts';
import { readValues } from './read_values.ts';
import { SCRIPT } from './script.ts';
import { createCookies, SESSION_MS, type Session } from './session.ts';
import { type Html, showCard } from './show_card.ts';
import { addSignIn } from './sign_in.ts';
import type { Signer } from './signed.ts';
import { ICON, STYLE } from './style.ts';

export interface PagesOptions {
  readonly organisation: Organisation;
  readonly receive: (inbound: Inbound) => Promise<Reply>;
  readonly files: Files;
  readonly signer: Signer;
  /** Where phones reach the service, without a slash at the end; may have a path. */
  readonly publicUrl: string;
  readonly signIns: readonly SignIn[];
  readonly now: () => number;
  readonly random: (bytes: number) => string;
  readonly log: Log;
  /** An inspection package on the host's disk, by its file's name. */
  readonly openPackage?: OpenPackage;
}

/** Nine photos of a phone; also what a Worker can hold in memory. */
const MAX_BODY_BYTES = 40 * 1024 * 1024;
/** A person fills in a form every few seconds at most. */
const SUBMISSIONS_PER_MINUTE = 30;

/** What a button of a page carries: signed for one browser and one card, and once. */
const pressed = z.object({
  session: z.string(),
  once: z.string(),
  card: z.string(),
  action: z.string(),
  reference: z.record(z.string(), z.union([z.string(), z.number()])),
  revision: z.number().exactOptional(),
});
type Pressed = z.infer<typeof pressed>;

type Status = 200 | 400 | 403 | 404 | 413 | 422 | 429 | 502;

/**
 * The form page (design.md §4): every card with its form as a small web page below `/p`, for one signed-in person. A
 * submission is a press like one in the chat and goes the same way.
 */
export function createPages(options: PagesOptions): Hono {
  const { organisation, signer, now } = options;
  const address = `${options.publicUrl}/p`;
  const { pathname: base, protocol } = new URL(address);
  const cookies = createCookies(signer, base, protocol === 'https:');
  const { db } = organisation.store;
  const maySubmit = createRateLimit(SUBMISSIONS_PER_MINUTE);
  const app = new Hono();

  const page = (context: Context, title: string, body: Html, status: Status = 200): Response | Promise<Response> =>
    context.html(wholePage(base, title, body), status);

  app.use('*', async (context, next) => {
    await next();
    context.header('content-security-policy', POLICY);
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'same-origin');
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
  });
  app.onError((error, context) => {
    options.log.error({ error }, 'page.failed: the person was told to try again');
    return page(context, '没存上', notice('没存上', '请退回上一页再提交一次。再不行，在聊天里也能办。'), 502);
  });

  const fixed = (text: string, type: string) => (context: Context) =>
    context.body(text, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=300' });
  app.get('/page.css', fixed(STYLE, 'text/css'));
  app.get('/icon.svg', fixed(ICON, 'image/svg+xml'));
  app.get('/page.js', fixed(SCRIPT, 'text/javascript'));

  const toSignIn = addSignIn(app, { ...options, cookies, db, address, page });

  app.get('/photo/:token', async (context) => {
    const asked = z
      .object({ h: z.string(), p: z.number() })
      .safeParse(signer.read('photo', context.req.param('token')));
    const session = cookies.session(context, now());
    const bytes = asked.success && asked.data.p === session?.person ? await options.files.get(asked.data.h) : undefined;
    const type = bytes && contentTypeOf(bytes);
    if (!bytes || !type) return context.body(null, 404);
    // The address holds the picture's hash: what is kept never becomes wrong.
    return context.body(new Uint8Array(bytes), 200, { 'content-type': type, 'cache-control': 'private, max-age=3600' });
  });

  if (options.openPackage)
    addPackageDownload(app, { ...options, openPackage: options.openPackage, cookies, accountOf, toSignIn, page, base });

  /** The card this address is about and who is looking, or the answer that says why not. */
  async function open(context: Context): Promise<Opened | Response> {
    const card = context.req.param('card') ?? '';
    const reference = context.req.param('reference') ?? '';
    const link = readReference(signer, card, reference);
    if (!link)
      return page(context, '打不开', notice('这个链接打不开', '可能没有复制完整。请回到聊天，点卡上的按钮。'), 404);
    const back = `${base}/${card}/${reference}`;
    const session = cookies.session(context, now());
    const userId = session && accountOf(session);
    if (!session || userId === undefined) {
      if (context.req.method === 'GET') return toSignIn(context, link.platform, back);
      const words = '离开太久，要重新登录。登录后请再填一次。';
      return page(context, '请重新登录', notice('请重新登录', words, { href: back, label: '登录' }), 403);
    }
    if (session.person !== link.person)
      return page(context, '这是发给别人的', notice('这张卡是发给别人的', '该您办的，在聊天里发“待办”就能看到。'), 403);
    const renewed = { ...session, until: now() + SESSION_MS };
    cookies.keepSession(context, renewed);
    return { of: { card, subject: link.subject }, session: renewed, userId };
  }

  /** The account somebody signed in with, as long as it is theirs and they work here. */
  function accountOf({ person, platform }: Session): string | undefined {
    const userId = accountsOf({ db }, [person]).find((account) => account.platform === platform)?.userId;
    return userId !== undefined && whoIs({ db }, platform, userId)?.person === person ? userId : undefined;
  }

  function draw(context: Context, { session }: Opened, of: CardReference, card: Card | undefined, answer: Answer = {}) {
    if (!card)
      return page(context, '不用办了', notice('这件事不用办了', '已经办完，或由别人办了。聊天里的卡是最新的。'));
    const content: LinkContent = { subject: of.subject, person: session.person, platform: session.platform };
    const once = options.random(16);
    const body = showCard(card, {
      action: `${base}/${of.card}/${signReference(signer, of.card, content)}`,
      nameOf: (person) => nameOf({ db }, person),
      photo: (hash) => `${base}/photo/${signer.sign('photo', { h: hash, p: session.person })}`,
      uploaded: card.form ? uploadedSoFar({ db }, of.subject, session.person) : [],
      press: ({ action, reference = {}, revision }) =>
        signer.sign('press', {
          session: session.id,
          once: `${once}:${action}`,
          card: of.card,
          action,
          reference,
          ...(revision === undefined ? {} : { revision }),
        } satisfies Pressed),
      ...(answer.toast && answer.toast.text !== card.form?.message ? { toast: answer.toast } : {}),
      ...(answer.toast && !answer.refused && !card.form ? { after: '聊天里的卡也会更新，这一页可以关掉了。' } : {}),
    });
    return page(context, card.title, body, answer.refused ? 422 : 200);
  }

  app.get('/:card/:reference', async (context) => {
    const opened = await open(context);
    if (opened instanceof Response) return opened;
    return draw(context, opened, opened.of, organisation.show(opened.of, opened.session.person, now()));
  });

  const tooLarge = (context: Context) =>
    page(context, '照片太大', notice('照片太大', '一次最多 9 张、共 40 MB。请退回上一页，少选几张，分两次传。'), 413);

  app.post('/:card/:reference', bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge }), async (context) => {
    // Browsers say where a form comes from; the signed button proves the same to those that do not.
    if (!['same-origin', 'none', undefined].includes(context.req.header('sec-fetch-site')))
      return context.body(null, 403);
    const opened = await open(context);
    if (opened instanceof Response) return opened;
    const { of, session, userId } = opened;
    if (!maySubmit(String(session.person), now()))
      return page(context, '请慢一点', notice('请慢一点', '一分钟里提交得太多了。请退回上一页，过一会儿再提交。'), 429);
    const entered = await context.req.formData().catch(() => undefined);
    if (!entered) return page(context, '没收到', notice('没收到', '请退回上一页再提交一次。'), 400);

    const card = organisation.show(of, session.person, now());
    const values = card?.form ? readValues(card.form, entered) : {};
    const press = pressed.safeParse(signer.read('press', String(entered.get('press') ?? '')));
    if (!press.success || press.data.session !== session.id || press.data.card !== of.card) {
      return refuse(context, opened, { values, message: '这一页放得太久了，请再提交一次。已填的都留着。' });
    }
    const { once, action, reference, revision } = press.data;
    const uploads = await readUploads(entered, options.files);
    const uploadsOnly = entered.get('only') === 'photos' || uploads.refusals.length > 0;
    const reply = await options.receive({
      kind: 'press',
      deliveryId: `page:${once}`,
      platform: session.platform,
      at: now(),
      sender: { userId },
      messageId: `page:${once}`,
      chatId: '',
      action,
      reference,
      ...(revision === undefined ? {} : { revision }),
      ...(card?.form?.action === action ? { values } : {}),
      page: { card: of.card, subject: of.subject, uploads: uploads.hashes, uploadsOnly },
    });
    if (uploads.refusals.length > 0) return refuse(context, opened, { values, message: uploads.refusals.join('') });
    if (reply.toast?.tone === 'warning' || reply.toast?.tone === 'error')
      return refuse(context, opened, { values, message: reply.toast.text }, reply.toast);
    const next = reply.show ?? of;
    const kept = uploadsOnly ? { values, message: '' } : undefined;
    const answer = reply.toast ? { toast: reply.toast } : {};
    return draw(context, opened, next, organisation.show(next, session.person, now(), kept), answer);
  });

  /** The same page again with what was typed, and above the form why it was not taken. */
  function refuse(context: Context, opened: Opened, entered: Entered, said?: Toast) {
    const toast: Toast = said ?? { tone: 'warning', text: entered.message };
    const card = organisation.show(opened.of, opened.session.person, now(), entered);
    return draw(context, opened, opened.of, card, { toast, refused: true });
  }

  return app;
}

interface Opened {
  readonly of: CardReference;
  readonly session: Session;
  /** The account they signed in with. */
  readonly userId: string;
}

interface Answer {
  readonly toast?: Toast;
  readonly refused?: boolean;
}
