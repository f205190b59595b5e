import type { ReadContext } from '../kernel/context.ts';
import { plusDays } from '../kernel/time.ts';
import { dutyLedger } from './duty_ledger.ts';
import { classesOf } from './expired.ts';
import type { Ledger } from './ledger.ts';
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
  return { title: '归档', sheets: [...sheets, ...shifts.sheets] };
}
