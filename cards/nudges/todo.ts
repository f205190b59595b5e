import type { Button, Card } from '../model.ts';
import { plain } from '../model.ts';

export interface TodoLine {
  readonly text: string;
  readonly action: string;
  readonly reference: Readonly<Record<string, number | string>>;
}

export interface TodoView {
  readonly lines: readonly TodoLine[];
  readonly total: number;
  /** 15:50 or 9月19日; absent when nothing has a time. */
  readonly earliest?: string;
  /** 9月18日 周四. */
  readonly today: string;
  /** There are duties this person can begin. */
  readonly mayBegin?: boolean;
}

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;

/** 〔todo.merged〕 what waits for this person, earliest first; each button opens the card the work is done on. */
export const todoCard = ({ lines, total, earliest, today, mayBegin = false }: TodoView): Card => ({
  key: 'todo.merged',
  title: total === 0 ? '没有待办' : `${total} 项待办${earliest ? `，最早 ${earliest}` : ''}`,
  tone: 'info',
  tag: cut(today.split(' ')[0] ?? '', 8),
  blocks: [
    lines.length > 0
      ? { kind: 'list', items: lines.map((line, index) => plain(`${index + 1}　${cut(line.text, 34)}`)) }
      : { kind: 'text', text: plain('都办完了。看到隐患，打一句话给我就行。') },
    ...(total > lines.length
      ? [{ kind: 'text' as const, text: plain(`还有 ${total - lines.length} 项，办完前面的再发“待办”。`) }]
      : []),
  ],
  actions: [
    ...lines.slice(0, 4).map(
      (line, index): Button => ({
        label: `办第 ${index + 1} 项`,
        action: line.action,
        reference: line.reference,
        style: index === 0 ? 'primary' : 'default',
      }),
    ),
    ...(mayBegin ? [{ label: '登记一件事', action: 'event.list' }] : []),
  ],
});

export const samples: readonly Card[] = [
  todoCard({
    lines: [
      { text: '初二3班 每日安全提醒 15:50', action: 'duty.open', reference: { task: 7 } },
      { text: '待整改：2号楼3层扶手 9月25日', action: 'hazard.open', reference: { hazard: 12 } },
    ],
    total: 6,
    earliest: '15:50',
    today: '9月18日 周四',
  }),
  todoCard({ lines: [], total: 0, today: '9月18日 周四', mayBegin: true }),
];
