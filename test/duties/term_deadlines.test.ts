import { expect, test } from 'vitest';
import { OPEN_TIMER, openDuty } from '../../src/duties/plan_duty.ts';
import { planNewSchool } from '../../src/duties/planning.ts';
import { changeSetting, dutiesOf } from '../../src/duties/settings.ts';
import { termDeadlines } from '../../src/duties/term_deadlines.ts';
import { dateOf } from '../../src/kernel/time.ts';
import { termOf } from '../../src/school/calendar.ts';
import { dutyPeriod, school, timer } from '../../src/store/schema/index.ts';
import { makeWorld, THURSDAY } from '../context.ts';

const DAY = 86_400_000;

test('what the calendar foretells is what opens, day for day, and what has opened stays in it', () => {
  const world = makeWorld();
  const { db } = world.store;
  db.insert(school).values({ name: '青山实验学校', shortName: 'QS' }).run();
  planNewSchool(world.context(), 1);
  const term = termOf(world.context(), 1, '2025-09-18');
  if (!term) throw new Error('no term');
  const foretold = termDeadlines(world.context(), 1, term);
  expect(foretold.length).toBeGreaterThan(20);

  // The term goes by: every duty opens when it is due to.
  for (let week = 0; week < 18; week += 1) {
    world.later(7 * DAY);
    const due = db.select().from(timer).all();
    for (const one of due)
      if (one.kind === OPEN_TIMER && one.dueAt <= world.context().now) openDuty(world.context(), one.subject);
  }
  const names = new Map(dutiesOf(world.context(), 1).map((duty) => [duty.id, duty]));
  const opened = db
    .select()
    .from(dutyPeriod)
    .all()
    .flatMap((row) => {
      const duty = names.get(row.dutyId);
      const isEveryday = ['daily', 'every-day', 'weekly', 'shift', 'boarding-night'].includes(duty?.cadence ?? '');
      const date = dateOf(row.dueAt, 'Asia/Shanghai');
      return duty && !isEveryday && date <= term.to ? [`${date} ${duty.name}`] : [];
    });
  expect(opened.length).toBeGreaterThan(20);
  expect(opened.sort()).toEqual(foretold.map((one) => `${one.date} ${one.name}`).sort());
  expect(termDeadlines(world.context(), 1, term)).toEqual(foretold);
  expect(world.context().now).toBe(THURSDAY + 18 * 7 * DAY);
});

test('a duty that is switched off is not foretold', () => {
  const world = makeWorld();
  world.store.db.insert(school).values({ name: '青山实验学校', shortName: 'QS' }).run();
  const term = termOf(world.context(), 1, '2025-09-18');
  if (!term) throw new Error('no term');
  const [first] = termDeadlines(world.context(), 1, term);
  const duty = dutiesOf(world.context(), 1).find((one) => one.name === first?.name);
  changeSetting(world.context(), 1, duty?.id ?? '', { on: false });
  expect(termDeadlines(world.context(), 1, term).map((one) => one.name)).not.toContain(first?.name);
});
