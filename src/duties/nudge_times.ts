import { z } from 'zod';
import type { Cadence } from './duty.ts';
import { type DutyRung, dutyLadders, type Escalation } from './ladders.ts';

/** When whoever has not done it is asked again, as a school sets it; what goes to those above stays as it is. */
export interface NudgeTimes {
  /** Calendar days before the deadline's day, 0 that day; each at `clock`. */
  readonly days: readonly number[];
  /** `HH:mm` */
  readonly clock: string;
  /** Minutes before the deadline, 0 at the deadline. */
  readonly minutes: readonly number[];
}

const shape = z.object({
  days: z.array(z.number().int().min(0).max(60)),
  clock: z.string().regex(/^\d{2}:\d{2}$/),
  minutes: z.array(z.number().int().min(0).max(1_440)),
});

/** Nudge times as they are stored, read back; undefined for anything else: then the catalogue's count. */
export function readNudgeTimes(value: unknown): NudgeTimes | undefined {
  const read = shape.safeParse(value);
  return read.success ? read.data : undefined;
}

/** Shifts, dangers and hazards have a clock of their own (domain/duties.md §1.4): E5, E6 and E7 are not a school's choice. */
export const mayChooseNudges = (duty: { readonly escalation: Escalation; readonly cadence: Cadence }): boolean =>
  ['E0', 'E1', 'E2', 'E3', 'E4'].includes(duty.escalation) && duty.cadence !== 'shift' && duty.cadence !== 'event';

/** What is due on the day it opens has no days before. */
export const hasDaysBefore = (cadence: Cadence): boolean =>
  cadence !== 'daily' && cadence !== 'every-day' && cadence !== 'boarding-night';

const USUAL_CLOCK = '10:00';

/** The nudge times of the catalogue, in the terms a school can change: 周四 16:00 is the day before at 16:00. */
export function usualNudges(escalation: Escalation): NudgeTimes {
  const owners = dutyLadders[escalation].filter((rung) => rung.to === 'owners').map((rung) => rung.when);
  const days = owners.flatMap((when) => ('days' in when ? [-when.days] : when.from === 'week' ? [1] : []));
  const clock = owners.flatMap((when) => ('clock' in when ? [when.clock] : []))[0] ?? USUAL_CLOCK;
  const minutes = owners.flatMap((when) => ('minutes' in when ? [-when.minutes] : []));
  return { days: [...new Set(days)], clock, minutes };
}

/**
 * The ladder of a duty: the catalogue's, or with the school's own times for those who have to do it. In a ladder that
 * speaks in the group, all but the last of these do.
 */
export function ladderOf(duty: {
  readonly escalation: Escalation;
  readonly nudges?: NudgeTimes | undefined;
}): readonly DutyRung[] {
  const usual = dutyLadders[duty.escalation];
  const { nudges } = duty;
  if (!nudges) return usual;
  const when: readonly DutyRung['when'][] = [
    ...[...nudges.days]
      .sort((left, right) => right - left)
      .map((days) => ({ from: 'due', days: -days, unit: 'calendar', clock: nudges.clock }) as const),
    ...[...nudges.minutes]
      .sort((left, right) => right - left)
      .map((minutes) => ({ from: 'due', minutes: -minutes }) as const),
  ];
  const speaksInGroup = usual.some((rung) => rung.inGroup);
  const owners = when.map((moment, index): DutyRung => {
    const inGroup = speaksInGroup && (index < when.length - 1 || when.length === 1);
    const anyDay = duty.escalation === 'E4';
    return { when: moment, to: 'owners', ...(inGroup ? { inGroup } : {}), ...(anyDay ? { anyDay } : {}) };
  });
  return [...owners, ...usual.filter((rung) => rung.to !== 'owners')];
}

const minutesText = (minutes: number): string =>
  minutes === 0 ? '截止时' : minutes % 60 === 0 ? `前 ${minutes / 60} 小时` : `前 ${minutes} 分`;

/** 提前 7、3、1 天 10:00；截止前 2 小时、截止时. */
export function nudgeText({ days, clock, minutes }: NudgeTimes): string {
  const before = days.filter((day) => day > 0).sort((left, right) => right - left);
  const parts = [
    ...(before.length > 0 ? [`提前 ${before.join('、')} 天 ${clock}`] : []),
    ...(days.includes(0) ? [`当天 ${clock}`] : []),
    ...[...minutes]
      .sort((left, right) => right - left)
      .map((one) => (one === 0 ? '截止时' : `截止${minutesText(one)}`)),
  ];
  return parts.length === 0 ? '不催' : parts.join('；');
}
