import { describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/platforms/platform.ts';
import { openCampus, type ShownCard, type Teacher } from '../campus.ts';

/** A press as the platform would hand it over, for what no finger on our emulated phone can do. */
const pressOf = (teacher: Teacher, on: ShownCard, id: string) =>
  ({
    kind: 'press',
    platform: teacher.platform,
    deliveryId: id,
    at: 0,
    sender: { userId: teacher.openId },
    messageId: on.messageId,
    chatId: '',
  }) as const;

/** What stands in a field of the card as it came back: in the answer itself, or on the phone after its update. */
function cameBack(reply: Reply, onPhone: () => ShownCard, label: string): { text: string; initial: unknown } {
  if (!reply.card) {
    const card = onPhone();
    return { text: card.text, initial: card.fields.find((one) => one.label === label)?.initial };
  }
  const { form } = reply.card.card;
  const field = form?.fields.find((one) => one.label === label);
  return { text: form?.message ?? '', initial: field && 'initial' in field ? field.initial : undefined };
}

describe.each(['patch', 'inline'] as const)('presses that cannot be, answered %s', (cardReply) => {
  test('the wrong role is told who may, a stale card becomes the current one', async () => {
    const campus = await openCampus({ cardReply });
    const [reporter, office, owner] = [campus.person('刘洋'), campus.person('王芳'), campus.person('赵强')];
    const { engine } = campus.tenant.server;
    await reporter.says('操场单杠松动了');
    reporter.sees('请确认');
    await reporter.presses('登记隐患');
    const receipt = reporter.card('已登记');
    const triage = office.sees('待认定');

    const byReporter = await engine.receive({
      ...pressOf(reporter, receipt, 'p1'),
      action: 'hazard.assign',
      reference: { hazard: 1 },
      revision: 1,
      values: {},
    });
    expect(byReporter.toast?.text).toMatch(/安全办/);
    expect(byReporter.toast?.tone).toBe('warning');

    await office.presses('认定派单', { 责任人: '赵强' });
    reporter.sees('已派赵强整改');
    owner.sees('待整改');
    const stale = await engine.receive({
      ...pressOf(office, triage, 'p2'),
      action: 'hazard.reject',
      reference: { hazard: 1 },
      revision: 1,
      values: { reason: '看过了' },
    });
    expect(stale.toast?.tone).not.toBe('success');
    await campus.settle();
    expect(office.card('QS-202509-0001').text).toContain('赵强');

    const nobodys = await engine.receive({
      ...pressOf(campus.person('陈静'), triage, 'p3'),
      action: 'hazard.begin-rectification',
      reference: { hazard: 1 },
    });
    expect(nobodys.toast?.text).toContain('这项由赵强负责');
    await campus.settle();
    await campus.end();
  });

  test('a forwarded card, a made-up card, a made-up action and a stranger are refused', async () => {
    const campus = await openCampus({ cardReply });
    const [reporter, office] = [campus.person('刘洋'), campus.person('王芳')];
    const { engine } = campus.tenant.server;
    await reporter.says('操场单杠松动了');
    reporter.sees('请确认');
    await reporter.presses('登记隐患');
    const triage = office.sees('待认定');
    const assign = { action: 'hazard.assign', reference: { hazard: 1 }, revision: 1, values: {} };
    const forwarded = { ...pressOf(office, triage, 'f1'), messageId: 'om_forwarded', chatId: 'oc_elsewhere' };
    const refused = await engine.receive({ ...forwarded, ...assign });
    expect(refused.toast?.text).toContain('转发的卡不能办理');
    const stranger = campus.stranger('路人');
    const unknown = await engine.receive({ ...pressOf(stranger, triage, 'f2'), ...assign });
    expect(unknown.toast?.text).toContain('还不认识您');
    for (const [id, press] of Object.entries({
      f3: { action: 'hazard.nonsense', reference: {} },
      f4: { action: 'hazard.open-triage', reference: { hazard: 999 } },
      f5: { action: 'hazard.open-triage', reference: { hazard: '1; drop table hazard' } },
      f6: { action: '__proto__', reference: {} },
      f7: { action: 'constructor', reference: { hazard: { deep: 1 } } },
    })) {
      const reply = await engine.receive({ ...pressOf(office, triage, id), ...press });
      expect([id, reply.toast?.text]).toEqual([id, '这张卡已过期，请发“待办”']);
    }
    await campus.settle();
    office.seesNothing();
    await campus.end();
  });

  test('a form with missing or impossible values comes back with the message above and the values kept', async () => {
    const campus = await openCampus({ cardReply });
    const [reporter, office] = [campus.person('刘洋'), campus.person('王芳')];
    const { engine } = campus.tenant.server;
    await reporter.says('操场单杠松动了');
    const form = reporter.sees('请确认');
    const nameOf = (label: string): string => form.fields.find((one) => one.label === label)?.name ?? '';
    const missing = await engine.receive({
      ...pressOf(reporter, form, 'v1'),
      action: 'hazard.register',
      reference: { draft: 1 },
      revision: 1,
      values: { [nameOf('描述')]: '我改过的描述', [nameOf('部位')]: 'no-such-place', [nameOf('具体位置')]: ' ' },
    });
    expect(missing.toast?.tone).toBe('warning');
    expect(missing.toast?.text).toContain('还差一项：具体位置');
    await campus.settle();
    const back = cameBack(missing, () => reporter.card('还差一项：具体位置'), '描述');
    expect(back.text).toContain('还差一项：具体位置');
    expect(back.text).toContain('已填的都留着');
    expect(back.initial).toBe('我改过的描述');
    await reporter.presses('登记隐患', { 部位: '操场', 具体位置: '东侧' });
    reporter.card('已登记', 'QS-202509-0001');

    const triage = office.sees('待认定');
    const past = await office.presses('认定派单', { 责任人: '赵强', 期限: '2025-09-01', 整改要求: '焊牢' });
    expect(past.toast?.content).toContain('期限');
    const again = office.card('待认定', '期限');
    expect(again.messageId).toBe(triage.messageId);
    expect(again.fields.find((one) => one.label === '整改要求')?.initial).toBe('焊牢');
    await campus.end({ ignore: ['赵强'] });
  });

  test('a form made from what is no longer true: a new card, with what was typed still in it', async () => {
    const campus = await openCampus({
      cardReply,
      staff: { 刘洋: ['class_teacher'], 王芳: ['safety_office'], 赵强: ['facility_lead'], 孙丽: ['vice_principal'] },
    });
    const [reporter, office] = [campus.person('刘洋'), campus.person('王芳')];
    const { engine } = campus.tenant.server;
    await reporter.says('操场单杠松动了');
    reporter.sees('请确认');
    await reporter.presses('登记隐患');
    const triage = office.sees('待认定');
    const reply = await engine.receive({
      ...pressOf(office, triage, 'old'),
      action: 'hazard.assign',
      reference: { hazard: 1 },
      revision: 99,
      values: { requirement: '按旧卡写的要求', owner: 3 },
    });
    expect(reply.toast?.text).toContain('内容有更新，请按新卡填');
    await campus.settle();
    const fresh = cameBack(reply, () => office.card('待认定', '内容有更新'), '整改要求');
    expect(fresh.text).toContain('内容有更新');
    expect(fresh.initial).toBe('按旧卡写的要求');
    const assigned = await office.presses('认定派单', { 责任人: '赵强', 整改要求: '按旧卡写的要求' });
    expect(assigned.toast?.content).toBe('已派给赵强');
    reporter.sees('已派赵强整改');
    campus.person('赵强').sees('待整改', '按旧卡写的要求');
    await campus.end();
  });
});
