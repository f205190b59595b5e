import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, instantOf, MINUTE, plusDays } from '../kernel/time.ts';
import { cancelTimer, setTimer } from '../kernel/timers.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { groupOnEach } from '../school/queries.ts';
import { drill } from '../store/schema/index.ts';
import { classesTakingPart } from './part.ts';
import { findDrill, headsOfClasses } from './queries.ts';
import { type Drill, type DrillRung, idOfTopic, ladder, topicOf } from './rules.ts';
import { leadersOf } from './who.ts';

export const REMINDER_TIMER = 'drill.reminder';

/** When a rung speaks, ms. */
export function rungAt(rung: DrillRung, plannedAt: number, timeZone: string): number {
  if (rung.clock === undefined) return plannedAt - (rung.minutes ?? 0) * MINUTE;
  return instantOf(plusDays(dateOf(plannedAt, timeZone), -rung.days), rung.clock, timeZone);
}

/** The last rung whose time has gone by; a drill planned for tomorrow does not begin with the reminder of two weeks ago. */
export function passedRungs(context: Pick<Context, 'now' | 'timeZone'>, plannedAt: number): number {
  return ladder.findLastIndex((rung) => rungAt(rung, plannedAt, context.timeZone) <= context.now);
}

/** Wakes up for the next rung. */
export function planReminders(context: Context, of: Drill): void {
  const next = of.state === 'planned' ? ladder[of.ladderDone + 1] : undefined;
  if (next === undefined) cancelTimer(context, REMINDER_TIMER, topicOf(of.id));
  else setTimer(context, REMINDER_TIMER, topicOf(of.id), rungAt(next, of.plannedAt, context.timeZone));
}

/** The rungs that are due; after an outage only the latest speaks, and none once the drill's time has gone by. */
export function remind(context: Context, subject: string): void {
  const of = findDrill(context, idOfTopic(subject));
  if (of?.state !== 'planned') return;
  const due = passedRungs(context, of.plannedAt);
  const rung = ladder[due];
  if (due <= of.ladderDone || rung === undefined) {
    planReminders(context, of);
    return;
  }
  context.db.update(drill).set({ ladderDone: due }).where(eq(drill.id, of.id)).run();
  if (context.now <= of.plannedAt || rung.says === 'missed') speak(context, of, rung);
  planReminders(context, { ...of, ladderDone: due });
}

function speak(context: Context, of: Drill, rung: DrillRung): void {
  const key = (card: string, to: string) => `${card}:${of.id}:${of.plannedAt}:${rung.days}:${to}`;
  const tell = (card: string, people: readonly PersonId[], isUrgent = false): void => {
    for (const person of new Set(people))
      sendCard(
        context,
        card,
        { drill: of.id },
        { person },
        { ...(isUrgent ? { lane: 'urgent' as const } : {}), dedupeKey: key(card, String(person)) },
      );
  };
  const first = (roles: readonly string[]) => peopleWithFirstRole(context, of.schoolId, roles).map((one) => one.person);
  switch (rung.says) {
    case 'plan':
    case 'missed':
      tell('drill.start', first(['safety_office', 'vice_principal']));
      return;
    case 'prepare':
      if (of.preparedAt === null) tell('drill.prepare', first(['facility_lead', 'safety_office']));
      return;
    case 'brief': {
      const groups = groupOnEach(context, of.schoolId, 'class_teachers');
      for (const { id, once } of groups)
        sendCard(
          context,
          'drill.briefing',
          { drill: of.id },
          { group: id },
          { dedupeKey: key('briefing', `g${once}`) },
        );
      if (groups.length === 0) {
        const heads = headsOfClasses(context, of.schoolId);
        tell(
          'drill.briefing',
          classesTakingPart(context, of).flatMap((one) => heads.get(String(one.id)) ?? []),
        );
      }
      return;
    }
    case 'soon':
      tell('drill.start', leadersOf(context, of), true);
  }
}
