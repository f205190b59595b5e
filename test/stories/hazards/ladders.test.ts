import { describe, expect, test } from 'vitest';
import { hazard } from '../../../src/store/schema/index.ts';
import { type Campus, openCampus, type Teacher } from '../campus.ts';
import { assigned, cast, handsIn, RAILING } from './steps.ts';

const SIGN = '门卫室的警示牌掉了';

type Seen = Readonly<Record<string, readonly string[]>>;

/**
 * Walks to the moments in turn: whoever is named sees a card with the words, nobody sees anything else before it.
 * `renewed`: cards older than the vendor's 14 days that come as new ones.
 */
async function walk(campus: Campus, steps: Readonly<Record<string, Seen>>, renewed: Seen = {}): Promise<void> {
  const everybody: readonly Teacher[] = Object.values(cast(campus));
  for (const [moment, seen] of Object.entries(steps)) {
    const [day = '', clock = ''] = moment.split(' ');
    await campus.to(`${day} ${minuteBefore(clock)}`);
    // The reporter's own card is replaced after the vendor's 14 days; that is not what is told here.
    if (moment > '2025-10-02') campus.person('刘洋').skips();
    for (const person of everybody) person.seesNothing();
    await campus.to(moment);
    if (moment > '2025-10-02') campus.person('刘洋').skips();
    for (const [name, words] of [...Object.entries(seen), ...Object.entries(renewed)])
      campus.person(name).sees(...words);
    for (const person of everybody) person.seesNothing();
  }
}

const minuteBefore = (clock: string): string => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const total = hour * 60 + minute - 1;
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
};

describe('the ladders', () => {
  test('一般: the day before, the day, +1, +3 and +7 school days across National Day; then it counts as 较大', async () => {
    const campus = await openCampus();
    await assigned(campus, SIGN);
    await walk(campus, {
      '2025-09-27 10:00': { 赵强: ['快到期', '9月28日'] },
      '2025-09-28 10:00': { 赵强: ['今天到期'] },
      '2025-09-29 10:00': { 赵强: ['逾期 1 天', '卡在哪一步'], 孙丽: ['逾期 1 天', '抄送您知道'] },
    });
    await walk(
      campus,
      {
        '2025-10-09 10:00': { 孙丽: ['请协调', '逾期 11 天'], 赵强: ['逾期 11 天', '已请分管副校长协调'] },
      },
      // DingTalk changes a card however old it is.
      campus.platform === 'feishu' ? { 赵强: ['待整改', '逾期 11 天'] } : {},
    );
    await walk(
      campus,
      {
        '2025-10-14 10:00': { 周建国: ['请定', '挂牌督办', '较大'], 赵强: ['已报校长'] },
        // Being 较大 now, it wants interim control.
      },
      { 赵强: ['请先管控'] },
    );
    const { db } = campus.tenant.server.engine.organisation.store;
    expect(db.select({ severity: hazard.severity }).from(hazard).get()).toEqual({ severity: 'serious' });
    await campus.to('2025-11-20 10:00');
    await campus.end({ ignore: ['王芳', '赵强', '周建国', '孙丽', '刘洋'] });
  });

  test('较大: copied on the first morning, the principal after a school day, listed after three, reported after two weeks', async () => {
    const campus = await openCampus();
    await assigned(campus);
    await campus.person('赵强').presses('已做管控');
    await walk(campus, {
      '2025-09-24 10:00': { 赵强: ['快到期', '9月25日'] },
      '2025-09-25 10:00': { 赵强: ['今天到期'] },
      '2025-09-26 08:00': { 赵强: ['逾期 1 天', '卡在哪一步'], 孙丽: ['逾期 1 天'] },
      '2025-09-26 10:00': { 周建国: ['请协调', '逾期 1 天'], 赵强: ['已请'] },
    });
    await campus.to('2025-09-29 09:59');
    for (const person of Object.values(cast(campus))) person.seesNothing();
    await campus.to('2025-09-29 10:00');
    const { owner, vice, principal, office, reporter } = cast(campus);
    const listed = vice.sees('挂牌督办', 'QS-DB-202509-0001', '督办人 孙丽', '督办期限');
    owner.sees('挂牌督办', 'QS-DB-202509-0001');
    principal.sees('请定', '逾期 4 天', 'QS-DB-202509-0001');
    office.sees('请定', '逾期 4 天');
    owner.sees('已报校长');
    for (const person of Object.values(cast(campus))) person.seesNothing();
    // Handed in, nothing more comes; delisting is a step of its own with a reason.
    await handsIn(campus);
    office.sees('待复查');
    await office.presses('提交复查', { 结果: '合格销号' });
    reporter.sees('已销号');
    owner.sees('已销号');
    await campus.to('2025-10-09 10:30');
    reporter.skips();
    for (const person of Object.values(cast(campus))) person.seesNothing();
    await vice.presses('摘牌', undefined, vice.card('QS-DB-202509-0001'));
    const ask = vice.sees('摘牌', '写明整改到哪一步');
    const done = await vice.presses('摘牌', { 理由: '扶手已换，复查合格' }, ask);
    expect(done.toast?.content).toBe('已摘牌');
    expect(vice.card('已摘牌', '督办编号 QS-DB-202509-0001').messageId).toBe(listed.messageId);
    await campus.end({ ignore: ['刘洋'] });
  });

  test('较大, two weeks overdue: the authorities are to be told', async () => {
    const campus = await openCampus();
    await assigned(campus);
    await campus.person('赵强').presses('已做管控');
    await campus.to('2025-10-09 09:59');
    for (const person of Object.values(cast(campus))) person.skips();
    await campus.to('2025-10-09 10:00');
    const { office, principal } = cast(campus);
    office.sees('请书面上报', '逾期已久，请报教育局');
    principal.sees('请书面上报');
    await campus.to('2025-10-15 10:00');
    office.seesNothing();
    principal.seesNothing();
    await campus.end({ ignore: ['赵强', '孙丽', '刘洋'] });
  });

  test('after an outage only the latest rung speaks, and what the others bring has happened', async () => {
    const campus = await openCampus();
    const number = await assigned(campus);
    await campus.person('赵强').presses('已做管控');
    await campus.outageUntil('2025-09-29 11:00');
    const { owner, vice, principal, office } = cast(campus);
    principal.sees('请定', '逾期 4 天', number);
    office.sees('请定', '逾期 4 天');
    owner.sees('挂牌督办');
    owner.sees('已报校长');
    vice.sees('挂牌督办');
    for (const person of [owner, vice, principal, office]) person.seesNothing();
    await campus.end();
  });

  test('handed in before the deadline, the ladder is silent; sent back, it begins anew', async () => {
    const campus = await openCampus();
    const { office, owner, reporter } = cast(campus);
    await assigned(campus);
    await owner.presses('已做管控');
    await campus.to('2025-09-23 15:00');
    await handsIn(campus);
    const card = office.sees('待复查');
    await campus.to('2025-09-24 09:30');
    await office.presses('提交复查', { 结果: '退回再改', 退回原因: '还松' }, card);
    owner.sees('退回再改', '9月30日');
    reporter.sees('退回再改');
    await walk(campus, {
      '2025-09-29 10:00': { 赵强: ['快到期', '9月30日'] },
      '2025-09-30 10:00': { 赵强: ['今天到期'] },
      '2025-10-01 08:00': { 赵强: ['逾期 1 天'], 孙丽: ['逾期 1 天'] },
    });
    await campus.end();
  });

  test('a broken promise goes one rung up early', async () => {
    const campus = await openCampus();
    const { owner, vice } = cast(campus);
    await assigned(campus, SIGN);
    await campus.to('2025-09-29 10:00');
    for (const person of Object.values(cast(campus))) person.skips();
    await owner.presses('填预计日期', undefined, owner.card('填预计日期', '卡在哪一步'));
    const ask = owner.sees('填预计日期');
    await owner.presses('填预计日期', { 预计日期: '2025-09-30', 卡在哪: '缺配件' }, ask);
    await campus.to('2025-10-01 09:59');
    vice.seesNothing();
    await campus.to('2025-10-01 10:00');
    vice.sees('请协调', '卡在 缺配件');
    owner.sees('已请分管副校长协调');
    await campus.to('2025-10-09 10:00');
    vice.sees('请协调', '逾期 11 天');
    owner.sees('逾期 11 天');
    // Cards of three weeks ago are replaced by new ones.
    await campus.end({ ignore: ['赵强', '刘洋'] });
  });

  test('the principal lists by hand, and a deadline on a free day is refused', async () => {
    const campus = await openCampus();
    const { office, owner, vice } = cast(campus);
    await assigned(campus, RAILING);
    await office.presses('挂牌督办');
    const ask = office.sees('挂牌督办', '摘牌才算完');
    const holiday = await office.presses('挂牌督办', { 督办人: '孙丽', 督办期限: '2025-10-02' }, ask);
    expect(holiday.toast?.content).toContain('10月2日 放假，请换一天');
    const done = await office.presses('挂牌督办', { 督办人: '孙丽', 督办期限: '2025-09-24', 要求: '每日报进度' }, ask);
    expect(done.toast?.content).toBe('已挂牌督办');
    vice.sees('挂牌督办', '督办期限 9月24日 周三');
    owner.sees('挂牌督办', '督办人 孙丽');
    expect(office.card('改派').buttons).not.toContain('挂牌督办');
    await campus.end();
  });
});
