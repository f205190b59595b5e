import { field, fields } from '../fields.ts';
import type { Block, Card, Fact, FieldValue } from '../model.ts';
import { rich } from '../model.ts';
import { RECALL } from './private_handed.ts';

/** What somebody who comes back with the return key may add; no name is asked for. */
export const addFields = fields({
  words: field.longText('补充或回答', { required: true, maxLength: 500, hint: '学生姓名当面说' }),
});

/** Shown once, to the one who handed it in: the key (domain/voice.md §2.4 〔private.key〕). */
export function privateKeyCard(key: string): Card {
  return {
    key: 'private.key',
    title: '收到，请存好查询码',
    tone: 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks: [
      { kind: 'facts', facts: [{ label: '查询码', value: key }] },
      {
        kind: 'text',
        text: rich`已交经办人。安园不留您的账号，所以不能主动告诉您进展。把查询码发给我，就能看办到哪一步、补充情况。丢了查不回。`,
      },
      { kind: 'text', text: rich`${RECALL}`, muted: true },
    ],
    actions: [],
  };
}

export interface PrivateReturnData {
  /** Stands for the matter and the person for an hour. */
  readonly visit: string;
  /** 交出、查看、受理…, each with its time. */
  readonly nodes: readonly Fact[];
  /** What the handlers ask, as they typed it. */
  readonly questions: readonly string[];
  /** There is still a handler to hear it. */
  readonly mayAdd: boolean;
  /** Something was just added with this card. */
  readonly given: boolean;
  readonly entered?: { readonly values: Readonly<Record<string, FieldValue>>; readonly message: string };
}

/** To whoever comes with the key: how far it is, what the handler asks, and room for more. */
export function privateReturnCard(data: PrivateReturnData): Card {
  const blocks: Block[] = [{ kind: 'list', items: data.nodes.map(({ label, value }) => rich`${label}：${value}`) }];
  for (const question of data.questions)
    blocks.push({ kind: 'text', text: rich`经办人问：` }, { kind: 'text', text: rich`${question}` });
  if (data.given) blocks.push({ kind: 'text', text: rich`刚才写的已交经办人，这里不留。要再补充，再发一次查询码。` });
  blocks.push({ kind: 'text', text: rich`这张卡一小时后自己合上。经办人看不到您是谁。`, muted: true });
  return {
    key: 'private.return',
    title: data.questions.length > 0 ? '经办人有话问您' : '您交的事办到这里',
    tone: 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks,
    ...(data.mayAdd && !data.given
      ? {
          form: {
            action: 'private.add',
            reference: { visit: data.visit },
            revision: 1,
            fields: addFields.show({}, data.entered?.values),
            submit: '交给经办人',
            ...(data.entered ? { message: data.entered.message } : {}),
          },
        }
      : {}),
    actions: [],
  };
}

/** An hour later, on every phone it was shown on. */
export function privateReturnClosedCard(): Card {
  return {
    key: 'private.return',
    title: '这张卡已合上',
    tone: 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks: [{ kind: 'text', text: rich`要看进展或补充，再发一次查询码。` }],
    actions: [],
  };
}

export const samples: readonly Card[] = [
  privateKeyCard('K7M2-9QXD-4TPV'),
  privateReturnCard({
    visit: '3f9a',
    nodes: [
      { label: '交出', value: '9月18日 10:20' },
      { label: '德育主任', value: '9月18日 10:40 已查看' },
      { label: '受理', value: '9月18日 11:00' },
    ],
    questions: ['当时还有别的老师在场吗？'],
    mayAdd: true,
    given: false,
  }),
  privateReturnCard({
    visit: '3f9a',
    nodes: [{ label: '交出', value: '9月18日 10:20' }],
    questions: [],
    mayAdd: true,
    given: true,
  }),
  privateReturnClosedCard(),
];
