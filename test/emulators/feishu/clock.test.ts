import { expect, test, vi } from 'vitest';
import { createManualClock, createMovableClock, type ManualClock } from '../../../src/emulators/ground/clock.ts';

function story(clock: ManualClock): string[] {
  const log: string[] = [];
  clock.after(200, () => log.push('later'));
  clock.after(100, () => {
    log.push('sooner');
    clock.after(50, () => log.push('from a timer'));
  });
  clock.after(100, () => log.push('cancelled'))();
  return log;
}

test('a manual clock runs timers in order, also those set by timers', () => {
  const clock = createManualClock(1_000);
  const log = story(clock);
  clock.advance(99);
  expect(log).toEqual([]);
  clock.advance(101);
  expect(log).toEqual(['sooner', 'from a timer', 'later']);
  expect([clock.now(), clock.waiting()]).toEqual([1_200, 0]);
});

test('a movable clock runs by itself and jumps', () => {
  vi.useFakeTimers({ now: 1_000 });
  try {
    const clock = createMovableClock();
    const log = story(clock);
    vi.advanceTimersByTime(100);
    expect(log).toEqual(['sooner']);
    clock.advance(60);
    expect([log, clock.now()]).toEqual([['sooner', 'from a timer'], 1_160]);
    vi.advanceTimersByTime(39);
    expect(log).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(log).toEqual(['sooner', 'from a timer', 'later']);
    expect(clock.waiting()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
