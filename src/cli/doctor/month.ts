import type { Config } from '../../config.ts';
import { budgetState, usesState } from '../../delivery/budget.ts';
import { PACING as DINGTALK } from '../../platforms/dingtalk/limits.ts';
import { PACING as FEISHU } from '../../platforms/feishu/limits.ts';
import { cardsRefused, remedies } from '../../school/cards_refused.ts';
import { bad, type Finding, note, ok } from './finding.ts';

type Reading = Parameters<typeof budgetState>[0];

/** What is used of the month on each platform of the settings, and what it comes to; without settings Feishu's. */
export function checkMonth(
  reading: Reading,
  { feishu, dingtalk }: Pick<Config, 'feishu' | 'dingtalk'> = {},
): readonly Finding[] {
  const { month, ...calls } = budgetState(reading, 'feishu', feishu?.callsPerMonth ?? FEISHU.callsPerMonth);
  const first = shareFinding('本月调用 calls', { month, ...calls }, '飞书');
  if (!dingtalk) return [first];
  const theirs = budgetState(reading, 'dingtalk', dingtalk.callsPerMonth ?? DINGTALK.callsPerMonth);
  const uses = usesState(reading, 'dingtalk', dingtalk.usesPerMonth ?? DINGTALK.usesPerMonth ?? 0);
  const refused = cardsRefused(reading, 'dingtalk');
  return [
    ...(feishu ? [first] : []),
    shareFinding('钉钉本月发送 calls', theirs, '钉钉'),
    shareFinding('钉钉本月接收 Webhook & Stream', uses, '钉钉', '用完后，老师发的消息和点的按钮收不到'),
    ...(refused ? [refusedFinding(remedies[refused.why])] : []),
  ];
}

const refusedFinding = ({ reason, remedy }: { readonly reason: string; readonly remedy: string }): Finding =>
  bad('钉钉卡片 card template', `钉钉不收：${reason}；提醒先以文字发出`, remedy);

interface Share {
  readonly month: string;
  readonly used: number;
  readonly limit: number;
  readonly forecast: number;
  readonly warning: number | undefined;
}

function shareFinding(
  what: string,
  { month, used, limit, forecast, warning }: Share,
  platform: string,
  means = '平常提醒会先不发卡，紧急、演练和重大隐患照发',
): Finding {
  const text = `${month} 已用 ${used}/${limit}，照这样到月底约 ${forecast}`;
  if (warning !== undefined && warning >= 85) return bad(what, text, `快用完了：${means}`);
  if (forecast > limit || warning !== undefined)
    return note(what, text, `可能不够用：少开几项提醒，或换${platform}套餐`);
  return ok(what, text);
}
