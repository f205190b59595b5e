import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPass, hazardMetrics, metricsOf, repeatedHazards, shareText } from '../../src/hazards/metrics.ts';
import { ladders } from '../../src/hazards/rules.ts';
import { daysBetween, instantOf, plusDays } from '../../src/kernel/time.ts';
import { hazard, hazardStep, person, school } from '../../src/store/schema/index.ts';
import { makeWorld } from '../context.ts';

const span = { from: '2025-09-01', to: '2025-09-30' };
const ZONE = 'Asia/Shanghai';
const window = { after: instantOf('2025-09-01', '00:00', ZONE) - 1, upTo: instantOf('2025-10-01', '00:00', ZONE) - 1 };

interface History {
  readonly reported: string;
  readonly due: string | undefined;
  readonly originalDue: string | undefined;
  readonly fixed: string | undefined;
  readonly closed: string | undefined;
}

const noon = (date: string | undefined) => (date === undefined ? undefined : instantOf(date, '12:00', ZONE));
const endOf = (date: string | undefined) => (date === undefined ? undefined : instantOf(date, '23:59', ZONE));
const measured = (row: History) => ({
  due: endOf(row.due),
  originalDue: endOf(row.originalDue),
  fixed: noon(row.fixed),
  closed: noon(row.closed),
  took: row.fixed === undefined ? undefined : daysBetween(row.reported, row.fixed),
});
const day = fc.integer({ min: -90, max: 60 }).map((offset) => plusDays('2025-09-01', offset));
const after = (from: string, days: number | undefined): string | undefined =>
  days === undefined ? undefined : plusDays(from, days);
const gap = fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined });
const history = fc
  .record({ reported: day, dueIn: gap, extended: fc.nat(10), fixedIn: gap, closedIn: gap })
  .map((one): History => {
    const originalDue = after(one.reported, one.dueIn);
    const fixed = after(one.reported, one.fixedIn);
    return {
      reported: one.reported,
      originalDue,
      due: originalDue === undefined ? undefined : plusDays(originalDue, one.extended),
      fixed,
      // Nothing is closed that was not handed in.
      closed: fixed === undefined ? undefined : after(fixed, one.closedIn),
    };
  });

/** The definitions of domain/hazards.md §6 once more, day by day and without a thought for speed. */
function straightforward(rows: readonly History[]) {
  let wanted = 0;
  let closed = 0;
  let onTime = 0;
  const days: number[] = [];
  for (const row of rows) {
    const dueInSpan = row.due !== undefined && row.due >= span.from && row.due <= span.to;
    const isClosedBefore = row.closed !== undefined && row.closed < span.from;
    const overdueAtStart = row.due !== undefined && row.due < span.from && !isClosedBefore;
    if (dueInSpan || overdueAtStart) {
      wanted += 1;
      if (row.closed !== undefined && row.closed <= span.to) {
        closed += 1;
        if (row.fixed !== undefined && row.originalDue !== undefined && row.fixed <= row.originalDue) onTime += 1;
      }
    }
    if (row.fixed !== undefined && row.fixed >= span.from && row.fixed <= span.to) {
      let count = 0;
      for (let at = row.reported; at < row.fixed; at = plusDays(at, 1)) count += 1;
      days.push(count);
    }
  }
  const sorted = days.sort((left, right) => left - right);
  const half = sorted.length / 2;
  const middle =
    sorted.length === 0
      ? 0
      : Number.isInteger(half)
        ? ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
        : (sorted[Math.floor(half)] ?? 0);
  return { wanted, closed, onTime, count: days.length, sum: sorted.reduce((sum, one) => sum + one, 0), middle };
}

describe('the figures of rectification', () => {
  it('agree with a straightforward recomputation over generated histories, pure and from the rows', () => {
    const world = makeWorld(instantOf('2025-12-01', '10:00', 'Asia/Shanghai'));
    const { db } = world.store;
    db.insert(school).values({ name: '光明学校', shortName: 'GM' }).run();
    db.insert(person).values({ name: '王芳', createdAt: 0 }).run();
    fc.assert(
      fc.property(fc.array(history, { maxLength: 30 }), (rows) => {
        const expected = straightforward(rows);
        db.delete(hazard).run();
        world.store.transaction(() => {
          rows.forEach((row, index) => {
            db.insert(hazard)
              .values({
                schoolId: 1,
                number: `GM-${index}`,
                state: row.closed ? 'closed' : 'assigned',
                title: '',
                description: '',
                placeKind: 'stairs',
                category: 'building',
                sub: 'railing',
                severity: 'general',
                reporterId: 1,
                reportedAt: noon(row.reported) ?? 0,
                due: row.due ?? null,
                originalDue: row.originalDue ?? null,
                fixedAt: noon(row.fixed) ?? null,
                closedAt: noon(row.closed) ?? null,
                ladder: ladders.general,
              })
              .run();
          });
        });
        for (const found of [metricsOf(rows.map(measured), window), hazardMetrics(world.context(), 1, window)]) {
          expect(found.rectified).toEqual({ part: expected.closed, of: expected.wanted });
          expect(found.onTime).toEqual({ part: expected.onTime, of: expected.wanted });
          expect(found.days.count).toBe(expected.count);
          expect(found.days.mean * found.days.count).toBeCloseTo(expected.sum, 6);
          expect(found.days.median).toBe(expected.middle);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('show nothing to divide by as a dash', () => {
    expect(shareText({ part: 0, of: 0 })).toBe('—');
    expect(shareText({ part: 9, of: 11 })).toBe('82%（9/11）');
  });

  it('count first rechecks and what came back within 90 days', () => {
    const world = makeWorld();
    const { db } = world.store;
    const now = world.context().now;
    db.insert(school).values({ name: '光明学校', shortName: 'GM' }).run();
    db.insert(person).values({ name: '王芳', createdAt: 0 }).run();
    const found = (columns: Partial<typeof hazard.$inferInsert>) =>
      db
        .insert(hazard)
        .values({
          schoolId: 1,
          number: `GM-${Math.abs(columns.reportedAt ?? 0)}-${columns.placeDetail}-${columns.sub}`,
          state: 'closed',
          title: '',
          description: '',
          placeKind: 'toilet',
          placeDetail: '1号楼男厕',
          category: 'building',
          sub: 'floor',
          severity: 'general',
          reporterId: 1,
          reportedAt: now,
          ladder: ladders.general,
          ...columns,
        })
        .returning({ id: hazard.id })
        .get();
    const first = found({ reportedAt: now - 1 });
    const second = found({ reportedAt: now - 2, sendBacks: 1 });
    found({ reportedAt: now - 100 * 86_400_000 });
    found({ reportedAt: now - 3, sub: '' });
    found({ reportedAt: now - 4, placeDetail: '2号楼' });
    found({ reportedAt: now - 5, state: 'merged' });
    const step = (hazardId: number, kind: string) => db.insert(hazardStep).values({ hazardId, at: now, kind }).run();
    step(first.id, 'pass');
    step(second.id, 'send_back');
    step(second.id, 'pass');
    expect(firstPass(world.context(), 1, window)).toEqual({ part: 1, of: 3 });
    expect(repeatedHazards(world.context(), 1, window)).toEqual([{ what: '1号楼男厕 地面湿滑破损', times: 2 }]);
  });
});
