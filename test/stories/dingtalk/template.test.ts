import { expect, test } from 'vitest';
import type { DingTalkTenant } from '../../../src/emulators/sample_school/tenant.ts';
import { MINUTE } from '../../../src/kernel/time.ts';
import { cardsRefused } from '../../../src/school/cards_refused.ts';
import { openCampus } from '../campus.ts';

test.each([
  ['not published', '卡片模板没有发布'],
  ['unknown', '没有这个卡片模板'],
  ['without permission', '应用没有发卡片的权限'],
] as const)(
  'a card template %s: all goes on by numbers, the safety office hears why, and cards come back',
  async (what, reason) => {
    const campus = await openCampus({ platform: 'dingtalk', expectsErrors: true });
    // The campus runs on DingTalk: its tenant is that platform's.
    const vendor = (campus.tenant as unknown as DingTalkTenant).emulator;
    const [reporter, office, owner] = ['刘洋', '王芳', '赵强'].map((name) => campus.person(name));
    if (!reporter || !office || !owner) throw new Error('the staff of the stories changed');
    const { store } = campus.tenant.server.engine.organisation;

    if (what === 'without permission') vendor.rules.missingPermissions.add('Card.Instance.Write');
    else
      vendor.faults.failNext(1, { status: 400, code: CODES[what], path: 'POST /v1.0/card/instances/createAndDeliver' });
    await reporter.says('食堂后门的灭火器过期了');
    expect(reporter.sees('请确认', '灭火器').text).toContain('1 登记隐患');
    const told = office.sees('不收安园的卡片', reason);
    expect(told.text).toContain('回复数字照样能办');
    expect(cardsRefused(store, 'dingtalk')).toBeDefined();

    await reporter.says('具体位置：后门东侧');
    reporter.sees('已登记 QS-202509-0001');
    await office.says('责任人：赵强老师');
    expect(owner.sees('待整改', 'QS-202509-0001').text).toContain('提交整改');
    // Half an hour later one card tries, and is refused or not; nobody hears the same news again.
    office.skips();
    reporter.skips();
    vendor.rules.missingPermissions.clear();
    await campus.later(31 * MINUTE);
    await owner.says('待办');
    expect(owner.sees('待整改').buttons).not.toEqual([]);
    office.sees('钉钉又收卡片了');
    expect(office.everything().filter((message) => message.text.includes('不收安园的卡片'))).toHaveLength(1);
    expect(cardsRefused(store, 'dingtalk')).toBeUndefined();
    await campus.end({ ignore: ['王芳', '刘洋', '赵强', '孙丽', '周建国', '吴刚'] });
  },
);

const CODES = { 'not published': 'param.templateUnpublished', unknown: 'param.templateNotExist' } as const;
