import { type Block, type Button, type Card, type Fact, plain } from '../model.ts';
import { shorten } from '../school/shorten.ts';

/** How a roll-call stands at this moment; every number is read from the rows when the card is drawn. */
export interface BoardView {
  readonly drill: number;
  /** 【演练】, or 真实险情，非演练： — nobody may take one for the other. */
  readonly head: string;
  readonly isReal: boolean;
  readonly isDrill: boolean;
  /** What to do, in one breath. */
  readonly act: string;
  /** Seconds since the start, or until everybody was accounted for. */
  readonly seconds: number;
  readonly units: number;
  readonly reported: number;
  readonly expected: number;
  readonly present: number;
  readonly missing: number;
  /** 初二3班 差 1（如厕，在找）. */
  readonly gaps: readonly string[];
  /** Classes that have not answered; empty within the first minute. */
  readonly silent: readonly string[];
  /** Colleagues who have not answered: a number in groups, where nobody is named. */
  readonly silentStaff: number;
  readonly silentNames: readonly string[];
  /** 清楼 2/3; empty without posts. */
  readonly posts: string;
  readonly trouble: readonly string[];
  /** The drill is interrupted: somebody was not found. */
  readonly isInterrupted: boolean;
  readonly isClosed: boolean;
  readonly isOver: boolean;
  /** The commander signed for an exception. */
  readonly isSigned: boolean;
}

/** Names a group is shown at once. */
const NAMES = 12;
const GAPS = 6;

const tagOf = (seconds: number): string =>
  seconds < 60
    ? `${seconds}秒`
    : seconds < 3_600
      ? `${Math.floor(seconds / 60)}分${String(seconds % 60).padStart(2, '0')}秒`
      : `${Math.floor(seconds / 3_600)}小时`;

function titleOf(view: BoardView): string {
  if (view.isOver) return `${view.head}已解除${view.isSigned ? '（签字）' : ''}`;
  if (view.isInterrupted) return `真实走失，演练暂停：差 ${view.missing} 人`;
  return `${view.head}已报 ${view.reported}/${view.units}${view.isDrill ? ' 班' : ''}`;
}

function blocksOf(view: BoardView, isNamed: boolean): Block[] {
  const facts: Fact[] = [
    { label: '应到', value: String(view.expected) },
    { label: '实到', value: String(view.present) },
    { label: '差异', value: String(view.missing) },
    ...(view.posts === '' ? [] : [{ label: '清楼疏导', value: view.posts }]),
  ];
  const lines = [...view.gaps.slice(0, GAPS), ...view.trouble.slice(0, 2)];
  const left = view.gaps.length - GAPS;
  if (left > 0) lines.push(`还有 ${left} 个班有差异`);
  if (view.silent.length > 0)
    lines.push(
      `未报：${view.silent.slice(0, NAMES).join('、')}${view.silent.length > NAMES ? ` 等 ${view.silent.length} 个班` : ''}`,
    );
  if (view.silentStaff > 0)
    lines.push(
      isNamed
        ? `老师未报：${view.silentNames.slice(0, NAMES).join('、')}${view.silentStaff > NAMES ? ` 等 ${view.silentStaff} 人` : ''}`
        : `老师未报：${view.silentStaff} 人`,
    );
  const act =
    view.isReal && !view.isOver ? [{ kind: 'text' as const, text: plain(`先打 110／119／120。${view.act}`) }] : [];
  return [
    ...act,
    ...(view.units === 0 ? [] : [{ kind: 'facts' as const, facts }]),
    ...(lines.length > 0 ? [{ kind: 'list' as const, items: lines.map(plain) }] : []),
  ];
}

const toneOf = (view: BoardView): Card['tone'] => {
  if (view.missing > 0 || view.trouble.length > 0 || (view.isReal && !view.isOver)) return 'danger';
  if (view.isClosed) return 'done';
  if (view.isOver) return 'closed';
  return view.silent.length > 0 || view.gaps.length > 0 ? 'due' : 'info';
};

/** 〔drill.board〕 in the groups: buttons only, classes and never names of people. */
export function boardCard(view: BoardView): Card {
  const reference = { drill: view.drill };
  const counts: Button[] = [
    { label: '全班到齐', action: 'drill.board-all', reference, style: 'primary' },
    { label: '有差异', action: 'drill.board-other', reference },
  ];
  return {
    key: 'drill.board',
    title: shorten(titleOf(view), 20),
    tone: toneOf(view),
    tag: tagOf(view.seconds),
    blocks: [
      ...blocksOf(view, false),
      ...(view.isOver
        ? []
        : [
            {
              kind: 'text' as const,
              text: plain('当堂老师都可以报任何一个班。'),
              muted: true,
            },
          ]),
    ],
    actions: view.isOver
      ? []
      : [...(view.units === 0 ? [] : counts), { label: '宣布解除', action: 'drill.stand-down', reference }],
  };
}

/** The same for whoever leads, one to one: with the buttons that decide. */
export function commandCard(view: BoardView, may: { readonly end: boolean; readonly alarm: boolean }): Card {
  const reference = { drill: view.drill };
  return {
    key: 'drill.command',
    title: shorten(titleOf(view), 20),
    tone: toneOf(view),
    tag: tagOf(view.seconds),
    blocks: [
      // Who has not answered is named to those who act on it only.
      ...blocksOf(view, may.end || may.alarm),
      ...(view.isClosed && !view.isOver ? [{ kind: 'text' as const, text: plain('全部到齐，可以解除。') }] : []),
    ],
    actions: view.isOver
      ? []
      : [
          ...(may.end ? [{ label: '宣布解除', action: 'drill.stand-down', reference, style: 'primary' as const }] : []),
          ...(view.units === 0 ? [] : [{ label: '代班上报', action: 'drill.board-other', reference }]),
          ...(may.alarm && view.missing > 0 && !view.isInterrupted
            ? [{ label: '转真实走失', action: 'drill.missing', reference, style: 'danger' as const }]
            : []),
          ...(may.alarm && !view.isReal
            ? [{ label: '真实险情', action: 'drill.real', reference, style: 'danger' as const }]
            : []),
        ],
  };
}

export interface RefusedView {
  readonly drill: number;
  readonly head: string;
  /** 差 1 人; the first thing in the way. */
  readonly obstacle: string;
  readonly open: readonly string[];
  readonly mayTurnMissing: boolean;
  readonly isOver: boolean;
}

/** 〔drill.refused〕 to whoever wanted to stand down too early. */
export const refusedCard = (view: RefusedView): Card => ({
  key: 'drill.refused',
  title: shorten(view.isOver ? `${view.head}已解除` : `${view.head}还不能解除`, 20),
  tone: view.isOver ? 'closed' : 'danger',
  tag: view.isOver ? '已结束' : '未闭合',
  blocks: view.isOver
    ? [{ kind: 'text', text: plain('这一次已经解除，不用再点。') }]
    : [
        { kind: 'list', items: [view.obstacle, ...view.open.slice(0, 8)].map(plain) },
        {
          kind: 'text',
          text: plain('寻获后由当堂教师或点名官更正，闭合即可解除。满 3 分钟未寻获，转真实走失处置。'),
        },
      ],
  actions: view.isOver
    ? []
    : [
        { label: '再试解除', action: 'drill.stand-down', reference: { drill: view.drill }, style: 'primary' },
        { label: '签字解除', action: 'drill.ask', reference: { drill: view.drill, ask: 'sign' } },
        ...(view.mayTurnMissing
          ? [
              {
                label: '转真实走失',
                action: 'drill.missing',
                reference: { drill: view.drill },
                style: 'danger' as const,
              },
            ]
          : []),
      ],
});

const sample: BoardView = {
  drill: 5,
  head: '【演练】',
  isReal: false,
  isDrill: true,
  act: '弯腰捂口鼻走楼梯，不乘电梯，随手关门。',
  seconds: 130,
  units: 40,
  reported: 38,
  expected: 1710,
  present: 1709,
  missing: 1,
  gaps: ['初二3班 差 1（如厕，在找）', '初二4班 多 1，与邻班核对'],
  silent: ['初一2班', '初三1班'],
  silentStaff: 0,
  silentNames: [],
  posts: '2/3',
  trouble: [],
  isInterrupted: false,
  isClosed: false,
  isOver: false,
  isSigned: false,
};
const closed: BoardView = { ...sample, reported: 40, missing: 0, gaps: [], silent: [], isClosed: true };
const real: BoardView = {
  ...sample,
  head: '真实险情，非演练：',
  isReal: true,
  isDrill: false,
  units: 130,
  reported: 101,
  silentStaff: 14,
  silentNames: ['王芳', '李敏'],
};
const all = { end: true, alarm: true };
export const samples: readonly Card[] = [
  boardCard({ ...sample, seconds: 12, reported: 0, present: 0, missing: 0, gaps: [], silent: [], posts: '' }),
  boardCard(sample),
  boardCard(closed),
  boardCard(real),
  boardCard({ ...sample, isInterrupted: true, seconds: 700, trouble: ['3层清楼员报有情况'] }),
  boardCard({ ...closed, isOver: true, seconds: 7_300 }),
  boardCard({ ...sample, isOver: true, isSigned: true }),
  commandCard(sample, all),
  commandCard(closed, all),
  commandCard(real, { end: false, alarm: true }),
  commandCard({ ...sample, units: 0, reported: 0, gaps: [], silent: [], missing: 0 }, all),
  commandCard({ ...closed, isOver: true }, all),
  refusedCard({
    drill: 5,
    head: '【演练】',
    obstacle: '差 1 人未闭合，不能解除',
    open: ['初二3班 差 1，10:07 报，未寻获', '初一2班 未报'],
    mayTurnMissing: true,
    isOver: false,
  }),
  refusedCard({ drill: 5, head: '【演练】', obstacle: '', open: [], mayTurnMissing: false, isOver: true }),
];
