import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { incidentAwaitingPlace } from '../../src/incidents/queries.ts';
import { raiseEmergency } from '../../src/incidents/raise_emergency.ts';
import { emergencyKinds, type IncidentKind, ruleOf } from '../../src/incidents/rules.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import { identity, incident, timer } from '../../src/store/schema/index.ts';
import { type Name, openStage, type Stage } from './stage.ts';

const SECOND = 1_000;

const says = (stage: Stage, name: Name, words: string, kind: IncidentKind = 'fire', place = '') =>
  raiseEmergency(stage.asPerson(name), { person: stage.id(name), platform: 'feishu', kind, words, place });

const newest = (stage: Stage, name: Name) => stage.phone(name).at(-1)?.text ?? '';
const receivers = (arrivals: ReturnType<Stage['deliver']>) => arrivals.map((each) => each.to).sort();
const rowOf = (stage: Stage) => stage.db.select().from(incident).all();

describe('a sentence that means an emergency', () => {
  it('is answered at once with the right number first and one tap', () => {
    const stage = openStage();
    says(stage, '王芳', '实验楼着火了', 'fire', '实验楼');
    const [answer, ...others] = stage.deliver();
    expect(others).toEqual([]);
    expect(answer?.to).toBe('王芳');
    expect(answer?.text).toMatch(/^先打 119／120／110（紧急）/);
    expect(stage.phone('王芳')[0]?.card?.actions.map((each) => each.label)).toEqual(['通知带班领导', '没有险情']);
    expect(rowOf(stage)[0]).toMatchObject({ state: 'asked', words: '实验楼着火了', place: '实验楼' });
  });

  it('offers five kinds when only 紧急 was said, and the tap names it', () => {
    const stage = openStage();
    says(stage, '王芳', '紧急', 'unknown');
    stage.deliver();
    expect(stage.phone('王芳')[0]?.card?.actions.map((each) => each.label)).toEqual([
      '有人受伤',
      '着火冒烟',
      '有人闯入',
      '学生走失',
      '其他险情',
    ]);
    stage.presses('王芳', '有人闯入');
    stage.deliver();
    expect(newest(stage, '李敏')).toMatch(/^真实险情，非演练：有人闯入（等应答）\n先打 110／119／120。/);
    expect(newest(stage, '李敏')).toContain('未说，请先联系王芳');
  });

  it('alerts duty leader and safety office on the tap, with a ring, and not again after the minute', () => {
    const stage = openStage();
    says(stage, '王芳', '着火了');
    expect(stage.presses('王芳', '通知带班领导').toast?.text).toBe('已通知，请先打电话');
    const arrivals = stage.deliver();
    expect(receivers(arrivals)).toEqual(['李敏', '王强']);
    expect(arrivals.every((each) => each.urge && each.card === 'incident.alert')).toBe(true);
    expect(newest(stage, '王强')).not.toContain('还没点确认');
    expect(newest(stage, '王强')).toContain('10:20；10:30 无应答报分管副校长；10:40 无应答报校长');
    expect(newest(stage, '王芳')).toContain('已通知 带班领导 王强；安全办 李敏');
    stage.later(61 * SECOND);
    expect(stage.deliver()).toEqual([]);
  });

  it('alerts them after 60 s without a tap and says that nobody has confirmed it', () => {
    const stage = openStage();
    says(stage, '王芳', '着火了');
    stage.deliver();
    stage.later(59 * SECOND);
    expect(stage.deliver()).toEqual([]);
    stage.later(SECOND);
    expect(receivers(stage.deliver())).toEqual(['李敏', '王强']);
    expect(newest(stage, '王强')).toContain('对方还没点确认，请先联系王芳。');
    expect(stage.presses('王芳', '确有险情').toast?.text).toBe('10:21 已通知，请先打电话');
    expect(stage.deliver()).toEqual([]);
    expect(newest(stage, '王强')).not.toContain('还没点确认');
  });

  it('asks where, and gives the answer to those who were alerted', () => {
    const stage = openStage();
    says(stage, '王芳', '着火了');
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    expect(incidentAwaitingPlace(stage.context(), stage.id('王芳'))?.id).toBe(1);
    expect(stage.presses('王芳', '补给应答的人', {}).toast?.text).toContain('还差一项：在哪里？');
    stage.presses('王芳', '补给应答的人', { place: '实验楼2层' });
    const arrivals = stage.deliver();
    expect(receivers(arrivals)).toEqual(['李敏', '王强']);
    expect(arrivals[0]?.text).toBe('着火冒烟，地点：实验楼2层');
    expect(newest(stage, '李敏')).toContain('地点：实验楼2层');
    expect(stage.phone('王芳')[0]?.card?.form).toBeUndefined();
    expect(incidentAwaitingPlace(stage.context(), stage.id('王芳'))).toBeUndefined();
  });

  it('joins a further message within ten minutes, and opens another one after', () => {
    const stage = openStage();
    const first = says(stage, '王芳', '紧急', 'unknown');
    stage.later(20 * SECOND);
    expect(says(stage, '王芳', '实验楼二楼着火', 'fire', '实验楼2层')).toBe(first);
    expect(rowOf(stage)).toHaveLength(1);
    expect(rowOf(stage)[0]).toMatchObject({
      kind: 'fire',
      words: '紧急\n实验楼二楼着火',
      place: '实验楼2层',
      state: 'asked',
    });
    expect(receivers(stage.deliver())).toEqual(['王芳', '王芳']);
    stage.later(40 * SECOND);
    expect(receivers(stage.deliver())).toEqual(['李敏', '王强']);
    says(stage, '王芳', '三楼也有烟', 'fire', '实验楼3层');
    expect(
      stage
        .deliver()
        .filter((each) => each.to === '李敏')
        .map((each) => each.text),
    ).toEqual(['着火冒烟，地点：实验楼3层']);
    expect(newest(stage, '李敏')).toContain('三楼也有烟');
    stage.later(10 * MINUTE);
    expect(says(stage, '王芳', '又着火了')).not.toBe(first);
  });

  it('opens another emergency for another kind; people hurt with no place named join the newest', () => {
    const stage = openStage();
    const fainted = says(stage, '王芳', '操场有人晕倒了', 'injury', '操场');
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    const fire = says(stage, '王芳', '实验楼着火了', 'fire', '实验楼');
    expect(fire).not.toBe(fainted);
    expect(says(stage, '王芳', '有人受伤', 'injury')).toBe(fire);
    stage.later(MINUTE);
    const rung = stage.deliver().filter((each) => each.to === '李敏');
    expect(rung).toHaveLength(1);
    expect(newest(stage, '李敏')).toContain('实验楼着火了');
    expect(rowOf(stage).map(({ kind, place }) => [kind, place])).toEqual([
      ['injury', '操场'],
      ['fire', '实验楼'],
    ]);
  });

  it('is put aside by the sender before anybody knows', () => {
    const stage = openStage();
    says(stage, '王芳', '火了火了，视频点赞过万');
    stage.presses('王芳', '没有险情');
    stage.later(30 * MINUTE);
    expect(stage.deliver()).toEqual([]);
    expect(newest(stage, '王芳')).toContain('没有通知任何人');
    expect(stage.db.select().from(timer).all()).toEqual([]);
  });

  it.each(emergencyKinds)('%s has numbers, short first actions and a title that fits', (kind) => {
    const { name, numbers, steps } = ruleOf(kind);
    expect([...`真实险情，非演练：${name}`].length).toBeLessThanOrEqual(20);
    expect(numbers).toMatch(/^1\d\d(／1\d\d){2}$/);
    expect(steps.length).toBeGreaterThanOrEqual(2);
    expect(steps.length).toBeLessThanOrEqual(3);
    for (const step of steps) expect([...step].length).toBeLessThanOrEqual(25);
  });
});

describe('nobody answers', () => {
  it('goes to the vice principal after 10 and to the principal after 20 minutes', () => {
    const stage = openStage();
    says(stage, '王芳', '着火了');
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    stage.later(10 * MINUTE - 1);
    expect(stage.deliver()).toEqual([]);
    stage.later(1);
    expect(receivers(stage.deliver())).toEqual(['陈副']);
    expect(newest(stage, '李敏')).toContain('10:30 已报分管副校长；10:40 无应答报校长');
    stage.later(10 * MINUTE);
    expect(receivers(stage.deliver())).toEqual(['周校']);
  });

  it('rings everybody again after 30, 60 and 120 minutes, and after an outage once', () => {
    for (const [waits, rings] of [
      [[10, 30, 60, 300], 3],
      [[50, 300], 2],
      [[300], 1],
    ] as const) {
      const stage = openStage();
      says(stage, '王芳', '着火了');
      stage.presses('王芳', '通知带班领导');
      stage.later(10 * MINUTE);
      stage.later(10 * MINUTE);
      stage.deliver();
      let rung = 0;
      for (const minutes of waits) {
        stage.later(minutes * MINUTE);
        const again = stage.deliver().filter((each) => each.card !== 'incident.report_reminder');
        if (again.length === 0) continue;
        rung += 1;
        expect(receivers(again)).toEqual(['周校', '李敏', '王强', '陈副']);
        expect(again.every((each) => each.urge && each.card === 'incident.alert')).toBe(true);
      }
      expect(rung).toBe(rings);
    }
  });

  it('asks everybody alerted for the first report by the authority’s deadline; it can be written without taking over', () => {
    const stage = openStage();
    says(stage, '王芳', '着火了');
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    expect(newest(stage, '王强')).toContain('首报：11:20 前报出');
    stage.later(10 * MINUTE);
    stage.later(10 * MINUTE);
    stage.later(10 * MINUTE);
    stage.deliver();
    stage.later(20 * MINUTE);
    const soon = stage.deliver();
    expect(receivers(soon)).toEqual(['周校', '李敏', '王强', '陈副']);
    expect(soon[0]?.text).toContain('首报还没报出：还剩 10 分钟');
    expect(soon[0]?.text).toContain('还没有人接手');
    stage.presses('李敏', '写首报');
    stage.presses('李敏', '生成首报稿', {
      kind: '火灾',
      at: '2025-09-18 10:20',
      place: '实验楼2层',
      facts: '实验台冒烟',
      injured: 0,
      dead: 0,
      measures: '切断电源',
      called: ['119'],
    });
    stage.presses('李敏', '已报出', { receiver: '区教育局 李科长' });
    stage.deliver();
    stage.later(3 * 60 * MINUTE);
    expect(stage.deliver().filter((each) => each.card === 'incident.report_reminder')).toEqual([]);
    // Still somebody has to take it over; then the daily follow-up is theirs.
    stage.presses('王强', '我来处置');
    expect(newest(stage, '王强')).toContain('续报');
    expect(newest(stage, '王强')).not.toContain('对方还没点确认');
  });

  it('says on a card of another day which day it was', () => {
    const stage = openStage();
    says(stage, '王芳', '着火了');
    stage.later(MINUTE);
    stage.deliver();
    expect(newest(stage, '王强')).toContain('对方还没点确认');
    stage.presses('王强', '我来处置');
    expect(newest(stage, '王强')).not.toContain('对方还没点确认');
    stage.presses('王强', '处置完毕');
    stage.presses('王强', '处置完毕', { outcome: '火已扑灭' });
    stage.later(24 * 60 * MINUTE);
    expect(newest(stage, '李敏')).toContain('9月18日 10:21 王强：“火已扑灭”');
    const viewer = { kind: 'person', person: stage.id('王强') } as const;
    const form = JSON.stringify(stage.show('incident.report_form', { incident: 1, stage: 'final' }, viewer));
    expect(form).not.toContain('电话先报');
    expect(form).toContain('写清经过、原因和改进');
  });

  it('stops when somebody takes it over; 已打电话 alone does not stop it', () => {
    const stage = openStage();
    says(stage, '王芳', '着火了');
    stage.presses('王芳', '通知带班领导');
    expect(stage.presses('李敏', '已打电话').toast?.text).toBe('已记：10:20 打过电话');
    expect(stage.presses('李敏', '已打电话').toast?.text).toBe('10:20 已记下');
    expect(newest(stage, '王强')).toContain('已打电话：10:20 李敏');
    stage.deliver();
    stage.later(10 * MINUTE);
    expect(receivers(stage.deliver())).toEqual(['陈副']);
    stage.presses('王强', '我来处置');
    expect(stage.deliver().map((each) => [each.to, each.text])).toEqual([
      ['王芳', '王强已接手，正在处置。电话保持畅通。'],
    ]);
    expect(newest(stage, '李敏')).toContain('10:30 王强已接手');
    stage.later(60 * MINUTE);
    expect(stage.deliver().filter((each) => each.card === 'incident.alert')).toEqual([]);
  });

  it('skips an empty office: without duty leader the vice principal hears at once', () => {
    const stage = openStage({
      王芳: ['class_teacher'],
      李敏: ['safety_office'],
      陈副: ['vice_principal'],
      周校: ['principal'],
    });
    says(stage, '王芳', '着火了');
    stage.presses('王芳', '通知带班领导');
    expect(receivers(stage.deliver())).toEqual(['李敏', '陈副']);
    expect(newest(stage, '李敏')).toContain('时间：10:20；10:20 已报分管副校长；10:40 无应答报校长');
    stage.later(10 * MINUTE);
    expect(stage.deliver()).toEqual([]);
    stage.later(10 * MINUTE);
    expect(receivers(stage.deliver())).toEqual(['周校']);
  });

  it('promises the principal alone where there is no vice principal', () => {
    const stage = openStage({
      王芳: ['class_teacher'],
      李敏: ['safety_office'],
      王强: ['duty_leader'],
      周校: ['principal'],
    });
    says(stage, '王芳', '着火了');
    stage.presses('王芳', '通知带班领导');
    stage.deliver();
    expect(newest(stage, '王强')).toContain('时间：10:20；10:30 无应答报校长\n');
    stage.later(10 * MINUTE);
    expect(receivers(stage.deliver())).toEqual(['周校']);
    stage.later(10 * MINUTE);
    expect(stage.deliver()).toEqual([]);
  });

  it('counts nobody who has no account: the next in line hears instead', () => {
    const stage = openStage();
    stage.db
      .delete(identity)
      .where(eq(identity.personId, stage.id('王强')))
      .run();
    says(stage, '王芳', '着火了');
    stage.presses('王芳', '通知带班领导');
    expect(receivers(stage.deliver())).toEqual(['李敏', '陈副']);
    expect(newest(stage, '王芳')).toContain('已通知 分管副校长 陈副；安全办 李敏');
  });

  it('says so when there is nobody to tell', () => {
    const stage = openStage({ 王芳: ['class_teacher'] });
    says(stage, '王芳', '着火了');
    expect(stage.presses('王芳', '通知带班领导').toast?.text).toBe('没有人能收到，请打电话');
    expect(newest(stage, '王芳')).toContain('没有人收到。请马上打 119／120／110');
    says(stage, '王芳', '快来人');
    expect(stage.deliver().map((each) => each.text)).toEqual([
      '先打 119／120／110，电话别断。还没有人能收到通知，请打电话给校长。',
    ]);
  });
});
