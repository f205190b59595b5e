import type { Card, Fact } from '../model.ts';
import { rich } from '../model.ts';

export interface PrivateHandedData {
  readonly number: string;
  readonly at: string;
  /** One line per handler: 德育主任, 10:40 已查看 or 待查看. */
  readonly handlers: readonly { readonly role: string; readonly state: string }[];
}

/** The vendor keeps what was typed into the chat; only its sender can take it back. */
export const RECALL = '聊天记录还在手机和平台上：长按自己发的那句，点“撤回”；过了时限撤不回，就在本机删除。';

const afterwards = rich`${RECALL}有即时危险请先打 110／120。`;

/** What the reporter's card becomes: number and nodes, no words. */
export function privateHandedCard(data: PrivateHandedData): Card {
  const facts: Fact[] = [
    { label: '编号', value: data.number },
    { label: '交出', value: data.at },
    ...data.handlers.map(({ role, state }) => ({ label: role, value: state })),
  ];
  return {
    key: 'private.first',
    title: '已交经办人',
    tone: 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks: [
      { kind: 'facts', facts },
      { kind: 'text', text: afterwards },
    ],
    actions: [],
  };
}

/** The same for somebody who left no name: it belongs to no report any more, so it cannot tell how far things are. */
export function privateHandedNamelessCard(): Card {
  return {
    key: 'private.handed',
    title: '已交经办人',
    tone: 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks: [
      { kind: 'text', text: rich`经办人看不到是谁交的，所以不能主动告诉您进展。` },
      { kind: 'text', text: afterwards },
    ],
    actions: [],
  };
}

export function privateDroppedCard(): Card {
  return {
    key: 'private.first',
    title: '没有交，也没有存下',
    tone: 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks: [{ kind: 'text', text: rich`想说的时候，再发一句话给我。有即时危险请先打 110／120。` }],
    actions: [],
  };
}

export const samples: readonly Card[] = [
  privateHandedCard({ number: 'GS-SM-202509-0001', at: '10:20', handlers: [{ role: '德育主任', state: '待查看' }] }),
  privateHandedNamelessCard(),
  privateDroppedCard(),
];
