import { describe, expect, test } from 'vitest';
import { instantOf } from '../../../src/kernel/time.ts';
import { hazard } from '../../../src/store/schema/index.ts';
import { type Campus, openCampus } from '../campus.ts';

/** A toilet with one hazard a month since the summer, and six in the last four weeks of lessons. */
function fill(campus: Campus): void {
  const days = ['2025-05-06', '2025-09-03', '2025-10-15', '2025-11-05'];
  const recent = ['2025-11-24', '2025-11-26', '2025-12-01', '2025-12-08', '2025-12-15', '2025-12-16'];
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    [...days, ...recent].forEach((date, index) => {
      db.insert(hazard)
        .values({
          schoolId: 1,
          number: `QS-2025-${String(index + 1).padStart(4, '0')}`,
          state: 'assigned',
          title: `男厕漏水第${index + 1}处`,
          description: '漏水',
          placeKind: 'toilet',
          category: index % 2 === 0 ? 'building' : 'electric',
          sub: 'leak',
          severity: 'general',
          reporterId: 1,
          reportedAt: instantOf(date, '10:00', 'Asia/Shanghai'),
          ownerId: 3,
          due: '2026-01-10',
          originalDue: '2026-01-10',
        })
        .run();
    });
  });
}

describe('风险提示 and 趋势', () => {
  test('a place above its own history is told once in four weeks to its keeper and the safety office, with the figures', async () => {
    const campus = await openCampus({ start: '2025-12-17 18:00' });
    const [office, keeper, teacher] = ['王芳', '赵强', '刘洋'].map((name) => campus.person(name));
    if (!office || !keeper || !teacher) throw new Error('the cast is incomplete');
    fill(campus);
    await campus.to('2025-12-18 08:20');
    const tip = office.sees('风险提示：厕所比平时多');
    expect(tip.text).toContain('厕所：近 20 个上课日 6 项，再往前每 20 个上课日 1、1、1 项。');
    expect(tip.text).toContain('0010 男厕漏水第10处 待整改');
    const kept = keeper.sees('风险提示：厕所比平时多');
    expect(kept.buttons).not.toContain('看趋势');
    teacher.seesNothing();

    await office.presses('看趋势');
    const trends = office.sees('隐患趋势：按部位');
    expect(trends.text).toContain('厕所 8（之前 90 天 1）');
    await office.presses('按月看', undefined, trends);
    expect(office.again(trends).text).toContain('12月 发现 4，销号 0；整改率 —，按期 —，平均 —');
    await office.presses('看重复的', undefined, office.again(trends));
    expect(office.again(trends).text).toContain('厕所 漏水渗水 4 次');

    await teacher.says('趋势');
    teacher.sees('趋势由安全办和校领导看');
    await office.says('看趋势');
    office.sees('隐患趋势：近半年');
    await campus.to('2026-01-14 09:00');
    expect(office.everything().filter((card) => card.text.includes('风险提示：厕所'))).toHaveLength(1);
    for (const one of [office, keeper, teacher]) one.skips();
    await campus.end({ ignore: ['孙丽', '周建国'] });
  });
});
