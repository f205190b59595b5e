/** Who handles which kind of sensitive matter, and what cannot wait (domain/hazards.md §2 route=sensitive). */
import { DAY, MINUTE } from '../kernel/time.ts';
import type { SensitiveKind } from '../understanding/understanding.ts';

/** What stays in a group, whatever was said there: nobody else can tell what it was about (domain/voice.md §2.4). */
export const PRIVATE_ANSWER_IN_GROUP = '收到，已私信您。';

/** To somebody who is in no roster yet: nothing is stored, and nothing can be routed. */
export const PRIVATE_ANSWER_TO_STRANGER =
  '这类情况请当面告诉校长或德育主任，不要在群里写姓名细节。有即时危险请先打 110／120。我没有存下您说的话。';

/** What is said where somebody only wrote 匿名: the handler finds out what it is about. */
export type PrivateKind = SensitiveKind | 'unsaid';

interface KindRule {
  /** Only the handler sees it, on the opened card. */
  readonly name: string;
  readonly urgent?: string;
  /** Roles of the handlers who are preselected; several get it together. */
  readonly handlers: readonly string[];
  /** What the handler does first, on the opened card. */
  readonly first: string;
}

export const privateRules: Readonly<Record<PrivateKind, KindRule>> = {
  bullying: {
    name: '疑似欺凌',
    handlers: ['moral_lead'],
    first: '当日受理，24 小时内启动核查。有人身危险先打 110。',
  },
  abuse: {
    name: '疑似侵害',
    urgent: '请先报警 110。',
    handlers: ['principal'],
    first: '先报警 110，再报教育局；记下报案时刻和接报单位。',
  },
  'self-harm': {
    name: '自伤风险',
    urgent: '人不要离开，先打 120／110；心理援助热线 12356（以当地开通为准）。',
    handlers: ['counselor', 'principal'],
    first: '现在就去人陪着，不让独处；有即时危险先打 120／110，热线 12356。',
  },
  threat: {
    name: '扬言威胁',
    urgent: '先打 110。',
    handlers: ['safety_office'],
    first: '涉人身安全先打 110；30 分钟内口头报校长。',
  },
  unsaid: {
    name: '未说类别',
    handlers: ['moral_lead'],
    first: '先看是哪一类。疑似侵害先报警 110；有人要伤自己，现在就去陪着。',
  },
};

/** Everybody a matter may be entrusted to, in the order the form offers them. */
export const handlerRoles = ['moral_lead', 'principal', 'counselor', 'safety_office'] as const;

/** Opened words are erased after this time even without a press (ms). */
export const ERASED_AFTER = DAY;
/** A handler who has not looked is reminded after this time, and then every day (ms). */
export const REMINDED_AFTER = 30 * MINUTE;
export const REMINDED_EVERY = DAY;
