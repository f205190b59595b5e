import { field, fields } from '../fields.ts';
import { type Button, type Card, type Field, plain } from '../model.ts';

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;

/** Which duty of the page is to be set. */
export const chooseDutyFields = fields({ duty: field.singleSelect('改哪一项', { required: true }) });

/** 〔admin.duty〕 what a school may change; the options of roles and frequencies depend on the duty. */
export const dutySettingFields = fields({
  on: field.bool('开启'),
  openAt: field.time('推送', { required: true }),
  dueAt: field.time('截止', { required: true }),
  reach: field.singleSelect('发到', { required: true }),
  role: field.singleSelect('负责角色', { required: true }),
  cadence: field.singleSelect('频率', { required: true }),
  prompt: field.text('提示语', { maxLength: 100 }),
});

/** What decides which duties a school has at all. */
export const profileFields = fields({
  boarding: field.bool('有住宿'),
  canteen: field.bool('有食堂'),
  bus: field.bool('有校车'),
});

export interface DutyLine {
  readonly id: string;
  readonly name: string;
  readonly on: boolean;
  /** 每周, 每月 …; 不涉及 where the school has no such thing. */
  readonly how: string;
}

export interface DutiesView {
  readonly school: number;
  readonly on: number;
  readonly total: number;
  /** 0-based. */
  readonly page: number;
  readonly pages: number;
  readonly lines: readonly DutyLine[];
  readonly message?: string;
}

/** All duties a school can have, ten a page, the preset dozen first. */
export function dutiesCard(view: DutiesView): Card {
  const to = (page: number, label: string): Button => ({
    label,
    action: 'duty.settings-page',
    reference: { school: view.school, page },
  });
  return {
    key: 'admin.duties',
    title: `职责：已开 ${view.on} 项，共 ${view.total} 项`,
    tone: 'info',
    tag: `${view.page + 1}/${view.pages} 页`,
    blocks: [
      {
        kind: 'list',
        items: view.lines.map((line) => plain(`${line.on ? '开' : '关'}　${line.name}（${line.how}）`)),
      },
    ],
    form: {
      action: 'duty.settings-open',
      reference: { school: view.school, page: view.page },
      revision: view.page + 1,
      fields: chooseDutyFields.show({
        duty: { options: view.lines.map((line) => ({ value: line.id, text: line.name })) },
      }),
      submit: '打开设置',
      ...(view.message ? { message: view.message } : {}),
    },
    actions: [
      ...(view.page > 0 ? [to(view.page - 1, '看上一页')] : []),
      ...(view.page < view.pages - 1 ? [to(view.page + 1, '看下一页')] : []),
      { label: '看校历', action: 'calendar.show', reference: { school: view.school } },
      { label: '学校情况', action: 'duty.profile-open', reference: { school: view.school } },
    ],
  };
}

export interface DutySettingView {
  readonly school: number;
  readonly duty: string;
  readonly page: number;
  readonly name: string;
  readonly what: string;
  readonly on: boolean;
  /** Why it is not asked although it is switched on: the school has no such thing. */
  readonly notHere: boolean;
  /** What it costs a month, in one or two sentences. */
  readonly cost: string;
  /** 截止前 30 分；截止时: when those who have not done it are asked again; '' where that is not the school's choice. */
  readonly nudges: string;
  /** 最少每周一次：… (the document that says so); '' where the school decides. */
  readonly floor: string;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** 〔admin.duty〕 */
export const dutySettingCard = (view: DutySettingView): Card => ({
  key: 'admin.duty',
  title: cut(`设置：${view.name}`, 20),
  tone: view.on ? 'info' : 'closed',
  tag: view.on ? (view.notHere ? '本校不涉及' : '已开启') : '未开启',
  blocks: [
    { kind: 'text', text: plain(view.what) },
    { kind: 'text', text: plain(`${view.cost}时间为学校自定，改动从下一周期起。`) },
    ...(view.nudges === '' ? [] : [{ kind: 'text' as const, text: plain(`催办：${view.nudges}。`) }]),
    ...(view.floor === '' ? [] : [{ kind: 'text' as const, text: plain(view.floor), muted: true }]),
    ...(view.notHere
      ? [{ kind: 'text' as const, text: plain('本校没有这类场所或学段，开着也不会提醒；在“学校情况”里改。') }]
      : []),
  ],
  form: {
    action: 'duty.settings-save',
    reference: { school: view.school, duty: view.duty, page: view.page },
    revision: 1,
    fields: view.fields,
    submit: '保存设置',
    cancel: {
      label: '不改了',
      action: 'duty.settings-page',
      reference: { school: view.school, page: view.page },
    },
    ...(view.message ? { message: view.message } : {}),
  },
  actions:
    view.nudges === ''
      ? []
      : [
          {
            label: '改催办',
            action: 'duty.nudges-open',
            reference: { school: view.school, duty: view.duty, page: view.page },
          },
        ],
});

export interface SwitchOnView {
  readonly school: number;
  readonly duty: string;
  readonly page: number;
  readonly name: string;
  /** Who taps how often a month: 班主任（40 人）→ 每人每月点约 4 次. */
  readonly taps: readonly { readonly who: string; readonly often: string }[];
  readonly calls: string;
  readonly source: string;
}

/** Before a duty is switched on: what it adds for whom, and what it costs. */
export const switchOnCard = (view: SwitchOnView): Card => ({
  key: 'admin.duty-on',
  title: cut(`要开启吗：${view.name}`, 20),
  tone: 'info',
  tag: '还没开启',
  blocks: [
    {
      kind: 'facts',
      facts: [
        ...view.taps.slice(0, 3).map((one) => ({ label: one.who, value: one.often })),
        { label: '平台调用', value: view.calls },
        { label: '依据', value: cut(view.source === '' ? '—' : view.source, 90) },
      ],
    },
    { kind: 'text', text: plain('本期截止还没到的，开启后就发；过了的不补。'), muted: true },
  ],
  actions: [
    {
      label: '开启这项',
      action: 'duty.switch-on',
      reference: { school: view.school, duty: view.duty, page: view.page },
      style: 'primary',
    },
    {
      label: '先不开',
      action: 'duty.settings-back',
      reference: { school: view.school, duty: view.duty, page: view.page },
    },
  ],
});

export interface ProfileView {
  readonly school: number;
  readonly boarding: boolean;
  readonly canteen: boolean;
  readonly bus: boolean;
}

/** What a school has; duties for what it does not have stay silent. */
export const profileCard = (view: ProfileView): Card => ({
  key: 'admin.profile',
  title: '学校情况：有没有这些',
  tone: 'info',
  tag: '待确认',
  blocks: [{ kind: 'text', text: plain('没有的，相关职责不提醒。学段按班级表自动认。') }],
  form: {
    action: 'duty.profile-save',
    reference: { school: view.school },
    revision: 1,
    fields: profileFields.show({
      boarding: { initial: view.boarding },
      canteen: { initial: view.canteen },
      bus: { initial: view.bus },
    }),
    submit: '保存情况',
    cancel: { label: '不改了', action: 'duty.settings-page', reference: { school: view.school, page: 0 } },
  },
  actions: [],
});

const sampleSetting: DutySettingView = {
  school: 1,
  duty: 'weekly-safety-lesson',
  page: 0,
  name: '每周安全课',
  what: '每班每周一节有教案的安全课',
  on: true,
  notHere: false,
  cost: '班主任每人每月点约 4 次；全校每月约 190 次平台调用。',
  nudges: '提前 1 天 16:00；截止前 2 小时',
  floor: '最少每周一次：某县教体局与小学护校安园方案「每周有一堂安全课」',
  fields: dutySettingFields.show({
    on: { initial: true },
    openAt: { initial: '08:00' },
    dueAt: { initial: '16:30' },
    reach: {
      initial: 'shared',
      options: [
        { value: 'shared', text: '班主任群' },
        { value: 'personal', text: '私聊' },
      ],
    },
    role: { initial: 'class_teacher', options: [{ value: 'class_teacher', text: '班主任' }] },
    cadence: { initial: 'weekly', options: [{ value: 'weekly', text: '每周' }] },
  }),
};

export const samples: readonly Card[] = [
  dutiesCard({
    school: 1,
    on: 16,
    total: 100,
    page: 1,
    pages: 10,
    lines: Array.from({ length: 10 }, (_, index) => ({
      id: `duty-${index}`,
      name: '每学期校园周边安全隐患摸排上报',
      on: index < 3,
      how: '每学期',
    })),
  }),
  dutySettingCard(sampleSetting),
  dutySettingCard({ ...sampleSetting, on: false, notHere: true, floor: '' }),
  switchOnCard({
    school: 1,
    duty: 'friday-five-minute',
    page: 1,
    name: '周五五分钟小结',
    taps: [{ who: '班主任（40 人）', often: '每人每月点约 4 次' }],
    calls: '全校每月约 190 次',
    source: '“1530”安全教育模式：每周放学前 5 分钟',
  }),
  profileCard({ school: 1, boarding: false, canteen: true, bus: false }),
];
