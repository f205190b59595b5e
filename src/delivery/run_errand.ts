import type { HostErrand } from '../kernel/send.ts';
import { type Result, resultOf } from './result.ts';
import type { Sender } from './sender.ts';

/** Something the host does for the organisation: what it brings is written together with the row's end. */
export const runErrandRow: Sender = async ({ row, platform }, surroundings): Promise<Result> => {
  // Written by `requestErrand` only.
  const errand = row.subject as HostErrand;
  const outcome = await surroundings.onErrand(errand, platform, surroundings.context());
  if ('done' in outcome) return { is: 'sent', write: outcome.done };
  const { failed } = outcome;
  if (failed.is === 'sent') return { is: 'sent' };
  return resultOf(failed, true);
};
