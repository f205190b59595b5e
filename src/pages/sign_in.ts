import type { Context, Hono } from 'hono';
import type { Log } from '../organisation/organisation.ts';
import type { PlatformName } from '../platforms/platform.ts';
import type { SignIn, SignInRequest } from '../platforms/sign_in.ts';
import { whoIs } from '../school/people.ts';
import type { Db } from '../store/store.ts';
import { notice } from './layout.ts';
import { createRateLimit } from './rate_limit.ts';
import { type Cookies, JOURNEY_MS, SESSION_MS } from './session.ts';
import type { Html } from './show_card.ts';

export interface SignInOptions {
  readonly signIns: readonly SignIn[];
  readonly cookies: Cookies;
  readonly db: Db;
  readonly now: () => number;
  readonly random: (bytes: number) => string;
  readonly log: Log;
  /** Address of the pages without a slash at the end: PUBLIC_URL and `/p`. */
  readonly address: string;
  readonly page: (
    context: Context,
    title: string,
    body: Html,
    status?: 200 | 403 | 429 | 502,
  ) => Response | Promise<Response>;
}

/** Codes exchanged a minute, all people together: each costs the vendor two calls of ours. */
const EXCHANGES_PER_MINUTE = 60;

const names: Readonly<Record<PlatformName, string>> = { feishu: '飞书', dingtalk: '钉钉' };

/** Adds `GET /signed-in/<platform>`, where vendors send people back to, and gives what sends them there. */
export function addSignIn(
  app: Hono,
  options: SignInOptions,
): (context: Context, platform: PlatformName, back: string) => Response {
  const { cookies, now, log } = options;
  const mayExchange = createRateLimit(EXCHANGES_PER_MINUTE);
  const redirectUri = (platform: PlatformName): string => `${options.address}/signed-in/${platform}`;

  for (const signIn of options.signIns) {
    const { platform } = signIn;
    app.get(`/signed-in/${platform}`, async (context) => {
      const journey = cookies.journey(context, now());
      cookies.endJourney(context);
      if (journey?.platform !== platform || context.req.query('state') !== journey.state)
        return options.page(
          context,
          '登录没有完成',
          notice('登录没有完成', '等得太久了，或换了浏览器。请回到聊天，再点一次卡上的按钮。'),
          403,
        );
      const again = { href: journey.back, label: '再试一次' };
      const code = context.req.query(signIn.codeParameter) ?? '';
      if (code === '')
        return options.page(
          context,
          '没有登录',
          notice('没有登录', `要用${names[platform]}登录，才知道是您在填。不想登录，在聊天里也能办。`, again),
          403,
        );
      if (!mayExchange(platform, now()))
        return options.page(context, '请稍等', notice('请稍等', '现在登录的人多，过一分钟再试。', again), 429);
      const request: SignInRequest = {
        redirectUri: redirectUri(platform),
        state: journey.state,
        verifier: journey.verifier,
      };
      const signedIn = await signIn.userOf(code, request);
      if (!signedIn.ok) {
        log.warn(
          { platform, why: signedIn.why },
          'page.sign_in_failed: the vendor did not say who signed in; the person was asked to try again',
        );
        return options.page(
          context,
          '登录没有成功',
          notice('登录没有成功', `${names[platform]}没有应答，请再试一次。还不行，在聊天里也能办。`, again),
          502,
        );
      }
      const who = whoIs({ db: options.db }, platform, signedIn.user.userId);
      if (!who)
        return options.page(
          context,
          '还不认识您',
          notice('还不认识您', '请在聊天里给安园发“我是 姓名”，安全办确认后即可使用。'),
          403,
        );
      cookies.keepSession(context, { id: options.random(16), person: who.person, platform, until: now() + SESSION_MS });
      return context.redirect(journey.back, 303);
    });
  }

  return (context, platform, back) => {
    const signIn = options.signIns.find((one) => one.platform === platform) ?? options.signIns[0];
    if (!signIn) throw new Error('pages.sign_in: no platform signs people in (who: developer)');
    const request = {
      redirectUri: redirectUri(signIn.platform),
      state: options.random(16),
      verifier: options.random(32),
    };
    cookies.keepJourney(context, {
      state: request.state,
      verifier: request.verifier,
      platform: signIn.platform,
      back,
      until: now() + JOURNEY_MS,
    });
    return context.redirect(signIn.authorizeUrl(request), 302);
  };
}
