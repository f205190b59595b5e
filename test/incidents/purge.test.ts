import { describe, expect, it } from 'vitest';
import { openPrivate } from '../../src/incidents/open_private.ts';
import { endedAt, nextPurge } from '../../src/incidents/purge_rules.ts';
import { verifyChain } from '../../src/kernel/record.ts';
import { DAY, instantOf } from '../../src/kernel/time.ts';
import { audit, privateKey, privateNode, privateReport } from '../../src/store/schema/index.ts';
import { openStage, type Stage } from './stage.ts';

const ZONE = 'Asia/Shanghai';
const read = { sealed: null, openedAt: 1, erasedAt: 5 };

describe('when a private matter ended', () => {
  it.each([
    ['read, every step done', { copies: [read], nodes: [{ doneAt: 3 }, { doneAt: 9 }] }, 9],
    ['read last', { copies: [read, { ...read, erasedAt: 20 }], nodes: [{ doneAt: 9 }] }, 20],
    ['a copy not read', { copies: [read, { sealed: 's', openedAt: null, erasedAt: null }], nodes: [] }, undefined],
    ['a step open', { copies: [read], nodes: [{ doneAt: 3 }, { doneAt: null }] }, undefined],
    ['nothing there', { copies: [], nodes: [] }, undefined],
  ])('%s', (_, matter, ended) => {
    expect(endedAt(matter)).toBe(ended);
  });

  it('is looked at on the first of every month', () => {
    const at = (moment: string) => instantOf(moment.slice(0, 10), moment.slice(11), ZONE);
    expect(nextPurge(at('2025-09-18 10:20'), ZONE)).toBe(at('2025-10-01 03:00'));
    expect(nextPurge(at('2025-12-31 23:59'), ZONE)).toBe(at('2026-01-01 03:00'));
  });
});

const handIn = (stage: Stage, facts: string) => {
  openPrivate(stage.asPerson('王芳'), { person: stage.id('王芳'), kind: 'unsaid', anonymous: facts !== '留名' });
  stage.presses('王芳', '交给经办人', { handler: `${stage.id('孙德')}`, facts, anonymous: facts !== '留名' });
};
/** The handler reads it and does every step. */
const finish = (stage: Stage) => {
  stage.presses('孙德', '现在查看');
  stage.presses('孙德', '我已看到');
  stage.presses('孙德', '已受理');
  stage.presses('孙德', '已办结');
};

describe('a year after the end', () => {
  it('nobody’s name is left, number and times stay, the safety office hears the number from three on', () => {
    const stage = openStage();
    for (const facts of ['一', '二', '留名']) {
      handIn(stage, facts);
      finish(stage);
    }
    handIn(stage, '还没看');
    openPrivate(stage.asPerson('赵伟'), { person: stage.id('赵伟'), kind: 'bullying' });
    stage.deliver();
    stage.later(60 * DAY);
    const named = () =>
      stage.db
        .select()
        .from(privateReport)
        .all()
        .filter((row) => row.handlerId !== null);
    expect(named()).toHaveLength(4);
    expect(
      stage.db
        .select()
        .from(privateReport)
        .all()
        .map((row) => [row.state, row.reporterId]),
    ).toEqual([
      ['opened', null],
      ['opened', null],
      ['opened', stage.id('王芳')],
      ['entrusted', null],
      ['dropped', null],
    ]);
    stage.deliver();
    stage.later(340 * DAY);
    expect(named().map((row) => row.state)).toEqual(['entrusted']);
    const told = stage.deliver().filter((each) => each.text.includes('到期清理'));
    expect(told.map((each) => [each.to, each.text])).toEqual([
      ['李敏', '到期清理：3 件私下说的事办结满一年，经手人和留言已清除，只留编号和办理时间。'],
    ]);
    expect(
      stage.db
        .select()
        .from(privateReport)
        .all()
        .map((row) => row.reporterId),
    ).toEqual([null, null, null, null, null]);
    expect(stage.db.select().from(privateKey).all()).toHaveLength(1);
    expect(
      stage.db
        .select()
        .from(privateNode)
        .all()
        .filter((row) => row.doneAt !== null),
    ).toHaveLength(6);
    expect(
      stage
        .auditOf('private:1')
        .filter((row) => row.action !== 'private.purged')
        .map((row) => row.payload),
    ).toEqual(
      stage
        .auditOf('private:1')
        .slice(1)
        .map(() => null),
    );
    expect(verifyChain(stage.db)).toMatchObject({ ok: true });
    expect(
      stage.db
        .select()
        .from(audit)
        .all()
        .filter((row) => row.action === 'private.purged'),
    ).toHaveLength(3);
  });

  it('one or two are told to nobody', () => {
    const stage = openStage();
    handIn(stage, '一');
    finish(stage);
    stage.deliver();
    stage.later(60 * DAY);
    stage.later(340 * DAY);
    expect(stage.deliver()).toEqual([]);
    expect(
      stage.db
        .select()
        .from(privateReport)
        .all()
        .map((row) => row.handlerId),
    ).toEqual([null]);
  });
});
