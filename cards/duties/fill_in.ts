import type { Card } from '../model.ts';
import { plain } from '../model.ts';

export interface FillInView {
  readonly period: number;
  readonly duty: string;
  readonly date: string;
  /** Classes that were tapped and say no more, by name; never as a ranking. */
  readonly left: readonly string[];
  /** 课题, 日期, 时长（分钟）: what the form asks for. */
  readonly asks: readonly string[];
}

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;

const NAMES = 12;

/** Held, and not told what it was about: asked once, in the group, by class. */
export function fillInCard(view: FillInView): Card {
  const all = view.left.length === 0;
  const shown = view.left.slice(0, NAMES).join('、');
  return {
    key: 'duty.fill-in',
    title: cut(all ? `${view.duty}内容都补齐了` : `已讲，待补内容：${view.duty}`, 20),
    tone: all ? 'done' : 'info',
    tag: cut(all ? '已补齐' : view.date, 8),
    blocks: [
      {
        kind: 'text',
        text: plain(
          all
            ? '台账齐了，谢谢。'
            : `${shown}${view.left.length > NAMES ? ` 等 ${view.left.length} 个班` : ''}：讲过了，还差${view.asks.slice(0, 4).join('、')}。有空补一下，台账就齐了。`,
        ),
      },
    ],
    actions: all
      ? []
      : [
          {
            label: '补本班内容',
            action: 'duty.board-mine',
            reference: { period: view.period },
            style: 'primary',
          },
        ],
  };
}

export const samples: readonly Card[] = [
  fillInCard({
    period: 3,
    duty: '每周安全课',
    date: '9月19日',
    left: ['初一2班', '初一5班'],
    asks: ['课题', '日期', '时长（分钟）', '授课'],
  }),
  fillInCard({ period: 3, duty: '每周安全课', date: '9月19日', left: [], asks: [] }),
];
