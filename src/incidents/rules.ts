/**
 * What an emergency of each kind needs at once: numbers, first actions, timers. The wording of the first actions is
 * ours: what every school teaches anyway, nothing that belongs to a doctor or a fireman.
 */
import { MINUTE } from '../kernel/time.ts';
import type { EmergencyKind } from '../understanding/understanding.ts';

/** `unknown`: only the word 紧急 or 报警 was said. */
export type IncidentKind = EmergencyKind | 'unknown';

interface KindRule {
  /** As the alert's title says it, at most 11 characters. */
  readonly name: string;
  /** The right number first. */
  readonly numbers: string;
  readonly steps: readonly string[];
}

const kindRules: Readonly<Record<IncidentKind, KindRule>> = {
  fire: {
    name: '着火冒烟',
    numbers: '119／120／110',
    steps: [
      '先撤人：弯腰捂口鼻走楼梯，不乘电梯。',
      '撤出时随手关门，不返回拿东西。',
      '火大不扑，人齐了在集合点点人数。',
    ],
  },
  gas: {
    name: '燃气或危化品泄漏',
    numbers: '119／110／120',
    steps: [
      '人往上风处撤，离开后不返回。',
      '不开关电器，不点火，到外面再打电话。',
      '能安全关阀、开窗就做，做不到就走。',
    ],
  },
  injury: {
    name: '有人受伤或晕倒',
    numbers: '120／110／119',
    steps: ['先看现场安全再靠近，不随意搬动。', '别围观，留一个人陪着，请校医来。', '派人到校门接救护车。'],
  },
  intruder: {
    name: '有人闯入',
    numbers: '110／120／119',
    steps: ['关门锁门，学生离开门窗。', '不围观，不激怒对方，能按就按一键报警。', '没有通知不放学生出来。'],
  },
  missing: {
    name: '学生走失',
    numbers: '110／120／119',
    steps: [
      '守住校门，分区找：厕所、医务室、功能室。',
      '请安全办调监控，联系监护人。',
      '最后在哪、几点、穿什么，打电话时说。',
    ],
  },
  trapped: {
    name: '有人被困',
    numbers: '119／120／110',
    steps: ['隔门喊话，请里面的人等着，别自己爬出。', '不强行扒门，停用设备，联系维保。', '派人守住现场，别让人靠近。'],
  },
  drowning: {
    name: '有人落水',
    numbers: '120／119／110',
    steps: ['不下水，不手拉手去拉。', '抛救生圈、绳子，递长杆，大声喊人。', '一个人盯住落水的位置。'],
  },
  collapse: {
    name: '坍塌坠物',
    numbers: '119／120／110',
    steps: ['人先撤到空旷处，不返回。', '拉开距离围起来，不让人进去。', '在集合点点人数。'],
  },
  poisoning: {
    name: '疑似中毒',
    numbers: '120／110／119',
    steps: [
      '停吃停供，剩下的饭菜和包装留着别动。',
      '不自己催吐、用药，照 120 说的做。',
      '记下吃了什么、几点、多少人不适。',
    ],
  },
  traffic: {
    name: '交通事故',
    numbers: '122／120／110',
    steps: ['拦住后面的车，人退到路边。', '不随意搬动伤者，别围观。', '记下车牌，派人接救护车。'],
  },
  other: {
    name: '其他险情',
    numbers: '110／119／120',
    steps: ['人先离开危险处，不返回拿东西。', '别围观，给救援让出通道。', '派人到校门接应。'],
  },
  unknown: {
    name: '险情未说明',
    numbers: '110／119／120',
    steps: ['人先离开危险处，不返回拿东西。', '别围观，给救援让出通道。'],
  },
};

const isKind = (kind: string): kind is IncidentKind => Object.hasOwn(kindRules, kind);

/** Kinds come back from rows as text; one that a later version wrote is treated as `other`. */
export const ruleOf = (kind: string): KindRule => kindRules[isKind(kind) ? kind : 'other'];

/** What the card offers when the kind is not known (domain/voice.md §2.4). */
export const choices: readonly { readonly kind: EmergencyKind; readonly label: string }[] = [
  { kind: 'injury', label: '有人受伤' },
  { kind: 'fire', label: '着火冒烟' },
  { kind: 'intruder', label: '有人闯入' },
  { kind: 'missing', label: '学生走失' },
  { kind: 'other', label: '其他险情' },
];

/** The kinds a button or a sentence can name. */
export const emergencyKinds = [
  'fire',
  'gas',
  'injury',
  'intruder',
  'missing',
  'trapped',
  'drowning',
  'collapse',
  'poisoning',
  'traffic',
  'other',
] as const satisfies readonly EmergencyKind[];

/** Unconfirmed for this long, the duty leader is told anyway (issue: emergencies; ms). */
export const UNANSWERED = MINUTE;
/** A second message by the same person within this time belongs to the same emergency (ms). */
export const JOINS = 10 * MINUTE;
/** So long the reporter may call it off while nobody has taken it over (ms). */
export const REPORTER_CALLS_OFF = 10 * MINUTE;

/** domain/duties.md §1.4 E5: who hears of it when nobody answers, counted from the alert (ms). */
export const ladder = [
  { timer: 'incident.vice_principal', role: 'vice_principal', says: '分管副校长', after: 10 * MINUTE },
  { timer: 'incident.principal', role: 'principal', says: '校长', after: 20 * MINUTE },
] as const;

export type Rung = (typeof ladder)[number];

/**
 * Still nobody has taken it over after the ladder: everybody who was alerted is rung again, counted from the alert (ms).
 * Ours; after the last it stays in their 待办.
 */
export const ringsAgain = [
  { timer: 'incident.again_30', after: 30 * MINUTE },
  { timer: 'incident.again_60', after: 60 * MINUTE },
  { timer: 'incident.again_120', after: 120 * MINUTE },
] as const;

/** Who may take an emergency over, record calls and call it off. */
export const leadershipRoles = ['safety_office', 'duty_leader', 'vice_principal', 'principal'] as const;
