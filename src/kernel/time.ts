/**
 * Instants are ms since 1970; a date is `YYYY-MM-DD` and a clock time `HH:mm` in the school's time zone, never the
 * server's.
 */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Offsets of zones change on quarter hours only, so one reading serves the quarter. */
const QUARTER = 15 * MINUTE;
const KEPT_OFFSETS = 4_000;
const offsets = new Map<string, Map<number, number>>();

/** Local wall time of an instant as if it were UTC, ms: the base of all reading below. */
function wallOf(instant: number, timeZone: string): number {
  let known = offsets.get(timeZone);
  if (!known) {
    known = new Map();
    offsets.set(timeZone, known);
  }
  const quarter = Math.floor(instant / QUARTER);
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = readWall(quarter * QUARTER, timeZone) - quarter * QUARTER;
    if (known.size >= KEPT_OFFSETS) known.clear();
    known.set(quarter, offset);
  }
  return instant + offset;
}

/** Asks the platform's calendar, which costs more than everything else about a moment. */
function readWall(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const part of formatOf(timeZone).formatToParts(instant)) parts[part.type] = Number(part.value);
  return Date.UTC(
    parts.year ?? 0,
    (parts.month ?? 1) - 1,
    parts.day ?? 1,
    parts.hour ?? 0,
    parts.minute ?? 0,
    parts.second ?? 0,
  );
}

export const dateOf = (instant: number, timeZone: string): string =>
  new Date(wallOf(instant, timeZone)).toISOString().slice(0, 10);

export const clockOf = (instant: number, timeZone: string): string =>
  new Date(wallOf(instant, timeZone)).toISOString().slice(11, 16);

/** The instant at which it is `clock` on `date` in the zone. */
export function instantOf(date: string, clock: string, timeZone: string): number {
  const wall = Date.parse(`${date}T${clock}:00Z`);
  const guess = wall - (wallOf(wall, timeZone) - wall);
  // A second look settles the hours around a change of offset.
  return wall - (wallOf(guess, timeZone) - guess);
}

/** The date `days` calendar days later (negative: earlier). */
export const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** Whole calendar days from one date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);

/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

const weekdayNames = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** 9月18日 周四; the year only when it is not this year (domain/voice.md §1). */
export function dayText(date: string, today: string): string {
  return `${shortDay(date, today)} ${weekdayNames[weekdayOf(date)]}`;
}

/** 9月18日, with the year only when it is another one. */
export function shortDay(date: string, today: string): string {
  const [year, month, day] = date.split('-');
  const text = `${Number(month)}月${Number(day)}日`;
  return year === today.slice(0, 4) ? text : `${year}年${text}`;
}

/** 9月18日 10:20. */
export const momentText = (instant: number, now: number, timeZone: string): string =>
  `${shortDay(dateOf(instant, timeZone), dateOf(now, timeZone))} ${clockOf(instant, timeZone)}`;

/** 10:20 today, 9月18日 10:20 on any other day: for cards that are drawn anew as time goes by. */
export const whenText = (instant: number, now: number, timeZone: string): string =>
  dateOf(instant, timeZone) === dateOf(now, timeZone) ? clockOf(instant, timeZone) : momentText(instant, now, timeZone);
