import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendText, type To } from '../kernel/send.ts';
import { askForCode } from '../school/link/ask.ts';
import { exposeCode, redeemCode } from '../school/link/redeem.ts';
import { asksForCode, readLinkCode } from '../school/link/rules.ts';
import { exposePairing, pair } from '../school/pairing.ts';
import type { Message } from './message.ts';

const pairingWords = /^\s*绑定\s*[:：]?\s*([0-9０-９\s]{4,12})\s*$/;

/**
 * Codes: 绑定 123456 makes the first safety office, 关联账号 and 关联 482913 make two accounts one person. Answers the
 * sender one-to-one; a code that others could read is worth nothing. False when the words are no such thing.
 */
export function hearCode(context: Context, message: Message, person: PersonId | undefined, words: string): boolean {
  const pairing = pairingWords.exec(words)?.[1];
  if (pairing === undefined) return hearLinking(context, message, person, words);
  hearPairingCode(context, message, pairing);
  return true;
}

function hearPairingCode(context: Context, message: Message, code: string): void {
  const said = { platform: message.platform, user: message.sender, code };
  let opened: { readonly code?: string; readonly expiresAt: number } | undefined;
  if (message.chat.type === 'group') opened = exposePairing(context, said).opened;
  else {
    const paired = pair(context, said);
    if (paired.is === 'rotated') opened = paired.opened;
  }
  if (opened?.code !== undefined) context.showPairingCode?.(opened.code, opened.expiresAt);
}

function hearLinking(context: Context, message: Message, person: PersonId | undefined, words: string): boolean {
  const { platform, sender: user } = message;
  const code = readLinkCode(words);
  if (code !== undefined) {
    const take = message.chat.type === 'group' ? exposeCode : redeemCode;
    take(context, { platform, user, code });
    return true;
  }
  if (!asksForCode(words)) return false;
  if (person !== undefined) askForCode(context, { person, platform });
  else {
    const to: To = { stranger: { platform, userId: user.userId } };
    const text = '请在您已经能用安园的那个平台发“关联账号”，再把收到的码发到这里。两边都没用过，请发“我是 姓名”。';
    sendText(context, text, to);
  }
  return true;
}
