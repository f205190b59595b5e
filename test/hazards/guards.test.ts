import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { startReport } from '../../src/hazards/draft.ts';
import { handBackTasksOf } from '../../src/hazards/story.ts';
import { DAY } from '../../src/kernel/time.ts';
import { draft, hazard, hazardStep, identity, outbox, person, timer } from '../../src/store/schema/index.ts';
import { type HazardStage, openHazardStage } from './stage.ts';

function reported(severity: 'general' | 'serious' | 'major_candidate' = 'general'): HazardStage {
  const stage = openHazardStage();
  const by = stage.id('刘洋');
  stage.store.transaction(() => {
    startReport(stage.asPerson(by), { person: by, schoolId: 1, words: '食堂后门的灭火器过期了' });
  });
  stage.taps('刘洋', 'hazard.register', {
    description: '食堂后门的灭火器过期了',
    place: 'canteen',
    detail: '后门',
    category: 'fire/',
    severity,
  });
  stage.deliver();
  return stage;
}

const only = (stage: HazardStage) => {
  const [row] = stage.db.select().from(hazard).all();
  if (!row) throw new Error('there is no hazard');
  return row;
};
const cardsOf = (stage: HazardStage): number =>
  stage.db.select().from(outbox).where(eq(outbox.kind, 'card')).all().length;
const stepsOf = (stage: HazardStage, kind: string) =>
  stage.db.select().from(hazardStep).where(eq(hazardStep.kind, kind)).all();

const assigned = (stage: HazardStage): HazardStage => {
  stage.taps('王芳', 'hazard.assign', { owner: stage.id('赵强') });
  return stage;
};
const handedIn = (stage: HazardStage): HazardStage => {
  stage.taps('赵强', 'hazard.begin-rectification');
  stage.deliver();
  stage.sendsPhoto(stage.id('赵强'), 1);
  stage.deliver();
  expect(stage.taps('赵强', 'hazard.rectify').toast?.text).toBe('已交王芳复查');
  return stage;
};
const leaves = (stage: HazardStage, name: string): void =>
  stage.store.transaction(() => {
    stage.db
      .update(person)
      .set({ state: 'left' })
      .where(eq(person.id, stage.id(name)))
      .run();
    stage.db
      .update(identity)
      .set({ state: 'left' })
      .where(eq(identity.personId, stage.id(name)))
      .run();
    handBackTasksOf(stage.context(), stage.id(name));
  });

describe('nothing is forgotten, and nobody is asked without end', () => {
  it.each(['general', 'serious', 'major_candidate'] as const)(
    'an unassigned %s one is asked about for weeks',
    (severity) => {
      const stage = reported(severity);
      for (let day = 0; day < 21; day += 1) {
        const before = cardsOf(stage);
        stage.later(DAY);
        expect(cardsOf(stage) - before).toBeLessThanOrEqual(3);
        expect(stage.db.select().from(timer).all()).toHaveLength(1);
      }
      const kind = severity === 'major_candidate' ? 'major_nudge' : 'triage_nudge';
      expect(stepsOf(stage, kind).length).toBeGreaterThan(15);
    },
  );

  it('one that is late speaks every week after the last rung', () => {
    const stage = assigned(reported());
    for (let day = 0; day < 60; day += 1) stage.later(DAY);
    const last = stepsOf(stage, 'nudge').at(-1);
    expect(stage.context().now - (last?.at ?? 0)).toBeLessThanOrEqual(8 * DAY);
  });

  it('a major one that passed is asked about until consent and receipt are there', () => {
    const stage = reported('major_candidate');
    stage.taps('王芳', 'hazard.ask', {}, { ask: 'confirm-major' });
    stage.taps('王芳', 'hazard.confirm-major', { basis: '判定指南' });
    handedIn(assigned(stage));
    stage.taps('王芳', 'hazard.recheck', { result: 'passed' });
    expect(only(stage).state).toBe('pending_recheck');
    for (let day = 0; day < 10; day += 1) stage.later(DAY);
    expect(stepsOf(stage, 'closing_nudge').length).toBeGreaterThanOrEqual(3);
  });
});

describe('who can be given work', () => {
  it.each([
    ['another school', '外师'],
    ['somebody who left', '前安'],
  ])('never %s', (_why, name) => {
    const stage = reported();
    const answer = stage.taps('王芳', 'hazard.assign', { owner: stage.id(name) });
    expect(answer.toast?.text).toBe('责任人请选本校在岗的老师');
    expect(only(stage).state).toBe('reported');
  });

  it('nor an id nobody has', () => {
    const stage = reported();
    expect(stage.taps('王芳', 'hazard.assign', { owner: 9_999 }).toast?.tone).toBe('warning');
  });

  it('a refusal tells another school no name', () => {
    const stage = assigned(reported());
    const press = (name: string) =>
      stage.pressRaw(`ou_${stage.id(name)}`, 'om_other', `oc_${stage.id(name)}`, {
        action: 'hazard.control',
        reference: { hazard: 1 },
      }).toast?.text ?? '';
    expect(press('孙梅')).toContain('赵强');
    expect(press('外师')).not.toContain('赵强');
  });
});

describe('photos and drafts', () => {
  it('what was handed in before proves nothing after a send-back', () => {
    const stage = handedIn(assigned(reported()));
    const [old] = stage.db.select().from(draft).where(eq(draft.kind, 'rectification')).all();
    stage.taps('王芳', 'hazard.recheck', { result: 'sent_back', reason: '还松' });
    const answer = stage.pressRaw(`ou_${stage.id('赵强')}`, 'om_old', `oc_${stage.id('赵强')}`, {
      action: 'hazard.rectify',
      reference: { hazard: 1, draft: old?.id ?? 0 },
      values: { measure: '还是那张' },
    });
    expect(answer.toast?.text).toContain('这张卡已过期');
    expect(only(stage).state).toBe('rectifying');
  });

  it('a recheck that somebody else did leaves no form behind to swallow the next picture', () => {
    const stage = handedIn(assigned(reported()));
    expect(stage.db.select().from(draft).where(eq(draft.state, 'open')).all()).toHaveLength(1);
    stage.pressRaw(`ou_${stage.id('陈副')}`, 'om_other', `oc_${stage.id('陈副')}`, {
      action: 'hazard.recheck',
      reference: { hazard: 1 },
      revision: only(stage).revision,
      values: { result: 'passed' },
    });
    expect(only(stage).state).toBe('closed');
    expect(stage.db.select().from(draft).where(eq(draft.state, 'open')).all()).toEqual([]);
  });

  it('one that turns out unreadable closes nothing', () => {
    const stage = assigned(reported());
    stage.taps('赵强', 'hazard.begin-rectification');
    stage.deliver();
    stage.sendsPhoto(stage.id('赵强'), 1);
    // Handed in while the picture is still on its way from the vendor.
    const fix = stage.phone(stage.id('赵强')).find((one) => one.card === 'hazard.fix');
    stage.pressRaw(`ou_${stage.id('赵强')}`, fix?.messageId ?? '', fix?.chatId ?? '', {
      action: 'hazard.rectify',
      reference: { hazard: 1, draft: stage.db.select().from(draft).where(eq(draft.state, 'open')).get()?.id ?? 0 },
      values: { measure: '换了' },
    });
    expect(only(stage).state).toBe('pending_recheck');
    stage.deliver(() => true);
    expect(stage.taps('王芳', 'hazard.recheck', { result: 'passed' }).toast?.text).toBe(
      '整改后照片没有收到，请退回补拍',
    );
    expect(only(stage).state).toBe('pending_recheck');
  });
});

describe('people who left', () => {
  it('sent back to an owner who is gone, it returns to the safety office', () => {
    const stage = handedIn(assigned(reported()));
    leaves(stage, '赵强');
    stage.taps('王芳', 'hazard.recheck', { result: 'sent_back', reason: '还松' });
    expect(only(stage)).toMatchObject({ state: 'reported', ownerId: null });
  });

  it('a rechecker who is gone is replaced, by somebody who is not the owner', () => {
    const stage = handedIn(assigned(reported()));
    leaves(stage, '王芳');
    const row = only(stage);
    expect(row.recheckerId).not.toBeNull();
    expect([row.ownerId, stage.id('王芳')]).not.toContain(row.recheckerId);
  });
});
