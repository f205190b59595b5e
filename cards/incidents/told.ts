import { field, fields } from '../fields.ts';
import type { Block, Button, Card } from '../model.ts';
import { plain, rich } from '../model.ts';

/** The one question after the alert: 在哪里？ */
export const placeFields = fields({
  place: field.text('在哪里？', { required: true, maxLength: 40, hint: '如 实验楼2层' }),
});

export interface ToldData {
  readonly incident: number;
  readonly numbers: string;
  readonly steps: readonly string[];
  /** Who was told, e.g. 带班领导 王强、安全办 李敏; undefined when the school has nobody to tell. */
  readonly told?: string;
  readonly place?: string;
  /** Who took it over, and when. */
  readonly handled?: { readonly name: string; readonly at: string };
  /** The minute alerted them, the sender has not confirmed it: one tap does. */
  readonly mayConfirm: boolean;
  /** The viewer may still say it was a false alarm. */
  readonly mayCallOff: boolean;
}

/** What the sender's card becomes once the leadership knows: who was told, and the one question left. */
export function toldCard(data: ToldData): Card {
  const { incident, handled } = data;
  const blocks: Block[] = [
    data.told
      ? { kind: 'text', text: rich`已通知 ${data.told}。先打 ${data.numbers}，再回到这里。` }
      : {
          kind: 'text',
          text: rich`名册里还没有带班领导和安全办，没有人收到。请马上打 ${data.numbers}，并打电话给校长。`,
        },
  ];
  if (handled) blocks.push({ kind: 'text', text: rich`${handled.at} ${handled.name}已接手。` });
  if (data.place) blocks.push({ kind: 'facts', facts: [{ label: '地点', value: data.place }] });
  blocks.push({ kind: 'list', items: data.steps.map(plain) });
  const buttons: Button[] = [];
  if (data.mayConfirm) {
    buttons.push({
      label: '确有险情',
      action: 'incident.alert',
      reference: { incident, kind: 'unknown' },
      style: 'danger',
    });
  }
  if (data.mayCallOff) buttons.push({ label: '误报解除', action: 'incident.ask_call_off', reference: { incident } });
  return {
    key: 'incident.first',
    title: handled ? '有人接手，电话别断' : data.told ? '已通知，请先打电话' : `没人收到，请打 ${data.numbers}`,
    tone: 'danger',
    tag: '紧急',
    blocks,
    ...(data.place
      ? {}
      : {
          form: {
            action: 'incident.place',
            reference: { incident },
            revision: 1,
            fields: placeFields.show(),
            submit: '补给应答的人',
          },
        }),
    actions: buttons,
  };
}

/** Nobody was told, because the sender said there is nothing. */
export function droppedCard(): Card {
  return {
    key: 'incident.first',
    title: '没有险情，没有通知任何人',
    tone: 'closed',
    tag: '已放下',
    blocks: [{ kind: 'text', text: rich`真有险情，再发一句话给我，或发“紧急”。` }],
    actions: [],
  };
}

export const samples: readonly Card[] = [
  toldCard({
    incident: 3,
    numbers: '119／120／110',
    steps: ['先撤人：弯腰捂口鼻走楼梯，不乘电梯。'],
    told: '带班领导 王强、安全办 李敏',
    mayConfirm: true,
    mayCallOff: true,
  }),
  toldCard({
    incident: 3,
    numbers: '120／110／119',
    steps: ['别围观，留一个人陪着。'],
    told: '安全办 李敏',
    place: '操场东侧',
    handled: { name: '李敏', at: '10:33' },
    mayConfirm: false,
    mayCallOff: false,
  }),
  toldCard({ incident: 3, numbers: '110／119／120', steps: [], mayConfirm: false, mayCallOff: true }),
  droppedCard(),
];
