import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { keepersOf, placeKeepers } from '../duties/place_keepers.ts';
import { HALF_MONTH } from '../duties/rounds/pages.ts';
import { categoryOf } from '../hazards/taxonomy.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { sendCard } from '../kernel/send.ts';
import { DAY, dateOf, instantOf, plusDays } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { peopleWithFirstRole, peopleWithRole } from '../school/people.ts';
import { slot } from '../store/schema/index.ts';
import { type Spike, spikesOf } from './trends.ts';

export const TIP_TIMER = 'digest.tips';
const TIP_CLOCK = '08:20';

/** The same place or category is spoken of once in four weeks; its figures hold that long. */
const TIP_PAUSE_MS = 28 * DAY;

/** A role more people hold than this names nobody in particular; the safety office hears it in any case. */
const FEW = 3;

const slotName = (schoolId: number, { by, key }: Pick<Spike, 'by' | 'key'>): string => `tip:${schoolId}:${by}:${key}`;

/** Plans the next morning's look at a school's places and categories. */
export function planTips(context: Context, schoolId: number): void {
  const today = dateOf(context.now, context.timeZone);
  const morning = instantOf(today, TIP_CLOCK, context.timeZone);
  const next = morning > context.now ? morning : instantOf(plusDays(today, 1), TIP_CLOCK, context.timeZone);
  setTimer(context, TIP_TIMER, `school:${schoolId}`, next);
}

function lastTold(context: Context, name: string): number | undefined {
  return context.db.select({ at: slot.lastSlot }).from(slot).where(eq(slot.name, name)).get()?.at;
}

function markTold(context: Context, name: string): void {
  context.db
    .insert(slot)
    .values({ name, knownSince: context.now, lastSlot: context.now })
    .onConflictDoUpdate({ target: slot.name, set: { lastSlot: context.now } })
    .run();
}

/** Whom a spike concerns: who keeps the place or answers for the category, and the safety office. */
function concerned(context: Context, schoolId: number, { by, key }: Spike): readonly PersonId[] {
  const office = peopleWithFirstRole(context, schoolId, ['safety_office', 'vice_principal']).map((one) => one.person);
  const keepers =
    by === 'place'
      ? placeKeepers(keepersOf(context, schoolId), key, HALF_MONTH)
      : (categoryOf(key)?.owners ?? [])
          .map((role) => peopleWithRole(context, schoolId, role))
          .filter((holders) => holders.length <= FEW)
          .flatMap((holders) => holders.map((one) => one.person));
  return [...new Set([...office, ...keepers])];
}

/**
 * Every morning of a school day: what stands above its own history is told to those it concerns, in one card each, and
 * not again for four weeks.
 */
export function tellTips(context: Context, subject: string): void {
  const schoolId = Number(subject.split(':')[1]);
  planTips(context, schoolId);
  const today = dateOf(context.now, context.timeZone);
  if (!schoolCalendar(context, schoolId).isSchoolDay(today)) return;
  const spikes = spikesOf(context, schoolId, today).filter(
    (spike) => context.now - (lastTold(context, slotName(schoolId, spike)) ?? -TIP_PAUSE_MS) >= TIP_PAUSE_MS,
  );
  const keysOf = new Map<PersonId, string[]>();
  for (const spike of spikes) {
    markTold(context, slotName(schoolId, spike));
    for (const person of concerned(context, schoolId, spike))
      keysOf.set(person, [...(keysOf.get(person) ?? []), `${spike.by}:${spike.key}`]);
    record(context, 'hazard.tip', `school:${schoolId}`, { by: spike.by, key: spike.key, ...spike.history });
  }
  for (const [person, keys] of keysOf)
    sendCard(
      context,
      'digest.tip',
      { school: schoolId, day: today, keys: keys.join(',') },
      { person },
      { dedupeKey: `digest.tip:${schoolId}:${today}:${person}` },
    );
}
