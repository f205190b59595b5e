import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { identity, person, role, school } from '../../../src/store/schema/index.ts';
import { type Campus, openCampus, type Teacher } from '../campus.ts';

/** A second school in the same organisation; 刘洋 also teaches there. */
async function secondSchool(campus: Campus): Promise<{ office: Teacher; keeper: Teacher; principal: Teacher }> {
  const staff = [
    ['董玉', 'safety_office'],
    ['袁海', 'facility_lead'],
    ['蒋文', 'principal'],
  ] as const;
  const accounts = staff.map(([name, held]) => ({ name, held, teacher: campus.stranger(name) }));
  const both = campus.person('刘洋');
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db, now }) => {
    const made = db.insert(school).values({ name: '绿水实验学校', shortName: 'LS' }).returning({ id: school.id }).get();
    for (const { name, held, teacher } of accounts) {
      const { id } = db.insert(person).values({ name, createdAt: now }).returning({ id: person.id }).get();
      const account = { platform: campus.platform, userId: teacher.openId, personId: id, greetedAt: now } as const;
      db.insert(identity).values(account).run();
      db.insert(role).values({ personId: id, schoolId: made.id, role: held }).run();
    }
    const shared = db.get<{ id: number }>(sql`select person_id as id from identity where user_id = ${both.openId}`);
    db.insert(role).values({ personId: shared.id, schoolId: made.id, role: 'subject_teacher' }).run();
  });
  const [office, keeper, principal] = accounts.map((one) => one.teacher);
  if (!office || !keeper || !principal) throw new Error('the second school lost somebody');
  return { office, keeper, principal };
}

describe('two schools in one organisation', () => {
  test('keep apart: the other school sees nothing and may press nothing', async () => {
    const campus = await openCampus();
    const there = await secondSchool(campus);
    const [reporter, here] = [campus.person('郑敏'), campus.person('王芳')];
    await reporter.says('食堂后门的灭火器过期了');
    reporter.sees('请确认');
    await reporter.presses('登记隐患');
    const triage = here.sees('待认定', 'QS-202509-0001');
    for (const somebody of [there.office, there.keeper, there.principal]) somebody.seesNothing();

    await there.office.says('台账');
    expect(there.office.sees('台账').text).not.toContain('QS-202509-0001');
    await there.office.says('待办');
    expect(there.office.sees('待办').text).not.toContain('灭火器');

    const { engine } = campus.tenant.server;
    const press = {
      kind: 'press',
      platform: campus.platform,
      at: campus.clock.now(),
      sender: { userId: there.office.openId },
      messageId: triage.messageId,
      chatId: '',
      revision: 1,
      values: { owner: 1, leader: 1, category: '', severity: 'general', due: '2025-09-25', reason: '越权' },
    } as const;
    for (const action of [
      'hazard.assign',
      'hazard.reject',
      'hazard.merge',
      'hazard.transfer',
      'hazard.list',
      'hazard.consent',
      'hazard.supplement',
      'hazard.open-triage',
    ]) {
      const reply = await engine.receive({ ...press, deliveryId: `${action}:1`, action, reference: { hazard: 1 } });
      expect([action, reply.toast?.tone]).toEqual([action, 'warning']);
    }
    const ledger = await engine.receive({
      ...press,
      deliveryId: 'ledger:1',
      action: 'hazard.ledger',
      reference: { school: 1, filter: 'open', page: 0 },
    });
    expect(ledger.toast?.tone).toBe('warning');
    for (const action of ['school.edit', 'school.name', 'group.list', 'roster.how', 'delivery.retry-all']) {
      const reply = await engine.receive({
        ...press,
        deliveryId: `${action}:1`,
        action,
        reference: { school: 1 },
        values: { name: '改名', shortName: 'XX' },
      });
      expect([action, reply.toast?.tone]).toEqual([action, 'warning']);
    }
    await campus.settle();
    const { state } = engine.organisation.store.db.get<{ state: string }>(sql`select state from hazard`);
    expect(state).toBe('reported');
    here.seesNothing();
    await campus.end();
  });

  test('somebody of two schools says which one; what is typed about the other goes to the other', async () => {
    const campus = await openCampus();
    const there = await secondSchool(campus);
    const both = campus.person('刘洋');
    await both.says('操场单杠松动了');
    const form = both.sees('请确认', '单杠');
    expect(form.fields.map((field) => field.label)).toContain('学校');
    await both.presses('登记隐患', { 学校: '绿水实验学校' });
    both.card('已登记', 'LS-202509-0001');
    there.office.sees('待认定', 'LS-202509-0001');
    campus.person('王芳').seesNothing();

    await both.says('绿水实验学校食堂后门的灭火器过期了');
    both.sees('请确认', '灭火器');
    await both.presses('登记隐患');
    there.office.sees('待认定', 'LS-202509-0002');

    await both.says('南楼三楼窗户玻璃裂了');
    both.sees('请确认', '玻璃');
    await both.presses('登记隐患');
    campus.person('王芳').sees('待认定', 'QS-202509-0001');

    await both.says('我的隐患');
    const mine = both.sees('我的隐患');
    for (const number of ['LS-202509-0001', 'LS-202509-0002', 'QS-202509-0001'])
      expect(mine.text).toContain(number.slice(-4));
    await campus.end();
  });

  test('a group of no school yet is claimed by whoever chooses', async () => {
    const campus = await openCampus();
    const there = await secondSchool(campus);
    await campus.group('绿水领导小组', [there.principal.name]);
    campus.person('王芳').sees('绿水领导小组');
    there.office.sees('绿水领导小组');
    await there.office.presses('领导小组');
    const { school_id: chosen } = campus.tenant.server.engine.organisation.store.db.get<{ school_id: number }>(
      sql`select school_id from chat_group`,
    );
    expect(chosen).toBe(2);
    const late = await campus.person('王芳').presses('班主任');
    expect(late.toast?.content).toContain('安全办');
    await campus.end();
  });
});
