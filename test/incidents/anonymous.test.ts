import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { plainCard } from '../../cards/model.ts';
import { comeBack } from '../../src/incidents/come_back.ts';
import { openPrivate } from '../../src/incidents/open_private.ts';
import { nextNodeReminder, nodeRules } from '../../src/incidents/private_nodes.ts';
import { newReturnKey, readReturnKey } from '../../src/incidents/return_key.ts';
import { verifyChain } from '../../src/kernel/record.ts';
import { DAY, HOUR, MINUTE } from '../../src/kernel/time.ts';
import { audit, outbox, privateKey, privateNode, privateReport, sentCard } from '../../src/store/schema/index.ts';
import { asksAnonymity } from '../../src/understanding/anonymous.ts';
import { THURSDAY } from '../context.ts';
import { type Name, openStage, type Stage } from './stage.ts';

const FACTS = '几个高年级的围着一个学生要钱';
const QUESTION = '当时谁先动的手';
const ADDED = '今天又堵在车棚后面';

const newest = (stage: Stage, name: Name) => stage.phone(name).at(-1)?.text ?? '';

/** 王芳 hands in without a name; gives back the return key she reads on her phone. */
function handedIn(kind: 'bullying' | 'abuse' | 'unsaid' | 'self-harm' = 'bullying') {
  const stage = openStage();
  openPrivate(stage.asPerson('王芳'), { person: stage.id('王芳'), kind, anonymous: true });
  stage.deliver();
  const form = stage.phone('王芳').at(-1)?.card?.form;
  const initial = (name: string) => {
    const found = form?.fields.find((each) => each.name === name);
    return found && 'initial' in found ? found.initial : undefined;
  };
  expect(initial('anonymous')).toBe(true);
  const answer = stage.presses('王芳', '交给经办人', {
    handler: String(initial('handler')),
    where: '',
    facts: FACTS,
    anonymous: true,
  });
  expect(answer.toast?.text).toBe('已交经办人');
  const key = /查询码：(\S{14})/.exec(newest(stage, '王芳'))?.[1] ?? '';
  expect(readReturnKey(key)).toBe(key);
  stage.deliver();
  return { stage, key };
}

const comes = (stage: Stage, name: Name, key: string) => {
  comeBack(stage.asPerson(name), { person: stage.id(name), key });
  return stage.deliver();
};

describe('the return key', () => {
  it('is read however it is written, and is no word and no number', () => {
    expect(readReturnKey('K7M2-9QXD-4TPV')).toBe('K7M2-9QXD-4TPV');
    expect(readReturnKey(' 查询码：ｋ7m2 9qxd 4tpv。')).toBe('K7M2-9QXD-4TPV');
    expect(readReturnKey('查询码K7M29QXD4TPV')).toBe('K7M2-9QXD-4TPV');
    expect(readReturnKey('KOM2-9IXD-4LPV')).toBe('K0M2-91XD-41PV');
    for (const other of ['transparency', '202509180012', 'GS-202509-0012', '绑定 123456', '食堂地滑', '13911112222'])
      expect(readReturnKey(other)).toBeUndefined();
    const random = (bytes: number) => randomBytes(bytes).toString('hex');
    for (let round = 0; round < 500; round += 1) {
      const key = newReturnKey({ random });
      expect(readReturnKey(key)).toBe(key);
      expect(readReturnKey(key.replaceAll('-', '').toLowerCase())).toBe(key);
    }
  });

  it('is kept as a salted digest only, and nothing ties the reporter to the matter', () => {
    const { stage, key } = handedIn();
    const dump = stage.dump();
    for (const secret of [key, key.replaceAll('-', ''), FACTS]) expect(dump).not.toContain(secret);
    expect(stage.db.select().from(privateKey).all()).toHaveLength(1);
    expect(stage.db.select().from(privateReport).all()).toMatchObject([{ reporterId: null }]);
    const reporter = stage.id('王芳');
    const tied = [...stage.db.select().from(sentCard).all(), ...stage.db.select().from(outbox).all()];
    expect(tied.filter((row) => row.personId === reporter)).toEqual([]);
    expect(
      stage.db
        .select()
        .from(audit)
        .all()
        .filter((row) => row.actor !== 'system' && row.actor !== `person:${stage.id('孙德')}`),
    ).toEqual([]);
    stage.later(HOUR);
    expect(stage.db.all('select * from private_visit')).toEqual([]);
    expect(newest(stage, '王芳')).not.toContain(key);
    // What is on the phone stays there: no update leaves.
    expect(
      stage.db
        .select()
        .from(outbox)
        .all()
        .filter((row) => row.kind === 'update' && row.state === 'pending'),
    ).toEqual([]);
  });

  it('shows how far it is, to whoever comes with it, and forgets that they came', () => {
    const { stage, key } = handedIn();
    stage.presses('孙德', '现在查看');
    stage.presses('孙德', '已受理');
    comes(stage, '赵伟', key);
    const shown = newest(stage, '赵伟');
    for (const words of ['交出：9月18日 10:20', '德育主任：9月18日 10:20 已查看', '受理：9月18日 10:20'])
      expect(shown).toContain(words);
    expect(shown).not.toContain(FACTS);
    stage.later(HOUR);
    stage.deliver();
    expect(newest(stage, '赵伟')).toContain('这张卡已合上');
    const came = stage.id('赵伟');
    const rows = [...stage.db.select().from(sentCard).all(), ...stage.db.select().from(outbox).all()];
    expect(rows.filter((row) => row.personId === came)).toEqual([]);
    expect(
      stage.db
        .select()
        .from(audit)
        .all()
        .map((row) => row.actor),
    ).not.toContain(`person:${came}`);
  });

  it('carries a question there and the answer back, and no words stay', () => {
    const { stage, key } = handedIn();
    stage.presses('孙德', '现在查看');
    stage.presses('孙德', '我已看到');
    stage.deliver();
    stage.presses('孙德', '问上报人');
    stage.presses('孙德', '留给上报人', { question: QUESTION });
    expect(newest(stage, '孙德')).toContain('已留给上报人');
    expect(stage.dump()).not.toContain(QUESTION);
    comes(stage, '王芳', key);
    expect(newest(stage, '王芳')).toContain(QUESTION);
    expect(stage.presses('王芳', '交给经办人', { words: ADDED }).toast?.text).toBe('已交经办人');
    expect(stage.deliver().map((each) => [each.to, each.card, each.urge])).toEqual([['孙德', 'private.handler', true]]);
    expect(newest(stage, '王芳')).not.toContain(QUESTION);
    stage.presses('孙德', '现在查看');
    expect(newest(stage, '孙德')).toContain(ADDED);
    expect(newest(stage, '孙德')).toContain('来自：未留名');
    stage.presses('孙德', '我已看到');
    const dump = stage.dump();
    for (const secret of [QUESTION, ADDED, FACTS, key]) expect(dump).not.toContain(secret);
    const sealed = stage.db.select().from(privateReport).all();
    expect(sealed.map((row) => [row.number, row.sealed])).toEqual([
      ['GS-SM-202509-0001', null],
      ['GS-SM-202509-0001', null],
    ]);
    expect(verifyChain(stage.db)).toMatchObject({ ok: true });
  });

  it('goes to both handlers again where two have it', () => {
    const { stage, key } = handedIn('self-harm');
    comes(stage, '王芳', key);
    stage.presses('王芳', '交给经办人', { words: ADDED });
    expect(stage.deliver().map((each) => each.to)).toEqual(['吴心', '周校']);
  });

  it('is worth nothing in other hands, nor an hour later', () => {
    const { stage, key } = handedIn();
    comes(stage, '王芳', key);
    const form = stage.phone('王芳').at(-1)?.card?.form;
    const what = { action: 'private.add', reference: form?.reference ?? {} };
    expect(stage.pressRaw('李敏', 'om_99', what, { words: ADDED }).toast?.text).toBe('这一步由发查询码的人办');
    stage.later(HOUR);
    expect(stage.pressRaw('王芳', 'om_99', what, { words: ADDED }).toast?.text).toBe(
      '这张卡已合上。请再发一次查询码。',
    );
  });

  it('may be wrong five times an hour, and a wrong one is written nowhere', () => {
    const { stage, key } = handedIn();
    const wrong = 'AAAA-1111-BBBB';
    const answers = [1, 2, 3, 4, 5, 6].map(() => comes(stage, '赵伟', wrong).at(-1)?.text);
    expect(answers).toEqual([
      '没有这个查询码，请核对。还可试 4 次。',
      '没有这个查询码，请核对。还可试 3 次。',
      '没有这个查询码，请核对。还可试 2 次。',
      '没有这个查询码，请核对。还可试 1 次。',
      '没有这个查询码。请一小时后再试。',
      '查询码试错太多，请一小时后再试。',
    ]);
    expect(comes(stage, '赵伟', key).at(-1)?.text).toBe('查询码试错太多，请一小时后再试。');
    expect(stage.dump()).not.toContain('1111');
    stage.later(HOUR);
    expect(comes(stage, '赵伟', key).at(-1)?.text).toContain('您交的事办到这里');
  });

  it('erases a question nobody came for after a month', () => {
    const { stage } = handedIn();
    stage.presses('孙德', '现在查看');
    stage.deliver();
    stage.presses('孙德', '问上报人');
    stage.presses('孙德', '留给上报人', { question: QUESTION });
    stage.later(30 * DAY);
    expect(stage.db.all('select * from private_question where sealed is not null')).toEqual([]);
  });
});

describe('匿名', () => {
  it.each([
    ['匿名', true],
    ['匿名举报', true],
    ['我想匿名反映一件事', true],
    ['匿名：三年级有人收保护费', true],
    ['匿名问卷做完了', false],
    ['匿名信箱坏了', false],
    ['食堂地滑', false],
  ] as const)('%s asks for it: %s', (words, asks) => {
    expect(asksAnonymity(words)).toBe(asks);
  });
});

describe('the steps handlers owe', () => {
  it('names a law only where a law sets the limit; ours are shown as ours', () => {
    const limits = Object.entries(nodeRules).flatMap(([kind, rules]) =>
      rules.flatMap((rule) => (rule.limit ? [[kind, rule.name, rule.limit.text, rule.limit.by]] : [])),
    );
    expect(limits).toEqual([
      ['bullying', '受理', '当日', '安园默认，以学校制度为准'],
      ['bullying', '启动核查', '24 小时内', '安园默认，以学校制度为准'],
      ['bullying', '认定', '10 日内', '教督〔2017〕10 号'],
      ['abuse', '报警 110', '立即', '《未成年人保护法》第十一条'],
      ['abuse', '报教育局', '立即', '《未成年人保护法》第十一条'],
      ['self-harm', '有人陪着', '立即', '安园默认，以学校制度为准'],
      ['self-harm', '联系监护人', '当日', '安园默认，以学校制度为准'],
      ['threat', '口头报校长', '30 分钟内', '安园默认，以学校制度为准'],
      ['threat', '研判', '2 小时内', '安园默认，以学校制度为准'],
      ['unsaid', '受理', '当日', '安园默认，以学校制度为准'],
    ]);
  });

  it.each([
    ['a day, before the limit', { handedIn: 0, dueAt: DAY, sent: 0 }, 0, 20 * HOUR],
    ['ten days, a day before', { handedIn: 0, dueAt: 10 * DAY, sent: 0 }, 0, 9 * DAY],
    ['at once, ten minutes later', { handedIn: 0, dueAt: 0, sent: 0 }, 0, 10 * MINUTE],
    ['reminded, then at the limit', { handedIn: 0, dueAt: DAY, sent: 1 }, 20 * HOUR, DAY],
    ['late, daily', { handedIn: 0, dueAt: DAY, sent: 2 }, DAY, 2 * DAY],
    ['very late, weekly', { handedIn: 0, dueAt: DAY, sent: 5 }, 5 * DAY, 12 * DAY],
  ])('reminds: %s', (_, node, now, next) => {
    expect(nextNodeReminder(node, now)).toBe(next);
  });

  it('are asked of whoever has opened the matter, until they are done', () => {
    const { stage } = handedIn('abuse');
    stage.presses('周校', '现在查看');
    expect(stage.deliver().map((each) => each.card)).toEqual(['private.nodes']);
    expect(newest(stage, '周校')).toContain('报警 110：立即（《未成年人保护法》第十一条）');
    stage.later(10 * MINUTE);
    expect(stage.deliver().map((each) => [each.to, each.card])).toEqual([['周校', 'private.nodes']]);
    expect(stage.presses('周校', '已报警').toast?.text).toBe('已记：报警 110');
    expect(stage.presses('周校', '已报教育局').toast?.text).toBe('已记：报教育局');
    stage.later(DAY);
    expect(stage.deliver()).toEqual([]);
    stage.presses('周校', '已归卷');
    expect(newest(stage, '周校')).toContain('这件事各步都办了');
    expect(
      stage.db
        .select()
        .from(privateNode)
        .all()
        .map((row) => row.doneAt),
    ).toEqual([THURSDAY + 10 * MINUTE, THURSDAY + 10 * MINUTE, THURSDAY + 10 * MINUTE + DAY]);
  });

  it('are shown to no other eyes: titles and what others see reveal nothing', () => {
    const { stage } = handedIn('abuse');
    stage.presses('周校', '现在查看');
    stage.deliver();
    for (const name of ['王芳', '李敏', '孙德', '吴心'] as const) {
      const card = stage.show('private.nodes', { report: 1 }, { kind: 'person', person: stage.id(name) });
      expect(card && plainCard(card)).not.toMatch(/报警|教育局/);
    }
    expect(stage.phone('周校').at(-1)?.card?.title).toBe('有一件事请您接着办');
  });
});
