import { type Block, type Card, rich } from '../model.ts';

export interface AdminQuotaData {
  readonly platform: 'feishu' | 'dingtalk';
  /** `calls`: what we send; `uses`: what comes from people. */
  readonly of: 'calls' | 'uses';
  /** Percent that was passed; 100: the vendor says that nothing is left. */
  readonly passed: 70 | 85 | 90 | 95 | 100;
  readonly used: number;
  readonly limit: number;
  /** What is kept for danger. */
  readonly reserve: number;
  /** When it is used up if it goes on like this, e.g. 9月25日. */
  readonly endsOn?: string | undefined;
  /** When the next month begins, e.g. 10月1日. */
  readonly nextMonth: string;
  /** Today, e.g. 9月18日. */
  readonly day: string;
  /** A school of the reader, whose duties can be made fewer. */
  readonly school: number;
}

const names = { feishu: '飞书', dingtalk: '钉钉' } as const;
const consoles = { feishu: '飞书管理后台 → 费用中心', dingtalk: '钉钉开放平台 → 资源管理' } as const;

/** What it means for the school from now on, and until when. */
function meaning({ platform, of, passed, nextMonth }: AdminQuotaData): string {
  // Only DingTalk takes the same words for twenty people in one call.
  const instead = platform === 'dingtalk' ? '先不发卡，每人每天只发一条文字' : '先不发';
  if (of === 'uses')
    return passed === 100
      ? '老师发的消息、点的按钮，现在都到不了安园。请通知大家：急事打电话。安园发出的提醒照常。'
      : '用完后，老师发的消息、点的按钮都到不了安园，急事要打电话。';
  switch (passed) {
    case 70:
      return `到 85% 起，平常提醒${instead}，发“待办”照样能办。险情、演练、重大隐患照常。`;
    case 85:
    case 90:
      return `平常提醒${instead}，发“待办”照样能办；群里的卡照发。没发的 ${nextMonth} 补发。险情、演练、重大隐患照常。`;
    case 95:
      return `现在只发险情、演练和重大隐患。别的提醒 ${nextMonth} 补发，请在群里说一声：要办的事，发“待办”能看到。`;
    case 100:
      return `平台说本月已没有次数，险情卡也可能发不出，急事请打电话。没发的都留着，有了次数或到 ${nextMonth} 就补发。`;
  }
}

/** Tells the safety office what becomes scarce, what that means and where more is bought (domain/voice.md 〔admin.quota〕). */
export function adminQuotaCard(data: AdminQuotaData): Card {
  const { platform, of, passed, used, limit, reserve, endsOn } = data;
  const what = of === 'calls' ? '发送' : '接收';
  const percent = Math.floor((used * 100) / limit);
  const isOver = passed === 100;
  const facts: Block = {
    kind: 'facts',
    facts: [
      { label: '本月', value: `${used}/${limit} 次${endsOn && !isOver ? `，照此 ${endsOn} 用完` : ''}` },
      ...(of === 'calls' && !isOver ? [{ label: '另留', value: `${reserve} 次给险情、演练、重大隐患` }] : []),
    ],
  };
  return {
    key: 'admin.quota',
    title: isOver ? `${names[platform]}本月的${what}次数用完了` : `额度预警：${names[platform]}${what}已用 ${percent}%`,
    tone: passed >= 95 ? 'danger' : 'due',
    tag: data.day,
    blocks: [
      facts,
      { kind: 'text', text: rich`${meaning(data)}` },
      { kind: 'text', text: rich`余量和加购在${consoles[platform]}，请转告信息老师。` },
    ],
    actions: of === 'calls' ? [{ label: '选择职责', action: 'duty.settings', reference: { school: data.school } }] : [],
  };
}

const sample = {
  platform: 'dingtalk',
  limit: 5_000,
  reserve: 750,
  nextMonth: '10月1日',
  day: '9月18日',
  school: 1,
} as const;

export const samples: readonly Card[] = [
  adminQuotaCard({ ...sample, of: 'calls', passed: 70, used: 3_600, endsOn: '9月25日' }),
  adminQuotaCard({ ...sample, of: 'calls', passed: 85, used: 4_250, endsOn: '9月21日' }),
  adminQuotaCard({
    ...sample,
    platform: 'feishu',
    limit: 10_000,
    reserve: 1_500,
    of: 'calls',
    passed: 85,
    used: 8_500,
  }),
  adminQuotaCard({ ...sample, of: 'calls', passed: 95, used: 4_750 }),
  adminQuotaCard({ ...sample, of: 'calls', passed: 100, used: 4_100 }),
  adminQuotaCard({ ...sample, of: 'uses', limit: 3_000, passed: 90, used: 2_700, endsOn: '9月20日' }),
  adminQuotaCard({ ...sample, of: 'uses', limit: 3_000, passed: 100, used: 3_000 }),
];
