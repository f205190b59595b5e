import type { Duty } from '../duties/duty.ts';
import type { ReadContext } from '../kernel/context.ts';
import { schoolById } from '../school/people.ts';
import { drillSheet } from './drill_ledger.ts';
import { dutyLedger } from './duty_ledger.ts';
import { hazardLedger } from './hazard_ledger.ts';
import { type LedgerKind, ledgerKinds } from './kinds.ts';
import type { Ledger, Period } from './ledger.ts';
import { rosterLedger } from './roster_ledger.ts';

/**
 * A school's ledger of one kind for a period; its rows are read when they are asked for. `shows`: which duties' records
 * may be in it; all when left out.
 */
export function makeLedger(
  context: ReadContext,
  schoolId: number,
  kind: LedgerKind,
  period: Period,
  shows: (duty: Duty) => boolean = () => true,
): Ledger {
  const school = schoolById(context, schoolId)?.name ?? '';
  const heading = `${school}${ledgerKinds[kind].title}　${period.from} 至 ${period.to}`;
  if (kind === 'hazards') return { ...hazardLedger(context, schoolId, period), heading };
  if (kind === 'rosters') return { ...rosterLedger(context, schoolId, period), heading };
  const { title, duties } = ledgerKinds[kind];
  const ledger = dutyLedger(context, schoolId, period, { title, duties: duties.filter(shows) });
  if (kind !== 'drills') return { ...ledger, heading };
  return { ...ledger, heading, sheets: [drillSheet(context, schoolId, period), ...ledger.sheets] };
}
