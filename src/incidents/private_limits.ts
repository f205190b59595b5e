/**
 * The limits a school sets for the steps of private matters, and the pace at which steps without a limit are asked
 * about. Ten days for 认定 is 教督〔2017〕10 号: a school may only take less. All else is ours, and is shown as ours.
 */
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { setting } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

const whole = (least: number, most: number) => z.number().int().min(least).max(most);

const shape = z.object({
  /** 启动核查, hours. */
  checking: whole(1, 72),
  /** 认定, days; the document's ten at most. */
  decided: whole(1, 10),
  /** 口头报校长, minutes. */
  told: whole(5, 60),
  /** 研判, hours. */
  judged: whole(1, 24),
  /** A step without a limit is first asked about after so many school days. */
  firstAsked: whole(1, 20),
  /** And then after so many days each time. */
  askedEvery: whole(7, 30),
});
export type PrivateLimits = Readonly<z.infer<typeof shape>>;

export const usualLimits: PrivateLimits = {
  checking: 24,
  decided: 10,
  told: 30,
  judged: 2,
  firstAsked: 7,
  askedEvery: 14,
};

const keyOf = (schoolId: number): string => `school:${schoolId}:private-limits`;
export const privateLimitsTopic = (schoolId: number): string => `private-limits:${schoolId}`;

const stored = prepared((db) =>
  db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, sql.placeholder('key')))
    .prepare(),
);

/** What the school has set; ours where it has set nothing. */
export function privateLimitsOf(context: Pick<ReadContext, 'db'>, schoolId: number): PrivateLimits {
  const found = shape.safeParse(stored(context.db).get({ key: keyOf(schoolId) })?.value);
  return found.success ? found.data : usualLimits;
}

/**
 * Sets the limits of matters that are handed in from now on; those under way keep the ones they came with. The pace holds
 * for all at once (pace_again.ts); gives back what was set before.
 */
export function setPrivateLimits(context: Context, schoolId: number, wanted: PrivateLimits): PrivateLimits {
  const before = privateLimitsOf(context, schoolId);
  const value = shape.parse(wanted);
  context.db
    .insert(setting)
    .values({ key: keyOf(schoolId), value })
    .onConflictDoUpdate({ target: setting.key, set: { value } })
    .run();
  record(context, 'incident.private_limits', privateLimitsTopic(schoolId), { before, after: value });
  return before;
}
