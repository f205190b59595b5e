/**
 * The steps the handlers of a private matter owe, by kind (domain/duties.md §2 bullying-case, mandatory-report,
 * early-sign-report). What a law sets is shown with its name; every other limit is ours and is shown as that.
 */
import { clockOf, DAY, dateOf, HOUR, instantOf, MINUTE, plusDays } from '../kernel/time.ts';
import { type PrivateLimits, usualLimits } from './private_limits.ts';
import type { PrivateKind } from './private_rules.ts';

/** A limit counted from the moment the matter was handed in. */
interface Limit {
  readonly text: string;
  /** ms. */
  readonly dueAt: (handedIn: number, timeZone: string) => number;
  readonly by: string;
  /** Absent: nobody sets another. */
  readonly set?: { readonly key: keyof PrivateLimits; readonly unit: number };
}

interface NodeRule {
  readonly node: string;
  readonly name: string;
  /** The button that ticks it off. */
  readonly button: string;
  /** Absent: nobody has set one; it is asked about at a pace of ours (private_pace.ts). */
  readonly limit?: Limit;
  /** A law's own duty: the matter is not closed without it. */
  readonly isLaw?: true;
}

/** The product's own; the school's rules come first (domain/duties.md, first paragraph). */
const OURS = '安园默认，以学校制度为准';
const LAW = '《未成年人保护法》第十一条';
/** 《加强中小学生欺凌综合治理方案》: the school finishes its inquiry within ten days of beginning it. */
const TEN_DAYS = '教督〔2017〕10 号';
/** A limit other than the one written here was set by the school when the matter came in. */
export const SCHOOL = '学校自定';

/** 当日: until midnight, and two hours at least. */
const sameDay: Limit = {
  text: '当日',
  dueAt: (at, zone) => Math.max(instantOf(dateOf(at, zone), '23:59', zone), at + 2 * HOUR),
  by: OURS,
};
const within = (key: keyof PrivateLimits, unit: number, text: string, by = OURS): Limit => ({
  text,
  dueAt: (at) => at + usualLimits[key] * unit,
  by,
  set: { key, unit },
});
const atOnce = (by: string): Limit => ({ text: '立即', dueAt: (at) => at, by });

export const nodeRules: Readonly<Record<PrivateKind, readonly NodeRule[]>> = {
  bullying: [
    { node: 'received', name: '受理', button: '已受理', limit: sameDay },
    { node: 'checking', name: '启动核查', button: '已启动核查', limit: within('checking', HOUR, '24 小时内') },
    { node: 'decided', name: '认定', button: '已认定', limit: within('decided', DAY, '10 日内', TEN_DAYS) },
    { node: 'handled', name: '处置', button: '已处置' },
    { node: 'supported', name: '帮扶', button: '已帮扶' },
    { node: 'followed_up', name: '回访', button: '已回访' },
  ],
  abuse: [
    { node: 'police', name: '报警 110', button: '已报警', limit: atOnce(LAW), isLaw: true },
    { node: 'authority', name: '报教育局', button: '已报教育局', limit: atOnce(LAW), isLaw: true },
    { node: 'filed', name: '纸质登记归卷', button: '已归卷' },
  ],
  'self-harm': [
    { node: 'accompanied', name: '有人陪着', button: '有人陪着', limit: atOnce(OURS) },
    { node: 'guardian', name: '联系监护人', button: '已联系', limit: sameDay },
    { node: 'followed_up', name: '回访', button: '已回访' },
  ],
  threat: [
    { node: 'principal_told', name: '口头报校长', button: '已报校长', limit: within('told', MINUTE, '30 分钟内') },
    { node: 'judged', name: '研判', button: '已研判', limit: within('judged', HOUR, '2 小时内') },
    { node: 'handed_over', name: '移交', button: '已移交' },
  ],
  unsaid: [
    { node: 'received', name: '受理', button: '已受理', limit: sameDay },
    { node: 'ended', name: '办结', button: '已办结' },
  ],
};

/** Written when a handler closes the matter: its end, whatever was left open. */
export const CLOSED = 'closed';
const closed: NodeRule = { node: CLOSED, name: '办结', button: '办结' };

export const nodeRule = (kind: PrivateKind, node: string): NodeRule | undefined =>
  node === CLOSED ? closed : nodeRules[kind].find((rule) => rule.node === node);

/** When a step is due in a school with these limits, ms; undefined where nobody has set a limit. */
export function nodeDueAt(
  { limit }: NodeRule,
  handedIn: number,
  { limits, timeZone }: { readonly limits: PrivateLimits; readonly timeZone: string },
): number | undefined {
  if (!limit) return undefined;
  return limit.set ? handedIn + limits[limit.set.key] * limit.set.unit : limit.dueAt(handedIn, timeZone);
}

/** How long before the limit the first reminder comes: a sixth of the time given, at most a day. */
const AHEAD = 6;
/** 立即 is asked about after this time: the opened card said it first (ms). */
const AT_ONCE_ASKED = 10 * MINUTE;
/** Daily while it is three days late at most, then weekly: an open duty of law is never forgotten. */
const DAILY = 3;

/** When the next reminder of a step is due, ms; `sent`: how many there were. */
export function nextNodeReminder(node: { handedIn: number; dueAt: number; sent: number }, now: number): number {
  if (node.sent === 0) {
    const given = node.dueAt - node.handedIn;
    return given <= 0 ? node.handedIn + AT_ONCE_ASKED : node.dueAt - Math.min(given / AHEAD, DAY);
  }
  if (node.sent === 1 && node.dueAt > now) return node.dueAt;
  return now + (node.sent <= DAILY + 1 ? DAY : 7 * DAY);
}

/** Quiet hours of domain/duties.md §1.4. */
const NIGHT = { from: '21:30', to: '06:30' };

/** Now, or the end of the night it is in, ms. */
export function afterNight(now: number, timeZone: string): number {
  const [date, clock] = [dateOf(now, timeZone), clockOf(now, timeZone)];
  if (clock >= NIGHT.from) return instantOf(plusDays(date, 1), NIGHT.to, timeZone);
  return clock < NIGHT.to ? instantOf(date, NIGHT.to, timeZone) : now;
}
