import type { Cadence, Duty } from '../duty.ts';

/** From the thinnest to the densest; what is not here has no frequency to choose. */
const ladder: readonly Cadence[] = ['year', 'term', 'quarter', 'month', 'half-month', 'weekly', 'daily', 'every-day'];

/** How people say it. */
export const cadenceNames: Readonly<Record<Cadence, string>> = {
  daily: '每个上课日',
  'every-day': '每天',
  weekly: '每周',
  'half-month': '每半月',
  month: '每月',
  quarter: '每季度',
  term: '每学期',
  year: '每学年',
  'boarding-night': '每个住宿夜',
  'before-holiday': '每次放假前',
  dated: '按日期',
  event: '有事时',
  shift: '每班次',
};

/** Whether one cadence asks less often than another; undefined where they cannot be compared. */
export function isThinner(one: Cadence, than: Cadence): boolean | undefined {
  const [left, right] = [ladder.indexOf(one), ladder.indexOf(than)];
  if (one === than) return false;
  return left < 0 || right < 0 ? undefined : left < right;
}

/** What a duty may be set to without going below its floor; only its own where it has no frequency. */
export function cadencesFor(duty: Pick<Duty, 'cadence' | 'floor'>): readonly Cadence[] {
  if (!ladder.includes(duty.cadence)) return [duty.cadence];
  return ladder.filter((one) => one === duty.cadence || isAllowed(duty, one));
}

/** Never thinner than the floor, and only where a frequency can be chosen at all. */
export function isAllowed(duty: Pick<Duty, 'cadence' | 'floor'>, wanted: Cadence): boolean {
  if (wanted === duty.cadence) return true;
  if (!ladder.includes(duty.cadence) || !ladder.includes(wanted)) return false;
  return duty.floor === undefined || isThinner(wanted, duty.floor.cadence) === false;
}

/** A text as a cadence; undefined for what is none. */
export const cadenceOf = (text: string): Cadence | undefined =>
  // The keys of the table are the cadences.
  text in cadenceNames ? (text as Cadence) : undefined;

/** 最少每周一次：… with the document that says so; '' where the school decides. */
export const floorText = (duty: Pick<Duty, 'floor'>): string =>
  duty.floor ? `最少${cadenceNames[duty.floor.cadence]}一次：${duty.floor.source}` : '';
