import { and, asc, count, eq, inArray, isNotNull, isNull, lt, ne, notInArray, or, type SQL } from 'drizzle-orm';
import { catalogue, retentions } from '../duties/catalogue/index.ts';
import type { Duty } from '../duties/duty.ts';
import type { ReadContext } from '../kernel/context.ts';
import { instantOf } from '../kernel/time.ts';
import { drill, dutyShift, dutyTask, hazard, meeting, meetingLine, photo } from '../store/schema/index.ts';
import { pastOf, pointedToBy, type RecordKind, recordKinds } from './expired_records.ts';
import { type Ending, expiryOf } from './retention_rules.ts';

/** Duties whose records have the same time to live. */
export interface Class {
  readonly code: string;
  /** 1 学年 */
  readonly text: string;
  /** YYYY-MM-DD: what fell due earlier is over. */
  readonly before: string;
  readonly ending: Ending;
  readonly duties: readonly Duty[];
}

/** Every class of records that ends, as of a day. */
export const classesOf = (today: string): readonly Class[] =>
  Object.entries(retentions).flatMap(([code, rule]) => {
    const expiry = expiryOf(code, today);
    const duties = catalogue.filter((duty) => duty.retention === code);
    return expiry && duties.length > 0 ? [{ code, text: rule.text, ...expiry, duties }] : [];
  });

const ids = (duties: readonly Duty[]): string[] => duties.map((duty) => duty.id);

/** Tasks of a class that are over. What goes on (an event that is not closed) and what a drill or a meeting points to stays. */
export function expiredTasks(context: ReadContext, schoolId: number, of: Class, today: string): SQL | undefined {
  const goesOn = ids(of.duties.filter((duty) => duty.cadence === 'event' || duty.cadence === 'dated'));
  return and(
    eq(dutyTask.schoolId, schoolId),
    inArray(dutyTask.dutyId, ids(of.duties)),
    lt(dutyTask.dueAt, instantOf(of.before, '00:00', context.timeZone)),
    // Filled in late: its time counts from then.
    or(isNull(dutyTask.doneAt), lt(dutyTask.doneAt, instantOf(of.before, '00:00', context.timeZone))),
    goesOn.length > 0 ? or(ne(dutyTask.state, 'open'), notInArray(dutyTask.dutyId, goesOn)) : undefined,
    notInArray(dutyTask.id, pointedToBy(context, schoolId, today, 'taskId')),
    // Minutes are kept for good, and say how what was decided went.
    notInArray(
      dutyTask.id,
      context.db.select({ id: meetingLine.taskId }).from(meetingLine).where(isNotNull(meetingLine.taskId)),
    ),
    notInArray(dutyTask.id, context.db.select({ id: meeting.taskId }).from(meeting).where(isNotNull(meeting.taskId))),
  );
}

/** Shifts of a class that are over. */
export const expiredShifts = (schoolId: number, of: Class): SQL | undefined =>
  and(eq(dutyShift.schoolId, schoolId), inArray(dutyShift.dutyId, ids(of.duties)), lt(dutyShift.date, of.before));

export interface Expired extends Omit<Class, 'duties'> {
  readonly records: number;
  /** How many kinds of them there are, and the name of the first. */
  readonly kinds: number;
  readonly first: string;
}

const tables = { drills: drill, hazards: hazard, photos: photo } as const;

/** Records beside tasks that are past their time, one entry a kind. */
function expiredRecords(context: ReadContext, schoolId: number, today: string): readonly Expired[] {
  const counted = (kind: RecordKind): number =>
    context.db
      .select({ total: count() })
      .from(tables[kind])
      .where(pastOf(context, schoolId, kind, today))
      .get()?.total ?? 0;
  return recordKinds.flatMap(({ kind, name, code }) => {
    const expiry = expiryOf(code, today);
    const records = expiry ? counted(kind) : 0;
    const text = retentions[code]?.text ?? '';
    return expiry && records > 0 ? [{ code, text, ...expiry, records, kinds: 1, first: name }] : [];
  });
}

/** What is past its time in a school, by class; classes without any are left out. */
export function expiredOf(context: ReadContext, schoolId: number, today: string): readonly Expired[] {
  return [...expiredTasksOf(context, schoolId, today), ...expiredRecords(context, schoolId, today)];
}

function expiredTasksOf(context: ReadContext, schoolId: number, today: string): readonly Expired[] {
  return classesOf(today).flatMap((of) => {
    const tasks = context.db
      .select({ duty: dutyTask.dutyId, total: count() })
      .from(dutyTask)
      .where(and(expiredTasks(context, schoolId, of, today), withWords(of)))
      .groupBy(dutyTask.dutyId)
      .orderBy(asc(dutyTask.dutyId))
      .all();
    const shifts =
      of.ending === 'strip'
        ? []
        : context.db
            .select({ duty: dutyShift.dutyId, total: count() })
            .from(dutyShift)
            .where(expiredShifts(schoolId, of))
            .groupBy(dutyShift.dutyId)
            .all();
    const found = [...tasks, ...shifts];
    const names = [...new Set(found.map((one) => of.duties.find((duty) => duty.id === one.duty)?.name ?? ''))];
    const records = found.reduce((sum, one) => sum + one.total, 0);
    return records > 0 ? [{ ...of, records, kinds: names.length, first: names[0] ?? '' }] : [];
  });
}

/** Of what only loses its words: what has them still. */
export const withWords = (of: Class): SQL | undefined =>
  of.ending === 'strip' ? or(isNotNull(dutyTask.doneById), isNotNull(dutyTask.excuse)) : undefined;
