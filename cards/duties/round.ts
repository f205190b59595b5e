import type { Block, Button, Card, Field, PhotoHash } from '../model.ts';
import { plain } from '../model.ts';

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;
const text = (words: string, muted = false): Block => ({
  kind: 'text',
  text: plain(words),
  ...(muted ? { muted } : {}),
});

export interface RoundItem {
  readonly text: string;
  /** Named where a page holds items of several places. */
  readonly place?: string;
  readonly major: boolean;
}

export interface RoundFormView {
  readonly task: number;
  readonly revision: number;
  /** 半月排查, 每月自查. */
  readonly duty: string;
  /** 食堂, or '' for the whole school. */
  readonly place: string;
  readonly total: number;
  readonly due: string;
  readonly missed: boolean;
  readonly items: readonly RoundItem[];
  readonly answered: number;
  readonly number: number;
  readonly pages: number;
  readonly isLast: boolean;
  readonly photos: number;
  readonly fields: readonly Field[];
  /** What need not be asked again: 15 处本月已签过排查. */
  readonly covered?: string;
  readonly mayGoBack: boolean;
  readonly message?: string;
}

/** 〔inspection.form〕 one place, or one page of a long list: only what is wrong is ticked; who inspects signs. */
export function roundFormCard(view: RoundFormView): Card {
  const reference = { task: view.task };
  const name = view.place === '' ? view.duty : `${view.duty}：${view.place}`;
  const back: Button = { label: '先查别处', action: 'round.back', reference };
  return {
    key: 'round.form',
    title: cut(view.pages > 1 ? `${name} 第 ${view.number}/${view.pages} 页` : `${name} ${view.total} 项`, 20),
    tone: view.missed ? 'due' : 'info',
    tag: cut(view.missed ? '可补录' : `${view.due}止`, 12),
    blocks: [
      text(
        view.items.length > 0
          ? '只勾不合格的，没勾的算合格。谁查谁签。★ 不合格：先管控，对照重大。'
          : '清单都看过了，写一句小结，请校长签。',
      ),
      ...(view.covered && view.number === 1 ? [text(view.covered, true)] : []),
      ...(view.items.length > 0
        ? [
            {
              kind: 'list' as const,
              items: view.items.map((item) =>
                plain(`${item.place ? `${item.place}：` : ''}${item.text}${item.major ? '★' : ''}`),
              ),
            },
          ]
        : []),
      ...(view.pages > 1 ? [{ kind: 'progress' as const, done: view.answered, total: view.total, label: '已看' }] : []),
      ...(view.photos > 0 ? [text(`照片 ${view.photos} 张`, true)] : []),
    ],
    form: {
      action: 'round.submit',
      reference,
      revision: view.revision,
      fields: view.fields,
      submit: view.isLast ? '签字提交' : '下一页',
      ...(view.mayGoBack ? { cancel: back } : {}),
      ...(view.message ? { message: view.message } : {}),
    },
    actions: [{ label: '看依据', action: 'duty.source', reference }],
    summary: cut(`${name}，${view.due} 前签字`, 40),
  };
}

export interface RoundSignedView {
  readonly task: number;
  readonly duty: string;
  readonly place: string;
  readonly signer: string;
  readonly at: string;
  readonly late: boolean;
  readonly items: number;
  readonly bad: number;
  readonly notApplicable: number;
  readonly photos: readonly PhotoHash[];
  readonly mayUndo: boolean;
  /** 停课免记 and the like, instead of a signature. */
  readonly excuse?: string;
}

/** Who inspected, when, and what was found. */
export const roundSignedCard = (view: RoundSignedView): Card => ({
  key: 'round.form',
  title: cut(`${view.excuse ? '免记' : '已签'}：${view.place === '' ? view.duty : `${view.duty}，${view.place}`}`, 20),
  tone: view.excuse ? 'closed' : 'done',
  tag: view.excuse ? '免记' : view.late ? '补录' : '已签字',
  blocks: view.excuse
    ? [text(view.excuse)]
    : [
        {
          kind: 'facts',
          facts: [
            { label: '检查人', value: `${view.signer}，本人到场` },
            { label: '签字', value: `${view.at}${view.late ? '（补录）' : ''}` },
            {
              label: '结果',
              value: `${view.items} 项：不合格 ${view.bad}，不适用 ${view.notApplicable}`,
            },
          ],
        },
        ...view.photos.slice(0, 3).map((photo): Block => ({ kind: 'image', photo, label: '排查照片' })),
      ],
  actions: view.mayUndo ? [{ label: '点错了撤回', action: 'duty.undo', reference: { task: view.task } }] : [],
});

export interface RoundListView {
  readonly period: number;
  readonly duty: string;
  readonly due: string;
  readonly done: number;
  readonly total: number;
  readonly over: boolean;
  readonly left: readonly { readonly task: number; readonly place: string }[];
}

/** Buttons on a personal card (domain/voice.md §2). */
const BUTTONS = 5;

/** Somebody's places of one round on one card: the next ones to choose from, in the order they are walked. */
export const roundListCard = (view: RoundListView): Card => ({
  key: 'round.list',
  title: cut(view.left.length === 0 ? `${view.duty}：您的都签了` : `${view.duty}：您有 ${view.left.length} 处`, 20),
  tone: view.left.length === 0 ? 'done' : view.over ? 'due' : 'info',
  tag: cut(view.left.length === 0 ? '已签字' : view.over ? '可补录' : `${view.due}止`, 12),
  blocks: [
    ...(view.left.length === 0
      ? [text(`${view.total} 处都已签字。`)]
      : [text(`走到哪处点哪处，查完签字。${view.left.map((one) => one.place).join('、')}。`)]),
    { kind: 'progress', done: view.done, total: view.total, label: '已签' },
  ],
  actions: view.left.slice(0, BUTTONS).map((one, index) => ({
    label: `查${one.place}`,
    action: 'round.open',
    reference: { task: one.task },
    ...(index === 0 ? { style: 'primary' as const } : {}),
  })),
  summary: cut(`${view.duty}：还有 ${view.left.length} 处，${view.due} 前签字`, 40),
});

export interface FindingsView {
  readonly task: number;
  readonly title: string;
  readonly open: readonly { readonly text: string; readonly major: boolean }[];
  /** 已登记 QS-202509-0001 食堂留样. */
  readonly filed: readonly string[];
  readonly photos: number;
  readonly more: boolean;
}

/** What a round found: one tap files all of it, or one by one to say exactly where. */
export const findingsCard = (view: FindingsView): Card => ({
  key: 'round.findings',
  title: cut(view.open.length > 0 ? `请确认：${view.open.length} 项不合格` : `已登记 ${view.filed.length} 条隐患`, 20),
  tone: view.open.length === 0 ? 'done' : view.open.some((one) => one.major) ? 'danger' : 'due',
  tag: view.open.length > 0 ? '待登记' : '已登记',
  blocks: [
    text(cut(view.title, 40)),
    ...(view.open.length > 0
      ? [
          {
            kind: 'list' as const,
            items: view.open.slice(0, 10).map((one) => plain(`${one.text}${one.major ? '★' : ''}`)),
          },
          ...(view.open.some((one) => one.major) ? [text('★ 先管控，对照重大。')] : []),
          text('要写清具体位置，点“逐条填”。15 分钟没点，会照此登记，由安全办补充。', true),
        ]
      : []),
    ...(view.filed.length > 0
      ? [{ kind: 'list' as const, items: view.filed.slice(0, 10).map((one) => plain(one)) }]
      : []),
    ...(view.photos > 0 ? [text(`照片 ${view.photos} 张，存在排查记录里。`, true)] : []),
  ],
  actions: [
    ...(view.open.length > 0
      ? [
          {
            label: view.open.length === 1 ? '登记隐患' : `登记这 ${view.open.length} 条`,
            action: 'round.register-all',
            reference: { task: view.task },
            style: 'primary' as const,
          },
          { label: '逐条填', action: 'round.one-by-one', reference: { task: view.task } },
        ]
      : []),
    ...(view.more ? [{ label: '查下一处', action: 'round.back', reference: { task: view.task } }] : []),
  ],
});

const form: RoundFormView = {
  task: 7,
  revision: 1,
  duty: '半月排查',
  place: '食堂',
  total: 6,
  due: '9月15日',
  missed: false,
  items: [
    { text: '许可证、健康证有效并公示', major: true },
    { text: '留样≥125g、48 小时、标签全', major: false },
  ],
  answered: 0,
  number: 1,
  pages: 1,
  isLast: true,
  photos: 0,
  fields: [],
  mayGoBack: false,
};
const signed: RoundSignedView = {
  task: 7,
  duty: '半月排查',
  place: '食堂',
  signer: '陈静',
  at: '9月12日 10:20',
  late: false,
  items: 6,
  bad: 1,
  notApplicable: 0,
  photos: [],
  mayUndo: true,
};
export const samples: readonly Card[] = [
  roundFormCard(form),
  roundFormCard({
    ...form,
    duty: '每月自查',
    place: '',
    items: [{ place: '校门道路', text: '斑马线、警示、减速带清晰', major: false }],
    total: 15,
    answered: 8,
    number: 2,
    pages: 3,
    isLast: false,
    photos: 2,
    missed: true,
    mayGoBack: true,
    message: '同一项不能既不合格又不适用',
  }),
  roundFormCard({ ...form, place: '', items: [], number: 3, pages: 3, answered: 15, total: 15 }),
  roundSignedCard(signed),
  roundSignedCard({ ...signed, excuse: '停课免记' }),
  roundListCard({
    period: 3,
    duty: '半月排查',
    due: '9月15日',
    done: 1,
    total: 4,
    over: false,
    left: ['教学楼', '厕所', '围墙周界'].map((place, task) => ({ task, place })),
  }),
  roundListCard({ period: 3, duty: '半月排查', due: '9月15日', done: 4, total: 4, over: true, left: [] }),
  findingsCard({
    task: 7,
    title: '半月排查：食堂，陈静已签',
    open: [{ text: '燃气管阀无泄漏、报警器有效、用后关总阀', major: true }],
    filed: [],
    photos: 1,
    more: true,
  }),
  findingsCard({
    task: 7,
    title: '半月排查：食堂，陈静已签',
    open: [],
    filed: ['QS-202509-0001 食堂留样'],
    photos: 0,
    more: false,
  }),
];
