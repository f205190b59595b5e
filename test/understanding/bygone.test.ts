import { describe, expect, it } from 'vitest';
import { readBygone } from '../../src/understanding/bygone.ts';
import { understand } from '../../src/understanding/understand.ts';

describe('trouble that is over', () => {
  it.each([
    ['昨天食堂着火了', 'canteen', false],
    ['昨天食堂着火了，已经扑灭', 'canteen', false],
    ['上个月操场有学生溺水', 'playground', false],
    ['昨天有学生从楼梯上摔下来骨折了', 'stairs', false],
    ['昨天化学实验室起火', 'lab', false],
    ['昨天演练时广播不响', undefined, true],
    ['演练中发现二楼安全出口指示灯不亮', 'teaching-building', true],
  ] as const)('%s', (text, place, atDrill) => {
    expect(understand(text).intent).not.toBe('emergency');
    const bygone = readBygone(text);
    expect(bygone?.atDrill).toBe(atDrill);
    expect(bygone?.hazard.place.kind).toBe(place);
    expect(bygone?.hazard.severity).not.toBe('major_candidate');
  });

  it.each([
    '昨天消防演练很顺利',
    '昨晚隔壁小区着火消防车响了半宿，跟咱们学校没关系，大家放心',
    '昨晚梦见教学楼塌了，吓得一身汗，今天特意去看了一眼，好好的',
    '昨天新闻里那个高铁司机晕倒被及时救下的视频，适合做班会素材',
    '上周摔跤的那个孩子已经拆线了，恢复得不错，周一能来上课',
    '刚才那个是试一下警报器大家不用管没有着火啊',
    '你们谁有去年那个地震应急演练的方案发我参考一下',
    '今天下午三点安全例会',
  ])('%s is none', (text) => {
    expect(readBygone(text)).toBeUndefined();
  });
});
