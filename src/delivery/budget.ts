/**
 * Calls to a platform are counted per month (design.md §4): the last 15 % are kept for emergencies, drills and major
 * hazards, and running out slows the ordinary down instead of failing.
 */
import { and, eq, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { DAY, dateOf, daysBetween, instantOf, plusDays } from '../kernel/time.ts';
import type { PacingLimits, PlatformName } from '../platforms/platform.ts';
import { platformBudget } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

/** Share of the month's calls at which ordinary rows (normal, bulk) wait: the reserve of design.md §4. */
const RESERVED_FROM = 0.85;
/** Share at which answers to presses wait too; urgent rows never do. */
const URGENT_ONLY_FROM = 0.95;
/** Up to this share of the month's uses an address that a message brought may be answered at: what comes in counts more. */
const SESSIONS_UNTIL = 0.9;
/** Shares at which the safety office is told; at 85 and 95 % of the calls something changes, 100 is the vendor's word. */
const WARNINGS = { calls: [70, 85, 90, 95], uses: [70, 90] } as const;
export type Warning = 70 | 85 | 90 | 95 | 100;

export interface BudgetEvent {
  readonly platform: PlatformName;
  /** YYYY-MM in the school's time zone. */
  readonly month: string;
  /** `calls` to the vendor, or `uses`: what comes from it, where it counts that too. */
  readonly of: 'calls' | 'uses';
  /** Percent that has just been passed; 100: the vendor says that there is nothing left. */
  readonly passed: Warning;
  readonly used: number;
  readonly limit: number;
  /** YYYY-MM-DD: when they are used up if it goes on like this; undefined: not in this month. */
  readonly endsOn: string | undefined;
}

export interface BudgetState {
  readonly month: string;
  readonly used: number;
  readonly limit: number;
  /** Calls at the end of the month if it goes on like this. */
  readonly forecast: number;
  /** The highest warning passed. */
  readonly warning: Warning | undefined;
  /** Highest rank of lanes that may still leave: 3 all, 1 urgent and presses, 0 urgent only. */
  readonly maxRank: number;
}

interface Counted {
  readonly platform: PlatformName;
  readonly month: string;
  readonly calls: number;
  readonly uses: number;
  /** The vendor says that they are used up. */
  readonly over?: 'calls' | 'uses';
}

/** Counts calls in memory until they are written together with the next rows: a call must not cost a disk write. */
export interface CallCounter {
  /** The hook for a platform's client: one HTTP call has left. */
  count(platform: PlatformName, now: number): void;
  /** One message, press or event has come that the vendor counts (DingTalk Webhook & Stream). */
  use(platform: PlatformName, now: number): void;
  /** The vendor says that the month's are used up. */
  over(platform: PlatformName, of: 'calls' | 'uses', now: number): void;
  waiting(): readonly Counted[];
  /** These have been committed. */
  written(counted: readonly Counted[]): void;
}

export function createCallCounter(timeZone: string): CallCounter {
  const calls = new Map<string, Counted>();
  const add = (more: Counted): void => {
    const key = `${more.platform} ${more.month}`;
    const before = calls.get(key);
    const sum = { ...more, calls: (before?.calls ?? 0) + more.calls, uses: (before?.uses ?? 0) + more.uses };
    if (sum.calls > 0 || sum.uses > 0) calls.set(key, sum);
    else calls.delete(key);
  };
  /** Once a month is enough: every further call of the month says the same. */
  const said: Counted[] = [];
  const told = new Set<Counted>();
  return {
    over(platform, of, now) {
      const month = monthOf(now, timeZone);
      const isKnown = said.some((one) => one.platform === platform && one.month === month && one.over === of);
      if (!isKnown) said.push({ platform, month, calls: 0, uses: 0, over: of });
    },
    count: (platform, now) => add({ platform, month: monthOf(now, timeZone), calls: 1, uses: 0 }),
    use: (platform, now) => add({ platform, month: monthOf(now, timeZone), calls: 0, uses: 1 }),
    waiting: () => [...calls.values(), ...said.filter((one) => !told.has(one))],
    written: (counted) => {
      for (const one of counted)
        if (one.over === undefined) add({ ...one, calls: -one.calls, uses: -one.uses });
        else told.add(one);
    },
  };
}

export const monthOf = (now: number, timeZone: string): string => dateOf(now, timeZone).slice(0, 7);

const used = prepared((db) =>
  db
    .select({ calls: platformBudget.calls, uses: platformBudget.uses })
    .from(platformBudget)
    .where(
      and(eq(platformBudget.platform, sql.placeholder('platform')), eq(platformBudget.month, sql.placeholder('month'))),
    )
    .prepare(),
);

const addCalls = prepared((db) =>
  db
    .insert(platformBudget)
    .values({
      platform: sql.placeholder('platform'),
      month: sql.placeholder('month'),
      calls: sql.placeholder('calls'),
      uses: sql.placeholder('uses'),
    })
    .onConflictDoUpdate({
      target: [platformBudget.platform, platformBudget.month],
      set: {
        calls: sql`${platformBudget.calls} + excluded.calls`,
        uses: sql`${platformBudget.uses} + excluded.uses`,
      },
    })
    .prepare(),
);

const warningAt = (used: number, limit: number, of: 'calls' | 'uses'): Warning | undefined =>
  WARNINGS[of].findLast((percent) => used * 100 >= percent * limit);

/** Writes counted calls inside the caller's transaction; answers with the warnings they passed. */
export function writeCalls(
  context: ReadContext,
  counted: readonly Counted[],
  limitsOf: (platform: PlatformName) => PacingLimits | undefined,
): BudgetEvent[] {
  const events: BudgetEvent[] = [];
  for (const one of counted) {
    const { platform, month } = one;
    const before = used(context.db).get({ platform, month });
    if (one.over === undefined) addCalls(context.db).run({ platform, month, calls: one.calls, uses: one.uses });
    const limits = limitsOf(platform);
    for (const [of, limit] of [['calls', limits?.callsPerMonth] as const, ['uses', limits?.usesPerMonth] as const]) {
      if (limit === undefined) continue;
      const now = (before?.[of] ?? 0) + one[of];
      const above = warningAt(now, limit, of);
      const isNew = above !== undefined && above !== warningAt(before?.[of] ?? 0, limit, of);
      const passed = one.over === of ? 100 : isNew ? above : undefined;
      const endsOn = usedUpOn(now, limit, context);
      if (passed !== undefined) events.push({ platform, month, of, passed, used: now, limit, endsOn });
    }
  }
  return events;
}

/** Where a platform's month stands. `limit` is calls a month, `uncounted` what is not written yet. */
export function budgetState(context: ReadContext, platform: PlatformName, limit: number, uncounted = 0): BudgetState {
  const month = monthOf(context.now, context.timeZone);
  const calls = (used(context.db).get({ platform, month })?.calls ?? 0) + uncounted;
  return {
    month,
    used: calls,
    limit,
    forecast: forecastOf(calls, context.now, context.timeZone),
    warning: warningAt(calls, limit, 'calls'),
    maxRank: maxRankOf(calls, limit),
  };
}

/** The same for what comes from the vendor, where it counts that; nothing is held back for it. */
export function usesState(context: ReadContext, platform: PlatformName, limit: number): Omit<BudgetState, 'maxRank'> {
  const month = monthOf(context.now, context.timeZone);
  const uses = used(context.db).get({ platform, month })?.uses ?? 0;
  const forecast = forecastOf(uses, context.now, context.timeZone);
  return { month, used: uses, limit, forecast, warning: warningAt(uses, limit, 'uses') };
}

const maxRankOf = (calls: number, limit: number): number =>
  calls >= limit * URGENT_ONLY_FROM ? 0 : calls >= limit * RESERVED_FROM ? 1 : 3;

export interface Spent {
  /** Highest rank of lanes that may leave. */
  readonly maxRank: number;
  /** Whether a text may go by the address a message brought: there are uses to spare. */
  readonly hasUses: boolean;
  /** Whether it should: of the uses a smaller share is gone than of the calls. */
  readonly sparesCalls: boolean;
}

/** What the month still allows, alone: asked about every row. `uncounted` is not written yet. */
export function spentOf(
  context: ReadContext,
  platform: PlatformName,
  limits: Pick<PacingLimits, 'callsPerMonth' | 'usesPerMonth'>,
  uncounted: { readonly calls: number; readonly uses: number },
): Spent {
  const month = monthOf(context.now, context.timeZone);
  const written = used(context.db).get({ platform, month });
  const calls = (written?.calls ?? 0) + uncounted.calls;
  const usesShare = ((written?.uses ?? 0) + uncounted.uses) / (limits.usesPerMonth ?? Number.POSITIVE_INFINITY);
  return {
    maxRank: maxRankOf(calls, limits.callsPerMonth),
    hasUses: usesShare < SESSIONS_UNTIL,
    sparesCalls: usesShare < SESSIONS_UNTIL && usesShare <= calls / limits.callsPerMonth,
  };
}

/** Linear over the days of the month; the first day counts whole, so that one busy morning is no alarm. */
export function forecastOf(calls: number, now: number, timeZone: string): number {
  const first = `${monthOf(now, timeZone)}-01`;
  const days = daysBetween(first, nextMonth(first));
  const gone = Math.max((now - instantOf(first, '00:00', timeZone)) / DAY, 1);
  return Math.round((calls / gone) * days);
}

/** The day on which `limit` is reached if it goes on like this, YYYY-MM-DD; undefined: not in this month. */
function usedUpOn(calls: number, limit: number, { now, timeZone }: ReadContext): string | undefined {
  const first = `${monthOf(now, timeZone)}-01`;
  const days = Math.floor(
    (Math.max((now - instantOf(first, '00:00', timeZone)) / DAY, 1) * limit) / Math.max(calls, 1),
  );
  const day = plusDays(first, Math.min(days, 40));
  return day < nextMonth(first) ? day : undefined;
}

/** What waited for the new month leaves in its first morning: midnight is no time for a pile of ordinary cards. */
export const caughtUpAt = (now: number, timeZone: string): number =>
  instantOf(nextMonth(`${monthOf(now, timeZone)}-01`), '07:00', timeZone);

/** When the month's calls start again, ms. */
export const monthEndsAt = (now: number, timeZone: string): number =>
  instantOf(nextMonth(`${monthOf(now, timeZone)}-01`), '00:00', timeZone);

function nextMonth(first: string): string {
  const [year = 0, month = 0] = first.split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}
