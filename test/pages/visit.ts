import { createHash } from 'node:crypto';
import { createEngine } from '../../src/host/engine.ts';
import { createFormPage } from '../../src/host/form_page.ts';
import { createHttp } from '../../src/host/http.ts';
import { createSealer } from '../../src/host/sealer.ts';
import type { PlatformName } from '../../src/platforms/platform.ts';
import type { SignIn } from '../../src/platforms/sign_in.ts';
import { openMemoryStore } from '../../src/store/node.ts';
import { identity, person, role, school, slot } from '../../src/store/schema/index.ts';

/** A Thursday, 10:20 in Shanghai. */
export const START = Date.parse('2025-09-18T02:20:00Z');
export const KEY = new Uint8Array(32).fill(7);

export const staff = {
  刘洋: 'class_teacher',
  王芳: 'safety_office',
  赵强: 'facility_lead',
  孙丽: 'vice_principal',
} as const;
export type Name = keyof typeof staff;
const digestOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 8);
export const accountOf = (name: string): string => `ou_${digestOf(name)}`;
/** The staff id on DingTalk. */
export const staffIdOf = (name: string): string => `staff${digestOf(name)}`;

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export interface ServiceOptions {
  /** Left out: a school's usual address. `undefined`: the service has no pages. */
  readonly publicUrl?: string | undefined;
  /** People beside the usual four. */
  readonly more?: readonly string[];
  /** The school is on DingTalk as well, and these people have an account there. */
  readonly onDingTalk?: readonly string[];
  /** The app's id at the vendor: what tells organisations with one key apart. */
  readonly organisation?: string;
}

/** The service with its pages and a vendor that signs in whoever the code names; nothing listens anywhere. */
export function openService(options: ServiceOptions = {}) {
  const publicUrl = 'publicUrl' in options ? options.publicUrl : 'https://school.example';
  let now = START;
  const clock = { now: () => now, wake: () => () => {} };
  const store = openMemoryStore(now);
  const stored = new Map<string, Uint8Array>();
  const files = {
    get: async (hash: string) => stored.get(hash),
    put: async (hash: string, bytes: Uint8Array) => void stored.set(hash, bytes),
  };
  /** Inspection packages on the host's disk. */
  const packages = new Map<string, Uint8Array<ArrayBuffer>>();
  const logged: string[] = [];
  const note = (fields: unknown, message: string): void => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info: note, warn: note, error: note };
  const formPage = publicUrl
    ? createFormPage({
        publicUrl,
        secretKey: KEY,
        organisation: options.organisation ?? 'cli_a1',
        platforms: ['feishu', ...(options.onDingTalk ? (['dingtalk'] as const) : [])],
        files,
        openPackage: async (fileName) => {
          const bytes = packages.get(fileName);
          return bytes && { bytes: bytes.length, stream: new Blob([bytes]).stream() };
        },
        clock,
        log,
      })
    : undefined;
  const engine = createEngine({
    store,
    files,
    clock,
    timeZone: 'Asia/Shanghai',
    cardReply: 'patch',
    sealer: createSealer(KEY),
    log,
    schedule: (run) => run(),
    platforms: () => [],
    showPairingCode: () => {},
    ...(formPage ? { pageLink: formPage.link } : {}),
  });
  const signIn: SignIn = {
    platform: 'feishu',
    ownApp: /Lark|Feishu/i,
    codeParameter: 'code',
    authorizeUrl: ({ redirectUri, state }) => `https://vendor.example/?${new URLSearchParams({ redirectUri, state })}`,
    userOf: async (code, { verifier }) =>
      verifier === '' || code === 'bad' ? { ok: false, why: 'code 20003' } : { ok: true, user: { userId: code } },
  };
  const dingtalk: SignIn = {
    platform: 'dingtalk',
    ownApp: /DingTalk/i,
    codeParameter: 'authCode',
    authorizeUrl: ({ redirectUri, state }) => `https://ding.example/?${new URLSearchParams({ redirectUri, state })}`,
    userOf: async (code) =>
      code === 'outsider' ? { ok: false, why: '60121', isOutsider: true } : { ok: true, user: { userId: code } },
    inApp: {
      library: 'https://ding.example/library.js',
      script: 'ask()',
      parameters: () => (corpIsKnown ? { corp: 'ding1', client: 'ding2' } : undefined),
      userOf: async (code) => (code === 'bad' ? { ok: false, why: '40078' } : { ok: true, user: { userId: code } }),
    },
  };
  let corpIsKnown = true;
  const ways = [{ signIn }, ...(options.onDingTalk ? [{ signIn: dingtalk }] : [])];
  const app = createHttp({
    engine,
    transports: () => [],
    ...(formPage ? { formPage: formPage.routes(engine, ways, engine.receive) } : {}),
  });

  const people = new Map<string, number>();
  const { db } = store;
  db.insert(school).values({ name: '青山实验学校', shortName: 'QS' }).run();
  db.insert(slot).values({ name: 'digest.weekly:1', knownSince: now, lastSlot: now }).run();
  for (const [name, held] of [
    ...Object.entries(staff),
    ...(options.more ?? []).map((one) => [one, 'subject_teacher']),
  ]) {
    if (name === undefined || held === undefined) continue;
    const { id } = db.insert(person).values({ name, createdAt: now }).returning({ id: person.id }).get();
    const known = { personId: id, greetedAt: now, directChatId: `oc_${id}` };
    db.insert(identity)
      .values({ platform: 'feishu', userId: accountOf(name), ...known })
      .run();
    if (options.onDingTalk?.includes(name))
      db.insert(identity)
        .values({ platform: 'dingtalk', userId: staffIdOf(name), ...known })
        .run();
    db.insert(role).values({ personId: id, schoolId: 1, role: held }).run();
    people.set(name, id);
  }
  const idOf = (name: string): number => people.get(name) ?? 0;
  let sent = 0;

  return {
    app,
    engine,
    store,
    stored,
    packages,
    logged,
    idOf,
    later: (milliseconds: number) => {
      now += milliseconds;
    },
    forgetCorp: () => {
      corpIsKnown = false;
    },
    link: (
      card: string,
      subject: Readonly<Record<string, number>>,
      name: string,
      platform: PlatformName = 'feishu',
    ): string => formPage?.link({ card, subject, person: idOf(name), platform }) ?? '',
    packageLink: (id: number, name: string): string =>
      formPage?.packageLink({ package: id, person: idOf(name), platform: 'feishu' }) ?? '',
    says: (name: string, text: string) => {
      sent += 1;
      return engine.receive({
        kind: 'message',
        deliveryId: `m${sent}`,
        platform: 'feishu',
        at: now,
        sender: { userId: accountOf(name) },
        chat: { chatId: `oc_${idOf(name)}`, type: 'direct' },
        messageId: `om_${sent}`,
        content: { type: 'text', text },
      });
    },
    browser: (agent?: string) => openBrowser(app, agent),
  };
}

/** Where requests go: an app in this process, or a server. */
export interface Served {
  request(address: string, init: RequestInit): Response | Promise<Response>;
}

/** Keeps cookies like a browser and follows nothing by itself. */
export function openBrowser(app: Served, agent = 'Mozilla/5.0') {
  const cookies = new Map<string, string>();
  async function request(address: string, init: RequestInit = {}): Promise<Answered> {
    const { pathname, search } = new URL(address, 'https://school.example');
    const response = await app.request(pathname + search, {
      ...init,
      headers: {
        'user-agent': agent,
        ...init.headers,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (line.includes('Max-Age=0')) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return { status: response.status, text: await response.text(), headers: response.headers };
  }
  /** Opens a page, signing in as this person on the way when asked to. */
  async function open(address: string, name: string): Promise<Answered> {
    const first = await request(address);
    if (first.status !== 302) return first;
    const vendor = new URL(first.headers.get('location') ?? '');
    const back = new URL(vendor.searchParams.get('redirectUri') ?? '');
    const answer = back.pathname.endsWith('dingtalk') ? { authCode: staffIdOf(name) } : { code: accountOf(name) };
    back.search = new URLSearchParams({ ...answer, state: vendor.searchParams.get('state') ?? '' }).toString();
    const signedIn = await request(back.href);
    if (signedIn.status !== 303) return signedIn;
    return request(signedIn.headers.get('location') ?? '');
  }
  return { cookies, request, open };
}

export const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** A form of a page as a browser would send it: what stands in it, changed as said. */
export function formOf(page: string, button: string) {
  const form = page.split('<form').find((one) => new RegExp(`<button[^>]*>${button}</button>`).test(one)) ?? '';
  const attribute = (tag: string, name: string): string =>
    unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
  const values = new Map<string, string>();
  for (const [tag] of form.matchAll(/<input [^>]*>/g)) {
    const type = attribute(tag, 'type');
    if (type === 'file' || (type === 'checkbox' && !tag.includes(' checked'))) continue;
    values.set(attribute(tag, 'name'), attribute(tag, 'value') || (type === 'checkbox' ? 'on' : ''));
  }
  for (const [whole, tag = '', words = ''] of form.matchAll(/(<textarea [^>]*>)([^<]*)<\/textarea>/g))
    if (whole) values.set(attribute(tag, 'name'), unescaped(words));
  for (const [, tag = '', options = ''] of form.matchAll(/(<select [^>]*>)([\s\S]*?)<\/select>/g))
    values.set(attribute(tag, 'name'), /value="([^"]*)" selected/.exec(options)?.[1] ?? '');
  return { action: attribute(form, 'action'), values };
}

/** Fills and sends a page's form. */
export function submission(
  page: string,
  button: string,
  changes: Readonly<Record<string, string>> = {},
  photos: readonly Uint8Array[] = [],
): { readonly address: string; readonly init: RequestInit } {
  const { action, values } = formOf(page, button);
  const body = new FormData();
  for (const [name, value] of values) if (!(`${name}` in changes)) body.append(name, value);
  for (const [name, value] of Object.entries(changes)) body.append(name, value);
  for (const [index, bytes] of photos.entries())
    body.append('photos', new File([new Uint8Array(bytes)], `IMG_${index}.jpg`, { type: 'image/jpeg' }));
  return { address: action, init: { method: 'POST', body } };
}
