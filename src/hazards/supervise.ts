import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { Refused } from '../kernel/refused.ts';
import { dateOf } from '../kernel/time.ts';
import { peopleWithFirstRole, schoolById } from '../school/people.ts';
import { supervision } from '../store/schema/index.ts';
import { calendarOf } from './calendar.ts';
import { change, requirePerson, requireState } from './change.ts';
import { requireColleague } from './colleague.ts';
import { nextNumber } from './numbers.ts';
import { type Hazard, openSupervision } from './queries.ts';
import { deadlineFrom } from './rules.ts';
import { tell } from './tell.ts';
import { requireDue } from './triage.ts';

/** Days a listed hazard gets; the product's default (no document states one). */
const LISTED_DAYS = 7;

export interface Listing {
  readonly supervisor?: PersonId | undefined;
  readonly deadline?: string | undefined;
  readonly note?: string | undefined;
}

/**
 * Puts a hazard under listed supervision (挂牌督办): a number of its own, a supervisor, a deadline. The ladder does it
 * for serious ones three school days overdue (domain/hazards.md §4.2); a leader may do it any time.
 */
export function listHazard(context: Context, subject: Hazard, listing: Listing | undefined): Hazard {
  requireState(context, subject, 'list');
  if (openSupervision(context, subject.id)) throw new Refused('supervision.open', '已在挂牌督办');
  if (listing?.supervisor !== undefined) requireColleague(context, listing.supervisor, subject.schoolId, '督办人');
  const today = dateOf(context.now, context.timeZone);
  const supervisor =
    listing?.supervisor ??
    peopleWithFirstRole(context, subject.schoolId, ['vice_principal', 'principal'])[0]?.person ??
    null;
  const deadline =
    (listing?.deadline === undefined ? undefined : requireDue(context, subject, listing.deadline)) ??
    deadlineFrom(today, { days: LISTED_DAYS, unit: 'calendar' }, calendarOf(context, subject.schoolId));
  const number = nextNumber(context, `${schoolById(context, subject.schoolId)?.shortName ?? 'XX'}-DB`, context.now);
  context.db
    .insert(supervision)
    .values({
      hazardId: subject.id,
      number,
      supervisorId: supervisor,
      deadline,
      listedAt: context.now,
      listedById: context.actor.kind === 'person' ? context.actor.person : null,
      note: listing?.note ?? null,
    })
    .run();
  const moved = change(context, subject, 'list', {}, { note: `挂牌 ${number}`, keepsRevision: true });
  const people = [supervisor, moved.ownerId, moved.leaderId].filter((one): one is number => one !== null);
  for (const person of new Set(people)) {
    tell(context, 'hazard.listed', moved, [person], { dedupeKey: `hazard.listed:${number}:${person}` });
  }
  return moved;
}

/** Takes the listing off again; only after the hazard is gone, or with a reason. */
export function delistHazard(context: Context, subject: Hazard, note: string): Hazard {
  requireState(context, subject, 'delist');
  const open = openSupervision(context, subject.id);
  if (!open) throw new Refused('supervision.none', '没有挂牌，不用摘牌');
  context.db
    .update(supervision)
    .set({ delistedAt: context.now, delistedById: requirePerson(context), note })
    .where(eq(supervision.id, open.id))
    .run();
  return change(context, subject, 'delist', {}, { note: `摘牌 ${open.number}：${note}`, keepsRevision: true });
}
