import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf } from '../kernel/time.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { change } from './change.ts';
import { ladderOf, planTimers, promiseBrokenAt, rungTimes } from './plan.ts';
import { findHazard, type Hazard, openSupervision } from './queries.ts';
import { dueRung, idOfTopic, ladders, type Rung } from './rules.ts';
import { listHazard } from './supervise.ts';

const standIns: Readonly<Record<string, readonly string[]>> = {
  vice_principal: ['vice_principal', 'principal'],
  principal: ['principal', 'vice_principal'],
  safety_office: ['safety_office', 'vice_principal'],
};

/** Who a rung speaks to: the hazard's own people, or holders of a role. */
function peopleOf(context: Context, of: Hazard, to: string): readonly PersonId[] {
  if (to === 'owner') return of.ownerId === null ? [] : [of.ownerId];
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
  const current = broken
    ? change(
        context,
        found,
        'promise_broken',
        { promisedOn: null },
        { note: `预计 ${found.promisedOn}`, keepsRevision: true },
      )
    : found;
  if (reached !== undefined && rung) {
    let moved = climb(context, current, reached, rung);
    // Raising lengthens the ladder: what is due on it now is said in the same breath, not as a second card.
    const further = dueRung(rungTimes(context, moved), moved.ladderDone, context.now);
    const last = further === undefined ? undefined : ladderOf(moved)[further];
    if (further !== undefined && last) moved = climb(context, moved, further, last);
    speak(context, moved, last ?? rung, `${moved.ladderDone}`);
  } else if (broken) speakOfBrokenPromise(context, current);
  else planTimers(context, current);
}

/** Moves the case up to the rung; what the rungs passed on the way bring happens too. */
function climb(context: Context, from: Hazard, reached: number, rung: Rung): Hazard {
  const ladder = ladderOf(from);
  let current = from;
  for (let index = from.ladderDone + 1; index <= reached; index += 1) {
    const effect = ladder[index]?.effect;
    if (effect === 'raise' && current.severity === 'general') {
      // The ladder it was opened with goes on where that of its new severity still has something to say.
      const longer = [...ladder, ...ladders.serious.filter((one) => one.effect === 'authority')];
      const raised = { severity: 'serious', ladder: longer } as const;
      current = change(context, current, 'raise', raised, { note: '逾期 7 个上课日，升为较大' });
    } else if (effect === 'list' && !openSupervision(context, current.id)) {
      current = listHazard(context, current, undefined);
    }
  }
  const note = rung.level === 0 ? '到期提醒' : `第 ${rung.level} 级催办`;
  return change(context, current, 'nudge', { ladderDone: reached }, { note, keepsRevision: true });
}

/** A broken promise goes one rung up (design.md §5): those above hear early; what the rung brings waits for its day. */
function speakOfBrokenPromise(context: Context, of: Hazard): void {
  if (of.due === null || of.due >= dateOf(context.now, context.timeZone)) return;
  const next = ladderOf(of)[of.ladderDone + 1];
  if (next) speak(context, of, next, 'promise');
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
