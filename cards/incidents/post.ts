import type { Card } from '../model.ts';
import { plain, rich } from '../model.ts';
import { clip } from './clip.ts';

export interface PostData {
  readonly incident: number;
  /** 保卫组 */
  readonly team: string;
  readonly kind: string;
  readonly place?: string;
  /** Who leads: the one to call. */
  readonly commander: string;
  readonly steps: readonly string[];
  /** What this person answered, and when. */
  readonly answered?: { readonly is: 'in_place' | 'cannot'; readonly at: string };
}

/** To the people of one team once somebody leads: where, what to do, one tap. */
export function postCard(data: PostData): Card {
  const { incident, answered } = data;
  return {
    key: 'incident.post',
    title: `真实险情，非演练：请${data.team}到位`,
    tone: 'danger',
    tag: answered?.is === 'in_place' ? '已到位' : answered ? '去不了' : '等您到位',
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '险情', value: data.kind },
          { label: '地点', value: data.place ?? `未说，请打电话问${data.commander}` },
          { label: '指挥', value: data.commander },
          ...(answered
            ? [{ label: '您', value: `${answered.at} ${answered.is === 'in_place' ? '已到位' : '说去不了'}` }]
            : []),
        ],
      },
      { kind: 'list', items: data.steps.map(plain) },
      { kind: 'text', text: rich`先顾好自己和身边的学生，危险的地方不进。`, muted: true },
    ],
    actions: [
      ...(answered?.is === 'in_place'
        ? []
        : [{ label: '我已到位', action: 'incident.in_place', reference: { incident }, style: 'primary' as const }]),
      ...(answered?.is === 'cannot' ? [] : [{ label: '我去不了', action: 'incident.cannot', reference: { incident } }]),
    ],
    summary: clip(`真实险情，请${data.team}到位：${data.place ?? data.kind}`, 40),
  };
}

const sample: PostData = {
  incident: 3,
  team: '保卫组',
  kind: '着火冒烟',
  place: '实验楼2层',
  commander: '王强',
  steps: ['校门留人，给救援车开门指路。', '现场拉开距离，不让人靠近。'],
};

export const samples: readonly Card[] = [
  postCard(sample),
  postCard({ ...sample, answered: { is: 'in_place', at: '10:36' } }),
  postCard({ ...sample, answered: { is: 'cannot', at: '10:36' } }),
];
