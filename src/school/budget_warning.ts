import { z } from 'zod';
import { adminQuotaCard } from '../../cards/school/admin_quota.ts';
import type { Context } from '../kernel/context.ts';
import { definePresentation } from '../kernel/presentation.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, plusDays, shortDay } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { safetyOffices, schoolsAsSafetyOffice } from './queries.ts';

interface Passed {
  readonly platform: PlatformName;
  /** YYYY-MM. */
  readonly month: string;
  readonly of: 'calls' | 'uses';
  /** Percent. */
  readonly passed: 70 | 85 | 90 | 95 | 100;
  readonly used: number;
  readonly limit: number;
  /** YYYY-MM-DD. */
  readonly endsOn: string | undefined;
}

/** Share kept for emergencies, drills and major hazards (design.md §4). */
const RESERVE = 0.15;

/**
 * Tells the safety offices, once for each share of each month, what becomes scarce and what that means from now on
 * (design.md §4). From 85 % on only danger and answers leave, so this goes in their lane.
 */
export function tellBudget(context: Context, event: Passed): void {
  const { endsOn, ...figures } = event;
  const { platform, month, of, passed } = event;
  const subject = { ...figures, endsOn: endsOn ?? '', day: dateOf(context.now, context.timeZone) };
  for (const person of safetyOffices(context, [])) {
    const dedupeKey = `budget:${platform}:${month}:${of}:${passed}:${person}`;
    sendCard(context, 'admin.quota', subject, { person }, { lane: 'urgent', dedupeKey });
  }
}

/** What was true when the share was passed; in another month it is no news any more. */
export const adminQuota = definePresentation({
  card: 'admin.quota',
  subject: z.object({
    platform: z.enum(['feishu', 'dingtalk']),
    month: z.string(),
    of: z.enum(['calls', 'uses']),
    passed: z.union([z.literal(70), z.literal(85), z.literal(90), z.literal(95), z.literal(100)]),
    used: z.number(),
    limit: z.number(),
    endsOn: z.string(),
    day: z.string(),
  }),
  topic: ({ platform, month, of, passed }) => `budget:${platform}:${month}:${of}:${passed}`,
  wanted: ({ now, timeZone }, { month }) => dateOf(now, timeZone).startsWith(month),
  show(context, { platform, month, of, passed, used, limit, endsOn, day }, viewer) {
    const [school] = viewer.kind === 'person' ? schoolsAsSafetyOffice(context, viewer.person) : [];
    if (school === undefined) return undefined;
    const nextMonth = `${plusDays(`${month}-28`, 4).slice(0, 7)}-01`;
    return adminQuotaCard({
      platform,
      of,
      passed,
      used,
      limit,
      reserve: Math.round(limit * RESERVE),
      ...(endsOn === '' ? {} : { endsOn: shortDay(endsOn, day) }),
      nextMonth: shortDay(nextMonth, day),
      day: shortDay(day, day),
      school,
    });
  },
});
