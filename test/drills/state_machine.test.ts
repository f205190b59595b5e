import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gapOf, standingOf, totalsOf } from '../../src/drills/count.ts';
import { findDrill, reportsOf, unitsOf } from '../../src/drills/queries.ts';
import type { DrillState } from '../../src/drills/rules.ts';
import { Refused } from '../../src/kernel/refused.ts';
import { timer } from '../../src/store/schema/index.ts';
import { type Name, openDrillStage, SIZES } from './stage.ts';

const people: readonly Name[] = ['周校', '陈副', '王芳', '班一', '班二', '班三', '郑敏'];
const who = fc.constantFrom(...people);
const which = fc.constantFrom('初二1班', '初二2班', '初二3班', '教职工');

/** Presses as they come: on current and on stale cards, by those who may and those who may not, and time passing. */
const move = fc.oneof(
  fc.record({ do: fc.constant('all-in' as const), who, which }),
  fc.record({
    do: fc.constant('count' as const),
    who,
    which,
    off: fc.integer({ min: -2, max: 2 }),
    resolved: fc.boolean(),
    stale: fc.boolean(),
  }),
  fc.record({ do: fc.constant('board' as const), who }),
  fc.record({
    do: fc.constant('button' as const),
    who,
    button: fc.constantFrom('drill.start', 'drill.stand-down', 'drill.real', 'drill.missing'),
  }),
  fc.record({ do: fc.constant('sign' as const), who }),
  fc.record({ do: fc.constant('plan' as const), who, what: fc.constantFrom('cancel', 'postpone') }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(5, 30, 61, 130, 600) }),
);

const after: Readonly<Record<DrillState, readonly DrillState[]>> = {
  planned: ['planned', 'running', 'cancelled'],
  running: ['running', 'stood_down'],
  stood_down: ['stood_down'],
  cancelled: ['cancelled'],
};

const allIn = (stage: ReturnType<typeof openDrillStage>, id: number): void => {
  for (const name of ['初二1班', '初二2班', '初二3班', '教职工']) stage.allIn('郑敏', id, name);
};

/** Where runs begin, so that the end is within reach of a few presses: planned, started, all in, one missing, one too many. */
const beginnings: readonly ((stage: ReturnType<typeof openDrillStage>, id: number) => void)[] = [
  () => {},
  () => {},
  allIn,
  (stage, id) => {
    allIn(stage, id);
    stage.count('班一', id, '初二1班', { expected: 45, present: 44 });
  },
  (stage, id) => {
    allIn(stage, id);
    stage.count('班一', id, '初二1班', { expected: 45, present: 46 });
  },
];

it('no sequence of presses and time reaches a state that cannot be', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(fc.array(move, { minLength: 6, maxLength: 22, size: 'max' }), fc.nat({ max: 4 }), (moves, start) => {
      const stage = openDrillStage();
      const id = start === 0 ? stage.plan() : stage.running();
      beginnings[start]?.(stage, id);
      const attempt = (run: () => unknown): void => {
        const before = JSON.stringify([stage.of(id), unitsOf(stage.context(), id)]);
        try {
          run();
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          expect(JSON.stringify([stage.of(id), unitsOf(stage.context(), id)]), 'refused, but changed').toBe(before);
        }
      };
      for (const one of moves) {
        const was = stage.of(id);
        const units = unitsOf(stage.context(), id);
        const unit = 'which' in one ? units.find((each) => each.name === one.which) : undefined;
        if (one.do === 'all-in' && unit) {
          attempt(() => stage.allIn(one.who, id, unit.name));
          // One press never writes over what somebody has counted.
          if (unit.reportedAt !== null) expect(stage.unit(id, unit.name)).toEqual(unit);
        }
        if (one.do === 'count' && unit) {
          const expected = unit.enrolled ?? 40;
          const values = { expected, present: expected - one.off, resolved: one.resolved };
          attempt(() => stage.count(one.who, id, unit.name, values, unit.revision - (one.stale ? 1 : 0)));
        }
        if (one.do === 'board') attempt(() => stage.press(one.who, 'drill.board-all', { drill: id }));
        if (one.do === 'button') attempt(() => stage.press(one.who, one.button, { drill: id }));
        if (one.do === 'sign') attempt(() => stage.press(one.who, 'drill.sign', { drill: id }, { reason: '已核实' }));
        if (one.do === 'plan')
          attempt(() =>
            one.what === 'cancel'
              ? stage.press(one.who, 'drill.cancel', { drill: id }, { reason: '场地' })
              : stage.press(one.who, 'drill.postpone', { drill: id }, { at: '2025-09-26 10:05', reason: '天气' }),
          );
        if (one.do === 'wait') stage.seconds(one.seconds);
        check(stage, id, was.state);
        reached.add(stage.of(id).state);
        if (stage.of(id).missingAt !== null) reached.add('missing');
        if (stage.of(id).accountedAt !== null) reached.add('accounted');
        if (stage.of(id).exception !== null) reached.add('signed');
      }
      stage.store.close();
    }),
    { numRuns: 40, seed: 20_250_918 },
  );
  // The runs are worth something only when they get around.
  expect([...reached].sort()).toEqual(
    ['accounted', 'cancelled', 'missing', 'planned', 'running', 'signed', 'stood_down'].sort(),
  );
}, 60_000);

function check(stage: ReturnType<typeof openDrillStage>, id: number, before: DrillState): void {
  const context = stage.context();
  const of = findDrill(context, id);
  if (!of) throw new Error('the drill is gone');
  const units = unitsOf(context, id);
  const totals = totalsOf(units);
  expect(after[before]).toContain(of.state);
  expect(of.startedAt === null).toBe(of.state === 'planned' || of.state === 'cancelled');
  expect(units.length).toBe(of.startedAt === null ? 0 : SIZES.length + 1);
  // Everybody accounted for: then and only then is the moment written down.
  if (of.startedAt !== null) expect(of.accountedAt !== null).toBe(totals.isClosed);
  if (of.state === 'stood_down') expect(totals.isClosed || of.exception !== null).toBe(true);
  const timers = stage.db.select().from(timer).all();
  for (const unit of units) {
    const reports = reportsOf(context, unit.id);
    const last = reports.at(-1);
    // The numbers that stand are those of the last report, and none was lost.
    expect(reports.length).toBe(unit.revision - 1);
    expect([unit.expected, unit.present]).toEqual(last ? [last.expected, last.present] : [null, null]);
    const isMissing = standingOf(unit) === 'missing';
    expect(unit.gapSince !== null).toBe(isMissing);
    expect(unit.closedAt !== null).toBe(standingOf(unit) === 'closed');
    if ((gapOf(unit) ?? 0) < 0) expect(unit.resolved).toBe(false);
    const waits = timers.some((one) => one.kind === 'drill.gap' && one.subject === `drill-unit:${unit.id}`);
    expect(waits, `${unit.name} ${unit.gapStage}`).toBe(isMissing && of.state === 'running' && unit.gapStage < 4);
  }
  if (of.state === 'running') expect(timers.some((one) => one.kind === 'drill.board')).toBe(true);
  else
    expect(
      timers.some((one) => one.subject === `drill:${id}` && !['drill.reminder', 'drill.follow_up'].includes(one.kind)),
    ).toBe(false);
}
