/**
 * The policy of drills as data and pure functions. Types, roles, times and wording are those of domain/drills.md; clock
 * times of reminders are the product's defaults and no official requirement.
 */
import type { Option } from '../../cards/model.ts';
import { HOUR, MINUTE } from '../kernel/time.ts';
import type { drill } from '../store/schema/index.ts';
import type { EmergencyKind } from '../understanding/understanding.ts';

export type Drill = typeof drill.$inferSelect;
export type DrillState = Drill['state'];

/** What makes the drill's cards out of date; a unit's cards have a topic of their own, so one report redraws few. */
export const topicOf = (id: number): string => `drill:${id}`;
export const boardTopic = (id: number): string => `drill-board:${id}`;
export const unitTopic = (id: number): string => `drill-unit:${id}`;
export const postTopic = (id: number): string => `drill-post:${id}`;
export const idOfTopic = (topic: string): number => Number(topic.split(':')[1]);

export interface DrillType {
  readonly id: string;
  readonly name: string;
  /** Seconds; undefined where not speed but order counts, or the drill is talked through. */
  readonly target?: number;
  /** What to do, in one breath; for the start and for a real event. */
  readonly act: string;
  /** The kind of emergency it becomes when it turns real. */
  readonly becomes: EmergencyKind;
  /** As the duty's form names it (domain/duties.md evacuation-drill). */
  readonly inDuty: string;
  /** Talked through at a table: nobody is counted. */
  readonly isTalked?: boolean;
  /** Classes leave their rooms, so that when they left says something. */
  readonly leaves?: true;
  /** Who answers for the places the plan names: 生活教师 for dormitories, 照管员 for buses. */
  readonly keepers?: readonly string[];
}

/** domain/drills.md §1. */
export const drillTypes: readonly DrillType[] = [
  {
    id: 'fire-evac',
    leaves: true,
    name: '火灾疏散',
    target: 120,
    act: '弯腰捂口鼻走楼梯，不乘电梯，随手关门。',
    becomes: 'fire',
    inDuty: '火灾疏散',
  },
  {
    id: 'earthquake',
    leaves: true,
    name: '地震避险疏散',
    target: 120,
    act: '先伏地遮挡抓牢，震停再到空旷处。',
    becomes: 'collapse',
    inDuty: '地震避险疏散',
  },
  {
    id: 'stampede',
    leaves: true,
    name: '防踩踏',
    act: '靠右慢行，有人跌倒就喊停。',
    becomes: 'injury',
    inDuty: '防踩踏',
  },
  {
    id: 'intruder',
    name: '防暴恐',
    target: 60,
    act: '就地锁门关灯，离开门窗，不疏散。',
    becomes: 'intruder',
    inDuty: '防暴恐/外来侵入',
  },
  {
    id: 'shelter',
    name: '恶劣天气避险',
    target: 600,
    act: '留在楼内，转到安全楼层，关好窗。',
    becomes: 'other',
    inDuty: '恶劣天气避险',
  },
  {
    id: 'dorm-night',
    leaves: true,
    keepers: ['dorm_keeper'],
    name: '宿舍夜间疏散',
    target: 180,
    act: '开应急灯，逐室叫醒，走楼梯到集合点。',
    becomes: 'fire',
    inDuty: '宿舍夜间疏散',
  },
  {
    id: 'bus-evac',
    leaves: true,
    keepers: ['bus_attendant', 'bus_manager'],
    name: '校车应急逃生',
    target: 90,
    act: '停稳开门，清点人数，到路侧 30 米外。',
    becomes: 'traffic',
    inDuty: '校车应急逃生',
  },
  {
    id: 'food-illness',
    name: '食物中毒处置',
    act: '停供封样，送医，通报。',
    becomes: 'poisoning',
    isTalked: true,
    inDuty: '食物中毒/传染病处置',
  },
  {
    id: 'lab-leak',
    leaves: true,
    name: '危化品泄漏',
    act: '通风断火，往上风处撤。',
    becomes: 'gas',
    inDuty: '危化品泄漏',
  },
  {
    id: 'missing-child',
    name: '走失查找',
    target: 600,
    act: '守住校门，分区找，调监控。',
    becomes: 'missing',
    inDuty: '走失/清点不符',
  },
  {
    id: 'drowning-rescue',
    name: '溺水求救',
    act: '不下水，抛绳抛圈，大声呼救。',
    becomes: 'drowning',
    inDuty: '溺水求救',
  },
  {
    id: 'tabletop',
    name: '桌面推演',
    target: 2_700,
    act: '按情景卡逐步推演职责和报送时限。',
    becomes: 'other',
    isTalked: true,
    inDuty: '桌面推演',
  },
];

const byId = new Map(drillTypes.map((type) => [type.id, type]));
const rollCall: DrillType = {
  id: '',
  leaves: true,
  name: '全员点名',
  act: '到集合点清点人数。',
  becomes: 'other',
  inDuty: '',
};
/** A type by id; the roll-call without a drill for ''. */
export const typeOf = (id: string): DrillType => byId.get(id) ?? rollCall;
export const typeOptions: readonly Option[] = drillTypes.map(({ id, name }) => ({ value: id, text: name }));

/** domain/drills.md §2, without commander and deputy, who stand in the plan itself, and class leaders, who have a card. */
export const postRoles = [
  { id: 'assembly_officer', name: '点名官' },
  { id: 'sweeper', name: '清楼员' },
  { id: 'floor_guide', name: '楼层疏导员' },
  { id: 'observer', name: '观察员' },
  { id: 'signal', name: '信号员' },
  { id: 'medical', name: '医疗组' },
  { id: 'security', name: '保卫组' },
  { id: 'liaison', name: '通信联络' },
  { id: 'logistics', name: '后勤保障' },
  { id: 'helper', name: '特需协助员' },
  { id: 'recorder', name: '拍摄记录' },
] as const;
export const postOptions: readonly Option[] = postRoles.map(({ id, name }) => ({ value: id, text: name }));
export const postName = (id: string): string => postRoles.find((one) => one.id === id)?.name ?? id;
/** Who says at the place itself that it is done (domain/drills.md §3: 清楼, 疏导). */
export const confirming: readonly string[] = ['sweeper', 'floor_guide'];

/** What can happen to a drill, and from which states. */
export const transitions = {
  change: ['planned'],
  postpone: ['planned'],
  cancel: ['planned'],
  prepare: ['planned'],
  brief: ['planned'],
  post: ['planned', 'running'],
  start: ['planned'],
  count: ['running'],
  confirm_post: ['running'],
  real: ['running'],
  missing: ['running'],
  stand_down: ['running'],
  evaluate: ['stood_down'],
  findings: ['stood_down'],
} as const satisfies Readonly<Record<string, readonly DrillState[]>>;
export type Transition = keyof typeof transitions;
export const may = (state: DrillState, transition: Transition): boolean =>
  (transitions[transition] as readonly DrillState[]).includes(state);

/** Unanswered so long after the start, a class is asked again and named on the board (domain/drills.md §4 ①; ms). */
export const SILENT_MS = MINUTE;

/**
 * What happens while somebody is missing, counted from the report (domain/drills.md §4 ②; ms): the teacher checks the
 * list, the assembly officer and the sweepers search, the drill stops and the missing-child procedure begins, the
 * commander decides about 110 and the guardians.
 */
export const gapStages = [
  { stage: 1, after: MINUTE },
  { stage: 2, after: 2 * MINUTE },
  { stage: 3, after: 3 * MINUTE },
  { stage: 4, after: 10 * MINUTE },
] as const;
/** When the next stage after `done` is due, ms; undefined after the last. */
export const nextStageAt = (gapSince: number, done: number): number | undefined => {
  const next = gapStages.find(({ stage }) => stage > done);
  return next && gapSince + next.after;
};
/** The latest stage that has come; after an outage the ones before it are not made up for. */
export const stageAt = (gapSince: number, now: number): number =>
  gapStages.findLast(({ after }) => gapSince + after <= now)?.stage ?? 0;

/** The board's clock: while many report it follows closely, later less often (the product's default; ms). */
export const BOARD_SETTLES_MS = 2_000;
export const boardPause = (running: number): number | undefined =>
  running < 10 * MINUTE ? 15_000 : running < HOUR ? MINUTE : running < 12 * HOUR ? 10 * MINUTE : undefined;

export const gapReasons = ['如厕', '医务室', '功能室', '特需未出', '误报', '未找到', '其他'] as const;
export const reasonOptions: readonly Option[] = gapReasons.map((text) => ({ value: text, text }));

/** domain/drills.md §5: fifteen items of five points. */
export const evaluationItems: readonly string[] = [
  '指令清晰',
  '信号可闻',
  '出动时间',
  '路线正确',
  '楼梯秩序',
  '教师带队殿后',
  '清楼彻底',
  '特需协助',
  '点名准确',
  '集合点秩序',
  '通信畅通',
  '应急照明门锁',
  '医疗保障',
  '一键报警联动',
  '学生动作规范',
];
/** What an item counts that nobody ticked (domain/voice.md §2.3). */
export const UNTICKED = 4;
export const gradeOf = (total: number): '优' | '良' | '需重演' => (total >= 60 ? '优' : total >= 45 ? '良' : '需重演');

/** What is looked at before a drill; a gap becomes a hazard (domain/drills.md §3 −3 天). */
export const preparationItems = [
  {
    id: 'stairs',
    text: '疏散楼梯通畅',
    lacks: '疏散楼梯不通畅',
    place: 'stairs',
    category: 'fire',
    sub: 'exit-blocked',
  },
  {
    id: 'exits',
    text: '疏散门能打开',
    lacks: '疏散门打不开',
    place: 'teaching-building',
    category: 'fire',
    sub: 'exit-blocked',
  },
  {
    id: 'lights',
    text: '应急照明指示灯亮',
    lacks: '应急照明指示灯不亮',
    place: 'teaching-building',
    category: 'fire',
    sub: 'light-sign',
  },
  {
    id: 'alarm',
    text: '警铃广播各处可闻',
    lacks: '警铃广播有地方听不到',
    place: 'school-wide',
    category: 'fire',
    sub: 'alarm',
  },
  {
    id: 'assembly',
    text: '集合场地空出',
    lacks: '集合场地被占',
    place: 'playground',
    category: 'stampede',
    sub: 'obstacle',
  },
  { id: 'routes', text: '路线图张贴到位', lacks: '路线图缺失', place: 'school-wide', category: 'system', sub: 'sign' },
] as const;

/** The reminders of a drill, readable by a principal: at a clock time some days before it, or so many minutes before. */
export interface DrillRung {
  readonly days: number;
  readonly clock?: string;
  readonly minutes?: number;
  readonly says: 'plan' | 'prepare' | 'brief' | 'soon' | 'missed';
}
export const ladder: readonly DrillRung[] = [
  { days: 14, clock: '09:00', says: 'plan' },
  { days: 7, clock: '09:00', says: 'plan' },
  { days: 3, clock: '09:00', says: 'prepare' },
  { days: 1, clock: '09:00', says: 'brief' },
  { days: 0, minutes: 30, says: 'soon' },
  // Not started: held anew, postponed or cancelled, never written down as held.
  { days: -1, clock: '09:00', says: 'missed' },
];
