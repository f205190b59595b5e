import { describe, expect, it } from 'vitest';
import { actionsOf } from '../../cards/model.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import { linkAccount } from '../../src/school/accounts.ts';
import { claim, greetStranger } from '../../src/school/knock.ts';
import { openPairing, pair } from '../../src/school/pairing.ts';
import { rolesOf, whoIs } from '../../src/school/people.ts';
import { knock } from '../../src/store/schema/index.ts';
import { asStranger } from '../context.ts';
import { refusal, type SchoolWorld, schoolWorld } from './school_world.ts';

const stranger = { userId: 'ou_stranger', unionId: 'on_stranger' };
const knocks = (world: SchoolWorld, user = stranger) =>
  greetStranger(world.as(asStranger(user.userId)), { platform: 'feishu', user });
const says = (world: SchoolWorld, name: string, user = stranger) =>
  claim(world.as(asStranger(user.userId)), { platform: 'feishu', user, name }).is;

describe('a stranger', () => {
  it('is told how to join at most once in ten minutes, and the safety office sees one card', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    expect(knocks(world).greeted).toBe(true);
    world.later(10 * MINUTE - 1);
    expect(knocks(world).greeted).toBe(false);
    world.later(1);
    expect(knocks(world).greeted).toBe(true);
    const sent = world.sent();
    expect(sent.filter((row) => row.card === 'unknown').map((row) => row.vendorUser)).toEqual([
      'ou_stranger',
      'ou_stranger',
    ]);
    expect(sent.filter((row) => row.card === 'admin.knock').map((row) => row.personId)).toEqual([office]);
    expect(world.words(office, 'admin.knock', { knock: 1 })).toContain('有人想加入：还没说姓名');
  });

  it('does not hold up another stranger whose id begins the same', () => {
    const world = schoolWorld();
    knocks(world, { userId: 'ou_a', unionId: 'on_a' });
    expect(knocks(world, { userId: 'ou_ab', unionId: 'on_ab' }).greeted).toBe(true);
  });

  it('who knocked before the first administrator is shown to them', () => {
    const world = schoolWorld();
    knocks(world);
    const code = openPairing(world.context()).code ?? '';
    const paired = pair(world.context(), { platform: 'feishu', user: { userId: 'ou_liu' }, code });
    const office = paired.is === 'paired' ? paired.person : 0;
    expect(
      world
        .sent()
        .filter((row) => row.card === 'admin.knock')
        .map((row) => row.personId),
    ).toEqual([office]);
  });
});

describe('我是 姓名', () => {
  it('asks the safety office, which lets the one person of that name in', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const zhang = world.add({ name: '张三', roles: ['class_teacher'], mobile: '13800001234' });
    expect(says(world, ' 张 三 ')).toBe('asked');
    expect(whoIs(world.context(), 'feishu', 'ou_stranger')).toBeUndefined();
    expect(world.words(office, 'admin.knock', { knock: 1 })).toContain('班主任，尾号 1234');
    world.sent();
    const outcome = world.press(office, 'knock.accept', { knock: 1, person: zhang });
    expect(outcome.toast?.text).toBe('已确认：张三');
    expect(whoIs(world.context(), 'feishu', 'ou_stranger')).toMatchObject({ person: zhang });
    expect(world.sent().map((row) => [row.card, row.personId])).toEqual([['welcome', zhang]]);
    expect(refusal(() => world.press(office, 'knock.accept', { knock: 1, person: zhang }))).toBe('knock.settled');
    expect(says(world, '张三')).toBe('known');
  });

  it('with several of the name, the safety office chooses', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    world.add({ name: '张伟', roles: ['gate_guard'] });
    const second = world.add({ name: '张伟', roles: ['class_teacher'], mobile: '13800004321' });
    expect(says(world, '张伟')).toBe('same-name');
    expect(world.sent().map((row) => row.text)).toContain('有同名，已请安全办确认。');
    const field = world.card(office, 'admin.knock', { knock: 1 })?.form?.fields[0];
    expect(field?.kind === 'singleSelect' ? field.options.map((option) => option.text) : []).toEqual([
      '门卫，没有手机号',
      '班主任，尾号 4321',
    ]);
    expect(refusal(() => world.press(office, 'knock.choose', { knock: 1 }, {}))).toBe('form.invalid');
    expect(refusal(() => world.press(office, 'knock.choose', { knock: 1 }, { who: String(office) }))).toBe(
      'knock.changed',
    );
    world.press(office, 'knock.choose', { knock: 1 }, { who: String(second) });
    expect(whoIs(world.context(), 'feishu', 'ou_stranger')).toMatchObject({ person: second });
  });

  it('with nobody of the name, the safety office may add them as staff', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    expect(says(world, '孙新')).toBe('asked');
    world.press(office, 'knock.add', { knock: 1 });
    const who = whoIs(world.context(), 'feishu', 'ou_stranger');
    expect(who?.name).toBe('孙新');
    expect(rolesOf(world.context(), who?.person ?? 0)).toEqual([
      { role: 'staff', schoolId: world.school, scope: 'school', scopeId: '' },
    ]);
  });

  it('never gives an account to somebody who has one on that platform', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    says(world, '刘振宇');
    expect(world.words(office, 'admin.knock', { knock: 1 })).toContain('已有账号');
    expect(refusal(() => world.press(office, 'knock.accept', { knock: 1, person: office }))).toBe('knock.changed');
    expect(whoIs(world.context(), 'feishu', 'ou_stranger')).toBeUndefined();
  });

  it('cannot be changed under the hand that accepts it', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const zhang = world.add({ name: '张三' });
    const principal = world.add({ name: '王校长', roles: ['principal'] });
    says(world, '张三');
    says(world, '王校长');
    expect(refusal(() => world.press(office, 'knock.accept', { knock: 1, person: zhang }))).toBe('knock.changed');
    world.press(office, 'knock.accept', { knock: 1, person: principal });
    expect(whoIs(world.context(), 'feishu', 'ou_stranger')).toMatchObject({ person: principal });
  });

  it('refused: told whom to see, not asked about again, and a mistake is taken back', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const zhang = world.add({ name: '张三' });
    says(world, '张三');
    world.press(office, 'knock.refuse', { knock: 1 });
    world.sent();
    expect(says(world, '张三')).toBe('refused-before');
    expect(world.sent().map((row) => row.vendorUser)).toEqual(['ou_stranger']);
    world.press(office, 'knock.reopen', { knock: 1 });
    world.press(office, 'knock.accept', { knock: 1, person: zhang });
    expect(whoIs(world.context(), 'feishu', 'ou_stranger')).toMatchObject({ person: zhang });
  });

  it('one card per knocker: a card that is there is updated and announced in one line', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    world.add({ name: '张三' });
    knocks(world);
    world.deliver(office, 'admin.knock', { knock: 1 });
    world.sent();
    says(world, '张三');
    says(world, '张三');
    expect(world.sent().map((row) => [row.kind, row.text])).toEqual([
      ['update', null],
      ['text', '张三 想加入，请在上面那张卡里确认。'],
      ['text', '收到，已请安全办确认，确认后告诉您。'],
      ['text', '收到，已请安全办确认，确认后告诉您。'],
    ]);
  });
});

describe('who may open the door', () => {
  it('nobody but a safety office', () => {
    const world = schoolWorld();
    world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const teacher = world.add({ name: '李老师', roles: ['class_teacher'], feishu: 'ou_li' });
    const zhang = world.add({ name: '张三' });
    says(world, '张三');
    const tries: readonly (readonly [string, Record<string, unknown>])[] = [
      ['knock.accept', { knock: 1, person: zhang }],
      ['knock.add', { knock: 1 }],
      ['knock.refuse', { knock: 1 }],
      ['knock.reopen', { knock: 1 }],
    ];
    for (const [action, reference] of tries) {
      expect(refusal(() => world.press(teacher, action, reference))).toBe('action.forbidden');
    }
    expect(world.card(teacher, 'admin.knock', { knock: 1 })).toBeUndefined();
  });

  it('not the safety office of another school', () => {
    const world = schoolWorld();
    const other = world.addSchool('乐群小学', 'LQ');
    const office = world.add({ name: '钱进', roles: ['safety_office'], feishu: 'ou_qian', school: other });
    const zhang = world.add({ name: '张三' });
    says(world, '张三');
    expect(refusal(() => world.press(office, 'knock.accept', { knock: 1, person: zhang }))).toBe('knock.other_school');
    expect(whoIs(world.context(), 'feishu', 'ou_stranger')).toBeUndefined();
  });

  it('asks the school that has somebody of that name', () => {
    const world = schoolWorld();
    const other = world.addSchool('乐群小学', 'LQ');
    world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const office = world.add({ name: '钱进', roles: ['safety_office'], feishu: 'ou_qian', school: other });
    world.add({ name: '周舟', school: other });
    says(world, '周舟');
    expect(
      world
        .sent()
        .filter((row) => row.card === 'admin.knock')
        .map((row) => row.personId),
    ).toEqual([office]);
  });
});

describe('what strangers type', () => {
  it.each(['<at id=all></at>', '**粗体**[点我](https://example.com)', "'; drop table person; --", '张\u202e三\u0000'])(
    '%j is a name and nothing else',
    (name) => {
      const world = schoolWorld();
      const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
      const outcome = says(world, name);
      const kept = world.store.db.select({ name: knock.claimedName }).from(knock).get()?.name;
      if (outcome === 'no-name') return expect(kept).toBeUndefined();
      expect(kept).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
      const card = world.card(office, 'admin.knock', { knock: 1 });
      const written = (card?.blocks ?? []).flatMap((block) =>
        block.kind === 'text' ? block.text.flatMap((piece) => ('markdown' in piece ? [piece.markdown] : [])) : [],
      );
      expect(written.join('')).not.toContain(kept);
      expect(actionsOf(card ?? { key: '', title: '', tone: 'info', blocks: [], actions: [] })).toContain('knock.add');
    },
  );

  it.each(['', '   ', '很长'.repeat(11), '\u0007'])('%j is no name', (name) => {
    const world = schoolWorld();
    expect(says(world, name)).toBe('no-name');
    expect(world.store.db.select().from(knock).all()).toEqual([]);
    expect(world.sent().map((row) => row.text)).toEqual(['没看清姓名，请发“我是 姓名”，例如“我是 张三”。']);
  });

  it('a linked account ends the knock', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const zhang = world.add({ name: '张三' });
    says(world, '张三');
    linkAccount(world.context(), { person: zhang, platform: 'feishu', user: stranger });
    expect(world.words(office, 'admin.knock', { knock: 1 })).toContain('已确认：张三');
  });
});
