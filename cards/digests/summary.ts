import type { Block, Card, Field } from '../model.ts';
import { plain } from '../model.ts';
import { shorten } from '../school/shorten.ts';

const text = (words: string, muted = false): Block => ({
  kind: 'text',
  text: plain(words),
  ...(muted ? { muted } : {}),
});

export interface SummaryChoiceView {
  readonly school: number;
  readonly kind: 'interim' | 'final';
  readonly from: string;
  readonly to: string;
  /** 2025年9月. */
  readonly text: string;
  /** 小结, 总结. */
  readonly name: string;
  readonly received: number;
  readonly removed: number;
  readonly rectified: string;
  readonly drills: number;
  readonly meetings: number;
  /** Rectified hazards with pictures of before and after. */
  readonly pairs: number;
  /** Pictures after rectification of the first ones, to see what is chosen. */
  readonly pictures: readonly { readonly photo: string; readonly label: string }[];
  readonly fields: readonly Field[];
  /** 9月30日: the deadline it is for, where it comes by itself. */
  readonly deadline?: string;
  readonly message?: string;
}

/** 〔summary.choose〕 one to one: the figures at a glance, and whose photos go into the draft. */
export function summaryChoiceCard(view: SummaryChoiceView): Card {
  const { school, kind, from, to } = view;
  const reference = { school, kind, from, to, text: view.text };
  const hasPhotos = view.pairs > 0;
  return {
    key: 'summary.choose',
    title: shorten(`${view.name}初稿：${view.text}`, 20),
    tone: 'info',
    tag: view.deadline ? shorten(`${view.deadline}止`, 8) : '选照片',
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '隐患', value: `发现 ${view.received} 项，消除 ${view.removed} 项` },
          { label: '整改率', value: view.rectified },
          { label: '演练例会', value: `演练 ${view.drills} 次，例会 ${view.meetings} 次` },
        ],
      },
      text(
        hasPhotos
          ? `${view.deadline ? '初稿已附，要换照片就重选。' : ''}整改前后都有照片的 ${view.pairs} 项，先选好了重大的和用时最长的。`
          : '统计期内没有整改前后都有照片的隐患，初稿只有数字和表。',
      ),
      ...view.pictures.map((one): Block => ({ kind: 'image', photo: one.photo, label: one.label })),
    ],
    ...(hasPhotos
      ? {
          form: {
            action: 'summary.write',
            reference,
            revision: 1,
            fields: view.fields,
            submit: `生成${view.name}`,
            ...(view.message ? { message: view.message } : {}),
          },
        }
      : {}),
    actions: [
      hasPhotos
        ? { label: '不放照片', action: 'summary.write-plain', reference }
        : { label: `生成${view.name}`, action: 'summary.write-plain', reference, style: 'primary' as const },
    ],
    summary: shorten(`${view.text}安全工作${view.name}：选照片，生成初稿`, 40),
  };
}

const sample: SummaryChoiceView = {
  school: 1,
  kind: 'interim',
  from: '2025-09-01',
  to: '2025-09-30',
  text: '2025年9月',
  name: '小结',
  received: 12,
  removed: 9,
  rectified: '82%（9/11）',
  drills: 1,
  meetings: 4,
  pairs: 2,
  pictures: [{ photo: 'a'.repeat(64), label: '1 2号楼3层扶手松：整改后' }],
  fields: [
    {
      kind: 'multiSelect',
      name: 'photos',
      label: '放哪些照片',
      required: false,
      options: [
        { value: '1', text: '重大 1号楼楼道充电' },
        { value: '2', text: '2号楼3层扶手松' },
      ],
      initial: ['1', '2'],
    },
  ],
};

export const samples: readonly Card[] = [
  summaryChoiceCard(sample),
  summaryChoiceCard({ ...sample, kind: 'final', name: '总结', text: '本学期', deadline: '1月20日' }),
  summaryChoiceCard({ ...sample, pairs: 0, pictures: [], fields: [], rectified: '—' }),
];
