import { Buffer } from 'node:buffer';
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { verifyChain } from '../../../src/kernel/record.ts';
import { instantOf } from '../../../src/kernel/time.ts';
import { retentionOf } from '../../../src/records/retention.ts';
import { draft, dutyShift, dutyTask, evidence, shiftSwap } from '../../../src/store/schema/index.ts';
import { type Campus, openCampus } from '../campus.ts';

const at = (moment: string): number => instantOf(moment.slice(0, 10), moment.slice(11), 'Asia/Shanghai');
const OLD = 230;

/** Daily reminders of two school years ago, one with evidence and a draft, and what must stay. */
function fill(campus: Campus): void {
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    const task = (dutyId: string, period: string, dueAt: string, columns: Partial<typeof dutyTask.$inferInsert> = {}) =>
      db
        .insert(dutyTask)
        .values({
          schoolId: 1,
          dutyId,
          period,
          scope: 'school',
          openAt: 0,
          dueAt: at(dueAt),
          state: 'done',
          doneAt: at(dueAt) - 1,
          doneById: 1,
          content: { content: '雨天过马路' },
          ...columns,
        })
        .returning({ id: dutyTask.id })
        .get();
    for (let index = 0; index < OLD; index += 1)
      task('daily-safety-reminder', `old-${index}`, '2025-06-10 16:00', { scope: 'class', scopeId: String(index) });
    const first = task('weekly-safety-lesson', 'old', '2025-06-13 12:00');
    db.insert(evidence).values({ taskId: first.id, personId: 1, kind: 'file', fileName: '教案.docx', at: 0 }).run();
    db.insert(draft)
      .values({ personId: 1, kind: 'report', taskId: first.id, content: {}, state: 'done', createdAt: 0, touchedAt: 0 })
      .run();
    // Done late, of this school year, kept for three years, of children: all stay.
    task('weekly-safety-lesson', 'late', '2025-06-13 12:00', { doneAt: at('2025-10-01 12:00') });
    task('daily-safety-reminder', 'new', '2025-09-02 16:00');
    task('safety-campaign', 'k3', '2025-06-10 16:00');
    task('bullying-case', 'ks', '2020-06-10 16:00');
    const shift = (date: string) =>
      db
        .insert(dutyShift)
        .values({
          schoolId: 1,
          dutyId: 'leader-duty-roster',
          date,
          personId: 1,
          startsAt: at(`${date} 07:00`),
          endsAt: at(`${date} 17:00`),
        })
        .returning({ id: dutyShift.id })
        .get();
    const old = shift('2023-05-04');
    shift('2025-05-04');
    db.insert(shiftSwap).values({ shiftId: old.id, fromId: 1, toId: 2, state: 'agreed', at: 0 }).run();
  });
}

test('what is past its time is archived with a hash and taken out only after the safety office has said so', async () => {
  const campus = await openCampus({ start: '2026-08-31 12:00' });
  const office = campus.person('王芳');
  const teacher = campus.person('刘洋');
  const { organisation } = campus.tenant.server.engine;
  const left = () =>
    organisation.change(campus.clock.now(), ({ db }) => ({
      tasks: db
        .select({ period: dutyTask.period })
        .from(dutyTask)
        .orderBy(asc(dutyTask.id))
        .all()
        .map((row) => row.period),
      shifts: db
        .select({ date: dutyShift.date })
        .from(dutyShift)
        .all()
        .map((row) => row.date),
    }));
  fill(campus);
  await campus.to('2026-09-07 09:00');
  const asked = office.sees(`${OLD + 2} 条记录已到保存期限`);
  expect(asked.text).toContain(`保存 1 学年：每日安全提醒等 2 类 ${OLD + 1} 条（2025-09-01 前）`);
  teacher.seesNothing();
  expect(left().tasks).toHaveLength(OLD + 5);

  await office.presses('先不清理', undefined, asked);
  expect(office.again(asked).text).toContain('先不清理');
  expect(left().tasks).toHaveLength(OLD + 5);

  await office.presses('归档并清理', undefined, office.again(asked));
  await campus.later(5 * 60_000);
  expect(left()).toEqual({ tasks: ['late', 'new', 'k3', 'ks'], shifts: ['2025-05-04'] });
  expect(office.again(asked).text).toContain(`已归档并清理 ${OLD + 2} 条`);
  office.sees('QS归档-2026-09-07-');
  const { name, hash, rows } = organisation.change(campus.clock.now(), (context) => {
    expect(verifyChain(context.db)).toMatchObject({ ok: true });
    return retentionOf(context, 1) ?? { name: '', hash: '', rows: 0 };
  });
  expect(name).toContain(hash.slice(0, 12));
  expect(rows).toBeGreaterThanOrEqual(OLD + 2);
  expect(office.again(asked).buttons).toEqual([]);
  expect(Buffer.from(hash, 'hex')).toHaveLength(32);
  for (const one of [office, teacher]) one.skips();
  await campus.end({ ignore: ['赵强', '陈静', '孙丽', '周建国', '吴刚', '郑敏'] });
});
