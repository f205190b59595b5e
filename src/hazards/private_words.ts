import { Refused } from '../kernel/refused.ts';
import { isSensitive } from '../understanding/understand.ts';

/**
 * What is said about bullying, abuse, self-harm or threats does not belong in a ledger, whichever form it is typed into
 * (design.md §1 promise 7). Nothing of it is kept; the person is told where to say it.
 */
export function refusePrivateWords(words: string): void {
  if (!isSensitive(words)) return;
  throw new Refused('hazard.private', '这件事请私下说', '把这句话单独发给我，只交经办人，不进台账。');
}
