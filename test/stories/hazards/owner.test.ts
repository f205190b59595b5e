import { describe, expect, test } from 'vitest';
import { HOUR } from '../../../src/kernel/time.ts';
import { openCampus, picture } from '../campus.ts';
import { assigned, cast, forges, handsIn, RAILING, reports } from './steps.ts';

const SIGN = '门卫室的警示牌掉了';

describe('the owner works on it', () => {
  test('interim control is asked for after two hours and the next day, then left to the ladder; one tap records it', async () => {
    const campus = await openCampus();
    const { owner, office } = cast(campus);
    await assigned(campus, RAILING, { 临时管控: '设围挡，改走东侧楼梯' });
    expect(owner.card('待整改').text).toContain('先管控：设围挡，改走东侧楼梯。');
    await campus.later(2 * HOUR - 1000);
    owner.seesNothing();
    await campus.later(1000);
    const asked = owner.sees('请先管控', '设围挡，改走东侧楼梯');
    office.seesNothing();
    await campus.to('2025-09-19 12:20');
    owner.sees('请先管控');
    office.sees('请先管控', '责任人 赵强');
    await campus.to('2025-09-23 23:00');
    owner.seesNothing();
    const done = await owner.presses('已做管控', undefined, asked);
    expect(done.toast?.content).toBe('已记：管控到位');
    expect(owner.card('管控到位').buttons).toEqual([]);
    expect(office.card('管控到位').buttons).toEqual([]);
    expect(owner.card('整改中', '已到位').buttons).not.toContain('已做管控');
    await campus.end();
  });

  test('the photo from before is refused as the photo from after; another one is taken', async () => {
    const campus = await openCampus();
    const { reporter, office, owner } = cast(campus);
    await reporter.says(RAILING);
    reporter.sees('请确认');
    await reporter.sendsPhoto(picture(1));
    reporter.sees('已附到');
    await reporter.presses('登记隐患');
    office.sees('待认定');
    await office.presses('认定派单');
    reporter.sees('已派人');
    owner.sees('待整改', '整改前');
    await owner.presses('提交整改');
    owner.sees('提交整改', '还差 1 张');
    await owner.sendsPhoto(picture(1));
    owner.sees('已附到');
    const same = await owner.presses('申请复查', { 整改措施: '换了螺栓' });
    expect(same.toast?.content).toContain('与整改前是同一张照片');
    const kept = owner.card('与整改前是同一张照片', '请到现场重拍一张');
    expect(kept.fields.find((field) => field.label.startsWith('整改措施'))?.initial).toBe('换了螺栓');
    await owner.sendsPhoto(picture(2));
    owner.sees('已附到', '共 2 张');
    const handed = await owner.presses('申请复查', { 整改措施: '换了螺栓' });
    expect(handed.toast?.content).toBe('已交王芳复查');
    reporter.sees('已整改');
    office.sees('待复查', '换了螺栓');
    await campus.end();
  });

  test('an after-photo already used for another hazard is pointed out to the rechecker', async () => {
    const campus = await openCampus();
    const { reporter, office, owner } = cast(campus);
    const first = await assigned(campus);
    await handsIn(campus, 7);
    expect(office.sees('待复查', first).text).not.toContain('同一张');
    await assigned(campus, '食堂后门的灭火器过期了');
    await owner.presses('提交整改', undefined, owner.card('待整改', '灭火器'));
    owner.sees('提交整改');
    await owner.sendsPhoto(picture(7));
    owner.sees('已附到');
    await owner.presses('申请复查', { 整改措施: '换了两具新的' }, owner.card('申请复查'));
    reporter.sees('已整改');
    office.sees('待复查', '请留意', `与 ${first} 用的是同一张`);
    await campus.end();
  });

  test('a photo that quotes the task card begins the handing in', async () => {
    const campus = await openCampus();
    const { owner, office, reporter } = cast(campus);
    await assigned(campus);
    await owner.sendsPhoto(picture(3), { replyTo: owner.card('待整改').messageId });
    owner.sees('提交整改', '照片已附 1 张');
    await owner.presses('申请复查', { 整改措施: '换了螺栓' });
    reporter.sees('已整改');
    office.sees('待复查');
    await campus.end();
  });

  test('「修好了」 by the owner opens the form; by the reporter it reaches the owner and makes no new hazard', async () => {
    const campus = await openCampus();
    const { owner, reporter, office } = cast(campus);
    const number = await assigned(campus);
    await reporter.says('昨天报的楼梯扶手还没修');
    reporter.sees('已转告', number);
    owner.sees('有补充', '还没修');
    await owner.says('2号楼楼梯扶手修好了');
    owner.sees('提交整改');
    office.seesNothing();
    await campus.end();
  });

  test('what is still not mended and was never reported becomes a report; what is mended and unknown does not', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says('食堂后门的灭火器还没换');
    reporter.sees('没找到登记过的这一处', '先按新的报');
    reporter.sees('请确认', '灭火器');
    await reporter.presses('登记隐患');
    office.sees('待认定', '食堂后门的灭火器还没换');
    await reporter.says('操场单杠修好了');
    reporter.sees('没找到您说的那条');
    office.seesNothing();
    await reporter.says('食堂后门的灭火器还没换');
    reporter.sees('已转告');
    office.sees('有补充');
    await campus.end();
  });

  test('需要更多时间, 较大: the principal decides; granted, the deadline moves; a second one is refused', async () => {
    const campus = await openCampus();
    const { owner, office, vice, principal } = cast(campus);
    const number = await assigned(campus);
    await owner.presses('需要更多时间');
    const ask = owner.sees('申请延期', '由校长批，只批一次，最多 7 天');
    const values = { 原因: '缺配件', 延期间管控: '围挡保持' };
    const long = await owner.presses('申请延期', { ...values, 新期限: '2025-10-09' }, ask);
    expect(long.toast?.content).toContain('最多延 7 天');
    const free = await owner.presses('申请延期', { ...values, 新期限: '2025-09-27' }, ask);
    expect(free.toast?.content).toContain('9月27日 放假，请换一天');
    const asked = await owner.presses('申请延期', { ...values, 新期限: '2025-09-30' }, ask);
    expect(asked.toast?.content).toBe('已申请延期，批下前按原期限');
    expect(owner.card('已办：申请延期', '批下前仍按原期限').messageId).toBe(ask.messageId);
    vice.seesNothing();
    office.seesNothing();
    const decision = principal.sees('请批延期', '9月25日', '9月30日', '缺配件');
    const notAllowed = await forges(campus, vice, decision, 'hazard.grant-extension', { hazard: 1 });
    expect(notAllowed.toast?.text).toContain('较大由校长批');
    await principal.presses('同意延期');
    expect(principal.card('已同意延期').messageId).toBe(decision.messageId);
    owner.sees('同意延期', '新期限 9月30日');
    expect(owner.card('待整改', number).text).toContain('期限 9月30日 周二');
    const now = owner.card('待整改', number);
    expect(now.buttons).not.toContain('需要更多时间');
    const again = await forges(campus, owner, now, 'hazard.ask', { hazard: 1, ask: 'extension' });
    expect(again.toast?.text).toContain('延期只批一次');
    await owner.presses('已做管控', undefined, owner.card('待整改', number));
    await campus.to('2025-09-28 23:00');
    owner.seesNothing();
    await campus.to('2025-09-29 10:00');
    owner.sees('快到期', '9月30日');
    await campus.end();
  });

  test('需要更多时间, 一般: the vice principal decides; refused, the deadline stays', async () => {
    const campus = await openCampus();
    const { owner, office, vice, reporter } = cast(campus);
    await reports(reporter, SIGN);
    office.sees('待认定');
    await office.presses('认定派单', { 责任人: '赵强' });
    reporter.sees('已派人');
    const task = owner.sees('待整改', '9月28日');
    await owner.presses('需要更多时间');
    const ask = owner.sees('申请延期', '由分管副校长批', '7 个上课日');
    await owner.presses('申请延期', { 新期限: '2025-09-30', 原因: '等经费', 延期间管控: '已收走牌子' }, ask);
    vice.sees('请批延期');
    await vice.presses('不同意延期');
    owner.sees('没同意延期', '仍按 9月28日');
    expect(owner.card('待整改', '期限 9月28日').messageId).toBe(task.messageId);
    const again = await forges(campus, owner, task, 'hazard.ask', { hazard: 1, ask: 'extension' });
    expect(again.toast?.text).toContain('延期只批一次');
    await campus.end();
  });

  test('不归我管 goes back to the safety office with the reason; another owner gets it', async () => {
    const campus = await openCampus();
    const { owner, office, canteen, reporter } = cast(campus);
    const number = await assigned(campus);
    await owner.presses('不归我管');
    const ask = owner.sees('不归我管', '写一句该归谁');
    const given = await owner.presses('退回安全办', { 理由: '这是食堂的楼梯' }, ask);
    expect(given.toast?.content).toBe('已退回安全办重派');
    const back = office.sees('待认定', number, '这是食堂的楼梯');
    await office.presses('认定派单', { 责任人: '陈静' }, back);
    reporter.sees('已派人', '陈静');
    canteen.sees('待整改', number);
    expect(owner.card('已改由他人办').buttons).toEqual([]);
    await campus.end();
  });

  test('the office gives it to somebody else; who had it is told', async () => {
    const campus = await openCampus();
    const { owner, office, canteen } = cast(campus);
    const number = await assigned(campus);
    await office.presses('改派');
    const ask = office.sees('换责任人');
    const given = await office.presses('换责任人', { 新责任人: '陈静' }, ask);
    expect(given.toast?.content).toBe('已改派陈静');
    canteen.sees('待整改', number);
    owner.sees('已改派陈静');
    expect(owner.card('已改由他人办').buttons).toEqual([]);
    const stale = await forges(campus, owner, owner.card('已改由他人办'), 'hazard.control', { hazard: 1 });
    expect(stale.toast?.text).toContain('这项由陈静负责');
    await campus.end();
  });

  test('a promised date moves nothing; 需要协助 reaches the leader, whose answer reaches the owner', async () => {
    const campus = await openCampus();
    const { owner, vice } = cast(campus);
    await assigned(campus);
    await campus.to('2025-09-26 08:00');
    const overdue = owner.card('逾期 1 天', '卡在哪一步');
    owner.skips();
    vice.skips();
    await owner.presses('填预计日期', undefined, overdue);
    const ask = owner.sees('填预计日期');
    const past = await owner.presses('填预计日期', { 预计日期: '2025-09-20' }, ask);
    expect(past.toast?.content).toContain('预计日期不能早于今天');
    const promised = await owner.presses('填预计日期', { 预计日期: '2025-09-29', 卡在哪: '缺配件' }, ask);
    expect(promised.toast?.content).toBe('已记预计日期，期限不变');
    await owner.presses('需要协助', undefined, overdue);
    const help = vice.sees('请协调', '卡在 缺配件', '预计 9月29日');
    await vice.presses('我来协调', undefined, help);
    owner.sees('孙丽来协调');
    // Tapping on tells the owner nothing new, and says so.
    expect((await vice.presses('我来协调', undefined, help)).toast?.content).toContain('已告知责任人');
    owner.seesNothing();
    // Help asked for again on another day reaches the leader again.
    vice.skips();
    await campus.later(24 * HOUR);
    owner.skips();
    vice.skips();
    await owner.presses('需要协助', undefined, overdue);
    await vice.presses('我来协调', undefined, vice.sees('请协调', '卡在 缺配件'));
    owner.sees('孙丽来协调');
    await campus.end({ ignore: ['周建国', '王芳'] });
  });

  test('somebody else cannot hand it in; the refusal says whose it is', async () => {
    const campus = await openCampus();
    const { owner, other } = cast(campus);
    await assigned(campus);
    const reply = await forges(campus, other, owner.card('待整改'), 'hazard.begin-rectification', { hazard: 1 });
    expect(reply.toast?.text).toBe('这项由赵强负责。要换人，请安全办改派。');
    await campus.end();
  });

  test('the owner leaves the school: the task goes back to the safety office', async () => {
    const campus = await openCampus();
    const { owner, office, canteen, reporter } = cast(campus);
    const number = await assigned(campus);
    await campus.tenant.emulator.people.resign(owner.openId, { announce: true });
    await campus.settle();
    const back = office.sees('待认定', number);
    expect(back.text).toContain('责任人已离校');
    await office.presses('认定派单', { 责任人: '陈静' }, back);
    canteen.sees('待整改', number);
    reporter.sees('已派人', '陈静');
    await campus.end({ ignore: ['赵强'] });
  });
});
