import type { Button, Card } from '../model.ts';
import { plain } from '../model.ts';

export interface UnclearData {
  /** What the words came near to without saying it. */
  readonly doubt: 'none' | 'danger' | 'private';
  /** Something was understood and answered already: this card only asks beside it. */
  readonly beside: boolean;
}

const emergency: Button = { label: '有险情', action: 'incident.start', style: 'danger' };
const confide: Button = { label: '私下说', action: 'incident.confide' };
const report: Button = { label: '报隐患', action: 'hazard.start' };

/**
 * What Anyuan asks when it did not understand, or understood a hazard where somebody may be in danger. Nothing that was said is kept for
 * it: a word too much on a card would be worse than typing it again.
 */
export function unclearCard({ doubt, beside }: UnclearData): Card {
  const others = beside ? [] : [report];
  if (doubt === 'danger')
    return {
      key: 'incident.unclear',
      title: '有人正在危险里吗？',
      tone: 'due',
      tag: '请看一眼',
      blocks: [
        {
          kind: 'text',
          text: plain(`是的话，先打 120／110／119，再点“有险情”。不是就${beside ? '不用理' : '换个说法'}。`),
        },
      ],
      actions: [emergency, ...others, ...(beside ? [] : [confide])],
      summary: '有人正在危险里吗？是就先打 120／110／119，再点“有险情”',
    };
  if (doubt === 'private')
    return {
      key: 'incident.unclear',
      title: '这件事要私下说吗？',
      tone: 'info',
      tag: '仅您可见',
      blocks: [{ kind: 'text', text: plain('学生受欺负、受伤害、想不开，点“私下说”，只给经办老师看，不进台账。') }],
      actions: [{ ...confide, style: 'primary' }, emergency, ...others],
      summary: '有件事要私下说，点“私下说”',
    };
  return {
    key: 'incident.unclear',
    title: '没看懂，换个说法试试',
    tone: 'info',
    tag: '帮助',
    blocks: [
      { kind: 'text', text: plain('报隐患说清地点和现象，例如“食堂门口地砖翘起”。别的事发“帮助”，看看可以怎么说。') },
    ],
    actions: [{ ...report, style: 'primary' }, emergency, confide],
    summary: '没看懂，换个说法试试。报隐患说清地点和现象；有险情发“紧急”',
  };
}

export const samples: readonly Card[] = [
  unclearCard({ doubt: 'none', beside: false }),
  unclearCard({ doubt: 'danger', beside: false }),
  unclearCard({ doubt: 'danger', beside: true }),
  unclearCard({ doubt: 'private', beside: false }),
];
