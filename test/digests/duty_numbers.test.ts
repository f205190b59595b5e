import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekAhead } from '../../src/digests/ahead.ts';
import { drillStandings, standingLines, standingText } from '../../src/digests/drill_figures.ts';
import { missedTwice, weekDuties, weekShifts } from '../../src/digests/duty_figures.ts';
import { interruptionsByDay, interruptionsOf } from '../../src/digests/interruptions.ts';
import { numberLists } from '../../src/digests/lists.ts';
import { toldOf } from '../../src/digests/told.ts';
import { expiringSoon, rememberedExpiries } from '../../src/duties/expiries.ts';
import { schoolDuty } from '../../src/duties/settings.ts';
import { dutyPeriod, dutyShift, dutyTask, outbox, role } from '../../src/store/schema/index.ts';
import { makeDrill } from './drill_rows.ts';
import { at, openHistory } from './history.ts';

const NOW = '2025-12-19 16:00';
const after = at('2025-12-12 16:00');
const upTo = at(NOW);
const HOURS = 3_600_000;

const linesOf = (world: ReturnType<typeof openHistory>, key: string): number => {
  const told = toldOf(world.context(), { school: 1, week: '2025-12-15', after, upTo });
  return numberLists.find((list) => list.key === key)?.lines(world.context(), told).length ?? -1;
};

describe('duties and shifts of the digest', () => {
  const duty = fc.constantFrom('daily-safety-reminder', 'weekly-safety-lesson', 'bullying-case', 'no-such-duty');
  const task = fc.record({
    duty,
    scopeId: fc.constantFrom('1', '2', '3'),
    hoursAgo: fc.nat(15 * 24),
    state: fc.constantFrom<'open' | 'done' | 'missed' | 'excused'>('open', 'done', 'missed', 'excused'),
    school: fc.constantFrom(1, 1, 1, 2),
  });
  const shift = fc.record({ minutesAgo: fc.nat(15 * 24 * 60), stood: fc.boolean(), school: fc.constantFrom(1, 1, 2) });

  it('agree with a straightforward recomputation; matters about children are in none', () => {
    const world = openHistory(NOW);
    const told = toldOf(world.context(), { school: 1, week: '2025-12-15', after, upTo });
    fc.assert(
      fc.property(fc.array(task, { maxLength: 40 }), fc.array(shift, { maxLength: 20 }), (tasks, shifts) => {
        world.store.transaction(() => {
          world.db.delete(dutyTask).run();
          world.db.delete(dutyShift).run();
          tasks.forEach((one, index) => {
            world.db
              .insert(dutyTask)
              .values({
                schoolId: one.school,
                dutyId: one.duty,
                period: `p${index}`,
                scope: 'class',
                scopeId: one.scopeId,
                openAt: 0,
                dueAt: upTo - one.hoursAgo * HOURS,
                state: one.state,
              })
              .run();
          });
          shifts.forEach((one, index) => {
            const startsAt = upTo - one.minutesAgo * 60_000;
            world.db
              .insert(dutyShift)
              .values({
                schoolId: one.school,
                dutyId: 'leader-duty-roster',
                date: `d${index}`,
                personId: 1,
                startsAt,
                endsAt: startsAt + HOURS,
                checkedInAt: one.stood ? startsAt : null,
              })
              .run();
          });
        });
        const context = world.context();
        const shown = ['daily-safety-reminder', 'weekly-safety-lesson'];
        const ours = tasks.filter((one) => one.school === 1 && shown.includes(one.duty));
        const isIn = (one: { hoursAgo: number }, from: number, to: number): boolean => {
          const due = upTo - one.hoursAgo * HOURS;
          return due > from && due <= to;
        };
        let missed = 0;
        for (const id of shown) {
          const week = ours.filter((one) => one.duty === id && isIn(one, after, upTo));
          const asked = week.filter((one) => one.state !== 'excused').length;
          const done = week.filter((one) => one.state === 'done').length;
          missed += asked - done;
          const line = weekDuties(context, told).find((one) => one.duty === id);
          expect(line ?? { done: 0, total: 0, missed: 0 }).toMatchObject({ done, total: asked, missed: asked - done });
        }
        expect(weekDuties(context, told).map((one) => one.duty)).not.toContain('bullying-case');
        expect(linesOf(world, 'duties')).toBe(missed);

        const begun = shifts.filter((one) => {
          const startsAt = upTo - one.minutesAgo * 60_000 + 15 * 60_000;
          return one.school === 1 && startsAt > after && startsAt <= upTo;
        });
        const [stood] = weekShifts(context, told);
        expect(stood?.total ?? 0).toBe(begun.length);
        expect(stood?.missed ?? 0).toBe(begun.filter((one) => !one.stood).length);
        expect(linesOf(world, 'shifts')).toBe(begun.filter((one) => !one.stood).length);
      }),
      { numRuns: 30 },
    );
  });

  it('name a class twice missed when it left two periods running undone, the second in the stretch', () => {
    const world = openHistory(NOW);
    const told = toldOf(world.context(), { school: 1, week: '2025-12-15', after, upTo });
    const classes = ['1', '2', '3'] as const;
    const period = fc.record({
      daysApart: fc.integer({ min: 1, max: 6 }),
      left: fc.record({ 1: fc.boolean(), 2: fc.boolean(), 3: fc.boolean() }),
    });
    fc.assert(
      fc.property(fc.array(period, { maxLength: 6 }), (periods) => {
        let due = upTo - 12 * 24 * HOURS;
        const dated = periods.map((one) => {
          due += one.daysApart * 24 * HOURS;
          return { ...one, due };
        });
        const duty = { schoolId: 1, dutyId: 'weekly-safety-lesson' };
        world.store.transaction(() => {
          world.db.delete(dutyTask).run();
          world.db.delete(dutyPeriod).run();
          dated.forEach((one, index) => {
            const of = { ...duty, period: `p${index}`, openAt: 0, dueAt: one.due };
            world.db
              .insert(dutyPeriod)
              .values({ ...of, ladder: [] })
              .run();
            for (const scopeId of classes) {
              const state = one.left[scopeId] ? 'missed' : 'done';
              world.db
                .insert(dutyTask)
                .values({ ...of, scope: 'class', scopeId, state })
                .run();
            }
          });
        });
        const twice = classes.filter((id) =>
          dated.some(
            (one, index) =>
              one.due > after && one.due <= upTo && one.left[id] && index > 0 && dated[index - 1]?.left[id],
          ),
        );
        const found = missedTwice(world.context(), told);
        expect(found.reduce((sum, one) => sum + one.classes.length, 0)).toBe(twice.length);
        expect(linesOf(world, 'twice')).toBe(twice.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe('interruptions of the digest', () => {
  it('are the same in the number and in the list', () => {
    const world = openHistory(NOW);
    world.db.insert(role).values({ personId: 1, schoolId: 1, role: 'class_teacher' }).run();
    const told = toldOf(world.context(), { school: 1, week: '2025-12-15', after, upTo });
    const sent = fc.record({ hoursAgo: fc.nat(10 * 24), rank: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 30 }), (messages) => {
        world.store.transaction(() => {
          world.db.delete(outbox).run();
          messages.forEach(({ hoursAgo, rank }, index) => {
            world.db
              .insert(outbox)
              .values({
                kind: 'text',
                lane: 'normal',
                rank,
                personId: 1,
                dedupeKey: `m${index}`,
                notBefore: 0,
                createdAt: 0,
                state: 'sent',
                finishedAt: upTo - hoursAgo * HOURS,
              })
              .run();
          });
        });
        const perDay = new Map<string, number>();
        for (const { hoursAgo, rank } of messages) {
          const moment = upTo - hoursAgo * HOURS;
          if (rank < 2 || moment <= after) continue;
          const day = new Date(moment + 8 * HOURS).toISOString().slice(0, 10);
          perDay.set(day, (perDay.get(day) ?? 0) + 1);
        }
        const context = world.context();
        expect(Object.fromEntries(interruptionsByDay(context, told).map((day) => [day.date, day.times]))).toEqual(
          Object.fromEntries(perDay),
        );
        expect(interruptionsOf(context, told).most).toBe(Math.max(0, ...perDay.values()));
        expect(linesOf(world, 'interruptions')).toBe(perDay.size);
      }),
      { numRuns: 30 },
    );
  });
});

describe('what runs out', () => {
  it('is remembered as it was written last, named from the lead of its field on, and prefilled next time', () => {
    const world = openHistory(NOW);
    let count = 0;
    const checked = (scopeId: string, doneAt: string, content: Record<string, unknown>) => {
      count += 1;
      return world.db
        .insert(dutyTask)
        .values({
          schoolId: 1,
          dutyId: 'fire-equipment-check',
          period: `p${count}`,
          scope: 'place',
          scopeId,
          openAt: 0,
          dueAt: at(doneAt),
          state: 'done',
          doneAt: at(doneAt),
          content,
        })
        .returning()
        .get();
    };
    checked('canteen', '2025-10-01 10:00', { expiry: '2025-11-01' });
    checked('canteen', '2025-11-01 10:00', { expiry: '2026-01-10' });
    // Left out: what was written before still holds.
    const last = checked('canteen', '2025-12-01 10:00', { all_ok: true });
    checked('dorm', '2025-12-01 10:00', { expiry: '2026-03-01' });
    checked('lab', '2025-12-01 10:00', { expiry: '2025-12-01' });
    checked('stairs', '2025-12-01 10:00', { expiry: '某天' });
    const soon = expiringSoon(world.context(), 1);
    expect(soon.map((one) => [one.scopeId, one.date])).toEqual([
      ['lab', '2025-12-01'],
      ['canteen', '2026-01-10'],
    ]);
    const told = toldOf(world.context(), { school: 1, week: '2025-12-15', after, upTo });
    expect(numberLists.find((list) => list.key === 'expiring')?.lines(world.context(), told)).toEqual([
      '消防器材检查 实验室 最近到期 12月1日，已过 18 天',
      '消防器材检查 食堂 最近到期 2026年1月10日，还有 22 天',
    ]);
    const duty = schoolDuty(world.context(), 1, 'fire-equipment-check');
    expect(duty && rememberedExpiries(world.context(), last, duty)).toEqual({ expiry: '2026-01-10' });
  });
});

describe('drills of the digest', () => {
  it('stand against the quota: held, planned, missed before; and what is planned is a date to come', () => {
    const world = openHistory(NOW);
    makeDrill(world.db, { state: 'stood_down', plannedAt: at('2025-12-03 10:00'), startedAt: at('2025-12-03 10:05') });
    makeDrill(world.db, { state: 'planned', plannedAt: at('2025-12-23 10:05') });
    makeDrill(world.db, { state: 'cancelled', plannedAt: at('2025-12-24 10:05') });
    world.db
      .insert(dutyTask)
      .values({
        schoolId: 1,
        dutyId: 'evacuation-drill',
        period: '2025-10',
        scope: 'school',
        openAt: 0,
        dueAt: at('2025-10-31 17:00'),
        state: 'missed',
      })
      .run();
    const context = world.context();
    const told = toldOf(context, { school: 1, week: '2025-12-15', after, upTo });
    const [monthly] = drillStandings(context, told);
    if (!monthly) throw new Error('no drill duty is on');
    expect(standingText(monthly)).toBe('12月 应演 1，已演 1，已定 1；往期未演 1');
    expect(standingLines(context, monthly)).toEqual([
      '10月 未演',
      '12月3日 10:05 火灾疏散 已演，待评估立项',
      '12月23日 10:05 火灾疏散 已定',
    ]);
    expect(weekAhead(context, told)).toContain('12月23日 10:05 火灾疏散');
  });
});
