import type { Block, Card, Field } from '../model.ts';
import { cut, facts, type HazardView, sampleView, text } from './view.ts';

export interface AskView {
  readonly hazard: HazardView;
  readonly ask: string;
  /** 请写理由：… */
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  readonly submit: string;
  readonly cancel: string;
  readonly fields: readonly Field[];
  readonly message?: string;
  /** Set when it has been sent in, or is no longer possible. */
  readonly settled?: string;
}

/** A small form about a hazard: a reason, a date, a name. Danger buttons open one instead of a confirm dialog. */
export function askCard(view: AskView): Card {
  const { hazard } = view;
  const head: readonly Block[] = [
    text(view.settled ?? view.lead),
    facts(['编号', hazard.number], ['部位', hazard.place]),
  ];
  if (view.settled) {
    return {
      key: 'hazard.ask',
      title: cut(`${hazard.stateText}：${hazard.title}`, 20),
      tone: 'closed',
      tag: hazard.stateText,
      blocks: head,
      actions: [],
    };
  }
  return {
    key: 'hazard.ask',
    title: cut(`${view.title}：${hazard.title}`, 20),
    tone: 'info',
    tag: '待填写',
    blocks: head,
    form: {
      action: view.action,
      reference: { hazard: hazard.id },
      revision: hazard.revision,
      fields: view.fields,
      submit: view.submit,
      cancel: { label: view.cancel, action: 'hazard.dismiss', reference: { hazard: hazard.id, ask: view.ask } },
      ...(view.message ? { message: view.message } : {}),
    },
    actions: [],
  };
}

/** What a small form leaves behind: what was done with it (`words`), or that nothing was. `title` is the form's. */
export const askedCard = (hazard: HazardView, title: string, words: string | undefined): Card => ({
  key: 'hazard.asked',
  title: cut(`${words === undefined ? '没有办' : '已办'}：${title} ${hazard.title}`, 20),
  tone: words === undefined ? 'closed' : 'done',
  tag: words === undefined ? '没有提交' : '已办',
  blocks: [text(words ?? '要办时再点。'), facts(['编号', hazard.number])],
  actions: [],
});

export const samples: readonly Card[] = [
  askCard({
    hazard: sampleView,
    ask: 'reject',
    title: '不属实',
    lead: '一句话写明理由，会留痕，也会告诉上报人。',
    action: 'hazard.reject',
    submit: '记不属实',
    cancel: '先不记',
    fields: [],
  }),
  askCard({
    hazard: sampleView,
    ask: 'reject',
    title: '不属实',
    lead: '',
    action: 'hazard.reject',
    submit: '记不属实',
    cancel: '先不记',
    fields: [],
    settled: '已经办过了。',
  }),
  askedCard(sampleView, '不属实', '已记不属实，理由会告诉上报人。'),
  askedCard(sampleView, '申请延期', undefined),
];
