import { describe, expect, it } from 'vitest';
import { features } from '../../src/host/features.ts';
import { buildRegistry } from '../../src/kernel/registry.ts';
import { groupLeft, learnGroup } from '../../src/school/groups.ts';
import { groupOnEach, groupsFor } from '../../src/school/queries.ts';
import { outbox } from '../../src/store/schema/index.ts';
import { refusal, type SchoolWorld, schoolWorld } from './school_world.ts';

const joins = (world: SchoolWorld, chatId: string, name: string) =>
  learnGroup(world.context(), { platform: 'feishu', chatId, name });

describe('a group', () => {
  it('is asked about once and gets nothing before somebody said what it is for', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const group = joins(world, 'oc_1', '安全领导小组');
    expect(joins(world, 'oc_1', '安全领导小组')).toBe(group);
    expect(world.sent().map((row) => [row.card, row.personId, row.groupId])).toEqual([['admin.group', office, null]]);
    expect(groupOnEach(world.context(), world.school, 'leading_group')).toEqual([]);
    const outcome = world.press(office, 'group.purpose', { group, purpose: 'leading_group' });
    expect(outcome.toast?.text).toBe('已设为 领导小组');
    expect(groupOnEach(world.context(), world.school, 'leading_group')[0]).toMatchObject({ id: group, chatId: 'oc_1' });
    expect(
      world.store.db
        .select()
        .from(outbox)
        .all()
        .filter((row) => row.groupId !== null),
    ).toEqual([]);
  });

  it('can be given another purpose; the card says which it has', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const group = joins(world, 'oc_1', '初二年级组');
    world.press(office, 'group.purpose', { group, purpose: 'staff' });
    world.press(office, 'group.purpose', { group, purpose: 'grade' });
    expect(groupsFor(world.context(), world.school, 'staff')).toEqual([]);
    expect(groupsFor(world.context(), world.school, 'grade')).toHaveLength(1);
    expect(world.card(office, 'admin.group', { group })).toMatchObject({
      tag: '已选定',
      title: '群“初二年级组”：年级组',
    });
  });

  it('only the safety office of its school chooses, and only a purpose there is', () => {
    const world = schoolWorld();
    const other = world.addSchool('乐群小学', 'LQ');
    const teacher = world.add({ name: '李老师', roles: ['class_teacher', 'principal'], feishu: 'ou_li' });
    const stranger = world.add({ name: '钱进', roles: ['safety_office'], feishu: 'ou_qian', school: other });
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const group = learnGroup(world.context(), {
      platform: 'feishu',
      chatId: 'oc_1',
      name: '群',
      schoolId: world.school,
    });
    expect(refusal(() => world.press(teacher, 'group.purpose', { group, purpose: 'staff' }))).toBe('action.forbidden');
    expect(refusal(() => world.press(stranger, 'group.purpose', { group, purpose: 'staff' }))).toBe('action.forbidden');
    expect(refusal(() => world.press(office, 'group.purpose', { group, purpose: 'everything' }))).toBe(
      'action.reference',
    );
    expect(world.card(stranger, 'admin.group', { group })).toBeUndefined();
    expect(world.card(teacher, 'admin.group', { group })).toBeUndefined();
  });

  it('of no school yet joins the school of whoever chooses', () => {
    const world = schoolWorld();
    const other = world.addSchool('乐群小学', 'LQ');
    world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const qian = world.add({ name: '钱进', roles: ['safety_office'], feishu: 'ou_qian', school: other });
    const group = joins(world, 'oc_1', '群');
    expect(world.sent()).toHaveLength(2);
    world.press(qian, 'group.purpose', { group, purpose: 'class_teachers' });
    expect(groupOnEach(world.context(), other, 'class_teachers')[0]?.id).toBe(group);
    expect(groupOnEach(world.context(), world.school, 'class_teachers')).toEqual([]);
  });

  it('that put Anyuan out is news when it had a purpose, and serves again when it is let back in', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const group = joins(world, 'oc_1', '初二年级组');
    world.press(office, 'group.purpose', { group, purpose: 'grade' });
    world.sent();
    expect(groupLeft(world.context(), { platform: 'feishu', chatId: 'oc_1' })).toBe(group);
    expect(groupLeft(world.context(), { platform: 'feishu', chatId: 'oc_1' })).toBeUndefined();
    expect(world.sent().map((row) => row.card)).toEqual(['admin.group']);
    expect(groupOnEach(world.context(), world.school, 'grade')).toEqual([]);
    expect(refusal(() => world.press(office, 'group.purpose', { group, purpose: 'staff' }))).toBe('group.left');
    joins(world, 'oc_1', '');
    expect(groupOnEach(world.context(), world.school, 'grade')[0]).toMatchObject({ name: '初二年级组' });
  });

  it('keeps a name with markup as words', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const group = joins(world, 'oc_1', '**<at id=all></at>**\n\u202e第二行');
    const block = world.card(office, 'admin.group', { group })?.blocks[0];
    expect(block?.kind === 'text' && block.text).toContainEqual({ plain: '**<at id=all></at>** 第二行' });
    expect(world.card(office, 'admin.group', { group })?.title).not.toContain('\n');
  });

  it('设置群 shows what is open, or says what to do first', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    expect(world.press(office, 'group.list', { school: world.school }).toast?.text).toBe('先把安园拉进群，再来选用途');
    const group = joins(world, 'oc_1', '群');
    world.sent();
    world.press(office, 'group.list', { school: world.school });
    expect(world.sent().map((row) => [row.card, row.subject, row.personId])).toEqual([
      ['admin.group', { group }, office],
    ]);
  });
});

describe('the school itself', () => {
  it('is named by its safety office, with two to four letters', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const teacher = world.add({ name: '李老师', roles: ['class_teacher'], feishu: 'ou_li' });
    const reference = { school: world.school };
    const values = { name: '育才中学', shortName: 'ｙｃ' };
    expect(refusal(() => world.press(teacher, 'school.name', reference, values))).toBe('action.forbidden');
    for (const shortName of ['Y', 'YUCAI', '育才', 'Y1', '']) {
      expect(refusal(() => world.press(office, 'school.name', reference, { ...values, shortName }))).toBe(
        'form.invalid',
      );
    }
    expect(world.press(office, 'school.edit', reference).become?.card).toBe('admin.school');
    expect(world.press(office, 'school.name', reference, values).become?.card).toBe('paired');
    expect(world.words(office, 'paired', reference)).toContain('1 校名：育才中学');
    expect(world.card(office, 'admin.school', reference)?.form?.fields).toMatchObject([
      { initial: '育才中学' },
      { initial: 'YC' },
    ]);
  });

  it('every card it shows names only actions there are, or those other features bring', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const known = new Set(buildRegistry(features).actions.keys());
    const group = joins(world, 'oc_1', '群');
    const cards = [
      world.card(office, 'help', {}),
      world.card(office, 'welcome', { person: office }),
      world.card(office, 'paired', { school: world.school }),
      world.card(office, 'admin.school', { school: world.school }),
      world.card(office, 'admin.group', { group }),
    ];
    expect(cards.every((card) => card !== undefined)).toBe(true);
    for (const card of cards) for (const button of card?.actions ?? []) expect(known).toContain(button.action);
  });
});
