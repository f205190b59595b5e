import type { DayTimes } from '../../school/calendar.ts';
import type { Clock } from '../duty.ts';

const DAY_MINUTES = 24 * 60;

/** A clock of the catalogue as HH:mm of this school's day; relative ones may run past midnight and wrap. */
export function clockText(clock: Clock, times: DayTimes): string {
  if (typeof clock === 'string') return clock;
  const base = {
    'school-start': times.schoolStart,
    'first-class': times.firstClass,
    dismissal: times.dismissal,
    'lights-out': times.lightsOut,
  }[clock.from];
  const [hours = 0, minutes = 0] = base.split(':').map(Number);
  const total = (((hours * 60 + minutes + clock.minutes) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}
