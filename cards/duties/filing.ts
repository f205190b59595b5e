import type { Block, Card, Field } from '../model.ts';
import { plain } from '../model.ts';

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;
const text = (words: string, muted = false): Block => ({
  kind: 'text',
  text: plain(words),
  ...(muted ? { muted } : {}),
});

export interface FilingView {
  readonly task: number;
  readonly revision: number;
  readonly name: string;
  readonly state: 'open' | 'done' | 'missed' | 'excused';
  /** Calendar days to the document's date; negative: past it. */
  readonly daysLeft: number;
  readonly deadline: string;
  readonly internal: string;
  readonly receiver: string;
  readonly preparer: string;
  readonly files: number;
  readonly pending: number;
  readonly doneBy: string;
  readonly sentOn: string;
  readonly receipt: string;
  readonly late: boolean;
  readonly excuse: string;
}

/** One sentence a rung, nothing of the others (domain/voice.md §2.2). */
function step(view: FilingView): string {
  const file = view.files > 0 ? '' : '文件发到这里，';
  if (view.daysLeft > 7) return '可以起草了。';
  if (view.daysLeft > 3) return '初稿请校长看。';
  if (view.daysLeft > 1) return '请送签发。';
  if (view.daysLeft === 1) return `明天截止，还差报送和回执。${file}报完点“登记报送”。`;
  if (view.daysLeft === 0) return `今天截止。${file}报完点“登记报送”。`;
  return `已过文件期限，请报送后补登。${file}再点“登记报送”。`;
}

const progress = (view: FilingView): string =>
  view.files > 0 ? `已收文件 ${view.files} 份` : view.pending > 0 ? '文件接收中' : '未收到文件';

function when(view: FilingView): string {
  if (view.daysLeft > 0) return `还有 ${view.daysLeft} 天`;
  return view.daysLeft === 0 ? '今天截止' : `已过 ${-view.daysLeft} 天`;
}

/** 〔filing.nudge〕 what is to be filed, to whom, and the next step. */
export function filingNudgeCard(view: FilingView): Card {
  const reference = { task: view.task };
  if (view.state === 'done' || view.state === 'excused') {
    const done = view.state === 'done';
    return {
      key: 'filing.nudge',
      title: cut(`${done ? '已报送' : '不用报'}：${view.name}`, 20),
      tone: done ? 'done' : 'closed',
      tag: done ? (view.late ? '过期报送' : '已报送') : '已取消',
      blocks: done
        ? [
            {
              kind: 'facts',
              facts: [
                { label: '报送', value: `${view.sentOn}，${view.doneBy}登记` },
                { label: '接收方', value: view.receiver },
                { label: '文号或回执', value: view.receipt },
                { label: '文件', value: `${view.files} 份` },
              ],
            },
          ]
        : [text(view.excuse)],
      actions: [],
    };
  }
  return {
    key: 'filing.nudge',
    title: cut(`${when(view)}：${view.name}`, 20),
    tone: view.daysLeft <= 1 ? 'danger' : view.daysLeft <= 3 ? 'due' : 'info',
    tag: cut(`${view.deadline}止`, 12),
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '文件期限', value: view.deadline },
          { label: '内部期限', value: `${view.internal}（学校自定）` },
          { label: '接收方', value: view.receiver },
          { label: '谁来办', value: view.preparer },
          { label: '进度', value: progress(view) },
        ],
      },
      text(step(view)),
    ],
    actions: [
      { label: '登记报送', action: 'filing.report', reference, style: 'primary' },
      { label: '转给他人', action: 'filing.hand', reference },
      { label: '看依据', action: 'duty.source', reference },
    ],
    summary: cut(`${view.name}，${view.deadline}截止`, 40),
  };
}

export interface FilingFormView {
  readonly view: FilingView;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** 登记报送: when it left, and what came back; the file itself comes as a message. */
export const filingReportCard = ({ view, fields, message }: FilingFormView): Card => ({
  key: 'filing.report',
  title: cut(`登记报送：${view.name}`, 20),
  tone: 'info',
  tag: cut(`${view.deadline}止`, 12),
  blocks: [
    text(
      view.files > 0
        ? `已收文件 ${view.files} 份，填好就能登记。`
        : view.pending > 0
          ? '文件正在接收，过几秒就好。'
          : '先把报送的文件发到这里（PDF、Word、Excel、图片或压缩包），再登记。',
    ),
  ],
  form: {
    action: 'filing.submit',
    reference: { task: view.task },
    revision: view.revision,
    fields,
    submit: '登记报送',
    cancel: { label: '先不登记', action: 'filing.back', reference: { task: view.task } },
    ...(message ? { message } : {}),
  },
  actions: [],
});

/** 转给他人: from now on that colleague is asked. */
export const filingHandCard = ({ view, fields, message }: FilingFormView): Card => ({
  key: 'filing.hand',
  title: cut(`转给谁：${view.name}`, 20),
  tone: 'info',
  tag: '待选择',
  blocks: [text('转了以后，提醒改发给对方。')],
  form: {
    action: 'filing.hand-over',
    reference: { task: view.task },
    revision: view.revision,
    fields,
    submit: '转给对方',
    cancel: { label: '先不转', action: 'filing.back', reference: { task: view.task } },
    ...(message ? { message } : {}),
  },
  actions: [],
});

export interface FilingEditView {
  readonly school: number;
  /** 0 for a new one. */
  readonly task: number;
  readonly template: string;
  readonly revision: number;
  readonly name: string;
  /** 往年文件写“4-20”，来自…; only as an example. */
  readonly example?: string;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** What is to be filed: by the document of this year, never by itself from another year's. */
export const filingEditCard = (view: FilingEditView): Card => {
  const reference = { school: view.school, task: view.task, template: view.template };
  return {
    key: 'filing.edit',
    title: cut(view.task === 0 ? '新建报送' : `改报送：${view.name}`, 20),
    tone: 'info',
    tag: '待填写',
    blocks: [
      text('按今年文件填期限。到期前 14、7、3、1 天提醒。'),
      ...(view.example ? [text(view.example, true)] : []),
    ],
    form: {
      action: 'filing.save',
      reference,
      revision: view.revision,
      fields: view.fields,
      submit: '保存',
      ...(view.message ? { message: view.message } : {}),
    },
    actions: view.task === 0 ? [] : [{ label: '不用报了', action: 'filing.cancel', reference: { task: view.task } }],
  };
};

export interface FilingStartView {
  readonly school: number;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** Past documents as examples to start from. */
export const filingStartCard = (view: FilingStartView): Card => ({
  key: 'filing.start',
  title: '新建报送：要参考哪一份',
  tone: 'info',
  tag: '待选择',
  blocks: [text('可以参考往年文件，也可以不选。日期都要按今年文件重填。')],
  form: {
    action: 'filing.begin',
    reference: { school: view.school },
    revision: 1,
    fields: view.fields,
    submit: '下一步',
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

export interface FilingListView {
  readonly school: number;
  readonly date: string;
  readonly rows: readonly { readonly task: number; readonly text: string }[];
  readonly total: number;
  readonly mayEdit: boolean;
}

export const filingListCard = (view: FilingListView): Card => ({
  key: 'filing.list',
  title: view.total === 0 ? '没有待报送的' : `待报送 ${view.total} 项`,
  tone: 'info',
  tag: cut(view.date, 12),
  blocks:
    view.rows.length === 0
      ? [text(view.mayEdit ? '收到要报送的文件，点“新建报送”记下期限。' : '收到要报送的文件，请交给安全办记下期限。')]
      : [
          { kind: 'list', items: view.rows.map((row, index) => plain(`${index + 1}　${row.text}`)) },
          ...(view.total > view.rows.length ? [text(`还有 ${view.total - view.rows.length} 项。`, true)] : []),
        ],
  actions: view.mayEdit
    ? [
        { label: '新建报送', action: 'filing.new', reference: { school: view.school }, style: 'primary' },
        ...view.rows.slice(0, 4).map((row, index) => ({
          label: `改第 ${index + 1} 项`,
          action: 'filing.open-edit',
          reference: { task: row.task },
        })),
      ]
    : [],
});

const sample: FilingView = {
  task: 9,
  revision: 1,
  name: '专项方案报送',
  state: 'open',
  daysLeft: 14,
  deadline: '4月20日',
  internal: '4月15日',
  receiver: '中心校',
  preparer: '王芳',
  files: 0,
  pending: 0,
  doneBy: '王芳',
  sentOn: '4月18日',
  receipt: '校发〔2026〕3 号',
  late: false,
  excuse: '不用报送',
};
export const samples: readonly Card[] = [
  ...[14, 7, 3, 1, 0, -2].map((daysLeft) => filingNudgeCard({ ...sample, daysLeft })),
  filingNudgeCard({ ...sample, state: 'done', files: 1 }),
  filingNudgeCard({ ...sample, state: 'excused' }),
  filingReportCard({ view: sample, fields: [], message: '还差文件' }),
  filingReportCard({ view: { ...sample, files: 2 }, fields: [] }),
  filingHandCard({ view: sample, fields: [] }),
  filingEditCard({ school: 1, task: 0, template: '', revision: 1, name: '', fields: [] }),
  filingEditCard({
    school: 1,
    task: 9,
    template: 'dl-plan',
    revision: 2,
    name: '专项方案',
    example: '参考：某县教体局与小学护校安园方案写的是“4-20”。',
    fields: [],
    message: '内部期限不能晚于文件期限',
  }),
  filingStartCard({ school: 1, fields: [] }),
  filingListCard({ school: 1, date: '9月18日 周四', rows: [], total: 0, mayEdit: true }),
  filingListCard({
    school: 1,
    date: '9月18日 周四',
    rows: [{ task: 9, text: '专项方案 4月20日止，中心校' }],
    total: 3,
    mayEdit: true,
  }),
];
