import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { askForCode } from '../../src/school/link/ask.ts';
import { linkById } from '../../src/school/link/queries.ts';
import { redeemCode } from '../../src/school/link/redeem.ts';
import { asksForCode, readLinkCode } from '../../src/school/link/rules.ts';
import { accountLink, hazard, hazardReporter, identity, knock, person, role } from '../../src/store/schema/index.ts';
import { refusal, type SchoolWorld, schoolWorld } from './school_world.ts';

/** Asks for a code on Feishu and sends it with a DingTalk account; gives the link as it is then. */
function link(world: SchoolWorld, owner: number, userId: string, isOutsider = false) {
  const context = world.context();
  askForCode(context, { person: owner, platform: 'feishu' });
  const asked = world.store.db.select().from(accountLink).all().at(-1);
  const code = context.sealer.open(asked?.code ?? '');
  const user = { userId, ...(isOutsider ? { isOutsider } : {}) };
  redeemCode(context, { platform: 'dingtalk', user, code });
  return linkById(context, asked?.id ?? 0);
}

const onDingTalk = (world: SchoolWorld, person: number, userId: string): void =>
  void world.store.db.insert(identity).values({ platform: 'dingtalk', userId, personId: person }).run();

describe('words', () => {
  test.each([
    ['关联账号', true],
    ['关联钉钉账号', true],
    ['我想绑定飞书', true],
    ['绑定 123456', false],
    ['食堂和宿舍关联账号牌松了', false],
  ])('%s asks for a code: %s', (words, asks) => expect(asksForCode(words)).toBe(asks));

  test.each([
    ['关联 482913', '482913'],
    ['关联码：４８２ ９１３。', '482913'],
    ['关联482913', '482913'],
    ['关联账号', undefined],
    ['关联 482913 的柜子坏了', undefined],
  ])('%s holds %s', (words, code) => expect(readLinkCode(words)).toBe(code));
});

describe('who decides', () => {
  test('somebody of another organisation is never linked, whatever code they have', () => {
    const world = schoolWorld();
    const teacher = world.add({ name: '刘洋', roles: ['class_teacher'], feishu: 'ou_1' });
    expect(link(world, teacher, 'outside', true)).toMatchObject({ state: 'open', otherUserId: null });
    expect(world.store.db.select().from(identity).where(eq(identity.userId, 'outside')).all()).toEqual([]);
  });

  test('people of two schools become one only by somebody who is the safety office of both', () => {
    const world = schoolWorld();
    const other = world.addSchool('绿水学校', 'LS');
    world.add({ name: '王芳', roles: ['safety_office'], feishu: 'ou_w' });
    const teacher = world.add({ name: '刘洋', roles: ['class_teacher'], feishu: 'ou_1' });
    const namesake = world.add({ name: '刘洋', roles: ['class_teacher'], school: other });
    onDingTalk(world, namesake, 'ding1');
    expect(link(world, teacher, 'ding1')?.state).toBe('ended');
    const both = world.add({ name: '区里', roles: ['safety_office'], feishu: 'ou_b' });
    world.store.db.insert(role).values({ personId: both, schoolId: other, role: 'safety_office' }).run();
    const waiting = link(world, teacher, 'ding1');
    expect(waiting?.state).toBe('waiting');
    const office = world.store.db.select().from(identity).where(eq(identity.userId, 'ou_w')).get()?.personId ?? 0;
    expect(refusal(() => world.press(office, 'link.confirm', { link: waiting?.id ?? 0 }))).toBe('action.forbidden');
    expect(refusal(() => world.press(both, 'link.confirm', { link: waiting?.id ?? 0 }))).toBe('accepted');
  });

  test('a teacher who talks the safety office into sending a code does not become it: a colleague decides, or the office itself', () => {
    const world = schoolWorld();
    const office = world.add({ name: '王芳', roles: ['safety_office'] });
    onDingTalk(world, office, 'ding-office');
    const teacher = world.add({ name: '刘洋', roles: ['class_teacher'], feishu: 'ou_1' });
    const waiting = link(world, teacher, 'ding-office');
    expect(refusal(() => world.press(teacher, 'link.confirm', { link: waiting?.id ?? 0 }))).toBe('action.forbidden');
    const second = world.add({ name: '李静', roles: ['safety_office'], feishu: 'ou_2' });
    expect(refusal(() => world.press(office, 'link.confirm', { link: waiting?.id ?? 0 }))).toBe('action.forbidden');
    expect(refusal(() => world.press(second, 'link.refuse', { link: waiting?.id ?? 0 }))).toBe('accepted');
    expect(refusal(() => world.press(second, 'link.confirm', { link: waiting?.id ?? 0 }))).toBe('link.settled');
  });

  test('an account the safety office turned away needs its word again', () => {
    const world = schoolWorld();
    world.add({ name: '王芳', roles: ['safety_office'], feishu: 'ou_w' });
    const teacher = world.add({ name: '刘洋', roles: ['class_teacher'], feishu: 'ou_1' });
    const refused = { platform: 'dingtalk', userId: 'ding9', state: 'refused', firstAt: 0 } as const;
    world.store.db.insert(knock).values(refused).run();
    expect(link(world, teacher, 'ding9')?.state).toBe('waiting');
  });
});

test('where both have a row of which there can be one only, merging keeps the first and undoing gives back the rest', () => {
  const world = schoolWorld();
  const { db } = world.store;
  const office = world.add({ name: '王芳', roles: ['safety_office'], feishu: 'ou_w' });
  const teacher = world.add({ name: '刘洋', roles: ['class_teacher', 'staff'], feishu: 'ou_1' });
  const other = world.add({ name: '刘洋', roles: ['staff', 'lab_keeper'], mobile: '13800001111' });
  onDingTalk(world, other, 'ding1');
  const one = {
    schoolId: world.school,
    state: 'rectifying',
    title: '松',
    description: '松',
    placeKind: 'canteen',
  } as const;
  const rest = { category: 'building', sub: '', severity: 'general', reportedAt: 0 } as const;
  db.insert(hazard)
    .values([
      { ...one, ...rest, number: 'A-1', reporterId: teacher, ownerId: other },
      { ...one, ...rest, number: 'A-2', reporterId: other, ownerId: office },
    ])
    .run();
  db.insert(hazardReporter)
    .values([
      { hazardId: 1, personId: teacher },
      { hazardId: 1, personId: other },
      { hazardId: 2, personId: other },
    ])
    .run();
  const rows = () => ({
    reporters: db.select().from(hazardReporter).all(),
    owners: db.select({ reporter: hazard.reporterId, owner: hazard.ownerId }).from(hazard).all(),
    people: db.select().from(person).all(),
  });
  const before = rows();
  const waiting = link(world, teacher, 'ding1');
  world.press(office, 'link.confirm', { link: waiting?.id ?? 0 });
  expect(rows().owners).toEqual([
    { reporter: teacher, owner: teacher },
    { reporter: teacher, owner: office },
  ]);
  expect(rows().people).toContainEqual(
    expect.objectContaining({ id: teacher, mobile: '13800001111', state: 'active' }),
  );
  world.press(office, 'link.undo', { link: waiting?.id ?? 0 });
  expect(rows()).toEqual(before);
});
