import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test } from 'vitest';
import { verifyChain } from '../../src/kernel/record.ts';
import { hazard, photo } from '../../src/store/schema/index.ts';
import { closeCampus, dot, openCampus } from './campus.ts';
import type { OrganisationName } from './secrets.ts';

afterEach(closeCampus);

describe.each<{ organisation: OrganisationName; answered: string }>([
  { organisation: 'default', answered: 'patch' },
  { organisation: 'qingshan', answered: 'inline' },
])('the hazard loop through the Worker, organisation $organisation, answered $answered', ({ organisation }) => {
  test('a hazard goes from a sentence to 已销号, its photo lies in R2, and the reporter hears of every turn', async () => {
    const campus = await openCampus(organisation);
    const [reporter, office, owner] = ['刘洋', '王芳', '赵强'].map((name) => campus.person(name));
    if (!reporter || !office || !owner) throw new Error('the staff changed');

    expect(await campus.emulator.verifyUrl()).toMatchObject({ ok: true });
    await reporter.phone.says('食堂后门的灭火器过期了');
    await campus.settle();
    expect(reporter.sees('请确认', '灭火器').buttons).toContain('登记隐患');
    const registered = await reporter.presses('登记隐患');
    expect(registered.toast?.content).toBe('已登记 QS-203009-0001');
    reporter.sees('已登记', 'QS-203009-0001');

    office.sees('待认定', 'QS-203009-0001');
    const assigned = await office.presses('认定派单', { 责任人: '赵强', 整改要求: '换新灭火器' });
    expect(assigned.toast?.content).toBe('已派给赵强');
    reporter.sees('待整改', '已派赵强整改');

    owner.sees('待整改', '换新灭火器');
    await owner.presses('提交整改');
    await owner.phone.sendsImage(dot);
    await campus.settle();
    owner.sees('已附到', '共 1 张');
    const handed = await owner.presses('申请复查', { 整改措施: '换了两具新的“干粉”灭火器，𠮷' });
    expect(handed.toast?.content).toBe('已交王芳复查');
    reporter.sees('待复查', '已整改');

    office.sees('待复查', '换了两具新的“干粉”灭火器，𠮷');
    const passed = await office.presses('提交复查', { 结果: '合格销号' });
    expect(passed.toast?.content).toBe('已销号 QS-203009-0001');
    reporter.sees('已销号', '多谢您');
    owner.sees('已销号');

    const rows = await campus.inStore(({ db }) => ({
      chain: verifyChain(db),
      hazard: db
        .select({ state: hazard.state, description: hazard.description, measure: hazard.measure })
        .from(hazard)
        .all(),
      photos: db.select({ hash: photo.hash, state: photo.state, moment: photo.moment }).from(photo).all(),
    }));
    expect(rows.chain.ok).toBe(true);
    expect(rows.hazard).toEqual([
      { state: 'closed', description: '食堂后门的灭火器过期了', measure: '换了两具新的“干粉”灭火器，𠮷' },
    ]);
    const [kept] = rows.photos;
    expect(rows.photos).toEqual([{ hash: expect.stringMatching(/^[0-9a-f]{64}$/), state: 'stored', moment: 'after' }]);
    const key = `${organisation}/photos/${kept?.hash?.slice(0, 2)}/${kept?.hash?.slice(2)}`;
    const stored = await env.PHOTOS.get(key);
    expect(stored === null ? undefined : new Uint8Array(await stored.arrayBuffer())).toEqual(dot);
  });
});
