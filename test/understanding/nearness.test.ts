import { expect, test } from 'vitest';
import { doubtOf, toldByManyWords } from '../../src/understanding/doubt.ts';

/** Near danger, although their words name things that break and lock as well. */
const NEAR_DANGER = ['卷帘门落下来压着学生的腿', '冷库的门推不开，老李还在里边', '有个孩子在走廊里一直惨叫'];
const NEAR_PRIVATE = ['室友天天骂我打我，不让我告诉老师', '有个男的老在校门口跟着低年级女生'];
/** What a school says every day, people among it. */
const ORDINARY = [
  '课间总有学生追着跑，扶手容易松',
  '门岗交接完毕，一切正常',
  '冷库的门推不开了，要找人修',
  '给学生讲了掉进水里怎么办',
];

test.each(NEAR_DANGER)('asks whether somebody is in danger: %s', (said) => {
  expect(doubtOf(said, true)).toBe('danger');
});

test.each(NEAR_PRIVATE)('asks whether it is to be told in private: %s', (said) => {
  expect(doubtOf(said, false)).toBe('private');
});

test.each(ORDINARY)('asks nothing: %s', (said) => {
  expect(doubtOf(said, true)).toBeUndefined();
  expect(toldByManyWords(said, () => true)).toBeUndefined();
});

test('many telling words decide, fewer beside what else reads as a hazard', () => {
  const said = '三楼有火苗，孩子困在里面出不来';
  expect(toldByManyWords(said, () => false)).toEqual({ emergency: 'fire' });
  expect(toldByManyWords('扶手松了', () => false)).toBeUndefined();
});

test('rules and advice name dangers without being in one', () => {
  expect(toldByManyWords('不玩火，发现着火马上告诉老师，学生别被困在里面', () => false)).toBeUndefined();
});
