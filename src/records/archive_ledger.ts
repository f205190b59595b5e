import { and, asc, gt, ne } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { plusDays } from '../kernel/time.ts';
import { drill, hazard } from '../store/schema/index.ts';
import { filesSheet } from './archived_files.ts';
import { drillSheet } from './drill_ledger.ts';
import { dutyLedger } from './duty_ledger.ts';
import { classesOf } from './expired.ts';
import { pastOf, type RecordKind } from './expired_records.ts';
import { hazardLedger } from './hazard_ledger.ts';
import { type Ledger, paged, type Sheet } from './ledger.ts';
import { rosterLedger } from './roster_ledger.ts';

/** Earlier than any record. */
const BEGINNING = '2000-01-01';

/** Everything that is past its time as of a day, with all columns of the ledgers, before it is taken out. */
export function archiveLedger(context: ReadContext, schoolId: number, day: string): Ledger {
  const classes = classesOf(day).filter((one) => one.ending === 'archive');
  const sheets = classes.flatMap((one) => {
    const period = { from: BEGINNING, to: plusDays(one.before, -1), text: one.text };
    return dutyLedger(context, schoolId, period, { title: one.text, duties: one.duties }).sheets.map((sheet) => ({
      ...sheet,
      title: `${one.text} ${sheet.title}`,
    }));
  });
  const latest =
    classes
      .map((one) => one.before)
      .toSorted()
      .at(-1) ?? day;
  const shifts = rosterLedger(context, schoolId, { from: BEGINNING, to: plusDays(latest, -1), text: '' });
  return { title: '归档', sheets: [...sheets, ...shifts.sheets, ...recordSheets(context, schoolId, day)] };
}

/** Hazards and drills as their ledgers have them, and every file that goes with any of it, by its hash. */
function recordSheets(context: ReadContext, schoolId: number, day: string): readonly Sheet[] {
  const period = { from: BEGINNING, to: day, text: '' };
  const past = (kind: RecordKind) => pastOf(context, schoolId, kind, day);
  const hazards = past('hazards');
  const drills = past('drills');
  const listed = () =>
    paged(
      (after: number | undefined, limit) =>
        context.db
          .select()
          .from(hazard)
          .where(and(hazards, ne(hazard.state, 'withdrawn'), gt(hazard.id, after ?? 0)))
          .orderBy(asc(hazard.id))
          .limit(limit)
          .all(),
      (row) => row.id,
    );
  const held = () => context.db.select().from(drill).where(drills).orderBy(asc(drill.id)).all();
  return [
    ...(hazards ? hazardLedger(context, schoolId, period, listed).sheets : []),
    ...(drills ? [drillSheet(context, schoolId, period, held)] : []),
    filesSheet(context, schoolId, day),
  ];
}
