import type { Platform } from '../platform.ts';
import { sendCard, updateCard, wireOf } from './cards.ts';
import type { DingTalkClient } from './client.ts';
import { findByMobile } from './contacts.ts';
import { PACING } from './limits.ts';
import { download, fileTypeOf, imageName, upload } from './media.ts';
import { isTextMessage, sendMessage, sendText } from './messages.ts';
import { renderAsPageLink, renderAsText, renderForTemplate } from './render.ts';
import { createRinging } from './urge.ts';

export interface DingTalkPlatformOptions {
  readonly client: DingTalkClient;
  readonly robotCode: string;
  /** Without it every card goes out as numbered text. */
  readonly templateId?: string;
  /** Only for HTTP mode: the registered name of the address that presses come to. */
  readonly callbackRouteKey?: string;
  readonly now: () => number;
}

/** DingTalk behind the port. Sends nothing on its own, paces nothing: that is delivery's work. */
export function dingtalkPlatform(options: DingTalkPlatformOptions): Platform {
  const { client, robotCode, templateId, callbackRouteKey } = options;
  const robot = { client, robotCode };
  const ringing = createRinging(robot, options.now);
  return {
    name: 'dingtalk',
    limits: PACING,
    render: (card, directory) =>
      templateId === undefined ? renderAsText(card, directory) : renderForTemplate(card, directory),
    renderForPage: renderAsPageLink,
    async sendCard(to, card, key) {
      const wire = wireOf(card.wire);
      const verdict =
        wire.as === 'text' || templateId === undefined
          ? await sendText(robot, to, wire.as === 'text' ? wire.text : card.summary)
          : await sendCard(
              { ...robot, templateId, ...(callbackRouteKey ? { callbackRouteKey } : {}) },
              to,
              { wire, summary: card.summary },
              key,
            );
      if (verdict.is === 'sent' && verdict.messageId) ringing.note(verdict.messageId, card.summary);
      return verdict;
    },
    sendText: (to, text) => sendText(robot, to, text),
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
