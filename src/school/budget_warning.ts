import type { Context } from '../kernel/context.ts';
import { sendText } from '../kernel/send.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { safetyOffices } from './queries.ts';

interface Passed {
  readonly platform: PlatformName;
  /** YYYY-MM. */
  readonly month: string;
  readonly of: 'calls' | 'uses';
  /** Percent. */
  readonly passed: number;
}

const platforms: Readonly<Record<PlatformName, string>> = { feishu: '飞书', dingtalk: '钉钉' };
const consoles: Readonly<Record<PlatformName, string>> = {
  feishu: '飞书管理后台 → 费用中心',
  dingtalk: '钉钉开放平台 → 资源管理',
};

/** Tells the safety offices, once for each share of each month, what becomes scarce and what that will mean (design.md §4). */
export function tellBudget(context: Context, event: Passed): void {
  const { platform, month, of, passed } = event;
  const what = of === 'calls' ? '发送' : '接收';
  const means =
    of === 'calls'
      ? '用到 85% 起，普通提醒先等一等，险情、演练和您点的卡照常。'
      : '用完后，老师发的消息和点的按钮收不到，请先用电话报急事。';
  const text = `${platforms[platform]}本月的${what}次数已用 ${passed}%。${means}余量和加购在${consoles[platform]}，请转告管平台的老师。`;
  for (const person of safetyOffices(context, [])) {
    sendText(
      context,
      text,
      { person },
      { lane: 'normal', dedupeKey: `budget:${platform}:${month}:${of}:${passed}:${person}` },
    );
  }
}
