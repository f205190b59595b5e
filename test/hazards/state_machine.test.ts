import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/kernel/record.ts';
import { DAY } from '../../src/kernel/time.ts';
import { type HazardStage, openHazardStage } from './stage.ts';
import { move, report } from './state_machine/moves.ts';
import { type Counted, play } from './state_machine/play.ts';
import { rowsOf } from './state_machine/rows.ts';
import { Watch } from './state_machine/watch.ts';

const photographed = (stage: HazardStage, name: string): void => {
  stage.sendsPhoto(stage.id(name), 1);
  stage.deliver();
};

/** A suspected major one is confirmed first; consent and receipt are there before the recheck. */
const decideMajor = (stage: HazardStage): void => {
  stage.taps('王芳', 'hazard.ask', {}, { ask: 'confirm-major' });
  stage.taps('王芳', 'hazard.confirm-major', { basis: '判定指南' });
};

/** Where runs begin: every way of a hazard is at hand within a few moves. */
const beginnings: readonly ((stage: HazardStage) => void)[] = [
  () => {},
  (stage) => void stage.taps('王芳', 'hazard.assign', { owner: stage.id('赵强') }),
  (stage) => {
    beginnings[1]?.(stage);
    stage.taps('赵强', 'hazard.begin-rectification');
    stage.deliver();
    photographed(stage, '赵强');
    stage.taps('赵强', 'hazard.rectify');
  },
  (stage) => {
    beginnings[2]?.(stage);
    stage.taps('王芳', 'hazard.recheck', { result: 'passed' });
    if (!rowsOf(stage).some((row) => row.severity === 'major')) return;
    stage.taps('周校', 'hazard.consent');
    stage.taps('王芳', 'hazard.ask', {}, { ask: 'receipt' });
    stage.taps('王芳', 'hazard.receipt', { receipt: '消防验收合格' });
  },
  (stage) => {
    report(stage, '孙梅', 0);
    stage.taps('孙梅', 'hazard.register', { detail: '前门' });
  },
  (stage) => {
    beginnings[2]?.(stage);
    stage.taps('王芳', 'hazard.recheck', { result: 'sent_back', reason: '还松' });
  },
  (stage) => {
    beginnings[1]?.(stage);
    stage.later(9 * DAY);
  },
  (stage) => {
    beginnings[3]?.(stage);
    stage.later(DAY);
    stage.taps('刘洋', 'hazard.ask', {}, { ask: 'reopen' });
    stage.taps('刘洋', 'hazard.reopen', { reason: '又坏了' });
  },
];

describe('any sequence of presses, pictures and days', () => {
  it('keeps every hazard in a legal state, in good hands and never forgotten', () => {
    const counted: Counted = { refused: 0, taken: 0, states: new Set() };
    fc.assert(
      fc.property(
        fc.nat({ max: 3 }),
        fc.nat({ max: 7 }),
        fc.array(move, { minLength: 5, maxLength: 18, size: 'max' }),
        (kind, start, moves) => {
          const stage = openHazardStage();
          report(stage, '刘洋', kind);
          stage.deliver();
          stage.taps('刘洋', 'hazard.register');
          stage.deliver();
          const watch = new Watch(stage);
          watch.check();
          if (kind === 2 && start !== 0) decideMajor(stage);
          beginnings[start]?.(stage);
          stage.deliver();
          watch.check();
          play(stage, watch, moves, counted);
          watch.checkPhones();
          expect(verifyChain(stage.db).ok).toBe(true);
          stage.store.close();
        },
      ),
      { numRuns: 120, seed: 20_250_918 },
    );
    // The runs are worth something only when they get around.
    expect(counted.taken).toBeGreaterThan(400);
    expect(counted.refused).toBeGreaterThan(200);
    expect(counted.states.size).toBeGreaterThanOrEqual(9);
  });
});
