import { weekLedger } from '../digests/week_ledger.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { Ledger } from '../records/ledger.ts';
import { makeLedger } from '../records/make_ledger.ts';
import type { LedgerWanted } from './make_package.ts';

/** The ledger an errand asks for, as data. */
export const ledgerOf = (context: ReadContext, wanted: LedgerWanted): Ledger =>
  'told' in wanted ? weekLedger(context, wanted.told) : makeLedger(context, wanted.school, wanted.kind, wanted.period);
