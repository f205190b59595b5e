import type { Card } from '../model.ts';
import { plain, rich } from '../model.ts';

export interface BoardView {
  readonly period: number;
  readonly duty: string;
  readonly topic?: string;
  readonly text: string;
  readonly date: string;
  readonly due: string;
  readonly done: number;
  readonly total: number;
  /** Classes or posts that are left, by name; shown when few are left, never as a ranking. */
  readonly left: readonly string[];
  readonly over: boolean;
  readonly isReminder: boolean;
}

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;

/** A title with figures: where it gets too long the duty's name is cut, never the figures. */
const titled = (duty: string, figures: string): string => `${cut(duty, 20 - [...figures].length)}${figures}`;

/** How many names a group is shown at once. */
const NAMES = 12;

/** 〔daily.board〕 one card all class heads tap: buttons only, no ranking, no names of people. */
export function boardCard(view: BoardView): Card {
  const all = view.done >= view.total;
  const reference = { period: view.period };
  return {
    key: 'duty.board',
    title: view.isReminder
      ? cut(`今日请讲：${view.topic ?? ''}`, 20)
      : titled(view.duty, `：${view.done}/${view.total} 班`),
    tone: all ? 'done' : 'info',
    tag: cut(all ? '全部办完' : (view.date.split(' ')[0] ?? ''), 8),
    blocks: [
      {
        kind: 'text',
        text: all ? plain(`${view.total} 个班都${view.isReminder ? '讲了' : '办完了'}。`) : rich`${view.text}`,
      },
      {
        kind: 'progress',
        done: view.done,
        total: view.total,
        label: view.over && !all ? `${view.due} 已截止，可补录` : `${view.due} 前`,
      },
      ...(!all && view.left.length <= NAMES && view.done > 0
        ? [{ kind: 'text' as const, text: plain(`还差：${view.left.join('、')}`), muted: true }]
        : []),
    ],
    // What a lesson was about can be filled in after the tap.
    actions: all
      ? view.isReminder
        ? []
        : [{ label: '打开本班的', action: 'duty.board-mine', reference }]
      : [
          { label: view.isReminder ? '本班已讲' : '本班已办', action: 'duty.board-done', reference, style: 'primary' },
          { label: view.isReminder ? '代班已讲' : '代别班登记', action: 'duty.board-deputy', reference },
          { label: view.isReminder ? '换讲一条' : '打开本班的', action: 'duty.board-mine', reference },
        ],
    summary: cut(
      view.isReminder ? `今日请讲：${view.topic ?? ''}，${view.due} 前点一下` : `${view.duty}，${view.due} 前`,
      40,
    ),
  };
}

/** 〔daily.nudge-group〕 which classes are left, by class and never by person. */
export function groupNudgeCard(view: BoardView): Card {
  const all = view.left.length === 0;
  const shown = view.left.slice(0, NAMES).join('、');
  return {
    key: 'duty.group-nudge',
    title: cut(all ? `${view.duty}都办完了` : `还差 ${view.left.length} 个班：${view.duty}`, 20),
    tone: all ? 'done' : 'due',
    // Of a date with a time only the date has room: 9月19日前.
    tag: view.over && !all ? '可补录' : cut(`${view.due.split(' ')[0]}前`, 8),
    blocks: [
      {
        kind: 'text',
        text: plain(
          all
            ? '不用再点。'
            : `${view.date}：${shown}${view.left.length > NAMES ? ` 等 ${view.left.length} 个班` : ''}。班主任不在，请当堂老师点“${view.isReminder ? '代班已讲' : '代别班登记'}”。`,
        ),
      },
    ],
    actions: all
      ? []
      : [
          {
            label: view.isReminder ? '本班已讲' : '本班已办',
            action: 'duty.board-done',
            reference: { period: view.period },
            style: 'primary',
          },
          {
            label: view.isReminder ? '代班已讲' : '代别班登记',
            action: 'duty.board-deputy',
            reference: { period: view.period },
          },
        ],
  };
}

export interface SummaryView {
  readonly period: number;
  readonly duty: string;
  readonly date: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly left: readonly { readonly name: string; readonly why: string }[];
  /** Whoever may act on it sees the buttons. */
  readonly mayNudge: boolean;
  /** 停课 excuses classes; a meeting or an inspection is not excused by it. */
  readonly isForClasses: boolean;
  /** Excused by hand (停课免记), which can be taken back. */
  readonly excused?: number;
  /** Only those are listed who left the period before undone too. */
  readonly again?: boolean;
}

/** 〔daily.after〕 one summary after the deadline, to the safety office and those above. */
export const summaryCard = (view: SummaryView): Card => ({
  key: 'duty.summary',
  title: titled(
    view.duty,
    view.left.length === 0
      ? ` ${view.done}/${view.total}，全部办完`
      : view.again
        ? ` ${view.left.length} ${view.unit}连续两期没办`
        : ` ${view.done}/${view.total}，差 ${view.left.length} ${view.unit}`,
  ),
  tone: view.left.length === 0 ? 'done' : 'due',
  tag: cut(view.date, 8),
  blocks:
    view.left.length === 0
      ? [{ kind: 'text', text: plain(view.excused ? `停课免记 ${view.excused} ${view.unit}。` : '都办完了。') }]
      : [
          { kind: 'list', items: view.left.slice(0, 10).map((one) => plain(`${one.name}：${one.why}`)) },
          ...(view.left.length > 10
            ? [{ kind: 'text' as const, text: plain(`还有 ${view.left.length - 10} ${view.unit}。`) }]
            : []),
          ...(view.mayNudge
            ? [
                {
                  kind: 'text' as const,
                  text: plain(`“一键提醒”只提醒未完成的 ${view.left.length} ${view.unit}。`),
                  muted: true,
                },
              ]
            : []),
        ],
  actions: [
    ...(view.mayNudge && view.left.length > 0
      ? [
          {
            label: '一键提醒',
            action: 'duty.nudge-left',
            reference: { period: view.period },
            style: 'primary' as const,
          },
          ...(view.isForClasses
            ? [{ label: '停课免记', action: 'duty.excuse-left', reference: { period: view.period } }]
            : []),
        ]
      : []),
    ...(view.mayNudge && (view.excused ?? 0) > 0
      ? [{ label: '撤回免记', action: 'duty.excuse-undo', reference: { period: view.period } }]
      : []),
  ],
});

export interface DeputyView {
  readonly period: number;
  readonly duty: string;
  readonly isReminder: boolean;
  readonly classes: readonly { readonly task: number; readonly name: string }[];
}

/** Which class somebody stands in for; a personal card, since a group card holds no forms. */
export const deputyCard = (view: DeputyView): Card => ({
  key: 'duty.deputy',
  title: view.classes.length === 0 ? '都办完了' : view.isReminder ? '代哪个班讲的' : '代哪个班登记',
  tone: view.classes.length === 0 ? 'done' : 'info',
  tag: view.classes.length === 0 ? '不用点' : '待选择',
  blocks: [{ kind: 'text', text: plain(view.classes.length === 0 ? '没有剩下的班。' : '选一个班，会记是您代的。') }],
  ...(view.classes.length === 0
    ? {}
    : {
        form: {
          action: 'duty.deputy',
          reference: { period: view.period },
          revision: 1,
          fields: [
            {
              name: 'task',
              label: '班级',
              kind: 'singleSelect',
              required: true,
              options: view.classes.slice(0, 60).map((one) => ({ value: String(one.task), text: one.name })),
            },
          ],
          submit: view.isReminder ? '代班已讲' : '代班登记',
        },
      }),
  actions: [],
});

const sample: BoardView = {
  period: 3,
  duty: '每日安全提醒',
  topic: '雨天过马路',
  text: '雨天撑伞会挡住视线，过马路时请把伞抬高看清车辆，走路避开积水和井盖。',
  date: '9月18日 周四',
  due: '16:20',
  done: 37,
  total: 40,
  left: ['初一2班', '初一5班', '初二3班'],
  over: false,
  isReminder: true,
};
export const samples: readonly Card[] = [
  boardCard({ ...sample, done: 0, left: [] }),
  boardCard(sample),
  boardCard({ ...sample, done: 40, left: [] }),
  boardCard({ ...sample, isReminder: false, duty: '每周安全课', text: '每班每周一节有教案的安全课。' }),
  groupNudgeCard(sample),
  groupNudgeCard({ ...sample, left: [] }),
  summaryCard({
    period: 3,
    duty: '每日安全提醒',
    date: '9月18日',
    done: 38,
    total: 40,
    unit: '个班',
    left: [
      { name: '初一2班', why: '班主任请假，未设代班' },
      { name: '初一5班', why: '未确认' },
    ],
    mayNudge: true,
    isForClasses: true,
  }),
  summaryCard({
    period: 3,
    duty: '每日安全提醒',
    date: '9月18日',
    done: 40,
    total: 40,
    unit: '个班',
    left: [],
    mayNudge: true,
    isForClasses: true,
  }),
  summaryCard({
    period: 3,
    duty: '每周安全课',
    date: '9月18日',
    done: 39,
    total: 40,
    unit: '个班',
    left: [{ name: '初一5班', why: '未确认，上一期也没办' }],
    mayNudge: true,
    isForClasses: true,
    again: true,
  }),
  summaryCard({
    period: 3,
    duty: '每日安全提醒',
    date: '9月18日',
    done: 40,
    total: 40,
    unit: '个班',
    left: [],
    mayNudge: true,
    isForClasses: true,
    excused: 2,
  }),
  {
    ...summaryCard({
      period: 3,
      duty: '每日安全提醒',
      date: '9月18日',
      done: 3,
      total: 4,
      unit: '个班',
      left: [{ name: '初一5班', why: '未确认' }],
      mayNudge: false,
      isForClasses: true,
    }),
    key: 'duty.copy',
  },
  deputyCard({ period: 3, duty: '每日安全提醒', isReminder: true, classes: [{ task: 9, name: '初二3班' }] }),
  deputyCard({ period: 3, duty: '每日安全提醒', isReminder: true, classes: [] }),
];
