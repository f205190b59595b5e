import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { learningSets, lessonsOf } from '../../bench/understanding/learn.ts';
import { understand } from '../../src/understanding/understand.ts';

const folder = new URL('../../src/understanding/learnt/', import.meta.url);

it('the weights are those of the labelled sentences: after a change of either run `npm run learn`', () => {
  const sentences = lessonsOf(learningSets()).length;
  const learnt = readdirSync(folder).map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
  for (const one of learnt) expect(one).toMatchObject({ sentences });
});

it('nothing is learnt from the sets that measure', () => {
  expect(learningSets().filter((name) => /held_out|fresh_(?:6|7|8|9|10|11)$/.test(name))).toEqual([]);
});

it.each([
  ['昨天食堂着火了', 'past'],
  ['上周宿舍有人晕倒', 'past'],
  ['【演练】三楼着火了，快来人', 'a drill'],
  ['消防演练：有人受伤，叫救护组', 'a drill'],
  ['模拟有人持刀闯入的处置方案', 'a drill'],
])('%s alarms nobody: %s', (text) => {
  expect(understand(text).intent).not.toBe('emergency');
});

it.each(['着火了', '有人晕倒', '救命', '学生溺水了', '有人持刀'])('%s needs no more words', (text) => {
  expect(understand(text).intent).toBe('emergency');
});
