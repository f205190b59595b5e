import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/kernel/record.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import { dueTimers } from '../../src/kernel/timers.ts';
import { linkAccount, personLeft } from '../../src/school/accounts.ts';
import { schoolFeature } from '../../src/school/actions.ts';
import { openPairing, pair, renewPairing } from '../../src/school/pairing.ts';
import { nameOf, peopleWithRole, whoIs } from '../../src/school/people.ts';
import { audit, pairing, person, role, school } from '../../src/store/schema/index.ts';
import { asStranger, makeWorld, type World } from '../context.ts';

const user = { userId: 'ou_wang' };
const wrongFor = (code: string): string => (code === '000000' ? '000001' : '000000');

const tryCode = (world: World, code: string, name?: string) =>
  pair(world.as(asStranger(user.userId)), { platform: 'feishu', user, code, ...(name ? { name } : {}) });

function opened(world: World): string {
  const { code } = openPairing(world.context());
  if (!code) throw new Error('no code');
  return code;
}

function runTimers(world: World): void {
  const context = world.context();
  for (const due of dueTimers(world.store.db, context.now, 50)) {
    schoolFeature.timers.find((handler) => handler.kind === due.kind)?.run(context, due.subject);
  }
}

describe('the first administrator', () => {
  it('becomes the safety office of a new school with the code from the log', () => {
    const world = makeWorld();
    const result = tryCode(world, opened(world), '王老师');
    expect(result.is).toBe('paired');
    const who = whoIs(world.context(), 'feishu', 'ou_wang');
    expect(who?.name).toBe('王老师');
    const [made] = world.store.db.select().from(school).all();
    expect(made).toMatchObject({ name: '我的学校', shortName: 'XX' });
    expect(peopleWithRole(world.context(), made?.id ?? 0, 'safety_office').map((one) => one.person)).toEqual([
      who?.person,
    ]);
    expect(world.sent().map((row) => [row.card, row.personId])).toEqual([['paired', who?.person]]);
  });

  it('is 管理员 until somebody says the name, and full-width digits with blanks are the same code', () => {
    const world = makeWorld();
    const code = opened(world);
    const wide = [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join(' ');
    expect(tryCode(world, wide).is).toBe('paired');
    expect(whoIs(world.context(), 'feishu', 'ou_wang')?.name).toBe('管理员');
  });

  it('takes a code once, and keeps the school that is there', () => {
    const world = makeWorld();
    world.store.db.insert(school).values({ name: '光善小学', shortName: 'GS' }).run();
    const code = opened(world);
    expect(tryCode(world, code).is).toBe('paired');
    const second = pair(world.context(), { platform: 'feishu', user: { userId: 'ou_li' }, code });
    expect(second.is).toBe('expired');
    expect(whoIs(world.context(), 'feishu', 'ou_li')).toBeUndefined();
    expect(world.store.db.select().from(school).all()).toHaveLength(1);
    expect(openPairing(world.context()).code).toBeUndefined();
  });

  it('can be somebody who is known already', () => {
    const world = makeWorld();
    world.store.db.insert(school).values({ name: '光善小学', shortName: 'GS' }).run();
    const known = world.store.db.insert(person).values({ name: '李老师', createdAt: 0 }).returning().get();
    world.store.db.insert(role).values({ personId: known.id, schoolId: 1, role: 'class_teacher' }).run();
    linkAccount(world.context(), { person: known.id, platform: 'feishu', user });
    expect(tryCode(world, opened(world))).toMatchObject({ is: 'paired', person: known.id });
    expect(world.store.db.select().from(person).all()).toHaveLength(1);
    expect(world.store.db.select({ role: role.role }).from(role).where(eq(role.personId, known.id)).all()).toEqual([
      { role: 'class_teacher' },
      { role: 'safety_office' },
    ]);
  });
});

describe('wrong and old codes', () => {
  it('counts down, makes a new code at the fifth try, and the old one is worth nothing then', () => {
    const world = makeWorld();
    const code = opened(world);
    const lefts = [1, 2, 3, 4].map(() => {
      const result = tryCode(world, wrongFor(code));
      return result.is === 'wrong' ? result.left : undefined;
    });
    expect(lefts).toEqual([4, 3, 2, 1]);
    expect(world.sent().map((row) => row.text)).toContain('配对码不对，还可试 3 次。');
    const fifth = tryCode(world, wrongFor(code));
    const fresh = fifth.is === 'rotated' ? fifth.opened?.code : undefined;
    expect(fresh).toMatch(/^\d{6}$/);
    expect(fresh).not.toBe(code);
    expect(tryCode(world, code)).toEqual({ is: 'wrong', left: 4 });
    expect(tryCode(world, fresh ?? '').is).toBe('paired');
  });

  it('ends after 30 minutes to the millisecond, with the timer run or not', () => {
    for (const timer of [true, false]) {
      const world = makeWorld();
      const code = opened(world);
      world.later(30 * MINUTE - 1);
      expect(renewPairing(world.context()).code).toBeUndefined();
      world.later(1);
      if (timer) runTimers(world);
      expect(tryCode(world, code).is).toBe('expired');
      expect(world.sent().map((row) => row.text)).toEqual([
        '配对码已失效。新码在启动日志里，30 分钟内有效，请找信息老师。',
      ]);
      const next = renewPairing(world.context());
      expect(next.code).toMatch(/^\d{6}$/);
      expect(tryCode(world, next.code ?? '').is).toBe('paired');
      expect(renewPairing(world.context()).code).toBeUndefined();
    }
  });

  it('shuts after thirty wrong tries until the time is over or the server starts again', () => {
    const world = makeWorld();
    let code = opened(world);
    let shut = false;
    for (let tries = 1; tries <= 30; tries += 1) {
      const result = tryCode(world, wrongFor(code));
      if (result.is === 'rotated') {
        shut = result.opened === undefined;
        code = result.opened?.code ?? code;
      }
    }
    expect(shut).toBe(true);
    expect(tryCode(world, code).is).toBe('expired');
    expect(renewPairing(world.context()).code).toBeUndefined();
    expect(tryCode(world, opened(world)).is).toBe('paired');
  });

  it('records every try, never the code, and stores only a digest', () => {
    const world = makeWorld();
    const code = opened(world);
    tryCode(world, wrongFor(code));
    tryCode(world, code);
    tryCode(world, code);
    const rows = world.store.db.select().from(audit).all();
    const actions = rows.map((row) => row.action).filter((action) => action.startsWith('school.pair'));
    expect(actions).toEqual(['school.pairing-opened', 'school.pair-wrong', 'school.paired', 'school.pair-expired']);
    expect(JSON.stringify(rows.map((row) => [row.payload, row.subject, row.actor]))).not.toContain(code);
    expect(JSON.stringify(world.store.db.select().from(pairing).all())).not.toContain(code);
    expect(verifyChain(world.store.db)).toMatchObject({ ok: true });
  });
});

describe('when the only safety office leaves', () => {
  it('opens pairing again', () => {
    const world = makeWorld();
    tryCode(world, opened(world));
    expect(renewPairing(world.context()).code).toBeUndefined();
    personLeft(world.context(), { platform: 'feishu', user });
    const { code } = renewPairing(world.context());
    expect(tryCode(world, code ?? '', '赵老师').is).toBe('paired');
    const who = whoIs(world.context(), 'feishu', 'ou_wang');
    expect(nameOf(world.context(), who?.person)).toBe('赵老师');
  });
});
