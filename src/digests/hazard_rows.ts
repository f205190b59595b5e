import { and, asc, count, desc, eq, gt, inArray, isNull, lt, lte, min, ne, type SQL, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { hazard, supervision } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Told } from './told.ts';

/** The numbers of a summary that are a count of hazards; the list behind each is read by the same condition. */
export type HazardList = 'received' | 'removed' | 'untriaged' | 'overdue' | 'major' | 'suspected' | 'listed';

const waiting = inArray(hazard.state, ['reported', 'reopened', 'triaged']);
const working = inArray(hazard.state, ['assigned', 'rectifying']);

const [after, upTo] = [sql.placeholder('after'), sql.placeholder('upTo')];

const conditions: Readonly<Record<HazardList, SQL | undefined>> = {
  // Taken back by its reporter before anybody acted: never a record, and in no ledger.
  received: and(ne(hazard.state, 'withdrawn'), gt(hazard.reportedAt, after), lte(hazard.reportedAt, upTo)),
  removed: and(eq(hazard.state, 'closed'), gt(hazard.closedAt, after), lte(hazard.closedAt, upTo)),
  untriaged: waiting,
  overdue: and(working, lt(hazard.due, sql.placeholder('today'))),
  major: and(
    eq(hazard.severity, 'major'),
    inArray(hazard.state, ['triaged', 'assigned', 'rectifying', 'pending_recheck']),
  ),
  suspected: and(eq(hazard.major, 'candidate'), waiting),
  listed: sql`${hazard.id} in (select ${supervision.hazardId} from ${supervision} where ${isNull(supervision.delistedAt)})`,
};

const within = (list: HazardList): SQL | undefined =>
  and(eq(hazard.schoolId, sql.placeholder('school')), conditions[list]);

/** What the conditions ask for; each takes what it needs of it. */
const asked = (context: ReadContext, told: Told) => ({
  school: told.schoolId,
  after: told.after,
  upTo: told.upTo,
  today: dateOf(context.now, context.timeZone),
});

const counting = (list: HazardList) =>
  prepared((db) => db.select({ total: count() }).from(hazard).where(within(list)).prepare());

const counts: Readonly<Record<HazardList, ReturnType<typeof counting>>> = {
  received: counting('received'),
  removed: counting('removed'),
  untriaged: counting('untriaged'),
  overdue: counting('overdue'),
  major: counting('major'),
  suspected: counting('suspected'),
  listed: counting('listed'),
};

export const countHazards = (context: ReadContext, told: Told, list: HazardList): number =>
  counts[list](context.db).get(asked(context, told))?.total ?? 0;

/** The hazards a number counted, the most urgent deadline first, then the latest. */
export const hazardsBehind = (context: ReadContext, told: Told, list: HazardList) =>
  context.db
    .select()
    .from(hazard)
    .where(within(list))
    .orderBy(sql`${hazard.due} is null`, asc(hazard.due), desc(hazard.id))
    .prepare()
    .all(asked(context, told));

const longestOverdue = prepared((db) =>
  db
    .select({
      title: hazard.title,
      placeKind: hazard.placeKind,
      ownerId: hazard.ownerId,
      due: hazard.due,
    })
    .from(hazard)
    .where(within('overdue'))
    .orderBy(asc(hazard.due), asc(hazard.id))
    .limit(sql.placeholder('most'))
    .prepare(),
);

/** The hazards overdue today, whatever stretch is told about: the longest overdue first, at most so many. */
export const overdueHazards = (context: ReadContext, schoolId: number, most: number) =>
  longestOverdue(context.db).all({ school: schoolId, today: dateOf(context.now, context.timeZone), most });

const oldest = prepared((db) =>
  db
    .select({ due: min(hazard.due) })
    .from(hazard)
    .where(within('overdue'))
    .prepare(),
);

/** The deadline passed the longest ago of those overdue, YYYY-MM-DD. */
export const oldestOverdue = (context: ReadContext, told: Told): string | undefined =>
  oldest(context.db).get(asked(context, told))?.due ?? undefined;
