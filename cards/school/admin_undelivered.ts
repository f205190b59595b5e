import { type Card, rich } from '../model.ts';
import { shorten } from './shorten.ts';

export interface UndeliveredLine {
  readonly recipient: string;
  /** What went wrong → what to do. */
  readonly remedy: string;
  readonly count: number;
}

export interface AdminUndeliveredData {
  readonly school: number;
  /** 9月18日. */
  readonly day: string;
  readonly total: number;
  readonly lines: readonly UndeliveredLine[];
}

/** What could not be delivered, with the remedy; never what it was about (domain/voice.md §2.6). */
export function adminUndeliveredCard(data: AdminUndeliveredData): Card {
  const key = 'admin.undelivered';
  if (data.total === 0) {
    return { key, title: '没有送不到的消息了', tone: 'done', tag: data.day, blocks: [], actions: [] };
  }
  const shown = data.lines.slice(0, data.lines.length > 8 ? 7 : 8);
  const rest = data.lines.length - shown.length;
  return {
    key,
    title: `${data.total} 条没送到，请看办法`,
    tone: 'due',
    tag: data.day,
    blocks: [
      {
        kind: 'list',
        items: [
          ...shown.map((line) =>
            line.count > 1
              ? rich`${shorten(line.recipient, 12)}：${line.remedy}（${line.count} 条）`
              : rich`${shorten(line.recipient, 12)}：${line.remedy}`,
          ),
          ...(rest > 0 ? [rich`…还有 ${rest} 处`] : []),
        ],
      },
    ],
    actions: [
      { label: '全部重发', action: 'delivery.retry-all', reference: { school: data.school }, style: 'primary' },
    ],
  };
}

export const samples: readonly Card[] = [
  adminUndeliveredCard({
    school: 1,
    day: '9月18日',
    total: 3,
    lines: [
      { recipient: '王老师', remedy: '不在应用可见范围 → 请信息老师加入', count: 1 },
      { recipient: '李老师', remedy: '账号已停用 → 请改派', count: 1 },
      { recipient: '初二年级组群', remedy: '安园被移出 → 请重新拉入', count: 1 },
    ],
  }),
  adminUndeliveredCard({
    school: 1,
    day: '9月18日',
    total: 60,
    lines: Array.from({ length: 30 }, (_, index) => ({
      recipient: `**第${index}位名字很长很长的老师**`,
      remedy: '不在应用可见范围 → 请信息老师加入',
      count: 2,
    })),
  }),
  adminUndeliveredCard({ school: 1, day: '9月18日', total: 0, lines: [] }),
];
