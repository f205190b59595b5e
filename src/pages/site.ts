import { type Context, Hono } from 'hono';
import type { Log } from '../organisation/organisation.ts';
import type { PlatformName } from '../platforms/platform.ts';
import type { SignIn } from '../platforms/sign_in.ts';
import { accountsOf, whoIs } from '../school/people.ts';
import type { Db } from '../store/store.ts';
import { CONSOLE_STYLE } from './console/style.ts';
import { notice, POLICY, wholePage } from './layout.ts';
import { SCRIPT } from './script.ts';
import { createCookies, prolonged, type Session } from './session.ts';
import type { Html } from './show_card.ts';
import { addSignIn } from './sign_in.ts';
import type { Signer } from './signed.ts';
import { ICON, STYLE } from './style.ts';

export interface SiteOptions {
  readonly db: Db;
  readonly signer: Signer;
  /** Where phones reach the service, without a slash at the end; may have a path. */
  readonly publicUrl: string;
  readonly signIns: readonly SignIn[];
  readonly now: () => number;
  readonly random: (bytes: number) => string;
  readonly log: Log;
}

export type Status = 200 | 400 | 403 | 404 | 413 | 422 | 429 | 502;

/** Who is looking at a page, asked anew at every request. */
export interface Visitor {
  readonly session: Session;
  /** The account they signed in with: still theirs, and they still work here. */
  readonly userId: string;
}

/** What all pages below `/p` share. Pages of a kind are added to `app`; what they show is theirs to decide. */
export interface Site {
  readonly app: Hono;
  /** Path of the pages, e.g. `/p`. */
  readonly base: string;
  /** A whole page with the house's layout. */
  page(context: Context, title: string, body: Html, status?: Status): Response | Promise<Response>;
  /**
   * Who is looking; or the answer that sends them to sign in and afterwards to `back`, a path below `base`.
   * `platforms`: where this visitor has accounts, the likeliest first; left out: any.
   */
  visitor(
    context: Context,
    back: string,
    platforms?: readonly PlatformName[],
  ): Promise<Visitor | Response> | Visitor | Response;
  /** The same without sending anybody anywhere: for pictures. */
  session(context: Context): Session | undefined;
}

/** The pages' frame: headers, layout, style, sign-in, session. */
export function createSite(options: SiteOptions): Site {
  const { db, now } = options;
  const address = `${options.publicUrl}/p`;
  const { pathname: base, protocol } = new URL(address);
  const cookies = createCookies(options.signer, base, protocol === 'https:');
  const app = new Hono();

  const page: Site['page'] = (context, title, body, status = 200) => context.html(wholePage(base, title, body), status);

  app.use('*', async (context, next) => {
    await next();
    if (!context.res.headers.has('content-security-policy')) context.header('content-security-policy', POLICY);
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'same-origin');
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
  });
  app.onError((error, context) => {
    options.log.error({ error }, 'page.failed: the person was told to try again');
    if (context.req.method === 'GET')
      return page(context, '没打开', notice('没打开', '请再打开一次。再不行，在聊天里也能看、也能办。'), 502);
    return page(context, '没存上', notice('没存上', '请退回上一页再提交一次。再不行，在聊天里也能办。'), 502);
  });

  const fixed = (text: string, type: string) => (context: Context) =>
    context.body(text, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=300' });
  app.get('/page.css', fixed(STYLE + CONSOLE_STYLE, 'text/css'));
  app.get('/icon.svg', fixed(ICON, 'image/svg+xml'));
  app.get('/page.js', fixed(SCRIPT, 'text/javascript'));
  for (const { platform, inApp } of options.signIns)
    if (inApp) app.get(`/in-app/${platform}.js`, fixed(inApp.script, 'text/javascript'));

  const toSignIn = addSignIn(app, { ...options, cookies, address, base, page });

  const accountOf = ({ person, platform }: Session): string | undefined => {
    const userId = accountsOf({ db }, [person]).find((account) => account.platform === platform)?.userId;
    return userId !== undefined && whoIs({ db }, platform, userId)?.person === person ? userId : undefined;
  };

  return {
    app,
    base,
    page,
    session(context) {
      const session = cookies.session(context, now());
      return session && accountOf(session) !== undefined ? session : undefined;
    },
    visitor(context, back, platforms) {
      const session = cookies.session(context, now());
      const userId = session && accountOf(session);
      if (session && userId !== undefined) {
        cookies.keepSession(context, prolonged(session, now()));
        return { session, userId };
      }
      if (context.req.method === 'GET') return toSignIn(context, back, platforms);
      const words = '离开太久，要重新登录。登录后请再填一次。';
      return page(context, '请重新登录', notice('请重新登录', words, { href: back, label: '登录' }), 403);
    },
  };
}
