import { type Card, type Fact, type Field, plain } from '../model.ts';
import { shorten } from '../school/shorten.ts';

export interface PlanFormView {
  /** The drill that is changed; absent for a new one. */
  readonly drill?: number;
  readonly school: number;
  readonly revision: number;
  readonly fields: readonly Field[];
  readonly isOpen: boolean;
  readonly message?: string;
}

/** 安排演练: type, scene, time, goal, commander, route. */
export const planFormCard = (view: PlanFormView): Card => ({
  key: 'drill.plan',
  title: view.drill === undefined ? '安排演练' : '改演练方案',
  tone: view.isOpen ? 'info' : 'closed',
  tag: view.isOpen ? '待填写' : '已开始',
  blocks: [
    {
      kind: 'text',
      text: plain(view.isOpen ? '岗位、改期和家长告知，保存后都在方案卡上。' : '演练已开始或已取消，方案不能再改。'),
    },
  ],
  ...(view.isOpen
    ? {
        form: {
          action: 'drill.plan',
          reference: view.drill === undefined ? { school: view.school } : { school: view.school, drill: view.drill },
          revision: view.revision,
          fields: view.fields,
          submit: '保存方案',
          ...(view.message ? { message: view.message } : {}),
        },
      }
    : {}),
  actions: [],
});

export interface StartView {
  readonly drill: number;
  readonly name: string;
  readonly number: string;
  readonly state: 'planned' | 'running' | 'stood_down' | 'cancelled';
  /** 9月25日 周四 10:05. */
  readonly when: string;
  readonly clock: string;
  readonly isToday: boolean;
  readonly isPast: boolean;
  readonly scene: string;
  /** 全校, or the part that takes part. */
  readonly part: string;
  readonly classes: number;
  readonly places: number;
  readonly target: string;
  readonly commander: string;
  readonly route: string;
  readonly posts: readonly string[];
  readonly briefed: { readonly done: number; readonly total: number };
  readonly helperPairs?: number;
  readonly isPrepared: boolean;
  readonly lacking: readonly string[];
  /** Classes without a known size; the teacher fills in the numbers. */
  readonly sizeless: number;
  readonly notice: string;
  readonly cancelReason?: string;
  readonly postponed?: string;
  readonly may: { readonly start: boolean; readonly organise: boolean };
}

/** 〔drill.start〕 the plan, and on the day the press that starts it. */
export function startCard(view: StartView): Card {
  const reference = { drill: view.drill };
  const isOpen = view.state === 'planned';
  const facts: Fact[] = [
    { label: '时间', value: view.when },
    {
      label: '范围',
      value: `${view.part}，${[...(view.classes > 0 || view.places === 0 ? [`${view.classes} 班`] : []), ...(view.places > 0 ? [`${view.places} 处`] : [])].join('、')}；目标 ${view.target}`,
    },
    { label: '总指挥', value: view.commander },
    ...(view.scene === '' ? [] : [{ label: '场景', value: view.scene }]),
    ...(view.route === '' ? [] : [{ label: '路线', value: shorten(view.route, 40) }]),
    {
      label: '准备',
      value: [
        `路线讲解 ${view.briefed.done}/${view.briefed.total}`,
        ...(view.helperPairs === undefined ? [] : [`特需协助 ${view.helperPairs} 对 ${view.helperPairs}`]),
        view.isPrepared ? '已勘察' : '未勘察',
      ].join('；'),
    },
  ];
  const notes = [
    ...(view.postponed ? [view.postponed] : []),
    ...(view.lacking.length > 0 ? [`勘察还有 ${view.lacking.length} 项：${view.lacking.join('、')}。`] : []),
    ...(view.sizeless > 0 ? [`${view.sizeless} 个班没有在册人数，名册加“人数”一列即可。`] : []),
  ];
  const title = isOpen
    ? `【演练】${view.isToday ? view.clock : view.when.split(' ')[0]} ${view.name}`
    : `【演练】${view.name}${view.state === 'cancelled' ? '已取消' : view.state === 'running' ? '进行中' : '已完成'}`;
  return {
    key: 'drill.start',
    title: shorten(title, 20),
    tone: isOpen ? (view.isPast ? 'due' : 'info') : view.state === 'stood_down' ? 'done' : 'closed',
    tag: isOpen ? (view.isPast ? '过时未演' : '待启动') : view.state === 'cancelled' ? '已取消' : '已启动',
    blocks: [
      { kind: 'facts', facts },
      ...(notes.length > 0 ? [{ kind: 'list' as const, items: notes.map(plain) }] : []),
      ...(view.posts.length > 0
        ? [{ kind: 'text' as const, text: plain(`岗位：${shorten(view.posts.join('、'), 60)}`), muted: true }]
        : []),
      ...(view.state === 'cancelled'
        ? [{ kind: 'text' as const, text: plain(`取消原因：${view.cancelReason ?? '—'}`) }]
        : []),
      ...(isOpen && view.may.organise
        ? [{ kind: 'text' as const, text: plain(`家长告知（可复制）：${view.notice}`), muted: true }]
        : []),
    ],
    actions: isOpen
      ? [
          ...(view.may.start
            ? [{ label: '宣布启动', action: 'drill.start', reference, style: 'primary' as const }]
            : []),
          ...(view.may.organise || view.may.start
            ? [
                { label: '改期', action: 'drill.ask', reference: { ...reference, ask: 'postpone' } },
                { label: '取消演练', action: 'drill.ask', reference: { ...reference, ask: 'cancel' } },
              ]
            : []),
          ...(view.may.organise
            ? [
                { label: '安排岗位', action: 'drill.ask', reference: { ...reference, ask: 'posts' } },
                { label: '改方案', action: 'drill.edit', reference },
              ]
            : []),
        ]
      : [],
    summary: shorten(`${title}，总指挥 ${view.commander}`, 40),
  };
}

export interface PostsView {
  readonly drill: number;
  /** Before the start: the part of the school that takes part. */
  readonly mayChoosePart: boolean;
  readonly revision: number;
  readonly posts: readonly string[];
  readonly fields: readonly Field[];
  readonly isOpen: boolean;
  readonly message?: string;
}

/** 安排岗位: one after the other; the form stays. */
export const postsCard = (view: PostsView): Card => ({
  key: 'drill.posts',
  title: '安排演练岗位',
  tone: view.isOpen ? 'info' : 'closed',
  tag: `已有 ${view.posts.length} 个`,
  blocks: [
    ...(view.posts.length > 0
      ? [{ kind: 'list' as const, items: view.posts.slice(0, 10).map(plain) }]
      : [{ kind: 'text' as const, text: plain('先加点名官和每层清楼员。') }]),
    ...(view.posts.length > 10 ? [{ kind: 'text' as const, text: plain(`还有 ${view.posts.length - 10} 个。`) }] : []),
  ],
  ...(view.isOpen
    ? {
        form: {
          action: 'drill.post-add',
          reference: { drill: view.drill },
          revision: view.revision,
          fields: view.fields,
          submit: '加这个岗位',
          ...(view.message ? { message: view.message } : {}),
        },
      }
    : {}),
  actions: view.mayChoosePart
    ? [{ label: '选参加范围', action: 'drill.ask', reference: { drill: view.drill, ask: 'part' } }]
    : [],
});

export interface AskView {
  readonly drill: number;
  readonly ask: 'postpone' | 'cancel' | 'sign';
  readonly head: string;
  readonly revision: number;
  readonly fields: readonly Field[];
  readonly isOpen: boolean;
  /** For signing: what is open. */
  readonly open: readonly string[];
  readonly message?: string;
}

const asks = {
  postpone: { title: '改期', action: 'drill.postpone', submit: '改期', text: '改期留痕，演练仍计入本期任务。' },
  cancel: { title: '取消演练', action: 'drill.cancel', submit: '取消演练', text: '取消后本期还要另安排一次。' },
  sign: { title: '签字解除', action: 'drill.sign', submit: '签字解除', text: '没闭合的班照实留痕，由您签字负责。' },
} as const;

/** The small form behind a button: postponing, cancelling, signing for an exception. */
export const drillAskCard = (view: AskView): Card => {
  const { title, action, submit, text } = asks[view.ask];
  return {
    key: 'drill.ask',
    title: shorten(`${view.head}${title}`, 20),
    tone: view.isOpen ? (view.ask === 'sign' ? 'danger' : 'info') : 'closed',
    tag: view.isOpen ? '待填写' : '已办',
    blocks: [
      { kind: 'text', text: plain(view.isOpen ? text : '已经办过了，不用再填。') },
      ...(view.isOpen && view.open.length > 0
        ? [{ kind: 'list' as const, items: view.open.slice(0, 8).map(plain) }]
        : []),
    ],
    ...(view.isOpen
      ? {
          form: {
            action,
            reference: { drill: view.drill },
            revision: view.revision,
            fields: view.fields,
            submit,
            ...(view.message ? { message: view.message } : {}),
          },
        }
      : {}),
    actions: [],
  };
};

const sampleFields: readonly Field[] = [{ kind: 'text', name: 'reason', label: '原因', required: true, maxLength: 60 }];
const sample: StartView = {
  drill: 5,
  name: '火灾疏散',
  number: 'QS-YL-202509-0001',
  state: 'planned',
  when: '9月25日 周四 10:05',
  clock: '10:05',
  isToday: true,
  isPast: false,
  scene: '2号楼3层起火',
  part: '全校',
  classes: 40,
  places: 0,
  target: '2 分 00 秒',
  commander: '周建国；副 孙丽',
  route: '各班按墙上路线到操场，一楼先行',
  posts: ['点名官 王芳', '清楼员 赵强 2号楼3层'],
  briefed: { done: 38, total: 40 },
  helperPairs: 3,
  isPrepared: true,
  lacking: ['应急照明指示灯不亮'],
  sizeless: 2,
  notice: '我校将于 9月25日 10:05 开展火灾疏散演练，属日常教学安排，请勿担心、不传播片段。',
  may: { start: true, organise: true },
};
export const samples: readonly Card[] = [
  planFormCard({ school: 1, revision: 1, fields: sampleFields, isOpen: true }),
  planFormCard({ school: 1, drill: 5, revision: 3, fields: sampleFields, isOpen: false }),
  startCard(sample),
  startCard({ ...sample, isToday: false, may: { start: false, organise: true }, postponed: '因天气改期 1 次。' }),
  startCard({ ...sample, isPast: true, posts: [], lacking: [], sizeless: 0, isPrepared: false }),
  startCard({ ...sample, state: 'running' }),
  startCard({ ...sample, state: 'stood_down' }),
  startCard({ ...sample, state: 'cancelled', cancelReason: '场地施工' }),
  postsCard({ drill: 5, mayChoosePart: true, revision: 2, posts: [], fields: sampleFields, isOpen: true }),
  postsCard({ drill: 5, mayChoosePart: true, revision: 2, posts: sample.posts, fields: [], isOpen: false }),
  drillAskCard({
    drill: 5,
    ask: 'postpone',
    head: '【演练】',
    revision: 2,
    fields: sampleFields,
    isOpen: true,
    open: [],
  }),
  drillAskCard({ drill: 5, ask: 'cancel', head: '【演练】', revision: 2, fields: [], isOpen: false, open: [] }),
  drillAskCard({
    drill: 5,
    ask: 'sign',
    head: '真实险情，非演练：',
    revision: 2,
    fields: sampleFields,
    isOpen: true,
    open: ['初二3班 差 1，10:07 报'],
  }),
];
