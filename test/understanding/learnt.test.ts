import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { labelledOf, learningSets, learntFrom, lessonsOf } from '../../bench/understanding/learn.ts';
import { understand } from '../../src/understanding/understand.ts';

const folder = new URL('../../src/understanding/learnt/', import.meta.url);

it('the weights are those of the labelled sentences: after a change of either run `npm run learn`', () => {
  const lessons = learntFrom(lessonsOf(learningSets()));
  const learnt = readdirSync(folder).map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
  for (const one of learnt) expect(one).toMatchObject(lessons);
});

it('nothing is learnt that measures', () => {
  const learnt = new Set(lessonsOf(learningSets()).map(({ message }) => message.text));
  const measuring = ['held_out', 'fresh_6', 'fresh_7', 'fresh_8', 'fresh_9', 'fresh_10', 'fresh_11', 'two_hazards'];
  expect(learningSets().filter((name) => measuring.includes(name))).toEqual([]);
  expect(
    measuring
      .flatMap(labelledOf)
      .map(({ text }) => text)
      .filter((text) => learnt.has(text)),
  ).toEqual([]);
});

it.each([
  ['昨天食堂着火了', 'past'],
  ['上周宿舍有人晕倒', 'past'],
  ['【演练】三楼着火了，快来人', 'a drill'],
  ['消防演练：有人受伤，叫救护组', 'a drill'],
  ['模拟有人持刀闯入的处置方案', 'a drill'],
  ['没有人晕倒', 'denied'],
  ['刚才食堂冒烟，已经处理好了', 'settled'],
  ['花盆倒了', 'a thing alone'],
  ['球掉河里了', 'a thing alone'],
  ['周一升旗，周二班会讲防溺水，周三演练，周四家长会，周五放假注意交通安全', 'a plan'],
])('%s alarms nobody: %s', (text) => {
  expect(understand(text).intent).not.toBe('emergency');
});

it.each(['着火了', '有人晕倒', '救命', '学生溺水了', '有人持刀'])('%s needs no more words', (text) => {
  expect(understand(text).intent).toBe('emergency');
});

it.each([
  '一楼走廊灯坏了两盏，食堂门口地砖松动，灭火器过期三个，操场有学生晕倒了',
  '1.一楼灯坏 2.二楼地滑 3.三楼着火',
  '今天食堂供应商换了新的，合同和许可证都核对过了，台账也补齐了。对了，三楼实验室冒烟了',
  '秋游一切顺利，孩子们玩得很开心，午饭也吃得很好，返程的时候大巴追尾了，有人受伤',
  '有学生晕倒了，另外明天的例会改到下午，台账记得补，灭火器检查表也要交，值班表我晚点发',
])('one clause of danger among many calm ones is heard: %s', (text) => {
  expect(understand(text).intent).toBe('emergency');
});

it.each(['厕所漏水，操场井盖松了，三年级小刚天天被同学打', '我想死', '爸爸打我', '我被孤立'])(
  'what a child suffers goes the private way: %s',
  (text) => {
    expect(understand(text).intent).toBe('sensitive');
  },
);

it.each([
  '三楼还有几个孩子要跳楼',
  '帮忙代一下课，学生抽搐了',
  '五一班着火了',
  '课前天花板塌了压住两个学生',
  '去年装修的吊顶塌了，压着人',
  '今天测试八百米有学生晕倒',
])('danger goes before requests and before words that sound like yesterday or a drill: %s', (text) => {
  expect(understand(text).intent).toBe('emergency');
});

it.each(['实验室酒精桶没登记', '食堂后厨有煤气味', '2号楼一楼安全出口又被锁上了，打不开', '校车刹车失灵'])(
  'a criterion of domain/hazards.md §3.1 that holds is never talked away: %s',
  (text) => {
    expect(understand(text)).toMatchObject({
      intent: 'hazard',
      hazard: { severity: 'major_candidate', majorTrigger: expect.stringMatching(/^mt-/) },
    });
  },
);
