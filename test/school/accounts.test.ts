import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { greet, learnDirectChat, linkAccount, mobileOf, personChanged, personLeft } from '../../src/school/accounts.ts';
import { openPairing, pair } from '../../src/school/pairing.ts';
import { nameOf, peopleWithRole, whoIs } from '../../src/school/people.ts';
import { peopleWithoutAccount } from '../../src/school/queries.ts';
import { sawAccount } from '../../src/school/saw_account.ts';
import { identity, outbox, person } from '../../src/store/schema/index.ts';
import { schoolWorld } from './school_world.ts';

const account = (userId: string) => ({ platform: 'feishu' as const, user: { userId } });

describe('accounts', () => {
  it('greets once per platform, and not somebody without an account', () => {
    const world = schoolWorld();
    const li = world.add({ name: '李老师', roles: ['class_teacher'], feishu: 'ou_li' });
    expect(greet(world.context(), { person: li, platform: 'dingtalk' })).toBe(false);
    expect(greet(world.context(), { person: li, platform: 'feishu' })).toBe(true);
    expect(greet(world.context(), { person: li, platform: 'feishu' })).toBe(false);
    expect(world.sent().map((row) => row.card)).toEqual(['welcome']);
    expect(world.card(li, 'welcome', { person: li })?.tag).toBe('班主任');
  });

  it('knows the account somebody used last, however soon they change', () => {
    const world = schoolWorld();
    const li = world.add({ name: '李老师', feishu: 'ou_li' });
    linkAccount(world.context(), { person: li, platform: 'dingtalk', user: { userId: 'li' } });
    linkAccount(world.context(), { person: li, ...account('ou_li_2') });
    const accounts = [
      { platform: 'feishu', userId: 'ou_li' },
      { platform: 'dingtalk', userId: 'li' },
      { platform: 'feishu', userId: 'ou_li_2' },
    ] as const;
    const last = () => {
      const rows = world.context().db.select().from(identity).where(eq(identity.personId, li)).all();
      return rows.sort((left, right) => (right.lastSeenAt ?? 0) - (left.lastSeenAt ?? 0))[0]?.userId;
    };
    for (const [index, pause] of [0, 1_000, 1_000, 0, 20, 1_000, 70_000, 5, 30_000].entries()) {
      world.later(pause);
      const used = accounts[(index * 2) % 3] ?? accounts[0];
      sawAccount(world.context(), used);
      if (pause > 0) expect(last()).toBe(used.userId);
      world.later(1);
      sawAccount(world.context(), used);
      expect(last()).toBe(used.userId);
    }
  });

  it('links a number that was looked up, once, and never takes an account from somebody', () => {
    const world = schoolWorld();
    const li = world.add({ name: '李老师', mobile: '13800001111' });
    const wang = world.add({ name: '王老师', mobile: '13800002222' });
    expect(peopleWithoutAccount(world.context(), 'feishu')).toEqual([
      { person: li, mobile: '13800001111' },
      { person: wang, mobile: '13800002222' },
    ]);
    expect(linkAccount(world.context(), { person: li, ...account('ou_li') })).toEqual({ is: 'linked' });
    expect(linkAccount(world.context(), { person: li, ...account('ou_li') })).toEqual({ is: 'already' });
    expect(linkAccount(world.context(), { person: wang, ...account('ou_li') })).toEqual({ is: 'taken', by: li });
    expect(whoIs(world.context(), 'feishu', 'ou_li')?.person).toBe(li);
    expect(peopleWithoutAccount(world.context(), 'feishu').map((one) => one.person)).toEqual([wang]);
    expect(peopleWithoutAccount(world.context(), 'dingtalk')).toHaveLength(2);
  });

  it('the nameless first administrator and the person of the roster become one', () => {
    const world = schoolWorld();
    const code = openPairing(world.context()).code ?? '';
    const paired = pair(world.context(), { ...account('ou_liu'), code });
    const nameless = paired.is === 'paired' ? paired.person : 0;
    world.deliver(nameless, 'paired', { school: world.school });
    const liu = world.add({ name: '刘振宇', roles: ['facility_lead'], mobile: '13800001028' });
    expect(linkAccount(world.context(), { person: liu, ...account('ou_liu') })).toEqual({
      is: 'merged',
      from: nameless,
    });
    expect(whoIs(world.context(), 'feishu', 'ou_liu')).toMatchObject({ person: liu, name: '刘振宇' });
    expect(peopleWithRole(world.context(), world.school, 'safety_office').map((one) => one.person)).toEqual([liu]);
    expect(nameOf(world.context(), nameless)).toBe('刘振宇');
    expect(world.words(liu, 'paired', { school: world.school })).toContain('绑定成功');
    expect(world.store.db.select().from(outbox).where(eq(outbox.personId, nameless)).all()).toEqual([]);
  });

  it('an account whose owner left can be somebody else’s, who is greeted anew', () => {
    const world = schoolWorld();
    const li = world.add({ name: '李老师', feishu: 'ou_li' });
    greet(world.context(), { person: li, platform: 'feishu' });
    personLeft(world.context(), account('ou_li'));
    const wang = world.add({ name: '王老师' });
    expect(linkAccount(world.context(), { person: wang, ...account('ou_li') })).toEqual({ is: 'linked' });
    expect(whoIs(world.context(), 'feishu', 'ou_li')?.person).toBe(wang);
    expect(greet(world.context(), { person: wang, platform: 'feishu' })).toBe(true);
  });

  it('somebody with two accounts is gone only with the last one', () => {
    const world = schoolWorld();
    const li = world.add({ name: '李老师', roles: ['class_teacher'], feishu: 'ou_li' });
    linkAccount(world.context(), { person: li, platform: 'dingtalk', user: { userId: 'd1' } });
    expect(personLeft(world.context(), account('ou_li'))).toEqual({ person: li, gone: false });
    expect(peopleWithRole(world.context(), world.school, 'class_teacher')).toHaveLength(1);
    expect(personLeft(world.context(), { platform: 'dingtalk', user: { userId: 'd1' } })).toEqual({
      person: li,
      gone: true,
    });
    expect(personLeft(world.context(), { platform: 'dingtalk', user: { userId: 'd1' } })).toBeUndefined();
    expect(peopleWithRole(world.context(), world.school, 'class_teacher')).toEqual([]);
    expect(whoIs(world.context(), 'feishu', 'ou_li')).toBeUndefined();
  });

  it('a new colleague whose number is in the roster is known at once; a shared number is nobody’s', () => {
    const world = schoolWorld();
    const li = world.add({ name: '李老师', mobile: '13800001111' });
    world.add({ name: '甲', mobile: '13800003333' });
    world.add({ name: '乙', mobile: '13800003333' });
    expect(personChanged(world.context(), { ...account('ou_li'), mobile: '+86 138-0000-1111' })).toBe(li);
    expect(personChanged(world.context(), { ...account('ou_x'), mobile: '13800003333' })).toBeUndefined();
    expect(personChanged(world.context(), { ...account('ou_y') })).toBeUndefined();
    expect(personChanged(world.context(), { ...account('ou_z'), mobile: '13800001111' })).toBeUndefined();
    expect(whoIs(world.context(), 'feishu', 'ou_z')).toBeUndefined();
  });

  it('takes a new number, but not one that is somebody else’s, and keeps the roster’s name', () => {
    const world = schoolWorld();
    const li = world.add({ name: '李老师', mobile: '13800001111', feishu: 'ou_li' });
    world.add({ name: '王老师', mobile: '13800002222' });
    const numberOf = () => world.store.db.select().from(person).where(eq(person.id, li)).get();
    personChanged(world.context(), { ...account('ou_li'), mobile: '13800002222' });
    expect(numberOf()?.mobile).toBe('13800001111');
    personChanged(world.context(), {
      platform: 'feishu',
      user: { userId: 'ou_li', name: '小李' },
      mobile: '13900001111',
    });
    expect(numberOf()).toMatchObject({ mobile: '13900001111', name: '李老师' });
  });

  it('somebody who left does not come back by an event alone', () => {
    const world = schoolWorld();
    world.add({ name: '李老师', mobile: '13800001111', feishu: 'ou_li', roles: ['principal'] });
    personLeft(world.context(), account('ou_li'));
    expect(personChanged(world.context(), { ...account('ou_li'), mobile: '13800001111' })).toBeUndefined();
    expect(whoIs(world.context(), 'feishu', 'ou_li')).toBeUndefined();
  });

  it('remembers the one-to-one chat', () => {
    const world = schoolWorld();
    world.add({ name: '李老师', feishu: 'ou_li' });
    learnDirectChat(world.context(), { platform: 'feishu', userId: 'ou_li', chatId: 'oc_1' });
    expect(whoIs(world.context(), 'feishu', 'ou_li')?.directChatId).toBe('oc_1');
  });

  it.each([
    ['13800001111', '13800001111'],
    ['+8613800001111', '13800001111'],
    ['0086 138 0000 1111', '13800001111'],
    ['１３８００００１１１１', '13800001111'],
    ['12800001111', undefined],
    ['1380000111', undefined],
    ['+1 650 253 0000', undefined],
    [undefined, undefined],
  ])('mobile %s is %s', (text, expected) => expect(mobileOf(text)).toBe(expected));
});
