import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { hazard, outbox } from '../../../src/store/schema/index.ts';
import { type Campus, openCampus, type ShownCard, type Teacher } from '../campus.ts';
import { storiesOnlyOn } from '../only_on.ts';

const twoOffices = {
  刘洋: ['class_teacher'],
  王芳: ['safety_office'],
  何静: ['safety_office'],
  赵强: ['facility_lead'],
  孙丽: ['vice_principal'],
};

const rows = (campus: Campus) => campus.tenant.server.engine.organisation.store.db;
const patches = (campus: Campus) =>
  campus.tenant.emulator.calls
    .list()
    .filter((call) => call.method === 'PATCH' && call.path.includes('/im/v1/messages'));

async function reported(campus: Campus): Promise<void> {
  const reporter = campus.person('刘洋');
  await reporter.says('操场单杠松动了');
  reporter.sees('请确认');
  await reporter.presses('登记隐患');
}

storiesOnlyOn('feishu', 'the order of its patches and answers').each([
  { transport: 'websocket', cardReply: 'patch' },
  { transport: 'webhook', cardReply: 'patch' },
  { transport: 'webhook', cardReply: 'inline' },
  { transport: 'websocket', cardReply: 'inline' },
] as const)('cards over $transport, answered $cardReply', (options) => {
  test('two people who press at the same moment: one succeeds, the other is told, both phones show the last truth', async () => {
    const campus = await openCampus({ ...options, staff: twoOffices });
    const { emulator } = campus.tenant;
    const [first, second] = [campus.person('王芳'), campus.person('何静')];
    await reported(campus);
    const [mine, theirs] = [first.sees('待认定'), second.sees('待认定')];
    emulator.faults.patchLatency(800);
    emulator.calls.clear();

    const pressNow = (teacher: Teacher, card: ShownCard, owner: string) => {
      const field = card.fields.find((one) => one.label === '责任人');
      return teacher.phone.presses(card.messageId, {
        button: '认定派单',
        values: { [field?.name ?? '']: campus.person(owner).openId },
      });
    };
    const answers = await whileTimePasses(
      campus,
      Promise.all([pressNow(first, mine, '赵强'), pressNow(second, theirs, '孙丽')]),
    );
    await whileTimePasses(campus, campus.settle());
    emulator.faults.patchLatency(0);

    const toasts = answers.map((answer) => answer.toast?.content ?? '');
    expect(toasts.filter((toast) => toast.startsWith('已派给'))).toHaveLength(1);
    const winner = toasts[0]?.startsWith('已派给') ? '赵强' : '孙丽';
    for (const office of [first, second]) {
      const shown = office.card('QS-202509-0001');
      expect(shown.buttons).not.toContain('认定派单');
      expect(shown.text).toContain(winner);
    }
    expect(rows(campus).select().from(hazard).all()).toHaveLength(1);
    await campus.end({ ignore: ['刘洋', '赵强', '孙丽', '王芳', '何静'] });
  });

  test('presses that overlap on one card end with one settling update', async () => {
    const campus = await openCampus(options);
    const { emulator } = campus.tenant;
    const [office] = [campus.person('王芳')];
    const chatId = emulator.chats.create({ name: '值班群', members: [office.openId] });
    await emulator.chats.addBot(chatId, office.openId);
    await campus.settle();
    const card = office.sees('值班群', '作什么用');
    emulator.calls.clear();
    emulator.faults.hold();
    const [one, two] = await Promise.all([
      office.phone.presses(card.messageId, { button: '领导小组' }),
      office.phone.presses(card.messageId, { button: '其他' }),
    ]);
    emulator.faults.release();
    await campus.settle();
    expect([one.toast?.content, two.toast?.content].sort()).toEqual(['已设为 其他', '已设为 领导小组']);
    const settled = rows(campus).all<{ purpose: string }>(sql`select purpose from chat_group`)[0]?.purpose;
    const name = settled === 'other' ? '其他' : '领导小组';
    expect(office.card('值班群').title).toBe(`群“值班群”：${name}`);
    expect(patches(campus).length).toBeLessThanOrEqual(2);
    expect(patches(campus).length).toBeGreaterThanOrEqual(1);
    expect(
      rows(campus)
        .select()
        .from(outbox)
        .all()
        .filter((row) => row.state === 'pending'),
    ).toEqual([]);
    await campus.end();
  });

  test('updates that overtake each other on the way still end with the last truth', async () => {
    const campus = await openCampus(options);
    const { emulator } = campus.tenant;
    const office = campus.person('王芳');
    const chatId = emulator.chats.create({ name: '值班群', members: [office.openId] });
    await emulator.chats.addBot(chatId, office.openId);
    await campus.settle();
    const card = office.sees('值班群', '作什么用');
    emulator.faults.patchLatency(2_000);
    for (const button of ['领导小组', '其他', '班主任', '年级组', '全体教职工']) {
      await whileTimePasses(campus, office.phone.presses(card.messageId, { button }));
    }
    await whileTimePasses(campus, campus.settle());
    expect(office.card('值班群').title).toBe('群“值班群”：全体教职工');
    await campus.end();
  });

  test('a card older than 14 days gets a fresh one; the old one is left as it was', async () => {
    const campus = await openCampus({ ...options, start: '2025-10-13 10:00' });
    const [reporter, office, owner] = [campus.person('刘洋'), campus.person('王芳'), campus.person('赵强')];
    await reported(campus);
    office.sees('待认定');
    await office.presses('认定派单', { 责任人: '赵强' });
    const old = reporter.card('已登记', 'QS-202510-0001');
    await campus.to('2025-10-28 10:00');
    for (const teacher of [reporter, office, owner]) teacher.skips();
    const task = owner.card('待整改', 'QS-202510-0001');
    expect(task.messageId).toBeDefined();

    await owner.says('待办');
    owner.sees('待办');
    await owner.presses('办第 1 项');
    const again = owner.sees('QS-202510-0001', '提交整改');
    await owner.presses('提交整改', undefined, again);
    owner.sees('申请复查');
    const fresh = reporter.card('QS-202510-0001');
    expect(fresh.messageId).not.toBe(old.messageId);
    await campus.end({ ignore: ['刘洋', '王芳', '赵强', '孙丽', '周建国', '陈静', '吴刚', '郑敏'] });
  });
});

/** Lets the clock run while something is under way that itself waits for the clock. */
async function whileTimePasses<T>(campus: Campus, work: Promise<T>): Promise<T> {
  let isOver = false;
  const watched = work.finally(() => {
    isOver = true;
  });
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
  while (!isOver) await campus.clock.moveTo(campus.clock.now() + 50, turn);
  return watched;
}
