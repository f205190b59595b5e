import { field, fields } from '../fields.ts';
import { type Card, type Field, plain, rich } from '../model.ts';
import { shorten } from '../school/shorten.ts';

export const swapFields = fields({ to: field.person('换给谁', { required: true }) });

export interface SwapFormView {
  readonly shift: number;
  readonly what: string;
  readonly date: string;
  readonly at: string;
  readonly fields: readonly Field[];
  /** The shift can still be given away by whoever looks at the card. */
  readonly open: boolean;
  readonly message?: string;
}

/** 申请换班: to whom. */
export const swapFormCard = (view: SwapFormView): Card => ({
  key: 'shift.swap-form',
  title: shorten(`申请换班：${view.date} ${view.what}`, 20),
  tone: view.open ? 'info' : 'closed',
  tag: view.open ? '待填写' : '已结束',
  blocks: [
    { kind: 'facts', facts: [{ label: '班次', value: `${view.date} ${view.at} ${view.what}` }] },
    { kind: 'text', text: plain(view.open ? '对方同意前，这一班还是您。' : '这一班不能再换。') },
  ],
  ...(view.open
    ? {
        form: {
          action: 'shift.swap-to',
          reference: { shift: view.shift },
          revision: 1,
          fields: view.fields,
          submit: '申请换班',
          ...(view.message ? { message: view.message } : {}),
        },
      }
    : {}),
  actions: [],
});

export interface SwapView {
  readonly swap: number;
  readonly shift: number;
  readonly from: string;
  readonly to: string;
  readonly what: string;
  readonly date: string;
  readonly at: string;
  readonly state: 'asked' | 'agreed' | 'declined';
  readonly begun: boolean;
  /** Whoever asked looks at the card. */
  readonly mine: boolean;
}

/** 〔shift.swap〕 to the colleague. */
export function swapCard(view: SwapView): Card {
  const isOpen = view.state === 'asked' && !view.begun;
  const words = isOpen ? '请您代班' : view.state === 'agreed' ? '已同意代班' : '不用代班';
  return {
    key: 'shift.swap',
    title: shorten(`${words}：${view.date} ${view.at}`, 20),
    tone: isOpen ? 'info' : view.state === 'agreed' ? 'done' : 'closed',
    tag: isOpen ? '待答复' : view.state === 'agreed' ? '已同意' : '已结束',
    blocks: [
      {
        kind: 'text',
        text: isOpen
          ? rich`${view.from}请您代 ${view.date} ${view.what}。同意后提醒改发给您。`
          : view.state === 'agreed'
            ? rich`${view.date} ${view.at} ${view.what}是您的，到时提醒您。`
            : plain('这一班不用您代。'),
      },
    ],
    actions: isOpen
      ? [
          { label: '同意代班', action: 'shift.swap-agree', reference: { swap: view.swap }, style: 'primary' },
          { label: '不方便', action: 'shift.swap-decline', reference: { swap: view.swap } },
        ]
      : [],
  };
}

/** To whoever asked, and to the safety office: how the request stands. */
export function swappedCard(view: SwapView): Card {
  const reference = { shift: view.shift };
  const title = {
    asked: `等${view.to}答复：换班`,
    agreed: `已换班：${view.date} ${view.what}`,
    declined: `没换成：${view.date} ${view.what}`,
  }[view.state];
  const text = {
    asked: rich`${view.to}同意前，这一班还是${view.from}。`,
    agreed: rich`${view.date} ${view.at} ${view.what}由${view.to}接${view.from}的班，提醒改发。`,
    declined: rich`这一班还是${view.from}，可再请别人。`,
  }[view.state];
  return {
    key: 'shift.swapped',
    title: shorten(title, 20),
    tone: view.state === 'agreed' ? 'done' : view.state === 'asked' ? 'info' : 'due',
    tag: { asked: '待答复', agreed: '已换班', declined: '没换成' }[view.state],
    blocks: [{ kind: 'text', text }],
    actions:
      !view.mine || view.begun
        ? []
        : view.state === 'asked'
          ? [{ label: '不换了', action: 'shift.swap-cancel', reference: { swap: view.swap } }]
          : view.state === 'declined'
            ? [{ label: '再请一位', action: 'shift.swap-ask', reference, style: 'primary' }]
            : [],
  };
}

const sample: SwapView = {
  swap: 3,
  shift: 9,
  from: '王强',
  to: '陈副',
  what: '带班',
  date: '9月20日',
  at: '07:00',
  state: 'asked',
  begun: false,
  mine: true,
};
const form = { shift: 9, what: '带班', date: '9月20日', at: '07:00', open: true };
export const samples: readonly Card[] = [
  swapFormCard({ ...form, fields: swapFields.show({ to: { candidates: [{ person: 2, name: '陈副' }] } }) }),
  swapFormCard({ ...form, fields: swapFields.show({}), message: '陈副那时已有班。请换一位。' }),
  swapFormCard({ ...form, open: false, fields: [] }),
  ...(['asked', 'agreed', 'declined'] as const).flatMap((state) => [
    swapCard({ ...sample, state }),
    swappedCard({ ...sample, state }),
    swappedCard({ ...sample, state, mine: false }),
  ]),
  swapCard({ ...sample, begun: true }),
];
