import { describe, expect, test } from 'vitest';
import { person, role } from '../../../src/store/schema/index.ts';
import { openCampus } from '../campus.ts';

describe.each(['websocket', 'webhook'] as const)('somebody unknown over %s', (transport) => {
  test('learns how to join, the safety office sees the knock, 我是 姓名 and one tap let them in', async () => {
    const campus = await openCampus({ transport });
    const office = campus.person('王芳');
    campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db, now }) => {
      const { id } = db.insert(person).values({ name: '冯校医', createdAt: now }).returning({ id: person.id }).get();
      db.insert(role).values({ personId: id, schoolId: 1, role: 'school_doctor' }).run();
    });
    const doctor = campus.stranger('手机里的名字');
    await doctor.says('操场单杠松动了');
    expect(doctor.sees('还不认识您，请发“我是 姓名”').buttons).toEqual([]);
    office.sees('有人想加入：还没说姓名');
    await doctor.says('在吗');
    doctor.seesNothing();

    await doctor.says('我是 冯校医');
    doctor.sees('收到，已请安全办确认');
    office.sees('冯校医', '想加入');
    const card = office.card('请确认：冯校医想加入');
    expect(card.text).toContain('校医');
    const accepted = await office.presses('确认是他');
    expect(accepted.toast?.content).toBe('已确认：冯校医');
    doctor.sees('您好，我是安园', '校医');
    await doctor.says('操场单杠松动了');
    doctor.sees('请确认', '单杠');
    await doctor.says('我是冯校医');
    doctor.sees('已经认识您了');
    await campus.end();
  });

  test('a name nobody knows can be added as staff or refused', async () => {
    const campus = await openCampus({ transport });
    const office = campus.person('王芳');
    const [newcomer, salesman] = [campus.stranger('新来的'), campus.stranger('推销的')];
    await newcomer.says('我是 程新');
    newcomer.sees('已请安全办确认');
    office.sees('程新', '名册没有');
    await office.presses('加为教职工');
    newcomer.sees('您好，我是安园', '教职工');
    await salesman.says('我叫王芳');
    salesman.sees('已请安全办确认');
    office.sees('王芳', '已有账号');
    await office.presses('不认识');
    salesman.sees('请当面找安全办登记');
    await salesman.says('我是王芳');
    salesman.sees('请当面找安全办登记');
    office.seesNothing();
    await campus.end();
  });

  test('somebody unknown in danger is heard', async () => {
    const campus = await openCampus({ transport });
    const guest = campus.stranger('路过的家长');
    await guest.says('实验楼着火了');
    guest.sees('先打 119／120／110');
    campus.person('王芳').sees('真实险情', '着火');
    campus.person('吴刚').seesNothing();
    await campus.later(61_000);
    campus.person('吴刚').sees('真实险情', '着火');
    await campus.person('王芳').presses('我来处置');
    await campus.end({ ignore: ['王芳', '吴刚', '路过的家长'] });
  });
});
