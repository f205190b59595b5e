import { field, fields } from '../fields.ts';
import { type Block, type Button, type Card, type Fact, type Field, plain, rich } from '../model.ts';
import { shorten } from '../school/shorten.ts';

export const leaveFields = fields({
  from: field.date('从', { required: true }),
  to: field.date('到', { required: true }),
  substitute: field.person('代班人', { required: true }),
  work: field.multiSelect('代哪些', {
    required: true,
    options: [
      { value: 'reminder', text: '每日提醒' },
      { value: 'lesson', text: '安全课' },
      { value: 'shift', text: '带班值班' },
      { value: 'hazard', text: '隐患整改' },
    ],
  }),
});

export interface LeaveFormView {
  readonly school: number;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** 〔leave.form〕 why somebody is away is never asked. */
export const leaveFormCard = (view: LeaveFormView): Card => ({
  key: 'leave.form',
  title: '请假代班：谁来代',
  tone: 'info',
  tag: '待填写',
  blocks: [{ kind: 'text', text: plain('请假事由不用写，只交代谁代哪几件。代班人同意后生效。') }],
  form: {
    action: 'leave.submit',
    reference: { school: view.school },
    revision: 1,
    fields: view.fields,
    submit: '提交代班',
    cancel: { label: '不请了', action: 'leave.dismiss', reference: { school: view.school } },
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

export const leaveDismissedCard = (): Card => ({
  key: 'leave.dismissed',
  title: '没有请代班',
  tone: 'closed',
  tag: '已放弃',
  blocks: [{ kind: 'text', text: plain('要请时发“请假”。') }],
  actions: [],
});

export interface LeaveView {
  readonly leave: number;
  readonly person: string;
  readonly substitute: string;
  /** 9月20日, or 9月20日—9月22日. */
  readonly days: string;
  readonly work: string;
  readonly state: 'asked' | 'agreed' | 'declined' | 'withdrawn';
  /** The last day has passed. */
  readonly over: boolean;
}

const facts = (view: LeaveView): Block => ({
  kind: 'facts',
  facts: [
    { label: '日期', value: view.days },
    { label: '代班人', value: view.substitute },
    { label: '代办', value: view.work },
  ],
});

const withdraw = (view: LeaveView): Button => ({
  label: '撤回代班',
  action: 'leave.withdraw',
  reference: { leave: view.leave },
});
const again = (view: LeaveView): Button => ({
  label: '换一位代',
  action: 'leave.again',
  reference: { leave: view.leave },
  style: 'primary',
});

interface Words {
  readonly title: string;
  readonly tone: Card['tone'];
  readonly tag: string;
  readonly text: string;
  readonly actions: readonly Button[];
}

function ownWords(view: LeaveView): Words {
  switch (view.state) {
    case 'asked':
      return {
        title: `等${view.substitute}答复：代班`,
        tone: 'info',
        tag: '待答复',
        text: '同意前，提醒照旧发给您。',
        actions: view.over ? [] : [withdraw(view)],
      };
    case 'agreed':
      return {
        title: `${view.substitute}已同意代班`,
        tone: 'done',
        tag: '已生效',
        text: '这几天的提醒改发给代班人。提前回来，点“撤回代班”。',
        actions: view.over ? [] : [withdraw(view)],
      };
    case 'declined':
      return {
        title: `${view.substitute}不方便代班`,
        tone: 'due',
        tag: '没有生效',
        text: '提醒照旧发给您，可换一位代。',
        actions: view.over ? [] : [again(view)],
      };
    case 'withdrawn':
      return { title: '已撤回代班', tone: 'closed', tag: '已撤回', text: '提醒照旧发给您。', actions: [] };
  }
}

const cardOf = (key: string, words: Words, view: LeaveView): Card => ({
  key,
  title: shorten(words.title, 20),
  tone: words.tone,
  tag: words.tag,
  blocks: [facts(view), { kind: 'text', text: plain(words.text) }],
  actions: words.actions,
});

/** The person's own card: where the request stands. */
export const leaveMineCard = (view: LeaveView): Card => cardOf('leave.mine', ownWords(view), view);

/** What the person hears once: an answer, or that there is none yet. */
export function leaveAnswerCard(view: LeaveView): Card {
  if (view.state !== 'asked') return cardOf('leave.answer', ownWords(view), view);
  return cardOf(
    'leave.answer',
    {
      title: `${view.substitute}还没答复代班`,
      tone: 'due',
      tag: '待答复',
      text: '可以打个电话问一声，或换一位代。',
      actions: view.over ? [] : [again(view), withdraw(view)],
    },
    view,
  );
}

/** What a substitute hears when they need not any more. */
export const leaveOffCard = (view: LeaveView): Card => ({
  key: 'leave.answer',
  title: shorten(`不用代了：${view.person} ${view.days}`, 20),
  tone: 'closed',
  tag: '已撤回',
  blocks: [{ kind: 'text', text: rich`${view.person}已撤回代班，之后的提醒不再发给您。` }],
  actions: [],
});

/** To the substitute: 同意代班 or 不方便; the same shape as 〔shift.swap〕. */
export function leaveRequestCard(view: LeaveView): Card {
  const isOpen = view.state === 'asked' && !view.over;
  const title = isOpen
    ? `请您代班：${view.days}`
    : view.state === 'agreed'
      ? `已同意代班：${view.days}`
      : `不用代班：${view.days}`;
  const closed =
    view.state === 'withdrawn' ? '对方已撤回。' : view.state === 'declined' ? '已告诉对方另请一位。' : '这几天已过。';
  return {
    key: 'leave.request',
    title: shorten(title, 20),
    tone: isOpen ? 'info' : view.state === 'agreed' ? 'done' : 'closed',
    tag: isOpen ? '待答复' : view.state === 'agreed' ? '已同意' : '已结束',
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '代谁', value: view.person },
          { label: '代办', value: view.work },
        ],
      },
      {
        kind: 'text',
        text: isOpen
          ? rich`${view.person}请您代 ${view.days}。同意后提醒改发给您。`
          : plain(view.state === 'agreed' ? '这几天的提醒发给您。' : closed),
      },
    ],
    actions: isOpen
      ? [
          { label: '同意代班', action: 'leave.agree', reference: { leave: view.leave }, style: 'primary' },
          { label: '不方便', action: 'leave.decline', reference: { leave: view.leave } },
        ]
      : [],
  };
}

export interface LeaveWaitingView extends LeaveView {
  /** The leave has begun, so that the listed tasks can be opened. */
  readonly begun: boolean;
  readonly tasks: readonly { readonly task: number; readonly text: string }[];
  readonly shifts: readonly string[];
  readonly hazards: readonly string[];
}

const several = (items: readonly string[], most: number): string =>
  items.length > most ? `${items.slice(0, most).join('；')} 等 ${items.length} 项` : items.join('；');

const handedLines = (view: LeaveWaitingView): Fact[] => [
  ...(view.shifts.length > 0 ? [{ label: '值班', value: several(view.shifts, 4) }] : []),
  ...(view.hazards.length > 0 ? [{ label: '整改', value: shorten(several(view.hazards, 3), 90) }] : []),
];

/** Once, to the substitute who agreed: what waits in these days. */
export function leaveWaitingCard(view: LeaveWaitingView): Card {
  const lines = view.tasks.slice(0, 4).map((one, index) => rich`${index + 1} ${one.text}`);
  const nothing = view.tasks.length + view.shifts.length + view.hazards.length === 0;
  return {
    key: 'leave.waiting',
    title: shorten(`代${view.person}办：${view.days}`, 20),
    tone: view.state === 'agreed' && !view.over ? 'done' : 'closed',
    tag: view.state !== 'agreed' ? '已撤回' : view.over ? '已结束' : '已同意',
    blocks: [
      { kind: 'facts', facts: [{ label: '代办', value: view.work }, ...handedLines(view)] },
      ...(lines.length > 0 ? [{ kind: 'list' as const, items: lines }] : []),
      {
        kind: 'text',
        text: plain(nothing ? '眼下没有要办的，到时发给您。' : '新的到时发给您。'),
      },
      ...(view.hazards.length > 0
        ? [{ kind: 'text' as const, text: rich`整改责任人仍是${view.person}；要换人请安全办改派。`, muted: true }]
        : []),
    ],
    actions:
      view.begun && view.state === 'agreed' && !view.over
        ? view.tasks.slice(0, 4).map((one, index) => ({
            label: `办第 ${index + 1} 项`,
            action: 'duty.open',
            reference: { task: one.task },
          }))
        : [],
  };
}

/** Once, to the safety office: shifts and hazards somebody else looks after. */
export const leaveOfficeCard = (view: LeaveWaitingView): Card => ({
  key: 'leave.office',
  title: shorten(`${view.person}请假，${view.substitute}代`, 20),
  tone: view.state === 'agreed' ? 'info' : 'closed',
  tag: shorten(view.state === 'agreed' ? '已同意' : '已撤回', 8),
  blocks: [
    {
      kind: 'facts',
      facts: [{ label: '日期', value: view.days }, { label: '代办', value: view.work }, ...handedLines(view)],
    },
    {
      kind: 'text',
      text: plain(
        view.hazards.length > 0 ? '值班提醒改发代班人。整改责任人不变，要换人在隐患卡上改派。' : '值班提醒改发代班人。',
      ),
    },
  ],
  actions: [],
});

const sample: LeaveWaitingView = {
  leave: 4,
  person: '李敏',
  substitute: '王芳',
  days: '9月20日—9月22日',
  work: '每日提醒、安全课、带班值班、隐患整改',
  state: 'asked',
  over: false,
  begun: true,
  tasks: [
    { task: 7, text: '每周安全课 初二3班 9月19日止' },
    { task: 8, text: '每日安全提醒 初二3班 9月18日止' },
  ],
  shifts: ['9月20日 早北门护导', '9月21日 带班'],
  hazards: ['0012 2号楼3层扶手 9月25日止'],
};
const states = ['asked', 'agreed', 'declined', 'withdrawn'] as const;
export const samples: readonly Card[] = [
  leaveFormCard({
    school: 1,
    fields: leaveFields.show({
      substitute: { candidates: [{ person: 2, name: '王芳' }] },
      from: { initial: '2025-09-19' },
    }),
  }),
  leaveFormCard({ school: 1, fields: leaveFields.show({}), message: '代班人那天也请假了。请换一位。' }),
  leaveDismissedCard(),
  ...states.flatMap((state) => [
    leaveMineCard({ ...sample, state }),
    leaveAnswerCard({ ...sample, state }),
    leaveRequestCard({ ...sample, state }),
  ]),
  leaveRequestCard({ ...sample, over: true }),
  leaveOffCard({ ...sample, state: 'withdrawn' }),
  leaveWaitingCard({ ...sample, state: 'agreed' }),
  leaveWaitingCard({ ...sample, state: 'agreed', tasks: [], shifts: [], hazards: [], begun: false }),
  leaveWaitingCard({ ...sample, state: 'withdrawn' }),
  leaveOfficeCard({ ...sample, state: 'agreed' }),
  leaveOfficeCard({ ...sample, state: 'agreed', hazards: [], person: '**<at id=all></at>**' }),
];
