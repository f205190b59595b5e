import type { Button, Card } from '../model.ts';
import { plain, rich } from '../model.ts';

export interface FirstData {
  readonly incident: number;
  /** The right number first, e.g. 119／120／110. */
  readonly numbers: string;
  /** What to do now, two or three short lines. */
  readonly steps: readonly string[];
  /** What the one tap says happened; empty when the sentence said it already. */
  readonly choices: readonly { readonly kind: string; readonly label: string }[];
  /** The kind that was understood. */
  readonly kind: string;
  /** Whom the tap tells, as the school calls them. */
  readonly tells: string;
}

/** The answer to an emergency: numbers first, then one tap (domain/voice.md §2.4 〔incident.first〕). */
export function firstCard(data: FirstData): Card {
  const { incident, numbers } = data;
  const known: readonly Button[] = [
    { label: '通知带班领导', action: 'incident.alert', reference: { incident, kind: data.kind }, style: 'danger' },
    { label: '没有险情', action: 'incident.drop', reference: { incident } },
  ];
  const choices: readonly Button[] = data.choices.map(({ kind, label }) => ({
    label,
    action: 'incident.alert',
    reference: { incident, kind },
    style: 'danger',
  }));
  return {
    key: 'incident.first',
    title: `先打 ${numbers}`,
    tone: 'danger',
    tag: '紧急',
    blocks: [
      { kind: 'text', text: rich`人先撤，电话先打。点一下就通知${data.tells}，不用填。60 秒没点，安园也会先通知。` },
      { kind: 'list', items: data.steps.map(plain) },
    ],
    actions: choices.length > 0 ? choices : known,
    summary: `先打 ${numbers}，再点一下通知${data.tells}`,
  };
}

export const samples: readonly Card[] = [
  firstCard({
    incident: 3,
    numbers: '110／119／120',
    steps: ['人先离开危险处，别返回拿东西。', '别围观，给救援让出通道。'],
    choices: [
      { kind: 'injury', label: '有人受伤' },
      { kind: 'fire', label: '着火冒烟' },
      { kind: 'intruder', label: '有人闯入' },
      { kind: 'missing', label: '学生走失' },
      { kind: 'other', label: '其他险情' },
    ],
    kind: 'unknown',
    tells: '带班领导和安全办',
  }),
  firstCard({
    incident: 4,
    numbers: '119／120／110',
    steps: ['先撤人：弯腰捂口鼻走楼梯，不乘电梯。'],
    choices: [],
    kind: 'fire',
    tells: '带班领导和安全办',
  }),
];
