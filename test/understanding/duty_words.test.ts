import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dutyById } from '../../src/duties/catalogue/index.ts';
import { readDutyWords } from '../../src/understanding/duty_words.ts';

const daily = 'daily-safety-reminder';
const weekly = 'weekly-safety-lesson';
const monthly = 'monthly-theme-class-meeting';

describe('it is done', () => {
  it.each([
    ['三年级二班今天的安全提醒已经讲了', daily, '三年级二班'],
    ['安全提醒讲了', daily, undefined],
    ['今天的安全提醒讲完了', daily, undefined],
    ['今日提醒已讲', daily, undefined],
    ['初二3班今日安全提醒已讲。', daily, '初二3班'],
    ['初二（3）班的安全提醒我讲过了', daily, '初二(3)班'],
    ['每日提醒已经讲完', daily, undefined],
    ['讲完今天的安全提醒了', daily, undefined],
    ['讲了安全提醒', daily, undefined],
    ['安全提醒，已经给学生讲了', daily, undefined],
    ['今天的安全提醒我已经说过了', daily, undefined],
    ['五(2)班安全提醒搞定了', daily, '五(2)班'],
    ['我们班安全提醒讲好了', daily, undefined],
    ['大二班今天的提醒讲啦', daily, '大二班'],
    ['安全課上完了', weekly, undefined],
    ['安全课上完了', weekly, undefined],
    ['本周安全课已上', weekly, undefined],
    ['三1班这周的安全课上过了', weekly, '三1班'],
    ['上完安全课了', weekly, undefined],
    ['安全教育课结束了', weekly, undefined],
    ['班会开了', monthly, undefined],
    ['本月安全主题班会已经开完了', monthly, undefined],
    ['八(3)班的主题班会开好了', monthly, '八(3)班'],
    ['开完班会了', monthly, undefined],
    ['放假前的安全课上完了', 'pre-holiday-lesson', undefined],
    ['节前安全教育做完了', 'pre-holiday-lesson', undefined],
    ['周五五分钟小结讲了', 'friday-five-minute', undefined],
    ['安全例会开完了', 'weekly-safety-meeting', undefined],
    ['本月自查完成了', 'monthly-self-check', undefined],
  ])('%s', (text, duty, className) => {
    expect(readDutyWords(text)).toEqual({ intent: 'duty-done', duty, ...(className ? { className } : {}) });
    expect(dutyById(duty)?.id).toBe(duty);
  });
});

it.each([
  ['安全课上完了，三楼楼梯扶手松了', '三楼楼梯扶手松了'],
  ['安全提醒讲了，教室的灯还没修', '教室的灯还没修'],
  ['安全提醒讲了，谢谢', undefined],
])('%s leaves the rest to be heard as well', (text, rest) => {
  const read = readDutyWords(text);
  expect(read?.intent === 'duty-done' ? read.rest : 'not read').toBe(rest);
});

describe('somebody stands in', () => {
  it.each([
    '明天请假，请同年级的老师代一下',
    '我下午请假',
    '周四请两天假，让王老师代一下',
    '9月20日我请病假',
    '明天找个老师替我一下',
  ])('%s', (text) => {
    expect(readDutyWords(text)).toEqual({ intent: 'leave' });
  });
});

describe('near misses mean something else', () => {
  it.each([
    '提醒大家明天讲安全提醒',
    '安全提醒还没讲',
    '安全提醒讲了吗',
    '今天的安全提醒讲了没有？',
    '明天的安全提醒讲什么',
    '安全提醒下午再讲',
    '请各位把安全提醒讲了',
    '班会什么时候开',
    '班会改到明天开',
    '安全课不上了',
    '安全课上有学生摔倒了',
    '班会上讲了防溺水',
    '安全课准备上完再说',
    '昨天的安全提醒讲了',
    '安全提醒要讲的内容发我一下',
    '需要把安全提醒讲完',
    '安全课教室的灯坏了',
    '开班会的时候灯掉下来了',
    '通知：班会开完了的班级报一下',
    '学生请假怎么登记',
    '请假流程是什么？',
    '今天有三个学生请假',
    '三楼扶手松了',
    '三楼楼梯扶手松了，安全课上完了',
    '收到，谢谢',
    '提醒',
    '',
  ])('%s', (text) => {
    expect(readDutyWords(text)).toBeUndefined();
  });
});

it('reads anything without failing, and what is long is something else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const read = readDutyWords(text);
      if (read?.intent === 'duty-done') expect(dutyById(read.duty)).toBeDefined();
    }),
  );
  expect(readDutyWords(`${'这'.repeat(50)}安全提醒讲了`)).toBeUndefined();
});
