import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { classGroup, dutyTask } from '../store/schema/index.ts';
import type { Counted } from './week.ts';

/** The field of a form that counts parents' receipts for a letter (domain/duties.md pre-holiday-lesson). */
export const RECEIPTS = 'receipts';

/** Receipts of the classes' letters: a ratio only, never a class's own (domain/duties.md: 只报比例). */
export interface Receipts {
  /** Classes that told how many came back, of those asked. */
  readonly told: number;
  readonly classes: number;
  /** Receipts in a hundred students of the classes that told; undefined where no class's students are known. */
  readonly percent?: number;
}

/** What the classes told about a duty's letters that fell due in a stretch of time. */
export function receiptsOf(context: ReadContext, schoolId: number, duty: string, { after, upTo }: Counted): Receipts {
  const given = sql`json_extract(${dutyTask.content}, ${`$.${RECEIPTS}`})`;
  const isTold = sql`(${dutyTask.state} = 'done' and ${given} is not null)`;
  // A slip of the pen must not make up for another class.
  const receipts = sql`case when ${isTold} and ${classGroup.students} > 0 then min(${given}, ${classGroup.students}) end`;
  const students = sql`case when ${isTold} and ${classGroup.students} > 0 then ${classGroup.students} end`;
  const row = context.db
    .select({
      classes: sql<number>`coalesce(sum(${dutyTask.state} != 'excused'), 0)`,
      told: sql<number>`coalesce(sum(${isTold}), 0)`,
      receipts: sql<number | null>`sum(${receipts})`,
      students: sql<number | null>`sum(${students})`,
    })
    .from(dutyTask)
    .leftJoin(
      classGroup,
      and(eq(dutyTask.scope, 'class'), eq(classGroup.id, sql`cast(${dutyTask.scopeId} as integer)`)),
    )
    .where(
      and(
        eq(dutyTask.schoolId, schoolId),
        eq(dutyTask.dutyId, duty),
        gt(dutyTask.dueAt, after),
        lte(dutyTask.dueAt, upTo),
      ),
    )
    .get();
  const { told, classes } = row ?? { told: 0, classes: 0 };
  if (!row?.students) return { told, classes };
  return { told, classes, percent: Math.round((100 * (row.receipts ?? 0)) / row.students) };
}

/** 回执率 97%（36/40 个班已报）; where nobody entered how many students a class has, 36/40 个班报了回执. */
export const receiptsText = ({ told, classes, percent }: Receipts): string =>
  percent === undefined ? `${told}/${classes} 个班报了回执` : `回执率 ${percent}%（${told}/${classes} 个班已报）`;
