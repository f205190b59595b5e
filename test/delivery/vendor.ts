import type { Card } from '../../cards/model.ts';
import type { Attempt, Media, Platform, PlatformName, Recipient, Verdict } from '../../src/platforms/platform.ts';

export interface Message {
  readonly id: string;
  readonly to: string;
  readonly kind: 'card' | 'text' | 'file';
  content: string;
  updates: number;
  readonly at: number;
}

type Call = 'sendCard' | 'sendText' | 'sendTexts' | 'sendFile' | 'updateCard' | 'urge' | 'uploadImage' | 'download';

/** What happens to one call instead of success; undefined lets it through. */
export type Script = (call: Call, about: string) => Verdict | undefined;

export const down: Script = () => ({ is: 'later', why: 'network', detail: 'no answer' });

/**
 * A vendor in memory with the vendor's own rules: a key is used once, five a second per person, fifty a second and a
 * thousand a minute per app (reference/feishu.md §7.1). Pictures are accepted as they are.
 */
export function createVendor(name: PlatformName, now: () => number) {
  const messages: Message[] = [];
  const byKey = new Map<string, string>();
  const calls: { call: Call; about: string; at: number }[] = [];
  const rung: string[] = [];
  const uploads: string[] = [];
  const downloads = new Map<string, Uint8Array>();
  const updatesNow = new Set<string>();
  const state = {
    script: (() => undefined) as Script,
    refusedForRate: 0,
    overlappingUpdates: 0,
    callsPerMonth: 1_000_000,
    onCall: () => {},
    /** Runs while a call is on its way. */
    meanwhile: (_call: Call): Promise<void> | void => {},
    unknownActions: new Set<string>(),
    /** People of one call whom a batch does not reach, and why. */
    unreached: new Map<string, Verdict>(),
    /** People who can be answered without a call. */
    sessions: new Set<string>(),
    usesPerMonth: undefined as number | undefined,
  };
  const recent = (span: number, about?: string) =>
    calls.filter((one) => one.at > now() - span && (about === undefined || one.about === about)).length;

  async function enter(call: Call, about: string): Promise<Verdict | undefined> {
    const isTooMany = recent(1_000, about) >= 5 || recent(1_000) >= 50 || recent(60_000) >= 1_000;
    calls.push({ call, about, at: now() });
    state.onCall();
    const verdict = state.script(call, about);
    await state.meanwhile(call);
    if (isTooMany) {
      state.refusedForRate += 1;
      return { is: 'later', why: 'rate_limited', waitMs: 1_000, detail: 'too often' };
    }
    return verdict;
  }
  const toText = (to: Recipient): string =>
    to.kind === 'person' ? to.userId : to.kind === 'group' ? to.chatId : to.messageId;

  async function deliver(
    call: Call,
    kind: Message['kind'],
    to: Recipient,
    content: string,
    key: string,
  ): Promise<Verdict> {
    const refused = await enter(call, toText(to));
    if (refused) return refused;
    let id = byKey.get(key);
    if (id === undefined) {
      id = `om_${messages.length + 1}`;
      byKey.set(key, id);
      messages.push({ id, to: toText(to), kind, content, updates: 0, at: now() });
    }
    return { is: 'sent', messageId: id, chatId: to.kind === 'group' ? to.chatId : `oc_${toText(to)}` };
  }

  /** Like DingTalk: no key tells one call from the same again, so the reader is told. */
  const worded = (text: string, attempt: Attempt | undefined): string =>
    name === 'dingtalk' && attempt?.again ? `（可能重复）${text}` : text;
  const put = (to: string, content: string): Verdict => {
    const id = `om_${messages.length + 1}`;
    messages.push({ id, to, kind: 'text', content, updates: 0, at: now() });
    return { is: 'sent', messageId: id };
  };
  const hasSession = (to: Recipient): boolean => state.sessions.has(toText(to));
  const posted = (to: Recipient, text: string): Verdict => put(toText(to), text);
  const renderAsText = (card: Card) => ({
    wire: card.title,
    summary: card.title,
    offer: { card: card.key, choices: [] },
  });
  async function batch(userIds: readonly string[], text: string, attempt?: Attempt): Promise<readonly Verdict[]> {
    const refused = await enter('sendTexts', userIds.join(' '));
    return userIds.map((user) => refused ?? state.unreached.get(user) ?? put(user, worded(text, attempt)));
  }

  const platform: Platform = {
    name,
    get limits() {
      return {
        perUserPerSecond: 4,
        perChatPerSecond: 4,
        perMessagePerSecond: 4,
        perAppPerSecond: 45,
        perAppPerMinute: 950,
        callsPerMonth: state.callsPerMonth,
        ...(state.usesPerMonth === undefined ? {} : { usesPerMonth: state.usesPerMonth }),
      };
    },
    render(card: Card, directory) {
      if (card.title.length > 60) throw Object.assign(new Error('title'), { code: 'card.too_large' });
      const images = card.blocks.flatMap((block) =>
        block.kind === 'image' ? [directory.images.get(block.photo) ?? '-'] : [],
      );
      return { wire: JSON.stringify({ title: card.title, images, message: card.form?.message }), summary: card.title };
    },
    async sendCard(to, card, key, attempt) {
      if (attempt?.bySession) return posted(to, card.wire);
      return deliver(card.offer ? 'sendText' : 'sendCard', card.offer ? 'text' : 'card', to, card.wire, key);
    },
    async sendText(to, text, key, attempt) {
      if (attempt?.bySession) return posted(to, text);
      return deliver('sendText', 'text', to, worded(text, attempt), key);
    },
    ...(name === 'dingtalk' ? { textBatch: { most: 20, send: batch }, renderAsText, hasSession } : {}),
    sendFile: (to, fileName, _bytes, key) => deliver('sendFile', 'file', to, fileName, key),
    async updateCard(messageId, card) {
      if (updatesNow.has(messageId)) state.overlappingUpdates += 1;
      updatesNow.add(messageId);
      const refused = await enter('updateCard', messageId);
      updatesNow.delete(messageId);
      if (refused) return refused;
      const message = messages.find((one) => one.id === messageId);
      if (!message) return { is: 'never', why: 'message_gone', detail: 'unknown' };
      message.content = card.wire;
      message.updates += 1;
      return { is: 'sent', messageId };
    },
    async urge(messageId) {
      const refused = await enter('urge', messageId);
      if (!refused) rung.push(messageId);
      return refused ?? { is: 'sent' };
    },
    async uploadImage(bytes) {
      const refused = await enter('uploadImage', '');
      if (refused && refused.is !== 'sent') return { ok: false, verdict: refused };
      uploads.push(Buffer.from(bytes).toString('hex'));
      return { ok: true, key: `img_${uploads.length}` };
    },
    async download(_messageId, key): Promise<Media> {
      const refused = await enter('download', key);
      if (refused) return { ok: false, verdict: refused };
      const bytes = downloads.get(key);
      return bytes
        ? { ok: true, bytes }
        : { ok: false, verdict: { is: 'never', why: 'message_gone', detail: 'no such picture' } };
    },
    findByMobile: async () => [],
  };
  const of = (to: string) => messages.filter((message) => message.to === to);
  return { platform, messages, calls, rung, uploads, downloads, state, of };
}

export type Vendor = ReturnType<typeof createVendor>;
