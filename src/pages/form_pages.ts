import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Card, PhotoHash } from '../../cards/model.ts';
import { uploadedSoFar } from '../hazards/uploaded_photos.ts';
import type { CardReference } from '../kernel/action.ts';
import type { Entered } from '../kernel/presentation.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { contentTypeOf } from '../photos/strip_metadata.ts';
import type { Inbound, Reply, Toast } from '../platforms/platform.ts';
import { accountsOf, nameOf } from '../school/people.ts';
import type { Files } from '../store/files.ts';
import { handedIn, writtenIn } from './handed_in.ts';
import { notice } from './layout.ts';
import { type LinkContent, readReference, signReference } from './links.ts';
import { createRateLimit } from './rate_limit.ts';
import { readUploads } from './read_uploads.ts';
import { readValues } from './read_values.ts';
import { type HandedIn, showCard, showHandedIn } from './show_card.ts';
import type { Signer } from './signed.ts';
import type { Site, Visitor } from './site.ts';

export interface FormPagesOptions {
  readonly organisation: Organisation;
  readonly receive: (inbound: Inbound) => Promise<Reply>;
  readonly files: Files;
  readonly signer: Signer;
  readonly now: () => number;
  readonly random: (bytes: number) => string;
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

/**
 * The form page (design.md §4): every card with its form as a small web page, for the one person it was sent to. A
 * submission is a press like one in the chat and goes the same way.
 */
export function addFormPages(site: Site, options: FormPagesOptions): void {
  const { organisation, signer, now } = options;
  const { app, base, page } = site;
  const { db } = organisation.store;
  const maySubmit = createRateLimit(SUBMISSIONS_PER_MINUTE);

  app.get('/photo/:token', async (context) => {
    const asked = z
      .object({ h: z.string(), p: z.number() })
      .safeParse(signer.read('photo', context.req.param('token')));
    const session = site.session(context);
    const bytes = asked.success && asked.data.p === session?.person ? await options.files.get(asked.data.h) : undefined;
    const type = bytes && contentTypeOf(bytes);
    if (!bytes || !type) return context.body(null, 404);
    // The address holds the picture's hash: what is kept never becomes wrong.
    return context.body(new Uint8Array(bytes), 200, { 'content-type': type, 'cache-control': 'private, max-age=3600' });
  });

  /** The card this address is about and who is looking, or the answer that says why not. */
  async function open(context: Context): Promise<Opened | Response> {
    const card = context.req.param('card') ?? '';
    const reference = context.req.param('reference') ?? '';
    const link = readReference(signer, card, reference);
    if (!link)
      return page(context, '打不开', notice('这个链接打不开', '可能没有复制完整。请回到聊天，点卡上的按钮。'), 404);
    // Whoever has accounts on both platforms may sign in with either.
    const accounts = accountsOf({ db }, [link.person]).map(({ platform }) => platform);
    const visitor = await site.visitor(context, `${base}/${card}/${reference}`, [
      ...new Set([link.platform, ...accounts].filter((one) => accounts.length === 0 || accounts.includes(one))),
    ]);
    if (visitor instanceof Response) return visitor;
    if (visitor.session.person !== link.person)
      return page(context, '这是发给别人的', notice('这张卡是发给别人的', '该您办的，在聊天里发“待办”就能看到。'), 403);
    return { of: { card, subject: link.subject }, ...visitor };
  }

  function draw(context: Context, { session }: Opened, of: CardReference, card: Card | undefined, answer: Answer = {}) {
    const { toast, refused = false } = answer;
    const photo = (hash: PhotoHash) => `${base}/photo/${signer.sign('photo', { h: hash, p: session.person })}`;
    // A form that is still there holds what was typed itself.
    const handed = answer.handed && !card?.form ? showHandedIn(answer.handed, photo) : '';
    if (!card && toast && !refused) return page(context, '办好了', notice('办好了', toast.text, handed));
    if (!card) {
      const words = refused && toast ? toast.text : '已经办完，或由别人办了。聊天里的卡是最新的。';
      return page(context, '不用办了', notice('这件事不用办了', words, handed), refused ? 422 : 200);
    }
    const content: LinkContent = { subject: of.subject, person: session.person, platform: session.platform };
    const once = options.random(16);
    const body = showCard(card, {
      action: `${base}/${of.card}/${signReference(signer, of.card, content)}`,
      nameOf: (person) => nameOf({ db }, person),
      photo,
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
      ...(toast && toast.text !== card.form?.message ? { toast } : {}),
      ...(handed === '' ? {} : { handed }),
      ...(toast && !refused && !card.form ? { after: '聊天里的卡也会更新，这一页可以关掉了。' } : {}),
    });
    return page(context, card.title, body, refused ? 422 : 200);
  }

  app.get('/:card/:reference', async (context) => {
    const opened = await open(context);
    if (opened instanceof Response) return opened;
    const card = organisation.show(opened.of, opened.session.person, now());
    // Roles change; who may no longer act on it has no business with what it holds now.
    if (card?.form && organisation.mayPress(opened.session.person, card.form, now()) === false)
      return page(
        context,
        '现在不归您办',
        notice('现在不归您办', '分工变了。该您办的，在聊天里发“待办”就能看到。'),
        403,
      );
    return draw(context, opened, opened.of, card);
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
    const refusal = (message: string, said?: Toast) =>
      refuse(context, opened, { values, message }, writtenIn(entered), said);
    if (!press.success || press.data.session !== session.id || press.data.card !== of.card) {
      return refusal('这一页放得太久了，请再提交一次。已填的都留着。');
    }
    const { once, action, reference, revision } = press.data;
    const uploads = await readUploads(entered, options.files);
    const uploadsOnly = entered.get('only') === 'photos' || uploads.refusals.length > 0;
    const before = card?.form ? uploadedSoFar({ db }, of.subject, session.person) : [];
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
    if (uploads.refusals.length > 0) return refusal(uploads.refusals.join(''));
    if (reply.toast?.tone === 'warning' || reply.toast?.tone === 'error') return refusal(reply.toast.text, reply.toast);
    const next = reply.show ?? of;
    const kept = uploadsOnly ? { values, message: '' } : undefined;
    const shown = organisation.show(next, session.person, now(), kept);
    const isForm = card?.form?.action === action && !uploadsOnly && shown?.confidential !== true;
    return draw(context, opened, next, shown, {
      ...(reply.toast ? { toast: reply.toast } : {}),
      ...(card && isForm ? { handed: handedIn(card, values, [...before, ...uploads.hashes]) } : {}),
    });
  });

  /** The same page again with what was typed, and above the form why it was not taken. */
  function refuse(
    context: Context,
    opened: Opened,
    entered: Entered,
    handed: HandedIn | undefined,
    said: Toast = { tone: 'warning', text: entered.message },
  ) {
    const card = organisation.show(opened.of, opened.session.person, now(), entered);
    return draw(context, opened, opened.of, card, { toast: said, refused: true, ...(handed ? { handed } : {}) });
  }
}

interface Opened extends Visitor {
  readonly of: CardReference;
}

interface Answer {
  readonly toast?: Toast;
  readonly refused?: boolean;
  /** What the form held that was sent. */
  readonly handed?: HandedIn | undefined;
}
