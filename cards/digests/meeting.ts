import type { Block, Button, Card, Reference } from '../model.ts';
import { plain } from '../model.ts';
import { shorten } from '../school/shorten.ts';

const text = (words: string, muted = false): Block => ({
  kind: 'text',
  text: plain(words),
  ...(muted ? { muted } : {}),
});

/** Lines a card shows; the rest is counted (domain/voice.md §2: ten at most, 300 letters). */
const AGENDA_LINES = 7;
const AGENDA_LETTERS = 32;
const MINUTES_LINES = 8;
const MINUTES_LETTERS = 30;

function agendaBlock(lines: readonly string[]): Block {
  if (lines.length === 0) return text('没有待议的事：无逾期、无缺办。');
  const more = lines.length - AGENDA_LINES;
  return {
    kind: 'list',
    items: [
      ...lines.slice(0, AGENDA_LINES).map((line) => shorten(line, AGENDA_LETTERS)),
      ...(more > 0 ? [`还有 ${more} 条，纪要里都有`] : []),
    ].map(plain),
  };
}

export interface AgendaView {
  readonly school: number;
  /** The duty's task, where its policy can be looked up. */
  readonly task?: number;
  readonly lines: readonly string[];
  /** How many of them somebody put there and may be taken off again. */
  readonly entries: number;
  /** What a line can be chosen from: the last summary's numbers. */
  readonly from: Reference;
  /** 9月22日 18:00, while the week's meeting waits. */
  readonly due?: string;
  /** 9月22日 16:30 已开 and the like, once nothing is asked any more. */
  readonly done?: string;
}

/** 〔meeting.agenda〕 to the safety office before the meeting, and to whoever asks. */
export const agendaCard = (view: AgendaView): Card => ({
  key: 'meeting.agenda',
  title: view.done ? '每周安全例会' : '请开：每周安全例会',
  tone: view.done ? 'done' : 'info',
  tag: view.done ? '已办' : `${view.lines.length} 条议题`,
  blocks: [
    ...(view.done ? [text(view.done)] : []),
    ...(view.due ? [text(`${view.due} 前开（学校自定）。议题按登记排好，上次没办完的在前。`)] : []),
    agendaBlock(view.lines),
  ],
  actions: view.done
    ? []
    : [
        { label: '开会', action: 'meeting.open', reference: { school: view.school }, style: 'primary' },
        { label: '补录纪要', action: 'meeting.late', reference: { school: view.school } },
        { label: '加议题', action: 'agenda.choose', reference: view.from },
        ...(view.entries > 0
          ? [{ label: '撤下议题', action: 'agenda.choose-off', reference: { school: view.school } }]
          : []),
        ...(view.task === undefined
          ? []
          : [{ label: '看依据', action: 'duty.source', reference: { task: view.task } }]),
      ],
  summary: `每周安全例会：${view.lines.length} 条议题`,
});

export interface AttendanceView {
  readonly meeting: number;
  readonly state: 'open' | 'closed' | 'signed' | 'dropped';
  readonly started: string;
  readonly present: number;
  /** 分管副校长、安全办主任: posts, since groups read no names. */
  readonly posts: readonly string[];
  readonly agenda: readonly string[];
}

/** 〔meeting.attendance〕 in the leading group: one tap each, buttons only. */
export function attendanceCard(view: AttendanceView): Card {
  const reference = { meeting: view.meeting };
  const isOpen = view.state === 'open';
  return {
    key: 'meeting.attendance',
    title: isOpen
      ? '例会开始，到会请点“我在”'
      : view.state === 'dropped'
        ? '例会没有开'
        : `例会结束，到会 ${view.present} 人`,
    tone: isOpen ? 'info' : 'closed',
    tag: isOpen ? '进行中' : view.state === 'dropped' ? '已取消' : '已结束',
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '开始', value: view.started },
          {
            label: '到会',
            value: `${view.present} 人${view.posts.length > 0 ? `：${view.posts.slice(0, 6).join('、')}` : ''}`,
          },
        ],
      },
      ...(isOpen ? [agendaBlock(view.agenda)] : []),
    ],
    actions: isOpen
      ? [
          { label: '我在', action: 'meeting.here', reference, style: 'primary' },
          { label: '撤回到会', action: 'meeting.gone', reference },
        ]
      : [],
  };
}

export interface MinutesLine {
  readonly kind: 'decision' | 'item';
  readonly text: string;
  /** Name one to one, post in a group. */
  readonly owner: string;
  readonly due: string;
}

const lineText = (line: MinutesLine, index: number): string =>
  line.kind === 'decision'
    ? `决定${index + 1} ${shorten(line.text, MINUTES_LETTERS)}`
    : `事项 ${shorten(line.text, MINUTES_LETTERS)}：${line.owner}，${line.due}`;

function linesBlock(lines: readonly MinutesLine[]): Block {
  if (lines.length === 0) return text('还没有记。');
  const more = lines.length - MINUTES_LINES;
  return {
    kind: 'list',
    items: [
      ...lines.slice(0, MINUTES_LINES).map((line) => {
        const before = lines.slice(0, lines.indexOf(line)).filter((one) => one.kind === 'decision').length;
        return lineText(line, before);
      }),
      ...(more > 0 ? [`还有 ${more} 条，见纪要文档`] : []),
    ].map(plain),
  };
}

export interface DeskView {
  readonly meeting: number;
  readonly started: string;
  /** Names, one to one. */
  readonly present: readonly string[];
  readonly attendees?: string;
  readonly lines: readonly MinutesLine[];
  readonly sentBack?: string;
  readonly lateEntry: boolean;
}

/** 〔meeting.desk〕 one to one, to whoever keeps the minutes. */
export function deskCard(view: DeskView): Card {
  const reference = { meeting: view.meeting };
  const ask = (label: string, what: string, style?: Button['style']): Button => ({
    label,
    action: 'meeting.ask',
    reference: { ...reference, ask: what },
    ...(style ? { style } : {}),
  });
  return {
    key: 'meeting.desk',
    title: view.sentBack ? '请补充：例会纪要' : view.lateEntry ? '补录例会：记决定和事项' : '例会进行中：记决定和事项',
    tone: view.sentBack ? 'due' : 'info',
    tag: view.sentBack ? '退回补充' : view.lateEntry ? '补录' : '进行中',
    blocks: [
      ...(view.sentBack ? [text(`领导写：“${view.sentBack}”。补好再点散会。`)] : []),
      {
        kind: 'facts',
        facts: [
          { label: '开会', value: view.started },
          {
            label: '到会',
            value: shorten(view.attendees ?? `${view.present.length} 人：${view.present.join('、')}`, 60),
          },
        ],
      },
      linesBlock(view.lines),
    ],
    actions: [
      ask('记决定', 'decide', 'primary'),
      ask('加事项', 'assign'),
      ...(view.lines.length > 0 ? [ask('删一条', 'remove')] : []),
      { label: '散会', action: 'meeting.close', reference },
      ...(view.lines.length === 0 ? [{ label: '不开了', action: 'meeting.drop', reference }] : []),
    ],
  };
}

export interface MinutesView {
  readonly meeting: number;
  readonly state: 'open' | 'closed' | 'signed' | 'dropped';
  /** 9月22日. */
  readonly date: string;
  readonly host: string;
  readonly present: string;
  readonly lastItems: string;
  readonly lines: readonly MinutesLine[];
  readonly signed?: string;
  readonly lateEntry: boolean;
  readonly maySign: boolean;
  /** One to one: the document is a press away. */
  readonly mayDownload: boolean;
}

/** 〔meeting.minutes〕 to be signed by whoever presides; signed it stands in the group, without buttons. */
export function minutesCard(view: MinutesView): Card {
  const reference = { meeting: view.meeting };
  const isSigned = view.state === 'signed';
  const head = isSigned ? '例会纪要' : view.state === 'closed' ? '请签发' : '已退回补充';
  return {
    key: 'meeting.minutes',
    title: isSigned ? `${view.date}安全例会纪要` : `${head}：${view.date}例会纪要`,
    tone: isSigned ? 'done' : view.state === 'closed' ? 'info' : 'closed',
    tag: isSigned ? (view.lateEntry ? '补录' : '已签发') : view.state === 'closed' ? '待签发' : '已退回',
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '主持', value: view.host },
          { label: '到会', value: view.present },
          { label: '上次事项', value: view.lastItems },
          ...(view.signed ? [{ label: '签发', value: view.signed }] : []),
        ],
      },
      linesBlock(view.lines),
    ],
    actions: [
      ...(view.state === 'closed' && view.maySign
        ? [
            { label: '签发纪要', action: 'meeting.sign', reference, style: 'primary' as const },
            { label: '退回补充', action: 'meeting.ask', reference: { ...reference, ask: 'send_back' } },
          ]
        : []),
      ...(isSigned && view.mayDownload ? [{ label: '要纪要文档', action: 'meeting.download', reference }] : []),
    ],
    summary: shorten(`${view.date}例会纪要：${view.lines.length} 条`, 40),
  };
}

const from: Reference = { school: 1, week: '2025-09-15', after: 1757664000000, upTo: 1758268800000, list: '', page: 0 };
const agenda = [
  '上次事项：换2号楼扶手螺栓（总务主任，逾期 3 天）',
  '孙丽列入：0009 男厕地面漏水 逾期 7 天',
  '重大隐患：在账 1 项',
  '逾期隐患：1号楼男厕地面漏水：总务主任，逾期 7 天',
  '缺办：每周安全课 39/40',
  '接下来：9月30日 半月隐患排查截止',
];
const lines: readonly MinutesLine[] = [
  { kind: 'decision', text: '男厕先停用，本周内换地漏', owner: '', due: '' },
  { kind: 'item', text: '换男厕地漏', owner: '总务主任', due: '9月26日' },
];
const desk: DeskView = { meeting: 3, started: '9月22日 16:30', present: ['孙丽', '王芳'], lines: [], lateEntry: false };
const minutes: MinutesView = {
  meeting: 3,
  state: 'closed',
  date: '9月22日',
  host: '孙丽',
  present: '9 人',
  lastItems: '完成 3/4',
  lines,
  lateEntry: false,
  maySign: true,
  mayDownload: true,
};
export const samples: readonly Card[] = [
  agendaCard({ school: 1, task: 7, lines: agenda, entries: 1, from, due: '9月22日 18:00' }),
  agendaCard({ school: 1, lines: [], entries: 0, from, done: '已于 9月22日 16:30 开。' }),
  attendanceCard({ meeting: 3, state: 'open', started: '9月22日 16:30', present: 2, posts: ['分管副校长'], agenda }),
  attendanceCard({ meeting: 3, state: 'signed', started: '9月22日 16:30', present: 9, posts: [], agenda }),
  attendanceCard({ meeting: 3, state: 'dropped', started: '9月22日 16:30', present: 1, posts: [], agenda }),
  deskCard(desk),
  deskCard({ ...desk, lines, sentBack: '缺北门错峰的期限' }),
  deskCard({ ...desk, lines, lateEntry: true, attendees: '领导小组 6 人' }),
  minutesCard(minutes),
  minutesCard({ ...minutes, state: 'signed', signed: '孙丽 9月22日 17:20' }),
  minutesCard({ ...minutes, state: 'signed', host: '分管副校长', maySign: false, mayDownload: false }),
  minutesCard({ ...minutes, state: 'open', maySign: false }),
];
