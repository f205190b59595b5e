import { plusDays } from '../kernel/time.ts';

const two = Array.from({ length: 32 }, (_, day) => String(day).padStart(2, '0'));

/** The next date; inside a month by its digits alone, which walks through terms ten times as fast. */
export function dayAfter(date: string): string {
  const day = Number(date.slice(8));
  return day < 28 ? `${date.slice(0, 8)}${two[day + 1]}` : plusDays(date, 1);
}

/** The date before. */
export function dayBefore(date: string): string {
  const day = Number(date.slice(8));
  return day > 1 ? `${date.slice(0, 8)}${two[day - 1]}` : plusDays(date, -1);
}
