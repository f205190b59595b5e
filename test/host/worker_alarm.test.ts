import { describe, expect, test } from 'vitest';
import { createAlarm, LOOKED_AGAIN_AFTER_MS, RESUMED_AFTER_MS } from '../../src/host/worker_alarm.ts';

const NOW = 1_000_000;

/** When the alarm stands after `step`, in ms from now; undefined: never. */
function standsAfter(step: 'working' | 'sending' | 'rested', due: { timer?: number; message?: number }) {
  let at: number | undefined = NOW + 7;
  const storage = {
    setAlarm: async (to: number) => {
      at = to;
    },
    deleteAlarm: async () => {
      at = undefined;
    },
  };
  const absolute = (offset: number | undefined) => (offset === undefined ? undefined : NOW + offset);
  const earliest = [due.timer, due.message].filter((offset) => offset !== undefined).sort((a, b) => a - b)[0];
  const planned = { nextTickAt: () => absolute(due.timer), nextAt: () => absolute(earliest) };
  createAlarm(storage, planned, () => NOW)[step]();
  return at === undefined ? undefined : at - NOW;
}

describe('the alarm of an object', () => {
  test.each([
    ['at work: there is another look whatever happens', 'working', {}, LOOKED_AGAIN_AFTER_MS],
    ['sending: taken up again if the object dies', 'sending', { message: 0 }, RESUMED_AFTER_MS],
    ['sending, a timer comes earlier: it is not put off', 'sending', { timer: 1_200, message: 0 }, 1_200],
    ['sending, a timer is overdue: at once', 'sending', { timer: -50, message: 0 }, 1],
    [
      'sending, timers are far away: they are planned again at rest',
      'sending',
      { timer: 86_400_000 },
      RESUMED_AFTER_MS,
    ],
    ['at rest, nothing planned: never', 'rested', {}, undefined],
    ['at rest: the earliest of timers and messages', 'rested', { timer: 90_000, message: 30_000 }, 30_000],
    [
      'at rest, still due: it could not leave, so not at once',
      'rested',
      { timer: 90_000, message: -1 },
      RESUMED_AFTER_MS,
    ],
    ['at rest, due now: the same', 'rested', { message: 0 }, RESUMED_AFTER_MS],
  ] as const)('%s', (_what, step, due, expected) => {
    expect(standsAfter(step, due)).toBe(expected);
  });
});
