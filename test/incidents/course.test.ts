import { describe, expect, it } from 'vitest';
import { raiseEmergency } from '../../src/incidents/raise_emergency.ts';
import { setReportSettings } from '../../src/incidents/report_settings.ts';
import { DAY, HOUR, MINUTE } from '../../src/kernel/time.ts';
import { incident, incidentReport } from '../../src/store/schema/index.ts';
import { everybody, type Name, openStage, type Stage } from './stage.ts';

/** Thursday 10:20: 王芳 reports a fire, 王强 (duty leader) takes it over. */
function ledFire(stage = openStage()): Stage {
  raiseEmergency(stage.asPerson('王芳'), {
    person: stage.id('王芳'),
    platform: 'feishu',
    kind: 'fire',
    words: '实验楼二楼着火了',
    place: '实验楼2层',
  });
  stage.presses('王芳', '通知带班领导');
  stage.presses('王强', '我来处置');
  stage.deliver();
  return stage;
}

const newest = (stage: Stage, name: Name) => stage.phone(name).at(-1)?.text ?? '';
const receivers = (arrivals: ReturnType<Stage['deliver']>) => arrivals.map((each) => each.to).sort();
const report = {
  kind: '火灾',
  at: '2025-09-18 10:20',
  place: '实验楼2层',
  facts: '实验台冒烟，未见明火',
  injured: '0',
  dead: '0',
  measures: '切断电源，各班撤到操场',
  called: ['119'],
};

describe('teams', () => {
  it('are called with a ring once somebody leads, each to their own post', () => {
    const stage = ledFire();
    expect(stage.presses('王强', '叫齐各组').toast?.text).toBe('已叫 3 人，到位的卡上有');
    const arrivals = stage.deliver();
    expect(receivers(arrivals)).toEqual(['周医', '孙德', '张强']);
    expect(arrivals.every((each) => each.urge && each.card === 'incident.post')).toBe(true);
    expect(newest(stage, '张强')).toContain('请保卫组到位');
    expect(newest(stage, '周医')).toContain('请救护组到位');
    expect(newest(stage, '孙德')).toContain('请疏散组到位');
    expect(
      stage
        .phone('王强')
        .at(-1)
        ?.card?.actions.map((each) => each.label),
    ).not.toContain('叫齐各组');
  });

  it('answer with one tap, and the commander hears at once who cannot come', () => {
    const stage = ledFire();
    stage.presses('王强', '叫齐各组');
    expect(stage.presses('张强', '我已到位').toast?.text).toBe('已告诉指挥，您到位了');
    stage.deliver();
    expect(newest(stage, '王强')).toContain('保卫组 张强 10:20 到位；救护组 周医 等应答');
    stage.presses('周医', '我去不了');
    expect(stage.deliver()).toMatchObject([{ to: '王强', text: '救护组 周医去不了，请叫别人。' }]);
    expect(stage.presses('周医', '我已到位').toast?.tone).toBe('success');
  });

  it('are not filled up by a second press; a team nobody can come to is called anew', () => {
    const stage = openStage({ ...everybody, 孙德: ['moral_lead'], 赵伟: ['grade_lead'] });
    ledFire(stage);
    stage.presses('王强', '叫齐各组');
    stage.deliver();
    const again = { action: 'incident.call_teams', reference: { incident: 1 } };
    const [alert] = stage.phone('王强');
    expect(stage.pressRaw('王强', alert?.messageId ?? '', again).toast?.text).toBe('各组都已叫过，谁到了卡上有');
    stage.presses('孙德', '我去不了');
    expect(stage.presses('王强', '叫齐各组').toast?.text).toBe('已叫 1 人，到位的卡上有');
    expect(receivers(stage.deliver().filter((each) => each.card === 'incident.post'))).toEqual(['赵伟']);
  });

  it('lock the doors instead of leading classes out when somebody has come in', () => {
    const stage = openStage();
    raiseEmergency(stage.asPerson('王芳'), {
      person: stage.id('王芳'),
      platform: 'feishu',
      kind: 'intruder',
      words: '有人拿刀闯进来',
      place: '',
    });
    stage.presses('王芳', '通知带班领导');
    stage.presses('王强', '我来处置');
    stage.presses('王强', '叫齐各组');
    stage.deliver();
    expect(newest(stage, '孙德')).toContain('通知各班关门锁门');
    expect(newest(stage, '孙德')).toContain('未说，请打电话问王强');
  });

  it('need somebody who leads', () => {
    const stage = openStage();
    raiseEmergency(stage.asPerson('王芳'), {
      person: stage.id('王芳'),
      platform: 'feishu',
      kind: 'fire',
      words: '着火了',
      place: '',
    });
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    const [alert] = stage.phone('王强');
    const answer = stage.pressRaw('王强', alert?.messageId ?? '', {
      action: 'incident.call_teams',
      reference: { incident: 1 },
    });
    expect(answer.toast?.text).toBe('请先点“我来处置”。有人接手，各组才知道听谁的。');
  });
});

describe('the first report', () => {
  it('comes as a filled draft five minutes after somebody leads', () => {
    const stage = ledFire();
    stage.presses('王强', '已打电话');
    stage.later(5 * MINUTE);
    const [offered, ...others] = stage.deliver();
    expect(others).toEqual([]);
    expect(offered).toMatchObject({ to: '王强', card: 'incident.report_form' });
    const form = stage.phone('王强').at(-1)?.card?.form;
    const initial = Object.fromEntries(
      (form?.fields ?? []).map((each) => [each.name, 'initial' in each && each.initial]),
    );
    expect(initial).toMatchObject({
      kind: '火灾',
      at: '2025-09-18 10:20',
      place: '实验楼2层',
      measures: '10:20 王强接手处置；10:20 已打电话求援',
    });
    // How many are hurt is never guessed.
    expect(initial.injured).toBeFalsy();
  });

  it('becomes a text to copy; said to be given to the authority, nobody is reminded any more', () => {
    const stage = ledFire();
    stage.presses('王强', '写首报');
    expect(stage.presses('王强', '生成首报稿', { ...report, injured: '' }).toast?.text).toContain('还差一项：受伤人数');
    stage.presses('王强', '生成首报稿', report);
    stage.deliver();
    const written = stage.phone('王强').find((each) => each.text.includes('【首报】'));
    expect(written?.text).toContain(
      '【首报】光明学校 9月18日 10:20，实验楼2层，火灾。经过：实验台冒烟，未见明火。受伤 0 人，死亡 0 人。已采取：切断电源，各班撤到操场。已拨 119。报告人 王强。',
    );
    // The words are sealed in the database.
    expect(stage.dump()).not.toContain('实验台冒烟');
    stage.later(20 * MINUTE);
    stage.deliver();
    expect(stage.presses('王强', '已报出', { receiver: '区教育局 李科长' }).toast?.text).toBe('已记：首报用时 20 分钟');
    stage.later(3 * HOUR);
    expect(stage.deliver()).toEqual([]);
  });

  it('is asked for half an hour, ten minutes before, on time with the leaders, and once more late', () => {
    const stage = ledFire();
    stage.later(5 * MINUTE);
    stage.deliver();
    stage.later(25 * MINUTE);
    expect(stage.deliver()).toMatchObject([{ to: '王强', card: 'incident.report_reminder' }]);
    expect(newest(stage, '王强')).toContain('首报还没报出：还剩 30 分钟');
    stage.later(20 * MINUTE);
    expect(receivers(stage.deliver())).toEqual(['李敏', '王强']);
    stage.later(10 * MINUTE);
    expect(receivers(stage.deliver())).toEqual(['周校', '李敏', '王强', '陈副']);
    expect(newest(stage, '周校')).toContain('首报还没报出：已过时限');
    stage.later(HOUR);
    expect(receivers(stage.deliver())).toEqual(['周校', '王强']);
    stage.later(2 * HOUR);
    expect(stage.deliver()).toEqual([]);
  });

  it('follows the deadline and the number the school has set', () => {
    const stage = openStage();
    setReportSettings(stage.asPerson('李敏'), 1, { minutes: 120, authority: '区教育局值班 0571-1' });
    ledFire(stage);
    expect(newest(stage, '王强')).toContain('首报：12:20 前报出');
    stage.later(90 * MINUTE);
    stage.deliver();
    expect(newest(stage, '王强')).toContain('报给：区教育局值班 0571-1');
  });

  it('is not for everybody: others see nothing of it and may not write it', () => {
    const stage = ledFire();
    stage.presses('王强', '写首报');
    stage.presses('王强', '生成首报稿', report);
    for (const name of ['王芳', '赵伟', '张强'] as const) {
      const viewer = { kind: 'person', person: stage.id(name) } as const;
      expect(stage.show('incident.report', { report: 1 }, viewer)).toBeUndefined();
      expect(stage.show('incident.report_form', { incident: 1, stage: 'first' }, viewer)).toBeUndefined();
      const answer = stage.pressRaw(
        name,
        'om_1',
        { action: 'incident.reported', reference: { report: 1 } },
        { receiver: '我' },
      );
      expect(answer.toast?.text).toContain('这一步由安全办或带班领导办');
    }
  });
});

describe('the end', () => {
  it('is told to everybody once, and the final report is asked for until it is there', () => {
    const stage = ledFire();
    stage.presses('王强', '叫齐各组');
    stage.presses('王强', '写首报');
    stage.presses('王强', '生成首报稿', report);
    stage.presses('王强', '已报出', { receiver: '区教育局' });
    stage.deliver();
    stage.presses('王强', '处置完毕');
    expect(stage.presses('王强', '处置完毕', { outcome: '火已扑灭，无人受伤' }).toast?.text).toBe(
      '已记处置完毕，大家都会知道',
    );
    expect(receivers(stage.deliver())).toEqual(['周医', '孙德', '张强', '李敏', '王芳']);
    expect(newest(stage, '王芳')).toContain('火已扑灭，无人受伤');
    expect(newest(stage, '王芳')).not.toContain('终报');
    expect(newest(stage, '李敏')).toContain('终报：9月25日前报出');
    expect(
      stage.pressRaw('李敏', 'om_1', { action: 'incident.call_off', reference: { incident: 1 } }, { reason: '误报' })
        .toast?.text,
    ).toContain('10:20 已处置完毕');
    stage.later(5 * DAY);
    expect(receivers(stage.deliver())).toEqual(['王强']);
    stage.presses('王强', '写终报');
    const { facts, injured, dead, measures } = report;
    const final = { facts, injured, dead, measures, cause: '插座老化', improvement: '总务处 9月30日 前全部更换' };
    expect(stage.presses('王强', '生成终报稿', { ...final, cause: '' }).toast?.text).toContain('还差一项：原因');
    stage.presses('王强', '生成终报稿', final);
    expect(newest(stage, '王强')).toContain('【终报】光明学校 9月18日 10:20，实验楼2层，火灾。');
    expect(newest(stage, '王强')).toContain('已拨 119。原因：插座老化。');
    stage.presses('王强', '已报出', { receiver: '区教育局' });
    stage.later(10 * DAY);
    expect(stage.deliver()).toEqual([]);
    expect(stage.db.select().from(incident).get()).toMatchObject({ state: 'resolved', note: '火已扑灭，无人受伤' });
    expect(stage.db.select().from(incidentReport).all()).toMatchObject([{ stage: 'first' }, { stage: 'final' }]);
  });

  it('reaches the principal when the final report is late', () => {
    const stage = ledFire();
    stage.presses('王强', '处置完毕');
    stage.presses('王强', '处置完毕', { outcome: '已扑灭' });
    stage.later(20 * DAY);
    const late = stage.deliver().filter((each) => each.to === '周校' && each.text.includes('终报'));
    expect(late).toHaveLength(1);
  });

  it('a day that goes on asks for a follow-up at four, and not when one was given that day', () => {
    const stage = ledFire();
    stage.presses('王强', '写首报');
    stage.presses('王强', '生成首报稿', report);
    stage.presses('王强', '已报出', { receiver: '区教育局' });
    stage.deliver();
    stage.later(DAY + 6 * HOUR);
    expect(stage.deliver()).toMatchObject([{ to: '王强', card: 'incident.report_form' }]);
    expect(newest(stage, '王强')).toContain('续报稿');
    stage.presses('王强', '生成续报稿', report);
    stage.presses('王强', '已报出', { receiver: '区教育局' });
    stage.deliver();
    stage.later(DAY);
    expect(stage.deliver()).toMatchObject([{ to: '王强', card: 'incident.report_form' }]);
  });

  it('needs somebody who leads, and a false alarm is not an end of that kind', () => {
    const stage = openStage();
    raiseEmergency(stage.asPerson('王芳'), {
      person: stage.id('王芳'),
      platform: 'feishu',
      kind: 'fire',
      words: '着火了',
      place: '',
    });
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    const answer = stage.pressRaw('王强', 'om_2', { action: 'incident.ask_resolve', reference: { incident: 1 } });
    expect(answer.toast?.text).toBe('请先点“我来处置”。没有险情，点“误报解除”。');
  });
});
