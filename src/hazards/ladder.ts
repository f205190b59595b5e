import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, daysBetween } from '../kernel/time.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { change } from './change.ts';
import { ladderOf, planTimers, promiseBrokenAt, rungTimes } from './plan.ts';
import { findHazard, type Hazard, openSupervision } from './queries.ts';
import { dueRung, idOfTopic, ladders, type Rung } from './rules.ts';
import { askedFor } from './stand_in.ts';
import { listHazard } from './supervise.ts';

const standIns: Readonly<Record<string, readonly string[]>> = {
  vice_principal: ['vice_principal', 'principal'],
  principal: ['principal', 'vice_principal'],
  safety_office: ['safety_office', 'vice_principal'],
};

/** Who a rung speaks to: the hazard's own people, or holders of a role. */
function peopleOf(context: Context, of: Hazard, to: string): readonly PersonId[] {
  if (to === 'owner') return askedFor(context, of);
  if (to === 'leader') return of.leaderId === null ? [] : [of.leaderId];
  return peopleWithFirstRole(context, of.schoolId, standIns[to] ?? [to]).map((holder) => holder.person);
}

/**
 * Runs when a rung may be due: speaks on the latest due rung only, applies what every due rung brings (raising,
 * listing), and plans the next. Nobody is asked when the work was handed in meanwhile.
 */
export function climbLadder(context: Context, subject: string): void {
  const found = findHazard(context, idOfTopic(subject));
  if (!found || (found.state !== 'assigned' && found.state !== 'rectifying') || found.due === null) return;
  const ladder = ladderOf(found);
  const broken = (promiseBrokenAt(context, found) ?? Number.POSITIVE_INFINITY) <= context.now;
  // The last rung speaks again, every day or every week (rules.ts, nextRungAt).
  const again = broken || found.ladderDone < ladder.length - 1 ? undefined : found.ladderDone;
  const reached = dueRung(rungTimes(context, found), found.ladderDone, context.now) ?? again;
  const rung = reached === undefined ? undefined : ladder[reached];
  if (reached !== undefined && rung) {
    speak(context, climb(context, found, reached, rung, broken), rung, `${reached}`);
  } else if (broken) speakOfBrokenPromise(context, found);
  else planTimers(context, found);
}

/** Moves the case up to the rung; what the rungs passed on the way bring happens too. */
function climb(context: Context, from: Hazard, reached: number, rung: Rung, broken: boolean): Hazard {
  const ladder = ladderOf(from);
  const today = dateOf(context.now, context.timeZone);
  const note = rung.level === 0 ? '到期提醒' : `第 ${rung.level} 级催办`;
  // First, so that no change below plans a rung that is being climbed this moment.
  const columns = { ladderDone: reached, ...(broken ? { promisedOn: null } : {}) };
  let current = change(context, from, 'nudge', columns, { note, keepsRevision: true });
  for (const { effect } of ladder.slice(from.ladderDone + 1, reached + 1)) {
    if (effect === 'raise' && current.severity === 'general') {
      // From today it is a serious one: what that would bring two weeks overdue comes two weeks from now.
      const late = daysBetween(from.due ?? today, today);
      const rest = ladders.serious.filter((one) => one.effect === 'authority');
      const longer = [...ladder, ...rest.map((one) => ({ ...one, days: late + one.days }))];
      const raised = { severity: 'serious', ladder: longer } as const;
      current = change(context, current, 'raise', raised, { note: '逾期 7 个上课日，升为较大' });
    } else if (effect === 'list' && !openSupervision(context, current.id)) {
      current = listHazard(context, current, undefined);
    }
  }
  return current;
}

/** A broken promise goes one rung up (design.md §5): those above hear early; what the rung brings waits for its day. */
function speakOfBrokenPromise(context: Context, of: Hazard): void {
  const note = `预计 ${of.promisedOn} 没办好`;
  const current = change(context, of, 'promise_broken', { promisedOn: null }, { note, keepsRevision: true });
  if (current.due === null || current.due >= dateOf(context.now, context.timeZone)) return;
  const next = ladderOf(current)[current.ladderDone + 1];
  if (next) speak(context, current, next, 'promise');
}

function speak(context: Context, of: Hazard, rung: Rung, key: string): void {
  const told = new Set<PersonId>();
  for (const to of rung.to) {
    for (const person of peopleOf(context, of, to)) {
      if (told.has(person)) continue;
      told.add(person);
      const authority = rung.effect === 'authority' && person !== of.ownerId && of.authorityReport === null;
      sendCard(
        context,
        authority ? 'hazard.authority' : 'hazard.overdue',
        authority ? { hazard: of.id } : { hazard: of.id, level: rung.level },
        { person },
        {
          dedupeKey: `ladder:${of.id}:${key}:${context.now}:${person}`,
          lane: of.severity === 'major' ? 'urgent' : 'normal',
        },
      );
    }
  }
}
