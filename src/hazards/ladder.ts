import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { change } from './change.ts';
import { ladderOf, planTimers, rungTimes } from './plan.ts';
import { findHazard, type Hazard, openSupervision } from './queries.ts';
import { dueRung, idOfTopic } from './rules.ts';
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
  const again = ladder[found.ladderDone]?.daily ? found.ladderDone : undefined;
  const reached = dueRung(rungTimes(context, found), found.ladderDone, context.now) ?? again;
  const rung = reached === undefined ? undefined : ladder[reached];
  if (reached === undefined || !rung) {
    planTimers(context, found);
    return;
  }
  let current = found;
  for (let index = found.ladderDone + 1; index <= reached; index += 1) {
    const effect = ladder[index]?.effect;
    if (effect === 'raise' && current.severity === 'general') {
      current = change(context, current, 'raise', { severity: 'serious' }, { note: '逾期 7 个上课日，升为较大' });
    } else if (effect === 'list' && !openSupervision(context, current.id)) {
      current = listHazard(context, current, undefined);
    }
  }
  current = change(
    context,
    current,
    'nudge',
    { ladderDone: reached },
    { note: rung.level === 0 ? '到期提醒' : `第 ${rung.level} 级催办`, keepsRevision: true },
  );
  const told = new Set<PersonId>();
  for (const to of rung.to) {
    for (const person of peopleOf(context, current, to)) {
      if (told.has(person)) continue;
      told.add(person);
      const authority = rung.effect === 'authority' && person !== current.ownerId;
      sendCard(
        context,
        authority ? 'hazard.authority' : 'hazard.overdue',
        authority ? { hazard: current.id } : { hazard: current.id, level: rung.level },
        { person },
        {
          dedupeKey: `ladder:${current.id}:${reached}:${context.now}:${person}`,
          lane: current.severity === 'major' ? 'urgent' : 'normal',
        },
      );
    }
  }
}
