/** The ways a newcomer may move the demo's clock. School time is China Standard Time: UTC+8, no summer time. */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CHINA_OFFSET = 8 * 60 * MINUTE;

export interface ClockStep {
  readonly id: string;
  readonly label: string;
  /** Where the clock goes, ms since the epoch; always later than now. */
  readonly at: number;
}

/** Start of the school day's date (midnight in China) that `now` lies in. */
function midnight(now: number): number {
  return Math.floor((now + CHINA_OFFSET) / DAY) * DAY - CHINA_OFFSET;
}

/** 0 is Sunday, in China. */
function weekday(at: number): number {
  return new Date(at + CHINA_OFFSET).getUTCDay();
}

/** The five steps from `now` (ms). A time of day already past means tomorrow's, and its label says so. */
export function clockSteps(now: number): readonly ClockStep[] {
  const today = midnight(now);
  const afternoon = today + (15 * 60 + 30) * MINUTE;
  const past = afternoon <= now;
  const untilMonday = (8 - weekday(now)) % 7 || 7;
  return [
    { id: 'ten-minutes', label: '+10 分钟', at: now + 10 * MINUTE },
    { id: 'afternoon', label: past ? '到明天 15:30' : '到 15:30', at: past ? afternoon + DAY : afternoon },
    { id: 'tomorrow', label: '到明天 08:00', at: today + DAY + 8 * 60 * MINUTE },
    { id: 'monday', label: '到周一', at: today + untilMonday * DAY + 8 * 60 * MINUTE },
    { id: 'week', label: '+7 天', at: now + 7 * DAY },
  ];
}
