import { z } from 'zod';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Feature } from '../kernel/feature.ts';
import { Refused } from '../kernel/refused.ts';
import { exportLedger, ledgerReader, usualPeriod } from './ask_export.ts';
import { retentionActions, retentionPresentations, retentionTimers } from './retention_actions.ts';

const exportActions: readonly Action[] = [
  defineAction({
    name: 'ledger.export',
    reference: z.object({ school: z.number().int().positive() }),
    subject: (_context, { school }) => ({ schoolId: school }),
    who: ledgerReader,
    run(context, { subject, person }) {
      const period = usualPeriod(context, subject.schoolId);
      if (!period) throw new Refused('ledger.no_period', '没整理出来，请发“导出台账 9月”');
      exportLedger(context, { person, school: subject.schoolId, kind: 'hazards', period });
      return { toast: { tone: 'info', text: `正在整理（${period.text}），好了发给您` } };
    },
  }),
];

/** The ledgers inspectors ask for, and what becomes of records whose time is over. */
export const recordsFeature: Feature = {
  name: 'records',
  actions: [...exportActions, ...retentionActions],
  presentations: retentionPresentations,
  timers: retentionTimers,
};
