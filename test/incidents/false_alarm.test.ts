import { describe, expect, it } from 'vitest';
import { stepsOf } from '../../src/incidents/queries.ts';
import { raiseEmergency } from '../../src/incidents/raise_emergency.ts';
import type { IncidentKind } from '../../src/incidents/rules.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import { incident } from '../../src/store/schema/index.ts';
import { type Name, openStage, type Stage } from './stage.ts';

const says = (stage: Stage, name: Name, words: string, kind: IncidentKind = 'fire', place = '') =>
  raiseEmergency(stage.asPerson(name), { person: stage.id(name), platform: 'feishu', kind, words, place });

const newest = (stage: Stage, name: Name) => stage.phone(name).at(-1)?.text ?? '';
const receivers = (arrivals: ReturnType<Stage['deliver']>) => arrivals.map((each) => each.to).sort();
const rowOf = (stage: Stage) => stage.db.select().from(incident).all();

describe('false alarm', () => {
  const alerted = () => {
    const stage = openStage();
    says(stage, '王芳', '实验楼着火了', 'fire', '实验楼2层');
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    return stage;
  };

  it('is called off with a reason, and everybody who was alerted hears it once', () => {
    const stage = alerted();
    stage.later(10 * MINUTE);
    stage.deliver();
    stage.presses('李敏', '误报解除');
    expect(stage.presses('李敏', '误报解除', {}).toast?.text).toContain('还差一项');
    stage.presses('李敏', '误报解除', { reason: '水汽触发烟感' });
    const arrivals = stage.deliver();
    expect(receivers(arrivals)).toEqual(['王强', '王芳', '陈副']);
    expect(arrivals[0]?.text).toContain('已解除：实验楼2层无险情');
    expect(newest(stage, '李敏')).toContain('10:30 李敏解除：“水汽触发烟感”');
    stage.later(60 * MINUTE);
    expect(stage.deliver()).toEqual([]);
    expect(stepsOf(stage.context(), 1).map((each) => each.action)).toEqual([
      'incident.raised',
      'incident.confirmed',
      'incident.alerted',
      'incident.alerted',
      'incident.called_off',
    ]);
  });

  it('can be kept after all', () => {
    const stage = alerted();
    stage.presses('李敏', '误报解除');
    stage.presses('李敏', '先不解除');
    expect(newest(stage, '李敏')).toContain('真实险情，非演练：着火冒烟');
  });

  it('is the reporter’s for ten minutes while nobody handles it', () => {
    const stage = alerted();
    stage.later(5 * MINUTE);
    stage.presses('王芳', '误报解除');
    stage.presses('王芳', '误报解除', { reason: '看错了' });
    expect(receivers(stage.deliver())).toEqual(['李敏', '王强']);

    const late = alerted();
    late.later(10 * MINUTE + 1);
    expect(() => late.presses('王芳', '误报解除')).toThrow('sees no button');
    const answer = late.pressRaw(
      '王芳',
      'om_1',
      { action: 'incident.call_off', reference: { incident: 1 }, revision: 1 },
      { reason: '看错了' },
    );
    expect(answer.toast?.text).toBe('这一步由安全办或带班领导办。有新情况，打一句话给我。');

    const handled = alerted();
    handled.presses('王强', '我来处置');
    expect(
      handled.pressRaw('王芳', 'om_1', { action: 'incident.ask_call_off', reference: { incident: 1 } }).toast?.text,
    ).toBe('这一步由安全办或带班领导办。有新情况，打一句话给我。');
  });
});

describe('who may', () => {
  const cases: readonly [string, Record<string, unknown>][] = [
    ['incident.alert', { kind: 'fire' }],
    ['incident.drop', {}],
    ['incident.place', {}],
    ['incident.handle', {}],
    ['incident.called', {}],
    ['incident.ask_call_off', {}],
    ['incident.keep', {}],
    ['incident.call_off', {}],
  ];
  it.each(cases)('%s is refused to a colleague who has nothing to do with it', (action, extra) => {
    const stage = openStage();
    says(stage, '王芳', '着火了');
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    const before = rowOf(stage);
    const answer = stage.pressRaw(
      '赵伟',
      'om_1',
      { action, reference: { incident: 1, ...extra } },
      { place: '食堂', reason: '没有' },
    );
    expect(answer.toast?.text).toMatch(/^这一步由.+办(。|$)/);
    const [reason = ''] = answer.toast?.text.split('。') ?? [];
    expect([...reason].length).toBeLessThanOrEqual(20);
    expect(rowOf(stage)).toEqual(before);
    expect(stage.auditOf('incident:1').map((each) => each.actor)).not.toContain(`person:${stage.id('赵伟')}`);
  });

  it('refuses the reporter to take it over', () => {
    const stage = openStage();
    says(stage, '王芳', '着火了');
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    expect(stage.pressRaw('王芳', 'om_1', { action: 'incident.handle', reference: { incident: 1 } }).toast?.text).toBe(
      '这一步由安全办或带班领导办。有新情况，打一句话给我。',
    );
    expect(rowOf(stage)[0]?.handlerId).toBeNull();
  });

  it('answers the second who wants to take it over with the name of the first', () => {
    const stage = openStage();
    says(stage, '王芳', '着火了');
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    const [on] = stage.phone('李敏');
    stage.presses('王强', '我来处置');
    const answer = stage.pressRaw('李敏', on?.messageId ?? '', {
      action: 'incident.handle',
      reference: { incident: 1 },
    });
    expect(answer.toast?.tone).toBe('info');
    expect(answer.toast?.text).toMatch(/^王强已于 10:20 接手。/);
  });
});

describe('an account nobody knows', () => {
  const stranger = (stage: Stage, words: string) =>
    raiseEmergency(stage.as({ kind: 'stranger', platform: 'feishu', userId: 'ou_x' }), {
      platform: 'feishu',
      stranger: 'ou_x',
      kind: 'fire',
      words,
      place: '',
    });

  it('gets the numbers as text; the safety office hears at once, the duty leader after a minute', () => {
    const stage = openStage();
    stranger(stage, '食堂着火了');
    const arrivals = stage.deliver();
    expect(arrivals.map((each) => each.to)).toEqual(['李敏', 'ou_x']);
    expect(arrivals[1]?.text).toBe('先打 119／120／110，人先撤。已告诉安全办，请在电话里说清地点。');
    expect(newest(stage, '李敏')).toContain('报告人：未登记的人');
    stage.later(MINUTE);
    expect(receivers(stage.deliver())).toEqual(['王强']);
  });

  it('joins what they write next', () => {
    const stage = openStage();
    const first = stranger(stage, '食堂着火了');
    expect(stranger(stage, '快来人')).toBe(first);
    expect(stage.deliver().filter((each) => each.to === '李敏')).toHaveLength(1);
    stage.later(11 * MINUTE);
    expect(stranger(stage, '又着火了')).not.toBe(first);
  });
});
