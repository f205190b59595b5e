import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../src/kernel/time.ts';
import { hazard, hazardReporter } from '../../../src/store/schema/index.ts';
import { type Campus, openCampus, type Teacher } from '../campus.ts';
import { assigned, cast, reports } from './steps.ts';

/** Several hundred hazards put in directly: half open with 赵强, some overdue, some closed. */
function fill(campus: Campus, count: number): void {
  const { organisation } = campus.tenant.server.engine;
  organisation.change(campus.clock.now(), ({ db, now }) => {
    for (let index = 1; index <= count; index += 1) {
      const state = index % 4 === 0 ? 'closed' : index % 4 === 1 ? 'pending_recheck' : 'assigned';
      const { id } = db
        .insert(hazard)
        .values({
          schoolId: 1,
          number: `QS-202508-${String(index).padStart(4, '0')}`,
          state,
          title: `${index}号教室吊扇晃动得厉害`,
          description: '吊扇晃'.repeat(60),
          placeKind: 'classroom',
          placeDetail: `${index}号教室`,
          category: 'electric',
          sub: 'fixture',
          severity: index % 3 === 0 ? 'general' : 'serious',
          reporterId: 1,
          reportedAt: now - index * DAY,
          ownerId: 3,
          recheckerId: 2,
          leaderId: 5,
          assignedAt: now - index * DAY,
          due: index % 4 === 2 ? '2025-09-10' : '2025-09-30',
          ...(state === 'closed' ? { closedAt: now - MINUTE } : {}),
        })
        .returning({ id: hazard.id })
        .get();
      db.insert(hazardReporter).values({ hazardId: id, personId: 1 }).run();
    }
  });
}

/** Presses 看下一页 to the end and gives the rows of every page. */
async function leaf(teacher: Teacher, title: string): Promise<readonly string[]> {
  const pages: string[] = [];
  for (;;) {
    const card = teacher.card(title);
    pages.push(card.text);
    expect(card.text.length).toBeLessThan(900);
    expect(card.buttons.length).toBeLessThanOrEqual(5);
    if (!card.buttons.includes('看下一页')) return pages;
    await teacher.presses('看下一页', undefined, card);
  }
}

describe('lists', () => {
  test('台账 with several hundred hazards: every page within the limits, every row once, filters', async () => {
    const campus = await openCampus();
    const { office } = cast(campus);
    fill(campus, 400);
    await office.says('台账');
    const first = office.sees('台账：在账 300，逾期 100');
    expect(first.text).toContain('本月整改率 0%（0/100）');
    const pages = await leaf(office, '台账：在账');
    const rows = pages.flatMap((page) => page.match(/^\D*(\d{4}) \d+号教室/gm) ?? []);
    expect(rows).toHaveLength(300);
    expect(new Set(rows).size).toBe(300);
    await office.presses('只看逾期', undefined, office.card('台账：在账'));
    expect(office.card('台账：在账').text).toContain('逾期 100 项，第 1/13 页');
    await office.presses('看全部在账', undefined, office.card('台账：在账'));
    expect(office.card('台账：在账').text).toContain('在账 300 项');
    await campus.end();
  });

  test('我的隐患 and 待办 with several hundred; what is closed is a list of its own', async () => {
    const campus = await openCampus();
    const { owner, office, reporter } = cast(campus);
    fill(campus, 400);
    await reporter.says('我的隐患');
    const mine = reporter.sees('我的隐患：300 项未销号');
    expect(mine.buttons).toContain('看下一页');
    await reporter.presses('看已销号', undefined, mine);
    expect(reporter.card('100 项已办结').messageId).toBe(mine.messageId);
    await owner.says('待办');
    const todo = owner.sees('200 项待办', '还有 192 项');
    await owner.presses('办第 1 项', undefined, todo);
    owner.sees('待整改', '逾期');
    await office.says('待办');
    office.sees('100 项待办', '待复查');
    await campus.end();
  });

  test('only the safety office and the leaders read the ledger', async () => {
    const campus = await openCampus();
    const { reporter, office, duty, vice, principal, other } = cast(campus);
    const number = await assigned(campus);
    for (const reader of [office, duty, vice, principal]) {
      await reader.says('台账');
      reader.sees('台账：在账 1', number.slice(-4));
    }
    for (const teacher of [reporter, other]) {
      await teacher.says('台账');
      teacher.sees('台账由安全办和校领导看');
    }
    await campus.end();
  });

  test('待办 holds what waits for each: forms to decide, extensions to answer, rechecks', async () => {
    const campus = await openCampus();
    const { office, owner, principal, other } = cast(campus);
    await assigned(campus);
    await reports(other, '食堂后厨垃圾没倒，有点味道');
    office.sees('待认定');
    await office.says('待办');
    office.sees('1 项待办', '待认定：');
    await owner.says('待办');
    owner.sees('1 项待办', '待整改：', '9月25日');
    await other.says('待办');
    other.sees('没有待办');
    await owner.presses('需要更多时间');
    await owner.presses(
      '申请延期',
      { 新期限: '2025-09-30', 原因: '缺配件', 延期间管控: '围挡' },
      owner.sees('申请延期'),
    );
    principal.sees('请批延期');
    await principal.says('待办');
    principal.sees('1 项待办', '请批延期：');
    await campus.end();
  });
});
