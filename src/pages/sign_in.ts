import type { Context, Hono } from 'hono';
import type { Log } from '../organisation/organisation.ts';
import type { PlatformName } from '../platforms/platform.ts';
import type { SignedIn, SignIn, SignInRequest } from '../platforms/sign_in.ts';
import { whoIs } from '../school/people.ts';
import type { Db } from '../store/store.ts';
import { inAppPage, inAppPolicy, notice } from './layout.ts';
import { createRateLimit } from './rate_limit.ts';
import { type Cookies, JOURNEY_MS, type Journey, prolonged } from './session.ts';
import type { Html } from './show_card.ts';
import type { Signer } from './signed.ts';

export interface SignInOptions {
  readonly signIns: readonly SignIn[];
  readonly cookies: Cookies;
  readonly signer: Signer;
  readonly db: Db;
  readonly now: () => number;
  readonly random: (bytes: number) => string;
  readonly log: Log;
  /** Address of the pages without a slash at the end: PUBLIC_URL and `/p`; `base` is its path. */
  readonly address: string;
  readonly base: string;
  readonly page: (
    context: Context,
    title: string,
    body: Html,
    status?: 200 | 403 | 404 | 429 | 502,
  ) => Response | Promise<Response>;
}

/** Sends a browser to sign in and afterwards to `back`. `platforms`: where the person has accounts, likeliest first. */
export type ToSignIn = (
  context: Context,
  back: string,
  platforms?: readonly PlatformName[],
) => Response | Promise<Response>;

/** Codes exchanged a minute, all people together: each costs the vendor a few calls of ours. */
const EXCHANGES_PER_MINUTE = 60;

const names: Readonly<Record<PlatformName, string>> = { feishu: '飞书', dingtalk: '钉钉' };

type Answer = Response | Promise<Response>;

/**
 * Signing in: `GET /signed-in/<platform>`, where vendors send people back to; the same below `/in-app`, where a vendor's
 * app tells who is there; and `GET /sign-in/<platform>/<way>` for people who choose.
 */
export function addSignIn(app: Hono, options: SignInOptions): ToSignIn {
  const { cookies, now, log, page, base } = options;
  const mayExchange = createRateLimit(EXCHANGES_PER_MINUTE);
  const redirectUri = (platform: PlatformName): string => `${options.address}/signed-in/${platform}`;
  const requestOf = ({ platform, state, verifier }: Journey): SignInRequest => ({
    redirectUri: redirectUri(platform),
    state,
    verifier,
  });

  /** The journey this browser began here and comes back from; undefined for every other way to get here. */
  const returning = (context: Context, platform: PlatformName): Journey | undefined => {
    const journey = cookies.journey(context, now());
    return journey?.platform === platform && context.req.query('state') === journey.state ? journey : undefined;
  };
  const lost = (context: Context): Answer =>
    page(
      context,
      '登录没有完成',
      notice('登录没有完成', '等得太久了，或换了浏览器。请回到聊天，再点一次卡上的按钮。'),
      403,
    );
  const tooMany = (context: Context, again: string): Answer =>
    page(
      context,
      '请稍等',
      notice('请稍等', '现在登录的人多，过一分钟再试。', { href: again, label: '再试一次' }),
      429,
    );
  const outsider = (context: Context, platform: PlatformName): Answer =>
    page(
      context,
      '不在通讯录里',
      notice('不在通讯录里', `您还不在学校的${names[platform]}通讯录里。请学校管理员加您为成员，再试一次。`),
      403,
    );
  const note = (platform: PlatformName, { why }: Extract<SignedIn, { ok: false }>): void =>
    log.warn({ platform, why }, 'page.sign_in_failed: the vendor did not say who signed in');

  function enter(context: Context, journey: Journey, userId: string): Answer {
    const { platform, back } = journey;
    cookies.endJourney(context);
    const who = whoIs({ db: options.db }, platform, userId);
    if (!who)
      return page(
        context,
        '还不认识您',
        notice('还不认识您', '请在聊天里给安园发“我是 姓名”，安全办确认后即可使用。'),
        403,
      );
    const session = { id: options.random(16), person: who.person, platform, since: now() };
    cookies.keepSession(context, prolonged(session, now()));
    return context.redirect(back, 303);
  }

  for (const signIn of options.signIns) {
    const { platform, inApp } = signIn;
    app.get(`/signed-in/${platform}`, async (context) => {
      const journey = returning(context, platform);
      cookies.endJourney(context);
      if (!journey) return lost(context);
      const again = { href: journey.back, label: '再试一次' };
      const code = context.req.query(signIn.codeParameter) ?? '';
      if (code === '') {
        const words = `要用${names[platform]}登录，才知道是您。不想登录，在聊天里也能办。`;
        return page(context, '没有登录', notice('没有登录', words, again), 403);
      }
      if (!mayExchange(platform, now())) return tooMany(context, journey.back);
      const signedIn = await signIn.userOf(code, requestOf(journey));
      if (signedIn.ok) return enter(context, journey, signedIn.user.userId);
      note(platform, signedIn);
      if (signedIn.isOutsider) return outsider(context, platform);
      const words = `${names[platform]}没有应答，请再试一次。还不行，在聊天里也能办。`;
      return page(context, '登录没有成功', notice('登录没有成功', words, again), 502);
    });
    if (!inApp) continue;
    app.get(`/signed-in/${platform}/in-app`, async (context) => {
      const journey = returning(context, platform);
      if (!journey) return lost(context);
      if (!mayExchange(platform, now())) return tooMany(context, journey.back);
      const signedIn = await inApp.userOf(context.req.query('code') ?? '');
      if (signedIn.ok) return enter(context, journey, signedIn.user.userId);
      note(platform, signedIn);
      if (signedIn.isOutsider) return outsider(context, platform);
      // The browser's way is one tap longer and may still work.
      return context.redirect(signIn.authorizeUrl(requestOf(journey)), 302);
    });
  }

  function begin(context: Context, signIn: SignIn, back: string): Answer {
    const { platform, inApp } = signIn;
    const state = options.random(16);
    const journey = { state, verifier: options.random(32), platform, back, until: now() + JOURNEY_MS };
    cookies.keepJourney(context, journey);
    const otherwise = signIn.authorizeUrl(requestOf(journey));
    const parameters = signIn.ownApp.test(agentOf(context)) ? inApp?.parameters() : undefined;
    if (!inApp || !parameters) return context.redirect(otherwise, 302);
    context.header('content-security-policy', inAppPolicy(inApp.library));
    const data = { ...parameters, back: `${redirectUri(platform)}/in-app?state=${state}`, otherwise };
    const script = `${base}/in-app/${platform}.js`;
    return context.html(inAppPage(base, { library: inApp.library, script, data, otherwise }));
  }

  /** Only an address that we offered ourselves is gone to afterwards. */
  app.get('/sign-in/:platform/:way', (context) => {
    const signIn = options.signIns.find((one) => one.platform === context.req.param('platform'));
    const back = options.signer.read('way', context.req.param('way'));
    if (!signIn || typeof back !== 'string') return lost(context);
    return begin(context, signIn, back);
  });

  return (context, back, platforms) => {
    const signIn = chosen(options.signIns, agentOf(context), platforms);
    if (signIn) return begin(context, signIn, back);
    const way = options.signer.sign('way', back);
    const ways = options.signIns.map(({ platform }) => ({
      href: `${base}/sign-in/${platform}/${way}`,
      label: `用${names[platform]}登录`,
    }));
    return page(context, '请登录', notice('请登录', '学校两个平台都在用，选您常用的一个。', ...ways));
  };
}

const agentOf = (context: Context): string => context.req.header('user-agent') ?? '';

/** The app the page is open in, where the person has an account there; else their likeliest; else they choose. */
function chosen(
  signIns: readonly SignIn[],
  agent: string,
  platforms: readonly PlatformName[] | undefined,
): SignIn | undefined {
  const wanted = platforms?.flatMap((name) => signIns.filter(({ platform }) => platform === name)) ?? [];
  const possible = wanted.length > 0 ? wanted : signIns;
  if (signIns.length === 0) throw new Error('pages.sign_in: no platform signs people in (who: developer)');
  const here = possible.find(({ ownApp }) => ownApp.test(agent));
  return here ?? (wanted.length > 0 || possible.length === 1 ? possible[0] : undefined);
}
