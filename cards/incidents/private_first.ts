import { field, fields } from '../fields.ts';
import type { Block, Card, FieldValue, Option } from '../model.ts';
import { plain, rich } from '../model.ts';

/** Asks only what the handler needs; no student's name is asked for (domain/voice.md §2.4 〔private.first〕). */
export const entrustFields = fields({
  handler: field.singleSelect('经办人', { required: true }),
  where: field.text('时间地点', { maxLength: 40 }),
  facts: field.longText('所见事实', { required: true, maxLength: 500, hint: '学生姓名当面说' }),
  anonymous: field.bool('不留我的名字'),
});

export interface PrivateFirstData {
  readonly report: number;
  /** What cannot wait, by kind: 请先报警 110。 */
  readonly urgent?: string;
  /** It was said in a group: the sentence there should go. */
  readonly inGroup: boolean;
  /** They wrote 匿名. */
  readonly anonymous?: boolean;
  /** Handlers to choose from; the first is preselected. Empty when the school has entered none. */
  readonly handlers: readonly Option[];
  readonly entered?: { readonly values: Readonly<Record<string, FieldValue>>; readonly message: string };
}

/** Title and summary reveal nothing: they are what a lock screen shows. */
export function privateFirstCard(data: PrivateFirstData): Card {
  const { report, handlers } = data;
  const blocks: Block[] = [];
  if (data.urgent) blocks.push({ kind: 'text', text: plain(data.urgent) });
  blocks.push({
    kind: 'text',
    text: rich`这类情况请不要在群里写姓名细节；有即时危险请先打 110／120。${data.inGroup ? '群里那句请您撤回。' : ''}`,
  });
  const first = handlers[0];
  blocks.push({
    kind: 'text',
    text: first
      ? rich`只交经办人，不进周报、台账、搜索；经办人取走后，正文即清除。不留名的，交后给查询码。`
      : rich`名册里还没有经办人，请当面告诉校长。这里没有存下您说的话。`,
  });
  return {
    key: 'private.first',
    title: '收到，请在这里说',
    tone: 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks,
    ...(first
      ? {
          form: {
            action: 'private.entrust',
            reference: { report },
            revision: 1,
            fields: entrustFields.show(
              { handler: { options: handlers, initial: first.value }, anonymous: { initial: data.anonymous ?? false } },
              data.entered?.values,
            ),
            submit: '交给经办人',
            cancel: { label: '先不交', action: 'private.drop', reference: { report } },
            ...(data.entered ? { message: data.entered.message } : {}),
          },
        }
      : {}),
    actions: [],
  };
}

export const samples: readonly Card[] = [
  privateFirstCard({
    report: 2,
    inGroup: true,
    handlers: [
      { value: '5', text: '德育主任' },
      { value: '1', text: '校长' },
    ],
  }),
  privateFirstCard({
    report: 2,
    urgent: '请先报警 110。',
    inGroup: false,
    handlers: [{ value: '1', text: '校长' }],
    entered: { values: {}, message: '还差一项：所见事实。' },
  }),
  privateFirstCard({ report: 2, inGroup: false, handlers: [] }),
];
