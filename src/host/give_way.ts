import { constants, setPriority } from 'node:os';

/**
 * Called in a thread beside the server's: where both want the same core, presses come first. On Linux priority is each
 * thread's own, and 0 is the one that asks; elsewhere it would be the whole process's, so nothing is changed.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that forbids it shares the cores evenly, as before.
  }
}
