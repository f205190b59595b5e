import { and, asc, desc, eq, gt, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, MINUTE, plusDays } from '../kernel/time.ts';
import { standIn } from '../school/stand_in.ts';
import { absence, dutySetting, dutyShift, person, role } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { dutyWords, GATE, LEADER, NIGHT, type RosterDuty, STAFF_POST } from './shift_times.ts';

export type Shift = typeof dutyShift.$inferSelect;
type Reading = Pick<ReadContext, 'db'>;

/** What makes cards about a shift out of date. */
export const shiftTopic = (id: number): string => `shift:${id}`;

/** The card for checking in goes out this long before a shift (domain/duties.md §1.4, E7). */
export const ASK_BEFORE_MS = 15 * MINUTE;

const byId = prepared((db) =>
  db
    .select()
    .from(dutyShift)
    .where(eq(dutyShift.id, sql.placeholder('id')))
    .prepare(),
);
export const shiftById = (context: Reading, id: number): Shift | undefined => byId(context.db).get({ id });

/** Rows are written by the roster verbs only, which take no other duty. */
export const dutyOf = (shift: Pick<Shift, 'dutyId'>): RosterDuty =>
  shift.dutyId === GATE || shift.dutyId === NIGHT ? shift.dutyId : LEADER;

/** Who stands there: the person of the roster, or who agreed to stand in on that date. */
export const onShift = (context: Reading, shift: Pick<Shift, 'personId' | 'date'>): PersonId =>
  standIn(context, shift.personId, shift.date, 'shift');

/** Two people at one post are 北门 and 北门·2 in the rows, and 北门 on cards. */
export const postText = (post: string): string => post.replace(/·\d+$/, '');

/** 带班, 值班, 北门护导, 1号楼夜间值班. */
export function whatText(shift: Pick<Shift, 'dutyId' | 'post'>): string {
  const post = postText(shift.post);
  if (post === STAFF_POST) return '值班';
  const words = dutyWords[dutyOf(shift)];
  return post.endsWith(words) ? post : `${post}${words}`;
}

/** The safety office turned the duty off, so nobody is asked; a roster alone is enough to turn it on. */
export const isSwitchedOff = (context: Reading, schoolId: number, dutyId: string): boolean =>
  context.db
    .select({ on: dutySetting.on })
    .from(dutySetting)
    .where(and(eq(dutySetting.schoolId, schoolId), eq(dutySetting.dutyId, dutyId)))
    .get()?.on === false;

const atPost = (moment: SQL, order: SQL) =>
  prepared((db) =>
    db
      .select()
      .from(dutyShift)
      .where(
        and(
          eq(dutyShift.schoolId, sql.placeholder('school')),
          eq(dutyShift.dutyId, sql.placeholder('duty')),
          eq(dutyShift.post, sql.placeholder('post')),
          gte(dutyShift.date, sql.placeholder('from')),
          lte(dutyShift.date, sql.placeholder('to')),
          moment,
        ),
      )
      .orderBy(order)
      .limit(1)
      .prepare(),
  );
const following = atPost(gt(dutyShift.startsAt, sql.placeholder('startsAt')), asc(dutyShift.startsAt));
const preceding = atPost(lt(dutyShift.startsAt, sql.placeholder('startsAt')), desc(dutyShift.startsAt));

/** The shift before or after one, at the same post, within ten days. */
export function neighbour(context: Reading, shift: Shift, side: 'before' | 'after'): Shift | undefined {
  const after = side === 'after';
  return (after ? following : preceding)(context.db).get({
    school: shift.schoolId,
    duty: shift.dutyId,
    post: shift.post,
    from: plusDays(shift.date, after ? 0 : -10),
    to: plusDays(shift.date, after ? 10 : 0),
    startsAt: shift.startsAt,
  });
}

const ofDate = prepared((db) =>
  db
    .select()
    .from(dutyShift)
    .where(
      and(
        eq(dutyShift.schoolId, sql.placeholder('school')),
        eq(dutyShift.dutyId, sql.placeholder('duty')),
        eq(dutyShift.date, sql.placeholder('date')),
      ),
    )
    .orderBy(asc(dutyShift.id))
    .prepare(),
);

/** Others of the same duty at the same time: 值班员 beside the leader. */
export const besides = (context: Reading, shift: Shift): readonly Shift[] =>
  ofDate(context.db)
    .all({ school: shift.schoolId, duty: shift.dutyId, date: shift.date })
    .filter((one) => one.id !== shift.id && one.startsAt < shift.endsAt && one.endsAt > shift.startsAt);

/** The leaders on duty at this moment by the roster, who stands in included. */
export function leadersOnDuty(context: ReadContext, schoolId: number): readonly PersonId[] {
  const today = dateOf(context.now, context.timeZone);
  const rows = context.db
    .select()
    .from(dutyShift)
    .where(
      and(
        eq(dutyShift.schoolId, schoolId),
        eq(dutyShift.dutyId, LEADER),
        inArray(dutyShift.date, [plusDays(today, -1), today]),
        lte(dutyShift.startsAt, context.now),
        gt(dutyShift.endsAt, context.now),
      ),
    )
    .all();
  return rows.filter((one) => postText(one.post) !== STAFF_POST).map((one) => onShift(context, one));
}

/** Shifts of a span of dates somebody stands: their own that nobody took over, and those they took over; earliest first. */
export function shiftsOf(context: Reading, id: PersonId, from: string, to: string): readonly Shift[] {
  const replaced = context.db
    .select({ person: absence.personId })
    .from(absence)
    .where(and(eq(absence.substituteId, id), eq(absence.state, 'agreed'), gte(absence.lastDay, from)))
    .all()
    .map((row) => row.person);
  return context.db
    .select()
    .from(dutyShift)
    .where(
      and(
        inArray(dutyShift.personId, [id, ...replaced].slice(0, 40)),
        gte(dutyShift.date, from),
        lte(dutyShift.date, to),
      ),
    )
    .orderBy(asc(dutyShift.startsAt))
    .all()
    .filter((one) => onShift(context, one) === id);
}

/** Shifts that wait for somebody: not over, and not checked in at; the next five. */
export const upcomingShifts = (context: ReadContext, id: PersonId, limit = 5): readonly Shift[] => {
  const today = dateOf(context.now, context.timeZone);
  return shiftsOf(context, id, plusDays(today, -1), plusDays(today, 60))
    .filter((one) => one.endsAt > context.now && one.checkedInAt === null)
    .slice(0, limit);
};

/** A shift of somebody that overlaps another one. */
export const clashing = (context: Reading, id: PersonId, shift: Shift): Shift | undefined =>
  shiftsOf(context, id, plusDays(shift.date, -2), plusDays(shift.date, 2)).find(
    (one) => one.id !== shift.id && one.startsAt < shift.endsAt && one.endsAt > shift.startsAt,
  );

/** Somebody asked for or has leave on some of these days. */
export const isAwayBetween = (context: Reading, id: PersonId, from: string, to: string): boolean =>
  context.db
    .select({ id: absence.id })
    .from(absence)
    .where(
      and(
        eq(absence.personId, id),
        inArray(absence.state, ['asked', 'agreed']),
        lte(absence.firstDay, to),
        gte(absence.lastDay, from),
      ),
    )
    .limit(1)
    .get() !== undefined;

/** Everybody who works at a school, for reading names. */
export const staffOf = (
  context: Reading,
  schoolId: number,
): readonly { readonly person: PersonId; readonly name: string }[] =>
  context.db
    .selectDistinct({ person: person.id, name: person.name })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(and(eq(role.schoolId, schoolId), eq(person.state, 'active')))
    .orderBy(asc(person.id))
    .all();

const colleague = prepared((db) =>
  db
    .select({ id: person.id })
    .from(person)
    .innerJoin(role, eq(role.personId, person.id))
    .where(
      and(
        eq(person.id, sql.placeholder('id')),
        eq(person.state, 'active'),
        eq(role.schoolId, sql.placeholder('school')),
      ),
    )
    .limit(1)
    .prepare(),
);

/** Somebody works at the school now: a vendor's picker may name anybody of the tenant. */
export const isColleague = (context: Reading, id: PersonId, schoolId: number): boolean =>
  colleague(context.db).get({ id, school: schoolId }) !== undefined;
