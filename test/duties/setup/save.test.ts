import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/duties/catalogue/index.ts';
import { dutiesOf, schoolDuty } from '../../../src/duties/settings.ts';
import { cadencesFor, isAllowed } from '../../../src/duties/setup/cadences.ts';
import { clockText } from '../../../src/duties/setup/clocks.ts';
import { costText, monthlyCost } from '../../../src/duties/setup/monthly_cost.ts';
import { saveSetting } from '../../../src/duties/setup/save.ts';
import { FormRefused } from '../../../src/kernel/refused.ts';
import { usualDayTimes } from '../../../src/school/calendar.ts';
import { classGroup, dutySetting, person, role, school } from '../../../src/store/schema/index.ts';
import { asPerson, makeWorld } from '../../context.ts';

function fortyClasses() {
  const world = makeWorld();
  const { db, now } = world.context();
  db.insert(school).values({ id: 1, name: '青山学校', shortName: 'QS' }).run();
  for (let id = 1; id <= 40; id += 1) {
    db.insert(person)
      .values({ id, name: `老师${id}`, createdAt: now })
      .run();
    db.insert(classGroup)
      .values({ id, schoolId: 1, name: `八(${id})班`, stage: 'junior', grade: '八年级', canonical: `junior-8-${id}` })
      .run();
    db.insert(role)
      .values({ personId: id, schoolId: 1, role: 'class_teacher', scope: 'class', scopeId: String(id) })
      .run();
  }
  db.insert(role).values({ personId: 1, schoolId: 1, role: 'safety_office' }).run();
  return world;
}

const values = { on: true, openAt: '08:00', dueAt: '16:30', reach: 'shared', role: 'class_teacher' } as const;

function refusalOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof FormRefused) return `${error.toast.text}。${error.advice ?? ''}`;
    throw error;
  }
  return 'not refused';
}

describe('frequency', () => {
  it('is never set below the floor, and the refusal says whose floor it is', () => {
    const world = fortyClasses();
    const context = world.as(asPerson(1));
    const duty = schoolDuty(context, 1, 'weekly-safety-lesson');
    if (!duty) throw new Error('the lesson is missing');
    const said = refusalOf(() => saveSetting(context, duty, { ...values, cadence: 'month', prompt: undefined }, 0));
    expect(said).toBe('频率不能再少。最少每周一次：某县教体局与小学护校安园方案「每周有一堂安全课」');
    expect(context.db.select().from(dutySetting).all()).toEqual([]);
    saveSetting(context, duty, { ...values, cadence: 'daily', prompt: undefined }, 0);
    expect(schoolDuty(context, 1, duty.id)?.cadence).toBe('daily');
  });

  it.each(catalogue.map((duty) => [duty.id, duty] as const))('%s offers its own and nothing forbidden', (_id, duty) => {
    const offered = cadencesFor(duty);
    expect(offered).toContain(duty.cadence);
    for (const one of offered) expect(isAllowed(duty, one)).toBe(true);
  });

  it('roles and groups that are not offered are refused', () => {
    const world = fortyClasses();
    const context = world.as(asPerson(1));
    const duty = schoolDuty(context, 1, 'weekly-safety-lesson');
    if (!duty) throw new Error('the lesson is missing');
    const given = { ...values, cadence: 'weekly', prompt: undefined };
    expect(refusalOf(() => saveSetting(context, duty, { ...given, role: 'gate_guard' }, 0))).toContain('负责角色');
    expect(refusalOf(() => saveSetting(context, duty, { ...given, reach: 'everybody' }, 0))).toContain('发到哪里');
    expect(saveSetting(context, duty, given, 0).toast?.text).toBe('没有改动');
  });
});

describe('what a duty costs a month', () => {
  it('a shared daily card of forty classes: one tap per class head and school day, far below the quota', () => {
    const { context } = fortyClasses();
    const duty = schoolDuty(context(), 1, 'daily-safety-reminder');
    if (!duty) throw new Error('the reminder is missing');
    const shared = monthlyCost(context(), duty);
    expect(shared.scopes).toBe(40);
    expect(shared.periods).toBeGreaterThan(16);
    expect(shared.periods).toBeLessThan(23);
    expect(shared.taps).toMatchObject([{ role: 'class_teacher', people: 40 }]);
    expect(shared.taps[0]?.each).toBeCloseTo(shared.periods, 0);
    const personal = monthlyCost(context(), { ...duty, reach: 'personal' });
    expect(shared.calls).toBeLessThan(personal.calls);
    expect(shared.calls).toBeLessThan(1_200);
    expect(costText(shared)).toMatch(/^班主任每人每月点约 \d+ 次；全校每月约 \d+ 次平台调用。$/);
  });

  it('is finite and sayable for every duty of the catalogue', () => {
    const { context } = fortyClasses();
    for (const duty of dutiesOf(context(), 1)) {
      const cost = monthlyCost(context(), duty);
      expect([duty.id, Number.isFinite(cost.calls), cost.calls >= 0]).toEqual([duty.id, true, true]);
      expect(costText(cost)).toMatch(/。$/);
    }
  });
});

it.each([
  ['07:30', '07:30'],
  [{ from: 'dismissal', minutes: -10 }, '16:20'],
  [{ from: 'lights-out', minutes: 180 }, '00:30'],
  [{ from: 'school-start', minutes: -30 }, '07:10'],
] as const)('%j is %s on the card', (clock, text) => {
  expect(clockText(clock, usualDayTimes)).toBe(text);
});
