import type { Card } from '../model.ts';
import { plain } from '../model.ts';

export interface SummariesView {
  readonly lines: readonly { readonly period: number; readonly text: string }[];
  /** How many there are, shown or not. */
  readonly total: number;
  /** 9月18日. */
  readonly date: string;
}

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;

/** Several 〔daily.after〕 of one moment in one message; each button opens the one it stands for. */
export const summariesCard = ({ lines, total, date }: SummariesView): Card => ({
  key: 'duty.summaries',
  title: total === 0 ? '都办完了' : `${total} 项过了截止没办完`,
  tone: total === 0 ? 'done' : 'due',
  tag: cut(date, 8),
  blocks: [
    lines.length > 0
      ? { kind: 'list', items: lines.map((line, index) => plain(`${index + 1}　${cut(line.text, 48)}`)) }
      : { kind: 'text', text: plain('不用再催。') },
    ...(total > lines.length
      ? [{ kind: 'text' as const, text: plain(`还有 ${total - lines.length} 项，看周报。`) }]
      : []),
  ],
  actions: lines.slice(0, 4).map((line, index) => ({
    label: `看第 ${index + 1} 项`,
    action: 'duty.summary-open',
    reference: { period: line.period },
    style: index === 0 ? 'primary' : 'default',
  })),
});

export const samples: readonly Card[] = [
  summariesCard({
    lines: [
      { period: 3, text: '每日安全提醒 9月18日：差 2 个班（初一2班、初一5班）' },
      { period: 4, text: '每周安全课 9月15日：差 1 个班（初二3班），上一期也没办' },
    ],
    total: 2,
    date: '9月19日',
  }),
  summariesCard({ lines: [], total: 0, date: '9月19日' }),
];
