import type { drillUnit } from '../store/schema/index.ts';

export type Unit = typeof drillUnit.$inferSelect;
/** What the arithmetic needs of a unit. */
export type Counted = Pick<Unit, 'expected' | 'present' | 'resolved' | 'enrolled'>;

/** `silent`: nothing reported; `missing`: somebody is not there; `extra`: more than expected (混班). */
export type Standing = 'silent' | 'closed' | 'missing' | 'extra';

/** 应到 − 实到 (domain/drills.md §4); undefined until reported. */
export const gapOf = (unit: Counted): number | undefined =>
  unit.expected === null || unit.present === null ? undefined : unit.expected - unit.present;

/** How a unit stands. 已寻获 closes what was missing, never what is too many: that is solved by correct numbers only. */
export function standingOf(unit: Counted): Standing {
  const gap = gapOf(unit);
  if (gap === undefined) return 'silent';
  if (gap < 0) return 'extra';
  return gap === 0 || unit.resolved ? 'closed' : 'missing';
}

/** 已说明未到: how many of the class were known not to be at school that day. */
export const excusedOf = (unit: Counted): number =>
  unit.enrolled === null || unit.expected === null ? 0 : Math.max(0, unit.enrolled - unit.expected);

export interface Totals {
  readonly units: number;
  readonly reported: number;
  readonly expected: number;
  readonly present: number;
  readonly resolved: number;
  readonly excused: number;
  /** People missing now, class by class: what is too many elsewhere is never taken off. */
  readonly missing: number;
  readonly extra: number;
  /** Everybody is accounted for (domain/drills.md §4 ④): no unit silent, none missing, none with too many. */
  readonly isClosed: boolean;
}

/** Adds up a roll-call. Without any unit nothing is closed. */
export function totalsOf(units: readonly Counted[]): Totals {
  const standings = units.map(standingOf);
  const sum = (pick: (unit: Counted, standing: Standing) => number): number =>
    units.reduce((total, unit, index) => total + pick(unit, standings[index] ?? 'silent'), 0);
  return {
    units: units.length,
    reported: standings.filter((one) => one !== 'silent').length,
    expected: sum((unit) => unit.expected ?? unit.enrolled ?? 0),
    present: sum((unit) => unit.present ?? 0),
    resolved: sum((unit, standing) => (standing === 'closed' ? (gapOf(unit) ?? 0) : 0)),
    excused: sum(excusedOf),
    missing: sum((unit, standing) => (standing === 'missing' ? (gapOf(unit) ?? 0) : 0)),
    extra: sum((unit, standing) => (standing === 'extra' ? -(gapOf(unit) ?? 0) : 0)),
    isClosed: units.length > 0 && standings.every((one) => one === 'closed'),
  };
}

/** Seconds from the start until a unit was accounted for; undefined while it is not. */
export const secondsOf = (unit: Pick<Unit, 'closedAt'>, startedAt: number): number | undefined =>
  unit.closedAt === null ? undefined : Math.max(0, Math.round((unit.closedAt - startedAt) / 1_000));

/** Seconds from the start until a class left its room; undefined while nobody said so. */
export const departedAfter = (unit: Pick<Unit, 'leftAt'>, startedAt: number): number | undefined =>
  unit.leftAt === null ? undefined : Math.max(0, Math.round((unit.leftAt - startedAt) / 1_000));

export interface FloorTimes {
  readonly floor: string;
  readonly classes: number;
  /** Classes whose departure somebody tapped. */
  readonly departed: number;
  readonly firstLeft?: number;
  readonly lastLeft?: number;
  /** Until the slowest class of the floor was accounted for; absent while one is not. */
  readonly allIn?: number;
}

/** Departure and arrival floor by floor, in the order of the classes; seconds from the start. */
export function floorTimes(
  units: readonly Pick<Unit, 'closedAt' | 'leftAt' | 'floor'>[],
  startedAt: number,
): readonly FloorTimes[] {
  const floors = [...new Set(units.map((unit) => unit.floor))].filter((floor) => floor !== '');
  return floors.map((floor) => {
    const own = units.filter((unit) => unit.floor === floor);
    const left = own.flatMap((unit) => departedAfter(unit, startedAt) ?? []);
    const closed = own.flatMap((unit) => secondsOf(unit, startedAt) ?? []);
    return {
      floor,
      classes: own.length,
      departed: left.length,
      ...(left.length > 0 ? { firstLeft: Math.min(...left), lastLeft: Math.max(...left) } : {}),
      ...(closed.length === own.length ? { allIn: Math.max(...closed) } : {}),
    };
  });
}

/** The slowest class of each floor that has one, slowest floor first. */
export function floorSeconds(
  units: readonly Pick<Unit, 'closedAt' | 'floor'>[],
  startedAt: number,
): readonly { readonly floor: string; readonly seconds: number }[] {
  const floors = new Map<string, number>();
  for (const unit of units) {
    const seconds = secondsOf(unit, startedAt);
    if (unit.floor === '' || seconds === undefined) continue;
    floors.set(unit.floor, Math.max(seconds, floors.get(unit.floor) ?? 0));
  }
  return [...floors]
    .map(([floor, seconds]) => ({ floor, seconds }))
    .sort((left, right) => right.seconds - left.seconds);
}

/** 2 分 10 秒, 45 秒. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  return minutes === 0 ? `${whole} 秒` : `${minutes} 分 ${String(whole % 60).padStart(2, '0')} 秒`;
}
