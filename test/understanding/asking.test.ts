import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Asking, readAsking } from '../../src/understanding/asking.ts';

const hazards = (filter: Extract<Asking, { for: 'hazards' }>['filter']): Asking => ({ for: 'hazards', filter });
const left = (reminder: boolean): Asking => ({ for: 'left', reminder });
const weekly = (last: boolean): Asking => ({ for: 'weekly', last });
const only = (what: Exclude<Asking['for'], 'hazards' | 'weekly' | 'left' | 'on-duty'>): Asking => ({ for: what });

describe('what people ask to see', () => {
  it.each<readonly [Asking, readonly string[]]>([
    [
      hazards('open'),
      [
        '隐患清单',
        '看隐患',
        '所有隐患',
        '现在有多少隐患？',
        '学校还有哪些隐患没整改',
        '帮我查一下未销号的隐患',
        '隐患进展',
      ],
    ],
    [hazards('overdue'), ['逾期', '逾期的隐患', '有哪些逾期隐患？', '看看超期没整改的隐患']],
    [hazards('major'), ['重大隐患', '有没有重大隐患', '重大隐患清单']],
    [hazards('listed'), ['督办', '挂牌督办清单', '督办的隐患有哪些']],
    [hazards('recheck'), ['待复查', '待复查的隐患']],
    [hazards('closed'), ['已销号的隐患', '整改完的隐患有多少']],
    [weekly(false), ['周报', '本周周报', '看一下周报', '本周情况', '这周安全情况怎么样', '学校情况']],
    [weekly(true), ['上周周报', '上周情况']],
    [left(true), ['哪些班没讲', '还有谁没讲？', '今天哪些班还没讲', '没讲的班有哪些', '今天安全提醒完成情况']],
    [left(false), ['谁没办', '还有哪些人没完成', '没办完的', '没完成的职责', '职责完成情况']],
    [only('reminder'), ['今天讲什么', '今日提醒', '今天的安全提醒', '今天该讲什么内容？', '换个主题']],
    [only('reminder-done'), ['讲了', '已讲', '我讲完了', '我们班已经讲了', '提醒已讲']],
    [{ for: 'on-duty', tomorrow: false }, ['谁值班', '今天谁带班？', '今天的值班领导是谁', '今晚谁值班']],
    [{ for: 'on-duty', tomorrow: true }, ['明天谁值班', '明天的带班领导是谁']],
    [only('my-shifts'), ['值班', '我什么时候值班', '我今天护导', '我的值班安排', '什么时候轮到我值班']],
    [only('arrived'), ['到岗', '我到岗了', '已到岗', '签到']],
    [only('round'), ['开始排查', '半月排查', '巡查', '月度自查']],
    [only('drills'), ['下次演练什么时候', '演练情况', '本学期演练', '演练记录']],
    [only('trends'), ['统计', '报表', '隐患统计']],
    [only('calendar'), ['校历', '日历', '什么时候放假']],
    [only('groups'), ['群设置', '群管理']],
    [only('console'), ['看板', '打开后台', '网页版']],
    [only('take-back'), ['撤回', '点错了', '填错了怎么办']],
    [only('export'), ['导出', '打印']],
  ])('%j', (asking, sentences) => {
    expect(sentences.map((words) => [words, readAsking(words)])).toEqual(sentences.map((words) => [words, asking]));
  });

  it.each([
    '食堂后门的灭火器过期了',
    '逾期的灭火器没人换',
    '有重大隐患，三楼护栏要掉了',
    '排查发现二楼扶手松了',
    '发现隐患',
    '隐患',
    '有隐患',
    '班里没讲完就有人晕倒了',
    '值班室的门坏了',
    '值班的保安不在',
    '群里有人骂我',
    '报警',
    '待办',
    '台账',
    '导出台账 9月',
    '讲台松了',
    '签到机坏了',
    '',
  ])('leaves %j to those it is for', (words) => {
    expect(readAsking(words)).toBeUndefined();
  });

  it('takes no report, no danger and no private matter for a question', () => {
    const folder = new URL('../../bench/understanding/', import.meta.url);
    const taken = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .flatMap((name): unknown[] => JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
      // Written by hand as the labelling guide says: every one has its words and its intent.
      .map((message) => message as { readonly text: string; readonly intent?: string })
      .filter(({ intent }) => intent === undefined || /^(?:emergency|sensitive|hazard|hazard-many)$/.test(intent))
      .map(({ text }) => text)
      .filter((text) => readAsking(text) !== undefined);
    expect(taken).toEqual([]);
  });
});
