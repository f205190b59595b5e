import { describe, expect, test } from 'vitest';
import { dutyTask, hazard, photo } from '../../../src/store/schema/index.ts';
import { openCampus, picture } from '../campus.ts';

const rows = (campus: Awaited<ReturnType<typeof openCampus>>) => {
  const { db } = campus.tenant.server.engine.organisation.store;
  return { hazards: db.select().from(hazard).all(), photos: db.select().from(photo).all() };
};

describe('半月排查', () => {
  test('a place is inspected and signed; what is wrong is in the ledger with one tap, with its picture', async () => {
    const campus = await openCampus({ duties: true, start: '2025-09-15 10:00' });
    const canteen = campus.person('陈静');
    await campus.to('2025-09-16 08:30');
    const everybody = ['刘洋', '王芳', '赵强', '孙丽', '周建国', '吴刚', '郑敏'];
    const list = canteen.sees('半月排查', '2 处', '食堂');
    expect(list.buttons).toContain('查食堂');
    await canteen.presses('查食堂', undefined, list);
    const form = canteen.card('半月排查：食堂 6 项');
    expect(form.messageId).toBe(list.messageId);
    expect(form.text).toContain('留样');
    await canteen.sendsPhoto(picture(3));
    canteen.sees('已附到', '食堂', '1 张');
    await canteen.presses('签字提交', { 不合格: ['留样≥125g、48 小时、标签全'], 本人到场查过: false }, form);
    expect(canteen.card('本人到场查过才能签字').messageId).toBe(list.messageId);
    await canteen.presses('签字提交', { 不合格: ['留样≥125g、48 小时、标签全'], 本人到场查过: true }, form);
    const findings = canteen.card('1 项不合格', '留样');
    expect(findings.messageId).toBe(list.messageId);
    await canteen.presses('登记隐患', undefined, findings);
    const [made] = rows(campus).hazards;
    expect(made).toMatchObject({ source: '半月排查', placeKind: 'canteen', category: 'food', sub: 'sample' });
    expect(made?.reporterId).not.toBeNull();
    expect(rows(campus).photos.map((one) => one.hazardId)).toEqual([made?.id]);
    campus.person('王芳').sees('待认定', '照片 1 张');
    const { db } = campus.tenant.server.engine.organisation.store;
    const task = db
      .select()
      .from(dutyTask)
      .all()
      .find((one) => one.scopeId === 'canteen' && one.dutyId === 'halfmonth-hazard-inspection');
    expect(task).toMatchObject({ state: 'done', late: false, content: { sign: true, onSite: true, problems: 1 } });
    expect(task?.content).toMatchObject({ answers: { c21: 'ok', c22: 'bad' } });
    await canteen.presses('查下一处', undefined, canteen.card('已登记 1 条'));
    expect(canteen.card('您有 1 处', '锅炉').messageId).toBe(list.messageId);
    await campus.end({ ignore: ['陈静', ...everybody] });
  });
});
