import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Question, readQuestion } from '../../src/understanding/questions.ts';

describe('what people ask about that is no report', () => {
  it.each<readonly [Question, readonly string[]]>([
    ['left', ['初二1班讲了吗', '初二1班今天讲了没有', '李敏讲了吗', '本周安全课谁没上']],
    ['calendar', ['今天停课', '下周一期中考试', '9月30日放假', '今天没课讲不了']],
    ['duty-settings', ['改一下提醒时间', '关掉每日提醒', '别发了', '能不能晚点提醒']],
    ['weekly-settings', ['把周报改到周四', '周报几点发']],
    ['people', ['新来了一个老师', '有人离职了', '李敏不当班主任了', '手机号换了', '加老师']],
    ['roster', ['名册怎么导入', '值班表怎么导入']],
    ['minutes', ['例会纪要发我', '上次例会说了什么']],
    ['expiring', ['灭火器什么时候到期', '快到期的设备', '证件到期']],
    ['undelivered', ['没送到的消息']],
    ['not-joined', ['有几个人没绑定', '谁没加进来']],
    ['missed', ['补报', '补一下昨天的', '昨天的忘记点了']],
    ['later', ['我忘了', '晚点讲', '明天再讲', '点错了，还没讲']],
    ['away', ['我今天出差', '我在外面学习，让赵强帮我讲']],
    ['photo', ['怎么发照片', '上传照片']],
    ['card-trouble', ['按钮点了没反应', '卡片打不开', '看不到卡片']],
    ['who-sees', ['谁能看到我报的', '领导会知道是我报的吗', '会不会泄露']],
  ])('%s', (question, sentences) => {
    expect(sentences.map((words) => [words, readQuestion(words)])).toEqual(sentences.map((words) => [words, question]));
  });

  it.each([
    '下午三点在会议室开教研组会',
    '来了个陌生人',
    '家长不知道孩子去哪了',
    '没人知道我有多难受',
    '谁知道灭火器年检找哪家',
    '我在外面看见有人拿棍子等学生',
    '没收到孩子',
    '',
  ])('leaves %j alone', (words) => {
    expect(readQuestion(words)).toBeUndefined();
  });

  it('takes nobody in danger and nothing private for a question', () => {
    const folder = new URL('../../bench/understanding/', import.meta.url);
    const taken = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .flatMap((name): unknown[] => JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
      // Written by hand as the labelling guide says: every one has its words and its intent.
      .map((message) => message as { readonly text: string; readonly intent?: string })
      .filter(({ intent }) => intent === 'emergency' || intent === 'sensitive')
      .map(({ text }) => text)
      .filter((text) => readQuestion(text) !== undefined);
    expect(taken).toEqual([]);
  });
});
