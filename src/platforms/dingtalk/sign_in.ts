import type { SignedIn, SignIn } from '../sign_in.ts';
import { isObject, textOf } from '../wire/json.ts';
import type { DingTalkClient } from './client.ts';
import type { CorpId } from './corp_id.ts';
import type { ApiFailure } from './failure.ts';

export interface DingTalkSignInOptions {
  readonly client: DingTalkClient;
  /** https://api.dingtalk.com, or the emulator's address. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly corpId: CorpId;
}

const VENDOR = 'https://api.dingtalk.com';
/** People sign in on a host of their own (reference/dingtalk.md §1); an emulator has one host for everything. */
const LOGIN = 'https://login.dingtalk.com';
/** The vendor's script for pages inside its app; versions stay where they are. */
const LIBRARY = 'https://g.alicdn.com/dingding/dingtalk-jsapi/3.0.25/dingtalk.open.js';

/** Not a member of this organisation (reference/dingtalk.md §7); an outside contact has `contact_type` 1. */
const OUTSIDER = '60121';
const MEMBER = 0;

/**
 * Sign-in of DingTalk (reference/dingtalk.md §1). In a browser: login page, user token, unionId, and from it the staff
 * id, which only people of this organisation have. In the app: the code its script gives names the staff id. All calls
 * are exempt from the month's quota (§8).
 */
export function dingtalkSignIn(options: DingTalkSignInOptions): SignIn {
  const { client, baseUrl, clientId, clientSecret, corpId } = options;
  const isVendor = baseUrl === VENDOR;
  return {
    platform: 'dingtalk',
    ownApp: /DingTalk/i,
    codeParameter: 'authCode',
    authorizeUrl({ redirectUri, state }) {
      const url = new URL(`${isVendor ? LOGIN : baseUrl}/oauth2/auth`);
      url.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid',
        state,
        prompt: 'consent',
      }).toString();
      return url.href;
    },
    async userOf(code): Promise<SignedIn> {
      const token = await client.callUnsigned({
        method: 'POST',
        host: 'api',
        path: 'v1.0/oauth2/userAccessToken',
        body: { clientId, clientSecret, code, grantType: 'authorization_code' },
      });
      if (!token.ok) return failed(token.failure);
      const me = await client.callAs(textOf(token.value.accessToken) ?? '', {
        method: 'GET',
        host: 'api',
        path: 'v1.0/contact/users/me',
      });
      if (!me.ok) return failed(me.failure);
      const unionId = textOf(me.value.unionId);
      if (!unionId) return { ok: false, why: 'contact/users/me: no unionId' };
      const member = await client.call({
        method: 'POST',
        host: 'oapi',
        path: 'topapi/user/getbyunionid',
        body: { unionid: unionId },
      });
      if (!member.ok) return failed(member.failure);
      const found = isObject(member.value.result) ? member.value.result : {};
      if (found.contact_type !== undefined && found.contact_type !== MEMBER)
        return { ok: false, why: 'user/getbyunionid: an outside contact', isOutsider: true };
      return known(textOf(found.userid), 'user/getbyunionid');
    },
    inApp: {
      library: isVendor ? LIBRARY : `${baseUrl}/dingding/dingtalk-jsapi/3.0.25/dingtalk.open.js`,
      script: SCRIPT,
      parameters() {
        const corp = corpId.known();
        return corp === undefined ? undefined : { corp, client: clientId };
      },
      async userOf(code): Promise<SignedIn> {
        const who = await client.call({
          method: 'POST',
          host: 'oapi',
          path: 'topapi/v2/user/getuserinfo',
          body: { code },
        });
        if (!who.ok) return failed(who.failure);
        return known(isObject(who.value.result) ? textOf(who.value.result.userid) : undefined, 'user/getuserinfo');
      },
    },
  };
}

const known = (userId: string | undefined, during: string): SignedIn =>
  userId ? { ok: true, user: { userId } } : { ok: false, why: `${during}: no userid` };

/** Never the vendor's words: they may name the person. */
function failed({ during, reason, status, code }: ApiFailure): SignedIn {
  const why = `${during}: ${reason}, HTTP ${status}${code === '' ? '' : `, code ${code}`}`;
  return { ok: false, why, ...(code === OUTSIDER ? { isOutsider: true } : {}) };
}

/**
 * A client that is too old for `requestAuthCode`, or does not answer in time, goes the browser's way: the person taps
 * once more and gets there all the same.
 */
const SCRIPT = `'use strict';
(function () {
  var page = document.body.dataset;
  var left = false;
  function leave(address) {
    if (left) return;
    left = true;
    location.replace(address);
  }
  function otherwise() { leave(page.otherwise); }
  setTimeout(otherwise, 6000);
  var dd = window.dd;
  var runtime = dd && dd.runtime && dd.runtime.permission;
  var ask = dd && (dd.requestAuthCode || (runtime && runtime.requestAuthCode));
  if (!ask) { otherwise(); return; }
  function request() {
    try {
      var answer = ask({
        corpId: page.corp,
        clientId: page.client,
        onSuccess: function (result) { leave(page.back + '&code=' + encodeURIComponent(result.code)); },
        onFail: otherwise,
      });
      if (answer && answer.catch) answer.catch(otherwise);
    } catch (error) { otherwise(); }
  }
  if (dd.ready) dd.ready(request);
  else request();
})();
`;
