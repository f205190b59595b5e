import type { Block, Card } from '../model.ts';
import { plain } from '../model.ts';

export interface ExpiredView {
  readonly school: number;
  readonly day: string;
  readonly state: 'asked' | 'kept' | 'archiving' | 'clearing' | 'done';
  readonly records: number;
  /** 保存 1 学年：每日安全提醒等 12 类 3000 条（2026-09-01 前）. */
  readonly lines: readonly string[];
  /** The archive, once it is written. */
  readonly name: string;
  readonly hash: string;
  readonly removed: number;
  /** Pictures and files that go with the records, or went. */
  readonly files: number;
}

const text = (words: string, muted = false): Block => ({
  kind: 'text',
  text: plain(words),
  ...(muted ? { muted } : {}),
});

/** 〔records.expired〕 what is past its time: archived first, taken out after the safety office has said so. */
export function expiredCard(view: ExpiredView): Card {
  const key = 'records.expired';
  if (view.state === 'done')
    return {
      key,
      title: `已归档并清理 ${view.removed} 条`,
      tone: 'done',
      tag: '已清理',
      blocks: [
        text(`归档文件 ${view.name} 已发给您，服务器上也存了一份。请交学校档案室。`),
        { kind: 'facts', facts: [{ label: '校验码', value: view.hash.slice(0, 16) }] },
        ...(view.files > 0 ? [text(`照片和附件文件删了 ${view.files} 个；别的记录还在用的没有动。`)] : []),
        text('审计记录没有动，仍可核对。', true),
      ],
      actions: [],
    };
  if (view.state === 'archiving' || view.state === 'clearing')
    return {
      key,
      title: '正在归档，不用等',
      tone: 'info',
      tag: view.state === 'archiving' ? '正在归档' : '正在清理',
      blocks: [text('归档文件存好才开始清理。办完会改在这张卡上。')],
      actions: [],
    };
  return {
    key,
    title: `${view.records} 条记录已到保存期限`,
    tone: view.state === 'kept' ? 'closed' : 'due',
    tag: view.state === 'kept' ? '先不清理' : '待定',
    blocks: [
      { kind: 'list', items: view.lines.slice(0, 8).map(plain) },
      text('先归档再清理：存成表格发给您，再从系统里清理。期限是产品默认值，不是上级规定。'),
      ...(view.files > 0
        ? [text(`连带 ${view.files} 个照片和附件文件会从服务器删掉，只留清单和指纹。要留原件，先发“迎检包”存一份。`)]
        : []),
      text('重大隐患、真实险情和审计记录一直留着。不按就都不动，下学期再问。', true),
    ],
    actions: [
      {
        label: '归档并清理',
        action: 'records.archive',
        reference: { school: view.school, day: view.day },
        style: 'primary',
      },
      ...(view.state === 'kept'
        ? []
        : [{ label: '先不清理', action: 'records.keep', reference: { school: view.school, day: view.day } }]),
    ],
  };
}

const view: ExpiredView = {
  school: 1,
  day: '2027-09-06',
  state: 'asked',
  records: 3214,
  lines: [
    '保存 1 学年：每日安全提醒等 12 类 3000 条（2026-09-01 前）',
    '180 天后去标识：门卫登记 214 条（2027-03-10 前）',
  ],
  name: '',
  hash: '',
  removed: 0,
  files: 0,
};
export const samples: readonly Card[] = [
  expiredCard(view),
  expiredCard({ ...view, files: 86 }),
  expiredCard({ ...view, state: 'kept' }),
  expiredCard({ ...view, state: 'archiving' }),
  expiredCard({ ...view, state: 'clearing' }),
  expiredCard({
    ...view,
    state: 'done',
    removed: 3214,
    files: 84,
    name: 'QS归档-2027-09-06-ab12cd34ef56.xlsx',
    hash: 'ab12cd34ef56',
  }),
];
