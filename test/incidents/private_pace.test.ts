import { describe, expect, it } from 'vitest';
import { openPrivate } from '../../src/incidents/open_private.ts';
import { askAtNewPace } from '../../src/incidents/pace_again.ts';
import { setPrivateLimits, usualLimits } from '../../src/incidents/private_limits.ts';
import { DAY, HOUR, instantOf } from '../../src/kernel/time.ts';
import { timersOf } from '../../src/kernel/timers.ts';
import { privateReport } from '../../src/store/schema/index.ts';
import { openStage, type Stage } from './stage.ts';

const ZONE = 'Asia/Shanghai';

/** Thursday 18 September, 10:20: 王芳 tells the moral education lead, who reads it and takes it on. */
function takenOn(stage: Stage, kind: 'bullying' | 'abuse' = 'bullying', handler: '孙德' | '周校' = '孙德'): void {
  openPrivate(stage.asPerson('王芳'), { person: stage.id('王芳'), kind });
  stage.presses('王芳', '交给经办人', { handler: `${stage.id(handler)}`, facts: '看见的事', anonymous: false });
  stage.presses(handler, '现在查看');
  stage.presses(handler, '我已看到');
  stage.deliver();
}
const asked = (stage: Stage, from: number, days: number): readonly string[] => {
  const seen: string[] = [];
  for (let day = 0; day < days; day += 1) {
    stage.later(DAY);
    for (const each of stage.deliver()) if (each.card === 'private.nodes') seen.push(`${from + day + 1} ${each.to}`);
  }
  return seen;
};
const lastCard = (stage: Stage) => stage.phone('孙德').findLast((one) => one.card?.key === 'private.nodes');

describe('steps without a limit', () => {
  it('are asked about after seven school days, then every fourteen days, one at a time, and never shown as official', () => {
    const stage = openStage();
    takenOn(stage);
    for (const step of ['已受理', '已启动核查', '已认定']) stage.presses('孙德', step);
    expect(lastCard(stage)?.text).toContain('过 7 个上课日问一次，之后每 14 天，不是文件规定');
    // The seventh school day is the make-up Sunday, 28 September; fourteen days on is a Sunday off, so Monday.
    expect(asked(stage, 0, 30)).toEqual(['10 孙德', '25 孙德']);
    stage.presses('孙德', '已处置');
    expect(asked(stage, 30, 20)).toEqual(['40 孙德']);
    expect(stage.phone('孙德').at(-1)?.card?.actions[0]?.label).toBe('已帮扶');
  });

  it('wait for the step before them', () => {
    const stage = openStage();
    takenOn(stage);
    const first = lastCard(stage);
    expect(first?.card?.actions.map((each) => each.label)).toEqual(['已受理', '办结']);
    // 受理 is late all the while: that is what is asked for, as often as its own reminders say.
    const days = asked(stage, 0, 20).length;
    expect(days).toBeLessThanOrEqual(12);
    expect(lastCard(stage)?.card?.actions[0]?.label).toBe('已受理');
  });
});

describe('another pace', () => {
  const paced = (stage: Stage, firstAsked: number, askedEvery = 14): void => {
    const context = stage.asPerson('李敏');
    askAtNewPace(context, 1, setPrivateLimits(context, 1, { ...usualLimits, firstAsked, askedEvery }));
  };
  const questions = (stage: Stage): number =>
    stage.deliver().filter((each) => each.card === 'private.nodes' && each.to === '孙德').length;

  it('asks at once about what it would have asked about already, and not again until the pace says so', () => {
    const stage = openStage();
    takenOn(stage);
    for (const step of ['已受理', '已启动核查', '已认定']) stage.presses('孙德', step);
    stage.later(6 * DAY);
    expect(questions(stage)).toBe(0);
    // Four school days have gone: six is still to come, three is over.
    paced(stage, 6);
    expect(questions(stage)).toBe(0);
    paced(stage, 3, 30);
    expect(questions(stage)).toBe(1);
    expect(asked(stage, 6, 16)).toEqual([]);
    // The second question counts from the first: at seven days instead of thirty it is due already.
    paced(stage, 3, 7);
    expect(questions(stage)).toBe(1);
  });

  it('leaves alone what is asked about by its own limit', () => {
    const stage = openStage();
    takenOn(stage);
    stage.presses('孙德', '已受理');
    questions(stage);
    paced(stage, 1, 7);
    expect(questions(stage)).toBe(0);
  });
});

describe('closing', () => {
  it('ends the questions, is asked how, and starts the year until names go', () => {
    const stage = openStage();
    takenOn(stage);
    for (const step of ['已受理', '已启动核查', '已认定', '已处置']) stage.presses('孙德', step);
    stage.presses('孙德', '办结');
    stage.deliver();
    expect(stage.phone('孙德').at(-1)?.text).toContain('帮扶、回访');
    expect(stage.presses('孙德', '办结这件事', { how: '线下已办，纸质卷里有' }).toast?.text).toBe(
      '已办结，满一年清除经手人',
    );
    expect(lastCard(stage)?.text).toContain('回访：没有点，已办结');
    expect(lastCard(stage)?.card?.actions).toEqual([]);
    expect(asked(stage, 0, 60)).toEqual([]);
    expect([...timersOf(stage.asPerson('孙德'), 'private-node:5').keys()]).toEqual([]);
    stage.later(340 * DAY);
    expect(stage.db.select().from(privateReport).all()).toMatchObject([{ handlerId: null, reporterId: null }]);
  });

  it('waits for what a law wants first', () => {
    const stage = openStage();
    takenOn(stage, 'abuse', '周校');
    const buttons = () =>
      stage
        .phone('周校')
        .findLast((one) => one.card?.key === 'private.nodes')
        ?.card?.actions.map((each) => each.label);
    expect(buttons()).toEqual(['已报警']);
    const card = stage.phone('周校').at(-1)?.messageId ?? '';
    const forced = stage.pressRaw(
      '周校',
      card,
      { action: 'private.close', reference: { report: 1 }, revision: 1 },
      { how: '不需要办' },
    );
    expect(JSON.stringify(forced)).toContain('还差“报警 110”，不能办结');
    stage.presses('周校', '已报警');
    stage.presses('周校', '已报教育局');
    expect(buttons()).toEqual(['已归卷', '办结']);
  });
});

describe('limits of a school', () => {
  it('hold for matters that come in afterwards, and are shown as the school’s; ten days are the document’s', () => {
    const stage = openStage();
    takenOn(stage);
    expect(lastCard(stage)?.text).toContain('认定：9月28日 10:20 前（教督〔2017〕10 号）');
    setPrivateLimits(stage.asPerson('李敏'), 1, { ...usualLimits, checking: 12, decided: 7, firstAsked: 3 });
    takenOn(stage);
    expect(lastCard(stage)?.text).toContain('启动核查：9月18日 22:20 前（学校自定）');
    expect(lastCard(stage)?.text).toContain('认定：9月25日 10:20 前（学校自定）');
    expect(() => setPrivateLimits(stage.asPerson('李敏'), 1, { ...usualLimits, decided: 11 })).toThrow();
    const told = stage.db.select().from(privateReport).all()[0]?.entrustedAt ?? 0;
    expect(told + 10 * DAY - instantOf('2025-09-28', '10:20', ZONE)).toBeLessThan(HOUR);
  });
});
