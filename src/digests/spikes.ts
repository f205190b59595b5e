/**
 * When a place or a category speaks up (风险提示). The rules name no threshold, so these are the product's defaults; they
 * compare with the own history only, never one place with another.
 */

/** One stretch of the history, school days: four weeks of lessons. */
export const WINDOW_DAYS = 20;
/** Stretches before the latest that make the history, and how few of them are still one. */
export const HISTORY_WINDOWS = 3;
const FEWEST_WINDOWS = 2;
/** Fewer hazards than this are chance, whatever there was before. */
const FEWEST = 4;
/** How many times the usual number it must be. */
const TIMES = 2;
/** How many standard deviations above the usual number, were they independent (√n). */
const DEVIATIONS = 2;

/** Hazards found in the latest stretch and in those before it, the latest of these first. */
export interface History {
  readonly recent: number;
  readonly before: readonly number[];
}

/** What a stretch of the history had on average. */
export const usualOf = ({ before }: Pick<History, 'before'>): number =>
  before.length === 0 ? 0 : before.reduce((sum, one) => sum + one, 0) / before.length;

/**
 * More than its own history explains: at least four, twice the usual number, two deviations above it, and more than any
 * stretch before. Without two stretches of history nothing is said. Pure.
 */
export function isSpike(history: History): boolean {
  const { recent, before } = history;
  if (before.length < FEWEST_WINDOWS) return false;
  const usual = usualOf(history);
  return (
    recent >= FEWEST &&
    recent >= TIMES * usual &&
    recent >= usual + DEVIATIONS * Math.sqrt(usual) &&
    recent > Math.max(...before)
  );
}

/** First day, inclusive, and the day after the last, YYYY-MM-DD. */
export interface Stretch {
  readonly from: string;
  readonly until: string;
}

/**
 * The stretches up to the day before `today`, the latest first: each holds `WINDOW_DAYS` school days and whatever lies
 * between them. `schoolDays`: every school day before today, the latest first; one that is not full is left out. Pure.
 */
export function stretchesBefore(schoolDays: readonly string[], today: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let until = today;
  for (let index = WINDOW_DAYS - 1; index < schoolDays.length; index += WINDOW_DAYS) {
    const from = schoolDays[index] ?? today;
    stretches.push({ from, until });
    until = from;
    if (stretches.length > HISTORY_WINDOWS) break;
  }
  return stretches;
}
