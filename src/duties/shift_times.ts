import type { DayTimes } from '../school/calendar.ts';

/** The duty rosters that are read, asked and handed over; ids of the catalogue. */
export const LEADER = 'leader-duty-roster';
export const GATE = 'teacher-gate-duty';
export const NIGHT = 'night-duty-patrol';
export const rosterDuties = [LEADER, GATE, NIGHT] as const;
export type RosterDuty = (typeof rosterDuties)[number];

/** How a duty is called on cards about one shift. */
export const dutyWords: Readonly<Record<RosterDuty, string>> = {
  [LEADER]: '带班',
  [GATE]: '护导',
  [NIGHT]: '夜间值班',
};

/** Post of whoever is on duty beside the leader. */
export const STAFF_POST = '值班员';

/** Minutes from midnight of the shift's date; beyond 1,440 it is the next day. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY = 24 * 60;
const minutes = (clock: string): number => {
  const [hours = 0, rest = 0] = clock.split(':').map(Number);
  return hours * 60 + rest;
};

const CLOCK = '([01]?\\d|2[0-4])\\s*(?:[:：点时]\\s*([0-5]\\d)?分?|(?=\\s*[-—~–至到]))';
const RANGE = new RegExp(
  `${CLOCK}\\s*(?:[-—~–至到]+)\\s*(?:次日|第二天|翌日)?\\s*([01]?\\d|2[0-4])\\s*[:：点时]\\s*([0-5]\\d)?`,
);

/** Times written into a slot: 早（7:10—8:00）, 19:00至次日7:00. */
export function spanIn(slot: string): Span | undefined {
  const match = RANGE.exec(slot.normalize('NFKC'));
  if (!match) return undefined;
  const from = Number(match[1]) * 60 + Number(match[2] ?? 0);
  const to = Number(match[3]) * 60 + Number(match[4] ?? 0);
  return { from, to: to <= from ? to + DAY : to };
}

/** Slots one entry of a roster stands for: at the gate a day without a slot is morning and afternoon. */
export function slotsOf(duty: RosterDuty, slot: string): readonly string[] {
  if (duty !== GATE || spanIn(slot)) return [slot];
  return slot === '' || /全天|上.?放学|上下学|早.?晚$/.test(slot) ? ['早', '晚'] : [slot];
}

/**
 * When a shift is, from its slot's own times or from the school's day (domain/duties.md: 领导带班 07:00–次日 07:00;
 * 护导 30 minutes before school starts until the first class, and 30 minutes from dismissal). Product defaults.
 */
export function spanOf(duty: RosterDuty, slot: string, times: DayTimes): Span {
  const own = spanIn(slot);
  if (own) return own;
  if (duty === GATE) {
    if (/晚自习|晚修|夜/.test(slot)) return { from: minutes(times.lightsOut) - 60, to: minutes(times.lightsOut) - 30 };
    if (/中/.test(slot)) return { from: 11 * 60 + 30, to: 14 * 60 };
    if (/晚|放学|下午|离校/.test(slot)) return { from: minutes(times.dismissal), to: minutes(times.dismissal) + 30 };
    return { from: minutes(times.schoolStart) - 30, to: minutes(times.firstClass) };
  }
  if (duty === NIGHT) {
    const middle = DAY + 2 * 60;
    if (/上半夜|前半夜/.test(slot)) return { from: minutes(times.lightsOut), to: middle };
    if (/下半夜|后半夜/.test(slot)) return { from: middle, to: DAY + 6 * 60 + 30 };
    return { from: minutes(times.lightsOut), to: DAY + 6 * 60 + 30 };
  }
  if (/夜|晚/.test(slot)) return { from: 19 * 60, to: DAY + 7 * 60 };
  if (/上午|早/.test(slot)) return { from: 7 * 60, to: 12 * 60 };
  if (/下午|中/.test(slot)) return { from: 12 * 60, to: 19 * 60 };
  if (/白|日班/.test(slot)) return { from: 7 * 60, to: 19 * 60 };
  return { from: 7 * 60, to: DAY + 7 * 60 };
}
