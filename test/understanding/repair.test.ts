import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clausesOf } from '../../src/understanding/clauses.ts';
import { commonWords, plainText } from '../../src/understanding/normalise.ts';
import { REPAIRABLE, repairHomophones } from '../../src/understanding/repair.ts';
import { mixtures } from './mixtures.ts';
import { repairPlainly } from './plain_repair.ts';

const words = [...REPAIRABLE];

it.each([
  ['楼道里冲电', '楼道里充电'],
  ['灭活器锈了', '灭火器锈了'],
  ['扶手松了', '扶手松了'],
  ['', ''],
])('%s → %s', (typed, meant) => {
  expect(repairHomophones(typed)).toBe(meant);
});

it('repairs what the slow and plain way repairs, and nothing else', () => {
  fc.assert(
    fc.property(mixtures(words), (text) => {
      const common = commonWords(plainText(text.slice(0, 40)));
      expect([common, repairHomophones(common)]).toEqual([common, repairPlainly(common)]);
    }),
    { numRuns: 12 },
  );
}, 60_000);

it('reads the parts of a message as it reads each alone', () => {
  fc.assert(
    fc.property(mixtures(words), (text) => {
      for (const { written, text: read } of clausesOf(text))
        expect(read).toBe(repairHomophones(commonWords(plainText(written))).trim());
    }),
    { numRuns: 150 },
  );
});
