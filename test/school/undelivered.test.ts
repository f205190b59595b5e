import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { sendCard } from '../../src/kernel/send.ts';
import { DAY } from '../../src/kernel/time.ts';
import { undelivered } from '../../src/school/undelivered.ts';
import { outbox } from '../../src/store/schema/index.ts';
import { refusal, type SchoolWorld, schoolWorld } from './school_world.ts';

function fail(world: SchoolWorld, person: number, verdict: string): void {
  sendCard(world.context(), 'welcome', { person }, { person });
  const [row] = world.sent().slice(-1);
  world.store.db
    .update(outbox)
    .set({ state: 'failed', verdict, finishedAt: world.context().now })
    .where(eq(outbox.id, row?.id ?? 0))
    .run();
}

describe('what could not be delivered', () => {
  it('is shown with the remedy and goes back into the queue', () => {
    const world = schoolWorld();
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const li = world.add({ name: '李老师', feishu: 'ou_li' });
    fail(world, li, 'not_in_range: 230013');
    fail(world, li, 'not_in_range');
    fail(world, li, 'recipient_left: the vendor says not_in_range');
    const words = world.words(office, 'admin.undelivered', { school: world.school });
    expect(words).toContain('3 条没送到');
    expect(words).toContain('李老师：不在应用可见范围 → 请信息老师加入（2 条）');
    expect(words).toContain('李老师：账号已停用 → 请改派');
    expect(world.press(office, 'delivery.retry-all', { school: world.school }).toast?.text).toBe('已重发 3 条');
    expect(world.words(office, 'admin.undelivered', { school: world.school })).toContain('没有送不到的消息了');
    expect(world.press(office, 'delivery.retry-all', { school: world.school }).toast?.text).toBe('没有要重发的');
  });

  it('belongs to the recipient’s school and its safety office', () => {
    const world = schoolWorld();
    const other = world.addSchool('乐群小学', 'LQ');
    const office = world.add({ name: '刘振宇', roles: ['safety_office'], feishu: 'ou_liu' });
    const teacher = world.add({ name: '李老师', roles: ['class_teacher'], feishu: 'ou_li' });
    const elsewhere = world.add({ name: '钱进', feishu: 'ou_qian', school: other });
    fail(world, elsewhere, 'not_in_range');
    expect(undelivered(world.context(), world.school).total).toBe(0);
    expect(undelivered(world.context(), other).total).toBe(1);
    expect(refusal(() => world.press(teacher, 'delivery.retry-all', { school: world.school }))).toBe(
      'action.forbidden',
    );
    expect(refusal(() => world.press(office, 'delivery.retry-all', { school: other }))).toBe('action.forbidden');
  });

  it('is no news after a week', () => {
    const world = schoolWorld();
    const li = world.add({ name: '李老师', feishu: 'ou_li' });
    fail(world, li, 'refused');
    world.later(7 * DAY);
    expect(undelivered(world.context(), world.school).total).toBe(0);
  });
});
