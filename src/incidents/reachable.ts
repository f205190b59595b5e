import type { PersonOption } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { accountsOf, peopleWithRole } from '../school/people.ts';

/**
 * Holders of a role who have an account the bot can write to. Somebody who is only in the roster counts as nobody here:
 * an alert or a private matter sent to them would lie undelivered while the sender believes that it was read.
 */
export function reachableWithRole(
  context: Pick<ReadContext, 'db'>,
  schoolId: number,
  role: string,
): readonly PersonOption[] {
  const holders = peopleWithRole(context, schoolId, role);
  const accounts = accountsOf(
    context,
    holders.map(({ person }) => person),
  );
  const reached = new Set(accounts.map((account) => account.person));
  return holders.filter(({ person }) => reached.has(person));
}
