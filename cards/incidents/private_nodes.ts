import { field, fields } from '../fields.ts';
import type { Button, Card } from '../model.ts';
import { rich } from '../model.ts';

export const askFields = fields({
  question: field.longText('问一句', { required: true, maxLength: 200, hint: '不问姓名，不猜是谁' }),
});

export const closeFields = fields({
  how: field.singleSelect('没点的步骤', {
    required: true,
    options: ['线下已办，纸质卷里有', '不需要办', '已移交别处'].map((text) => ({ value: text, text })),
  }),
});

export interface NodeLine {
  /** 受理 */
  readonly name: string;
  /** 9月18日 10:40 办；9月28日 10:20 前；立即 */
  readonly state: string;
  /** Who set the limit: 《未成年人保护法》第11条, 安园默认; absent where there is none. */
  readonly limit?: string;
}

export interface PrivateNodesData {
  readonly report: number;
  readonly number: string;
  readonly lines: readonly NodeLine[];
  /** The step that can be ticked off now. */
  readonly next?: { readonly node: string; readonly label: string };
  /** There is a return key: the reporter can be asked. */
  readonly mayAsk: boolean;
  /** The matter may be closed although steps are open. */
  readonly mayClose: boolean;
  /** How often a step without a limit is asked about: 过 7 个上课日问一次，之后每 14 天; absent where none is open. */
  readonly pace?: string;
}

/** To the handlers only: the steps they owe, with times and no words. Title and summary reveal nothing. */
export function privateNodesCard(data: PrivateNodesData): Card {
  const { report, next } = data;
  const actions: Button[] = [];
  if (next)
    actions.push({
      label: next.label,
      action: 'private.node',
      reference: { report, node: next.node },
      style: 'primary',
    });
  if (data.mayAsk) actions.push({ label: '问上报人', action: 'private.ask_form', reference: { report } });
  if (data.mayClose) actions.push({ label: '办结', action: 'private.close_form', reference: { report } });
  return {
    key: 'private.nodes',
    title: next ? '有一件事请您接着办' : '这件事各步都办了',
    tone: next ? 'due' : 'done',
    tag: '仅您可见',
    confidential: true,
    blocks: [
      { kind: 'facts', facts: [{ label: '编号', value: data.number }] },
      {
        kind: 'list',
        items: data.lines.map(({ name, state, limit }) =>
          limit ? rich`${name}：${state}（${limit}）` : rich`${name}：${state}`,
        ),
      },
      ...(data.pace
        ? [
            {
              kind: 'text' as const,
              text: rich`没有期限的步骤，安园${data.pace}，不是文件规定。都办妥了，点“办结”就不再问。`,
              muted: true,
            },
          ]
        : []),
      { kind: 'text', text: rich`这里只记步骤和时间，内容写在纸质卷里。`, muted: true },
    ],
    actions,
  };
}

/** Before the end: how the open steps stand. No words about the matter. */
export function privateCloseCard(data: {
  readonly report: number;
  readonly number: string;
  readonly open: readonly string[];
  readonly message?: string;
}): Card {
  const { report } = data;
  return {
    key: 'private.close',
    title: '办结前，说一句怎么办的',
    tone: 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '编号', value: data.number },
          { label: '还没点', value: data.open.join('、') || '没有' },
        ],
      },
      { kind: 'text', text: rich`办结后不再问；满一年，经手人的名字清除，只留编号和时间。` },
    ],
    form: {
      action: 'private.close',
      reference: { report },
      revision: 1,
      fields: closeFields.show(),
      submit: '办结这件事',
      ...(data.message ? { message: data.message } : {}),
    },
    actions: [],
  };
}

/** A question to somebody whose account nobody keeps: it waits for the return key. */
export function privateAskCard(data: {
  readonly report: number;
  readonly number: string;
  readonly message?: string;
}): Card {
  const { report } = data;
  return {
    key: 'private.ask',
    title: '问一句，等对方来看',
    tone: 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks: [
      { kind: 'facts', facts: [{ label: '编号', value: data.number }] },
      { kind: 'text', text: rich`上报人没有留名。对方带查询码来时看到这句话，回答会交到您这里。` },
    ],
    form: {
      action: 'private.ask',
      reference: { report },
      revision: 1,
      fields: askFields.show(),
      submit: '留给上报人',
      ...(data.message ? { message: data.message } : {}),
    },
    actions: [],
  };
}

export function privateAskedCard(number: string, at: string): Card {
  return {
    key: 'private.ask',
    title: '已留给上报人',
    tone: 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '编号', value: number },
          { label: '留言', value: at },
        ],
      },
      { kind: 'text', text: rich`对方回答了，会请您亲自看。` },
    ],
    actions: [],
  };
}

export const samples: readonly Card[] = [
  privateNodesCard({
    report: 2,
    number: 'GS-SM-202509-0001',
    lines: [
      { name: '受理', state: '9月18日 11:00 办' },
      { name: '启动核查', state: '9月19日 10:20 前', limit: '安园默认' },
      { name: '认定', state: '9月28日 10:20 前', limit: '安园默认' },
      { name: '回访', state: '待办' },
    ],
    next: { node: 'checking', label: '已启动核查' },
    mayAsk: true,
    mayClose: true,
    pace: '过 7 个上课日问一次，之后每 14 天',
  }),
  privateNodesCard({
    report: 2,
    number: 'GS-SM-202509-0001',
    lines: [{ name: '受理', state: '9月18日 11:00 办' }],
    mayAsk: false,
    mayClose: false,
  }),
  privateCloseCard({ report: 2, number: 'GS-SM-202509-0001', open: ['处置', '回访'] }),
  privateAskCard({ report: 2, number: 'GS-SM-202509-0001' }),
  privateAskedCard('GS-SM-202509-0001', '9月18日 11:20'),
];
