import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../cards/model.ts';
import { entrust } from '../../src/incidents/entrust.ts';
import { openPrivate } from '../../src/incidents/open_private.ts';
import { privateReportById } from '../../src/incidents/private_queries.ts';
import { PRIVATE_ANSWER_IN_GROUP } from '../../src/incidents/private_rules.ts';
import { verifyChain } from '../../src/kernel/record.ts';
import { DAY, HOUR, MINUTE } from '../../src/kernel/time.ts';
import { identity, outbox, privateReport, sentCard } from '../../src/store/schema/index.ts';
import type { SensitiveKind } from '../../src/understanding/understanding.ts';
import { everybody, type Name, openStage, type Stage } from './stage.ts';

const FACTS = '几个高年级的围着一个学生要钱';
const WHERE = '大课间，操场西侧';
const secrets = [FACTS, WHERE, '围着一个', '操场西侧'];

const asks = (stage: Stage, name: Name, kind: SensitiveKind = 'bullying', inGroup = false) =>
  openPrivate(stage.asPerson(name), { person: stage.id(name), kind, inGroup });

const formOf = (stage: Stage, name: Name) => stage.phone(name).at(-1)?.card?.form;

const handlersOffered = (stage: Stage, name: Name) => {
  stage.deliver();
  const field = formOf(stage, name)?.fields.find((each) => each.name === 'handler');
  return field?.kind === 'singleSelect' ? field : undefined;
};

const handsIn = (stage: Stage, name: Name, more: Record<string, string | boolean> = {}) =>
  stage.presses(name, '交给经办人', {
    handler: handlersOffered(stage, name)?.initial ?? '',
    where: WHERE,
    facts: FACTS,
    anonymous: false,
    ...more,
  });

const noWordsAnywhere = (stage: Stage) => {
  const dump = stage.dump();
  for (const secret of secrets) expect(dump).not.toContain(secret);
};

const newest = (stage: Stage, name: Name) => stage.phone(name).at(-1)?.text ?? '';
const rowsOf = (stage: Stage) => stage.db.select().from(privateReport).all();

describe('the form', () => {
  it('comes one-to-one, reveals nothing on a lock screen and stores nothing that was said', () => {
    const stage = openStage();
    asks(stage, '王芳', 'bullying', true);
    const [arrival, ...others] = stage.deliver();
    expect(others).toEqual([]);
    expect(arrival?.to).toBe('王芳');
    const card = stage.phone('王芳')[0]?.card;
    expect(card?.title).toBe('收到，请在这里说');
    expect(card?.summary).toBeUndefined();
    expect(arrival?.text).toContain('群里那句请您撤回。');
    expect(PRIVATE_ANSWER_IN_GROUP).toBe('收到，已私信您。');
    expect(rowsOf(stage)).toMatchObject([{ state: 'asked', sealed: null, number: 'GS-SM-202509-0001' }]);
    expect(stage.auditOf('private:1')).toMatchObject([{ actor: 'system', payload: '{}' }]);
  });

  const routes: readonly [SensitiveKind, string, RegExp][] = [
    ['bullying', '德育主任', /^收到，请在这里说（仅您可见）\n这类情况/],
    ['abuse', '校长', /\n请先报警 110。/],
    ['self-harm', '心理教师和校长', /\n人不要离开，先打 120／110；心理援助热线 12356（以当地开通为准）。/],
    ['threat', '安全办 李敏', /\n先打 110。/],
  ];
  it.each(routes)('for %s preselects %s and begins with what cannot wait', (kind, title, begins) => {
    const stage = openStage();
    asks(stage, '王芳', kind);
    const [arrival] = stage.deliver();
    expect(arrival?.text).toMatch(begins);
    expect(arrival?.text).not.toContain('撤回');
    const field = handlersOffered(stage, '王芳');
    expect(field?.options.find((each) => each.value === field.initial)?.text).toBe(title);
    const offered = field?.options.map((each) => each.text) ?? [];
    expect(offered).toEqual(expect.arrayContaining(['德育主任', '校长', '心理教师', '安全办 李敏']));
    expect(new Set(offered).size).toBe(offered.length);
  });

  it('never offers the reporter, and names handlers where a role has several', () => {
    const stage = openStage({ ...everybody, 赵伟: ['counselor'] });
    asks(stage, '孙德', 'bullying');
    stage.deliver();
    const texts = handlersOffered(stage, '孙德')?.options.map((each) => each.text);
    expect(texts).toEqual(['校长', '心理教师 赵伟', '心理教师 吴心', '安全办 李敏']);
  });

  it('says so when the school has entered no handler', () => {
    const stage = openStage({ 王芳: ['class_teacher'] });
    asks(stage, '王芳');
    expect(stage.deliver()[0]?.text).toContain('请当面告诉校长');
    expect(formOf(stage, '王芳')).toBeUndefined();
  });

  it('offers nobody who could not receive it', () => {
    const stage = openStage();
    stage.db
      .delete(identity)
      .where(eq(identity.personId, stage.id('孙德')))
      .run();
    asks(stage, '王芳', 'bullying');
    expect(handlersOffered(stage, '王芳')?.options.map((each) => each.text)).toEqual([
      '校长',
      '心理教师',
      '安全办 李敏',
    ]);
  });

  it('is the same one again within a day', () => {
    const stage = openStage();
    expect(asks(stage, '王芳')).toBe(asks(stage, '王芳'));
    expect(asks(stage, '王芳', 'threat')).not.toBe(asks(stage, '王芳'));
  });

  it('put aside keeps neither words nor name', () => {
    const stage = openStage();
    asks(stage, '王芳');
    stage.presses('王芳', '先不交');
    stage.deliver();
    expect(rowsOf(stage)).toMatchObject([{ state: 'dropped', reporterId: null, sealed: null }]);
    expect(newest(stage, '王芳')).toContain('没有交，也没有存下');
    const again = stage.pressRaw(
      '王芳',
      'om_1',
      { action: 'private.entrust', reference: { report: 1 } },
      { handler: '7', facts: FACTS },
    );
    expect(again.toast?.text).toBe('这一条已放下。想说的时候，再发一句话给我。');
    noWordsAnywhere(stage);
  });

  it('does not keep the words of a form that was refused', () => {
    const stage = openStage();
    asks(stage, '王芳');
    const answer = handsIn(stage, '王芳', { handler: '999' });
    expect(answer.toast?.text).toBe('经办人请重新选一位');
    expect(handsIn(stage, '王芳', { facts: '' }).toast?.text).toBe('还差一项：所见事实');
    expect(stage.db.select().from(sentCard).all()[0]?.entered).toBeNull();
    noWordsAnywhere(stage);
  });
});

describe('handing in', () => {
  const handed = (kind: SensitiveKind = 'bullying', more: Record<string, string | boolean> = {}) => {
    const stage = openStage();
    asks(stage, '王芳', kind);
    expect(handsIn(stage, '王芳', more).toast?.text).toBe('已交经办人');
    return stage;
  };

  it('rings the handler, who opens it; nobody else ever sees the words', () => {
    const stage = handed();
    const arrivals = stage.deliver();
    expect(arrivals.map((each) => [each.to, each.urge])).toEqual([['孙德', true]]);
    expect(arrivals[0]?.text).toContain('有一件事请您亲自看');
    for (const secret of secrets) expect(arrivals[0]?.text).not.toContain(secret);
    noWordsAnywhere(stage);

    stage.presses('孙德', '现在查看');
    stage.deliver();
    const card = stage.phone('孙德')[0]?.card;
    expect(stage.phone('孙德')[0]?.text).toContain(FACTS);
    expect(stage.phone('孙德')[0]?.text).toContain(WHERE);
    expect(stage.phone('孙德')[0]?.text).toContain('来自：王芳');
    expect(card?.title).toBe('请您亲自看');
    expect(
      card?.blocks.some(
        (block) => block.kind === 'text' && block.text.some((piece) => 'plain' in piece && piece.plain === FACTS),
      ),
    ).toBe(true);
    noWordsAnywhere(stage);

    for (const name of Object.keys(everybody)) {
      if (name === '孙德') continue;
      // Keys of the cast.
      const viewer = { kind: 'person', person: stage.id(name as Name) } as const;
      for (const shown of ['private.content', 'private.handler', 'private.first'] as const) {
        const subject = shown === 'private.first' ? { report: 1, inGroup: 0 } : { report: 1 };
        const text = JSON.stringify(stage.show(shown, subject, viewer) ?? null);
        for (const secret of secrets) expect(text).not.toContain(secret);
      }
    }
    expect(JSON.stringify(stage.show('private.content', { report: 1 }, { kind: 'group', group: 1 }))).not.toContain(
      FACTS,
    );
    expect(newest(stage, '王芳')).toContain('德育主任：9月18日 10:20 已查看');
  });

  it('erases the words when the handler has seen them, and keeps number and nodes', () => {
    const stage = handed();
    stage.presses('孙德', '现在查看');
    stage.later(5 * MINUTE);
    stage.presses('孙德', '我已看到');
    expect(rowsOf(stage)).toMatchObject([{ sealed: null, state: 'opened', erasedAt: stage.context().now }]);
    const text = stage.phone('孙德')[0]?.text ?? '';
    expect(text).not.toContain(FACTS);
    expect(text).toContain('GS-SM-202509-0001');
    expect(text).toContain('清除：9月18日 10:25');
    stage.deliver();
    stage.later(2 * DAY);
    expect(stage.deliver().map((each) => [each.to, each.card])).toEqual([['孙德', 'private.nodes']]);
    expect(stage.auditOf('private:1').map((each) => each.action)).toEqual([
      'private.asked',
      'private.entrusted',
      'private.opened',
      'private.erased',
    ]);
    noWordsAnywhere(stage);
    expect(verifyChain(stage.db)).toMatchObject({ ok: true });
  });

  it('erases them a day after opening without a press', () => {
    const stage = handed();
    stage.presses('孙德', '现在查看');
    stage.later(DAY - 1);
    expect(newest(stage, '孙德')).toContain(FACTS);
    stage.later(1);
    expect(newest(stage, '孙德')).not.toContain(FACTS);
    expect(rowsOf(stage)[0]?.sealed).toBeNull();
  });

  it('reminds a handler who has not looked, and keeps the words until then', () => {
    const stage = handed();
    stage.deliver();
    stage.later(30 * MINUTE);
    expect(stage.deliver().map((each) => each.to)).toEqual(['孙德']);
    stage.later(DAY);
    expect(stage.deliver().map((each) => each.to)).toEqual(['孙德']);
    stage.presses('孙德', '现在查看');
    expect(newest(stage, '孙德')).toContain(FACTS);
    stage.deliver();
    stage.later(2 * HOUR);
    expect(stage.deliver()).toEqual([]);
  });

  it('refuses everybody but the handler', () => {
    const stage = handed();
    stage.deliver();
    for (const name of ['王芳', '赵伟', '李敏', '陈副', '周校', '吴心'] as const) {
      for (const action of ['private.open', 'private.acknowledge', 'private.pass_on']) {
        expect(stage.pressRaw(name, 'om_2', { action, reference: { report: 1 } }).toast?.text).toBe('这一步由经办人办');
      }
    }
    expect(rowsOf(stage)).toMatchObject([{ state: 'entrusted', openedAt: null }]);
  });

  it('is not handed in twice', () => {
    const stage = handed();
    const answer = stage.pressRaw(
      '王芳',
      'om_1',
      { action: 'private.entrust', reference: { report: 1 } },
      { handler: `${stage.id('周校')}`, facts: FACTS },
    );
    expect(answer.toast?.text).toBe('已于 10:20 交给经办人');
    expect(stage.pressRaw('王芳', 'om_1', { action: 'private.drop', reference: { report: 1 } }).toast?.text).toBe(
      '已交经办人，收不回来。要补充或更正，请直接找经办人。',
    );
    expect(rowsOf(stage)).toHaveLength(1);
  });

  it('can be passed on to the principal, after which the first handler sees nothing more', () => {
    const stage = handed();
    stage.presses('孙德', '现在查看');
    stage.presses('孙德', '转给校长');
    expect(stage.deliver().map((each) => each.to)).toEqual(['周校']);
    expect(newest(stage, '孙德')).toContain('这件事已转交');
    expect(newest(stage, '孙德')).not.toContain(FACTS);
    expect(stage.pressRaw('孙德', 'om_2', { action: 'private.open', reference: { report: 1 } }).toast?.text).toBe(
      '这一步由经办人办',
    );
    stage.later(DAY);
    stage.presses('周校', '现在查看');
    expect(newest(stage, '周校')).toContain(FACTS);
    expect(
      stage
        .phone('周校')
        .at(-1)
        ?.card?.actions.map((each) => each.label),
    ).toEqual(['我已看到', '看办理步骤']);
    expect(newest(stage, '王芳')).toContain('校长：');
    noWordsAnywhere(stage);
  });

  it('goes to counsellor and principal for self-harm, each with a copy of their own', () => {
    const stage = handed('self-harm');
    expect(stage.deliver().map((each) => each.to)).toEqual(['吴心', '周校']);
    stage.presses('吴心', '现在查看');
    expect(stage.phone('吴心')[0]?.card?.actions.map((each) => each.label)).toEqual(['我已看到', '看办理步骤']);
    stage.presses('吴心', '我已看到');
    stage.presses('周校', '现在查看');
    expect(newest(stage, '周校')).toContain(FACTS);
    expect(new Set(rowsOf(stage).map((row) => row.number)).size).toBe(1);
    expect(newest(stage, '王芳')).toContain('校长：9月18日 10:20 已查看');
    noWordsAnywhere(stage);
  });

  it('forgets the name where that was asked', () => {
    const stage = handed('bullying', { anonymous: true });
    stage.deliver();
    const reporter = stage.id('王芳');
    expect(rowsOf(stage)).toMatchObject([{ reporterId: null, state: 'entrusted' }]);
    expect(stage.auditOf('private:1').map((each) => each.actor)).toEqual(['system', 'system']);
    const mine = stage.db
      .select()
      .from(sentCard)
      .all()
      .filter((row) => row.personId === reporter);
    const brought = stage.db
      .select()
      .from(outbox)
      .all()
      .filter((row) => row.personId === reporter);
    expect([...mine, ...brought]).toEqual([]);
    expect(newest(stage, '王芳')).toContain('安园不留您的账号');
    stage.presses('孙德', '现在查看');
    expect(newest(stage, '孙德')).toContain('来自：未留名');
    expect(newest(stage, '孙德')).toContain(FACTS);
  });

  it('keeps words that cannot be opened until the key is back', () => {
    const stage = openStage();
    asks(stage, '王芳');
    stage.deliver();
    const report = privateReportById(stage.context(), 1);
    if (!report) throw new Error('no report');
    const otherKey = { seal: (words: string) => `other:${Buffer.from(words).toString('hex')}`, open: () => '' };
    entrust(
      { ...stage.asPerson('王芳'), sealer: otherKey },
      { report, handler: `${stage.id('孙德')}`, where: '', facts: FACTS, anonymous: false },
    );
    stage.presses('孙德', '现在查看');
    expect(newest(stage, '孙德')).toContain('正文打不开，没有丢。');
    stage.later(3 * DAY);
    expect(rowsOf(stage)[0]).toMatchObject({ state: 'entrusted', erasedAt: null });
    expect(rowsOf(stage)[0]?.sealed).not.toBeNull();
  });

  it('shows what was typed as it was typed, never as markup', () => {
    const stage = openStage();
    asks(stage, '王芳');
    handsIn(stage, '王芳', { facts: '**x** <at id=all></at>' });
    stage.presses('孙德', '现在查看');
    const block = stage
      .phone('孙德')
      .at(-1)
      ?.card?.blocks.find((each) => each.kind === 'text' && wordsOf(each.text).includes('<at'));
    expect(block).toEqual({ kind: 'text', text: [{ plain: '**x** <at id=all></at>' }] });
  });
});
