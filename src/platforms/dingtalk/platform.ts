import type { Platform, Verdict } from '../platform.ts';
import { sendCard, updateCard, wireOf } from './cards.ts';
import type { DingTalkClient } from './client.ts';
import { findByMobile } from './contacts.ts';
import { PACING } from './limits.ts';
import { download, fileTypeOf, imageName, upload } from './media.ts';
import { isTextMessage, sendMessage, sendText, textBatch } from './messages.ts';
import { renderAsPageLink, renderAsText, renderForTemplate } from './render.ts';
import type { Sessions } from './sessions.ts';
import { createRinging } from './urge.ts';

export interface DingTalkPlatformOptions {
  readonly client: DingTalkClient;
  readonly robotCode: string;
  /** Without it every card goes out as numbered text. */
  readonly templateId?: string;
  /** Only for HTTP mode: the registered name of the address that presses come to. */
  readonly callbackRouteKey?: string;
  readonly now: () => number;
  /** Of the school's edition; left out: the free one's. */
  readonly callsPerMonth?: number;
  readonly usesPerMonth?: number;
  /** Shared with the intake, which fills them. */
  readonly sessions?: Sessions;
}

type CardSending = Parameters<typeof sendCard> extends [unknown, ...infer Rest] ? Rest : never;

/** Cards refused as such are not offered again for this long: each try may cost a call of the month. */
const CARDS_REFUSED_MS = 30 * 60_000;

/** DingTalk behind the port. Sends nothing on its own, paces nothing: that is delivery's work. */
export function dingtalkPlatform(options: DingTalkPlatformOptions): Platform {
  const { client, robotCode, templateId, callbackRouteKey, sessions, now } = options;
  const robot = { client, robotCode, ...(sessions ? { sessions } : {}) };
  const ringing = createRinging(robot, now);
  let refusal: { readonly until: number; readonly verdict: Verdict } | undefined;

  async function sendAsCard(template: string, ...what: CardSending): Promise<Verdict> {
    if (refusal && refusal.until > now()) return refusal.verdict;
    const cardRobot = { ...robot, templateId: template, ...(callbackRouteKey ? { callbackRouteKey } : {}) };
    const verdict = await sendCard(cardRobot, ...what);
    const isRefused = verdict.is === 'never' && verdict.why === 'cards_refused';
    if (isRefused) refusal = { until: now() + CARDS_REFUSED_MS, verdict };
    else if (verdict.is === 'sent') refusal = undefined;
    return verdict;
  }

  return {
    name: 'dingtalk',
    limits: {
      ...PACING,
      ...(options.callsPerMonth === undefined ? {} : { callsPerMonth: options.callsPerMonth }),
      ...(options.usesPerMonth === undefined ? {} : { usesPerMonth: options.usesPerMonth }),
    },
    render: (card, directory) =>
      templateId === undefined ? renderAsText(card, directory) : renderForTemplate(card, directory),
    renderForPage: renderAsPageLink,
    renderAsText,
    async sendCard(to, card, key, attempt) {
      const wire = wireOf(card.wire);
      const verdict =
        wire.as === 'text' || templateId === undefined
          ? await sendText(robot, to, wire.as === 'text' ? wire.text : card.summary, { ...attempt, key })
          : await sendAsCard(templateId, to, { wire, summary: card.summary }, key);
      if (verdict.is === 'sent' && verdict.messageId) ringing.note(verdict.messageId, card.summary);
      return verdict;
    },
    sendText: (to, text, key, attempt) => sendText(robot, to, text, { ...attempt, key }),
    textBatch: textBatch(robot),
    hasSession: (to) => sessions?.has(to) ?? false,
    async sendFile(to, fileName, bytes) {
      const fileType = fileTypeOf(fileName);
      if (!fileType) return { is: 'never', why: 'refused', detail: 'DingTalk takes xlsx, pdf, zip, rar, doc and docx' };
      const uploaded = await upload(client, 'file', bytes, fileName);
      if (!uploaded.ok) return uploaded.verdict;
      return sendMessage(robot, to, 'sampleFile', { mediaId: uploaded.key, fileName, fileType });
    },
    async updateCard(messageId, card) {
      const wire = wireOf(card.wire);
      if (wire.as === 'text' || isTextMessage(messageId)) {
        return { is: 'never', why: 'refused', detail: 'a text message cannot be changed' };
      }
      return updateCard(robot, messageId, wire);
    },
    urge: (messageId, userIds) => ringing.ring(messageId, userIds),
    uploadImage: (bytes) => upload(client, 'image', bytes, imageName(bytes)),
    download: (_messageId, key) => download(robot, key),
    findByMobile: (mobiles) => findByMobile(client, mobiles),
  };
}
