import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { plainCard } from '../../cards/model.ts';
import { digestFeature } from '../../src/digests/actions.ts';
import { missedTwice } from '../../src/digests/duty_figures.ts';
import { weeksBefore } from '../../src/digests/figures.ts';
import { interruptionsOf } from '../../src/digests/interruptions.ts';
import { toldOf } from '../../src/digests/told.ts';
import { planSummary } from '../../src/digests/weekly_summary.ts';
import { hazardFeature } from '../../src/hazards/actions.ts';
import { ladders } from '../../src/hazards/rules.ts';
import { buildRegistry } from '../../src/kernel/registry.ts';
import { instantOf } from '../../src/kernel/time.ts';
import { tickSlice } from '../../src/organisation/tick.ts';
import {
  calendarDay,
  chatGroup,
  classGroup,
  dutyPeriod,
  dutyTask,
  hazard,
  outbox,
  person,
  role,
  school,
} from '../../src/store/schema/index.ts';
import { makeWorld } from '../context.ts';

const at = (moment: string): number => instantOf(moment.slice(0, 10), moment.slice(11), 'Asia/Shanghai');

/** Monday 2025-09-15 08:00, a school with a leadership group. */
function openSchool({ group = true } = {}) {
  const world = makeWorld(at('2025-09-15 08:00'));
  const { db } = world.store;
  const registry = buildRegistry([digestFeature, hazardFeature]);
  db.insert(school).values({ name: '光明学校', shortName: 'GM' }).run();
  ['王芳', '赵强', '孙丽'].forEach((name, index) => {
    const { id } = db.insert(person).values({ name, createdAt: 0 }).returning({ id: person.id }).get();
    db.insert(role)
      .values({
        personId: id,
        schoolId: 1,
        role: ['safety_office', 'facility_lead', 'vice_principal'][index] ?? 'staff',
      })
      .run();
  });
  if (group)
    db.insert(chatGroup)
      .values({
        platform: 'feishu',
        chatId: 'oc_lead',
        name: '领导小组',
        schoolId: 1,
        purpose: 'leading_group',
        createdAt: 0,
      })
      .run();
  world.store.transaction(() => planSummary(world.context(), 1));
  const to = (moment: string): void => {
    world.later(at(moment) - world.context().now);
    for (;;) {
      const slice = world.store.transaction(() => tickSlice(world.context(), registry));
      if (slice.failures.length > 0) throw slice.failures[0]?.error;
      if (!slice.more) return;
    }
  };
  const posted = () => world.sent().filter((row) => row.card === 'digest.weekly');
  const shown = (row: ReturnType<typeof posted>[number] | undefined): string => {
    const presentation = registry.presentations.get('digest.weekly');
    // Written by postSummary just before.
    const subject = row?.subject as Record<string, number | string>;
    const card = presentation?.show(world.context(), subject, { kind: 'group', group: 1 });
    if (!card) throw new Error('no digest to show');
    return plainCard(card);
  };
  const told = (week: string) => toldOf(world.context(), { school: 1, week, after: 0, upTo: 0 });
  return { ...world, db, to, posted, shown, told };
}

describe('the weekly digest is posted', () => {
  it('on Friday at four, once, and again the week after', () => {
    const campus = openSchool();
    campus.to('2025-09-19 15:59');
    expect(campus.posted()).toEqual([]);
    campus.to('2025-09-19 16:00');
    const [first, ...others] = campus.posted();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ groupId: 1, subject: { school: 1, week: '2025-09-15', late: 0 } });
    campus.to('2025-09-25 12:00');
    expect(campus.posted()).toEqual([]);
    campus.to('2025-09-26 16:00');
    expect(campus.posted()).toHaveLength(1);
  });

  it('on the next school day where Friday is none', () => {
    const campus = openSchool();
    campus.db.insert(calendarDay).values({ schoolId: 1, date: '2025-09-19', kind: 'suspended', grade: '' }).run();
    campus.store.transaction(() => planSummary(campus.context(), 1));
    campus.to('2025-09-21 20:00');
    expect(campus.posted()).toEqual([]);
    campus.to('2025-09-22 16:00');
    expect(campus.posted()).toHaveLength(1);
  });

  it('not in a vacation: its weeks are one summary on the first Friday or school day of the term', () => {
    const campus = openSchool();
    campus.to('2026-01-16 16:00');
    campus.posted();
    for (const friday of ['2026-01-23', '2026-01-30', '2026-02-06', '2026-02-13']) {
      campus.to(`${friday} 18:00`);
      expect(campus.posted()).toEqual([]);
    }
    // The usual second term begins on Friday 20 February, which the Spring Festival still takes.
    campus.to('2026-02-24 16:00');
    const rows = campus.posted();
    expect(rows).toHaveLength(1);
    const text = campus.shown(rows[0]);
    expect(text).toMatch(/^1月16日以来：发现 0，消除 0/);
    expect(text).not.toContain('本周');
    expect(text).toContain('统计：1月16日–2月24日，到 16:00 止');
    const weeks = weeksBefore(campus.context(), campus.told('2026-02-23'), 3);
    expect(weeks.map((one) => one.label)).toEqual(['1/16', '2/24', '2/27']);
    campus.to('2026-02-27 16:00');
    expect(campus.posted()).toHaveLength(1);
  });

  it('late after an outage, only the latest week, and says so', () => {
    const campus = openSchool();
    campus.to('2025-09-27 09:00');
    const rows = campus.posted();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ subject: { week: '2025-09-22', late: 1 } });
    expect(campus.shown(rows[0])).toContain('因停机迟发');
  });

  it('to those who lead as long as there is no group', () => {
    const campus = openSchool({ group: false });
    campus.to('2025-09-19 16:00');
    expect(campus.posted().map((row) => row.personId)).toEqual([1]);
  });
});

describe('what the digest says', () => {
  it('gives found and removed first, then the longest overdue by place and role, never a name', () => {
    const campus = openSchool();
    const found = (number: string, columns: Partial<typeof hazard.$inferInsert>) =>
      campus.db
        .insert(hazard)
        .values({
          schoolId: 1,
          number,
          state: 'assigned',
          title: '男厕地面湿滑',
          description: '',
          placeKind: 'toilet',
          category: 'building',
          sub: 'floor',
          severity: 'general',
          reporterId: 1,
          reportedAt: at('2025-09-16 10:00'),
          ownerId: 2,
          due: '2025-09-17',
          originalDue: '2025-09-17',
          ladder: ladders.general,
          ...columns,
        })
        .run();
    found('A', {});
    found('B', {
      state: 'closed',
      due: '2025-09-18',
      originalDue: '2025-09-18',
      fixedAt: at('2025-09-17 10:00'),
      closedAt: at('2025-09-18 10:00'),
    });
    found('C', { state: 'reported', due: null, originalDue: null, ownerId: null, reportedAt: at('2025-09-10 10:00') });
    campus.to('2025-09-19 16:00');
    const text = campus.shown(campus.posted()[0]);
    expect(text).toMatch(/^本周：发现 2，消除 1/);
    expect(text).toContain('当前逾期：1 项，最长 2 天，挂牌 0 项');
    expect(text).toContain('男厕地面湿滑：总务主任，逾期 2 天');
    expect(text).toContain('整改率：50%（1/2），按期 50%（1/2）');
    expect(text).toContain('平均整改：1 天，一次复查合格 —');
    for (const name of ['王芳', '赵强', '孙丽']) expect(text).not.toContain(name);
    expect(weeksBefore(campus.context(), campus.told('2025-09-15'), 2)).toEqual([
      { label: '9/12', received: 1, removed: 0 },
      { label: '9/19', received: 2, removed: 1 },
    ]);
  });

  it('counts every figure from the summary before to its own moment: what came on Friday evening is in the next', () => {
    const campus = openSchool();
    const closed = (number: string, closedAt: string) =>
      campus.db
        .insert(hazard)
        .values({
          schoolId: 1,
          number,
          state: 'closed',
          title: '',
          description: '',
          placeKind: 'toilet',
          category: 'building',
          sub: 'floor',
          severity: 'general',
          reporterId: 1,
          reportedAt: at('2025-09-01 10:00'),
          ownerId: 2,
          due: closedAt.slice(0, 10),
          originalDue: closedAt.slice(0, 10),
          fixedAt: at(closedAt) - 1,
          closedAt: at(closedAt),
          ladder: ladders.general,
        })
        .run();
    // Friday before four, Friday evening, Sunday: all of one calendar week.
    closed('A', '2025-09-19 15:00');
    closed('B', '2025-09-19 18:00');
    closed('C', '2025-09-21 11:00');
    campus.to('2025-09-19 16:00');
    // A is closed, but its day is not over: like every deadline of today it counts next time.
    const first = campus.shown(campus.posted()[0]);
    expect(first).toMatch(/^本周：发现 0，消除 1/);
    expect(first).toContain('平均整改：18 天');
    campus.to('2025-09-26 16:00');
    const second = campus.shown(campus.posted()[0]);
    expect(second).toMatch(/^本周：发现 0，消除 2/);
    expect(second).toContain('整改率：100%（3/3）');
    expect(second).toContain('平均整改：19 天');
  });

  it('says from when to when it counts, and what comes after it: make-up days of the weekend, holidays as one', () => {
    const campus = openSchool();
    campus.to('2025-09-26 16:00');
    const before = campus.shown(campus.posted().at(-1));
    expect(before).toContain('统计：9月19日–9月26日，到 16:00 止');
    expect(before).toContain('往后 7 天还没排班：带班、护导。');
    expect(before).toContain('接下来：10月1日–10月3日 不上课；9月28日 周日 上课；9月30日 国庆前 30 分钟安全课开始。');
    // Friday and the week after it are the holiday: the summary of Thursday does not speak of days that are over.
    campus.to('2025-10-09 16:00');
    const after = campus.shown(campus.posted().at(-1));
    expect(after).toContain('统计：9月26日–10月9日，到 16:00 止');
    expect(after).toContain('接下来：10月11日 周六 上课。');
    expect(after).not.toContain('不上课');
  });

  it('names classes that missed the same duty two periods running', () => {
    const campus = openSchool();
    campus.db
      .insert(classGroup)
      .values(
        [7, 8, 9].map((id) => ({
          id,
          schoolId: 1,
          name: `初一${id}班`,
          grade: '初一',
          stage: 'junior',
          canonical: String(id),
        })),
      )
      .run();
    const task = (period: string, scopeId: string, dueAt: string, state: 'missed' | 'done' | 'open') =>
      campus.db
        .insert(dutyTask)
        .values({
          schoolId: 1,
          dutyId: 'weekly-safety-lesson',
          period,
          scope: 'class',
          scopeId,
          openAt: 0,
          dueAt: at(dueAt),
          state,
        })
        .run();
    for (const [period, dueAt] of [
      ['2025-W37', '2025-09-12 12:00'],
      ['2025-W38', '2025-09-19 12:00'],
    ] as const)
      campus.db
        .insert(dutyPeriod)
        .values({ schoolId: 1, dutyId: 'weekly-safety-lesson', period, openAt: 0, dueAt: at(dueAt), ladder: [] })
        .run();
    task('2025-W37', '7', '2025-09-12 12:00', 'missed');
    task('2025-W38', '7', '2025-09-19 12:00', 'open');
    task('2025-W37', '8', '2025-09-12 12:00', 'done');
    task('2025-W38', '8', '2025-09-19 12:00', 'missed');
    task('2025-W37', '9', '2025-09-12 12:00', 'missed');
    task('2025-W38', '9', '2025-09-19 12:00', 'done');
    campus.to('2025-09-19 16:00');
    expect(missedTwice(campus.context(), campus.told('2025-09-15'))).toEqual([
      { name: '每周安全课', classes: ['初一7班'] },
    ]);
  });

  it('counts how often it spoke by itself, answers and alarms left out', () => {
    const campus = openSchool();
    const spoke = (personId: number, finishedAt: string, rank: number) =>
      campus.db
        .insert(outbox)
        .values({
          kind: 'card',
          lane: rank < 2 ? 'press' : 'normal',
          rank,
          personId,
          card: 'duty.task',
          dedupeKey: `${personId}-${finishedAt}-${rank}`,
          notBefore: 0,
          createdAt: 0,
          state: 'sent',
          finishedAt: at(finishedAt),
        })
        .run();
    spoke(1, '2025-09-16 08:00', 2);
    spoke(1, '2025-09-16 09:00', 2);
    spoke(1, '2025-09-16 10:00', 1);
    spoke(2, '2025-09-17 08:00', 3);
    spoke(2, '2025-09-10 08:00', 2);
    expect(interruptionsOf(campus.context(), campus.told('2025-09-15'))).toEqual({ average: 1.5, most: 2 });
    expect(campus.db.select().from(outbox).where(eq(outbox.personId, 1)).all()).toHaveLength(3);
  });
});
