import { and, count, eq, gte, inArray, isNotNull, lt, ne, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { span } from '../records/duty_ledger.ts';
import type { Period } from '../records/ledger.ts';
import { drill, dutyTask, hazard, inspectionPackage, photo } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { InspectionPackage } from './rules.ts';

const byId = prepared((db) =>
  db
    .select()
    .from(inspectionPackage)
    .where(eq(inspectionPackage.id, sql.placeholder('id')))
    .prepare(),
);
export const findPackage = (context: Pick<ReadContext, 'db'>, id: number): InspectionPackage | undefined =>
  byId(context.db).get({ id });

export const periodOf = (of: Pick<InspectionPackage, 'fromDay' | 'toDay' | 'periodText'>): Period => ({
  from: of.fromDay,
  to: of.toDay,
  text: of.periodText,
});

/** How much a package will hold, before it is made. */
export interface Extent {
  readonly hazards: number;
  readonly photos: number;
  readonly done: number;
  readonly drills: number;
}

export function extentOf(context: ReadContext, schoolId: number, period: Period): Extent {
  const { start, end } = span(context, period);
  const { db } = context;
  const found = and(
    eq(hazard.schoolId, schoolId),
    ne(hazard.state, 'withdrawn'),
    gte(hazard.reportedAt, start),
    lt(hazard.reportedAt, end),
  );
  return {
    hazards: db.select({ total: count() }).from(hazard).where(found).get()?.total ?? 0,
    photos:
      db
        .select({ total: count() })
        .from(hazard)
        .innerJoin(photo, eq(photo.hazardId, hazard.id))
        .where(and(found, eq(photo.state, 'stored')))
        .get()?.total ?? 0,
    done:
      db
        .select({ total: count() })
        .from(dutyTask)
        .where(
          and(
            eq(dutyTask.schoolId, schoolId),
            inArray(dutyTask.state, ['done']),
            gte(dutyTask.dueAt, start),
            lt(dutyTask.dueAt, end),
          ),
        )
        .get()?.total ?? 0,
    drills:
      db
        .select({ total: count() })
        .from(drill)
        .where(
          and(
            eq(drill.schoolId, schoolId),
            eq(drill.kind, 'drill'),
            isNotNull(drill.startedAt),
            gte(drill.startedAt, start),
            lt(drill.startedAt, end),
          ),
        )
        .get()?.total ?? 0,
  };
}
