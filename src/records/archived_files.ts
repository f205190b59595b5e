import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { draft, drill, dutyTask, evidence, hazard, photo } from '../store/schema/index.ts';
import { classesOf, expiredTasks, withWords } from './expired.ts';
import { pastOf } from './expired_records.ts';
import type { Cell, Sheet } from './ledger.ts';

/** Files whose records are past their time: `about` is a number of hazard or drill, or the file's own name. */
interface PastFile {
  readonly hash: string;
  readonly about: string;
  readonly at: number;
  readonly person: number;
}

/** Pictures and files that go with what is past its time, by the record they belong to. */
export function pastFiles(context: ReadContext, schoolId: number, day: string): readonly PastFile[] {
  const { db } = context;
  const columns = { hash: photo.hash, at: photo.at, person: photo.personId };
  const hazards = pastOf(context, schoolId, 'hazards', day);
  const drills = pastOf(context, schoolId, 'drills', day);
  const loose = pastOf(context, schoolId, 'photos', day);
  // Class by class: one condition for all of them would be held against every task of the school.
  const tasks = classesOf(day).map((of) => and(expiredTasks(context, schoolId, of, day), withWords(of)));
  const found: readonly (Omit<PastFile, 'hash'> & { readonly hash: string | null })[] = [
    ...(hazards
      ? db
          .select({ ...columns, about: hazard.number })
          .from(photo)
          .innerJoin(hazard, eq(hazard.id, photo.hazardId))
          .where(and(isNotNull(photo.hash), hazards))
          .all()
      : []),
    ...(drills
      ? db
          .select({ ...columns, about: drill.number })
          .from(photo)
          .innerJoin(draft, eq(draft.id, photo.draftId))
          .innerJoin(drill, eq(drill.id, draft.drillId))
          .where(and(isNotNull(photo.hash), isNull(photo.hazardId), drills))
          .all()
      : []),
    ...tasks.flatMap((past) => [
      ...db
        .select({ hash: evidence.hash, at: evidence.at, person: evidence.personId, about: evidence.fileName })
        .from(evidence)
        // SQLite keeps the order of a cross join: from the few files to their tasks, not from every task of the school.
        .crossJoin(dutyTask)
        .where(and(eq(dutyTask.id, evidence.taskId), isNotNull(evidence.hash), past))
        .all(),
      ...db
        .select(columns)
        .from(draft)
        .innerJoin(dutyTask, eq(dutyTask.id, draft.taskId))
        .innerJoin(photo, eq(photo.draftId, draft.id))
        .where(and(eq(draft.kind, 'round'), isNotNull(photo.hash), isNull(photo.hazardId), past))
        .all()
        .map((one) => ({ ...one, about: '职责照片' })),
    ]),
    ...(loose
      ? db
          .select(columns)
          .from(photo)
          .where(and(isNotNull(photo.hash), loose))
          .all()
          .map((one) => ({ ...one, about: '没附到记录' }))
      : []),
  ];
  return found.flatMap(({ hash, ...one }) => (hash === null ? [] : [{ ...one, hash }]));
}

/** The list of those files for the archive: what was there can still be proved by its hash. */
export const filesSheet = (context: ReadContext, schoolId: number, day: string): Sheet => ({
  title: '照片和附件',
  columns: [
    { header: '隐患、演练或文件', width: 26 },
    { header: '收到时间', width: 17 },
    { header: '上传人', width: 10 },
    { header: '指纹 SHA-256', width: 68 },
  ],
  rows: function* (): Generator<readonly Cell[]> {
    for (const { about, at, person, hash } of pastFiles(context, schoolId, day))
      yield [about, `${dateOf(at, context.timeZone)} ${clockOf(at, context.timeZone)}`, nameOf(context, person), hash];
  },
});
