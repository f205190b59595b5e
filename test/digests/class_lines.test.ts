import { describe, expect, it } from 'vitest';
import { receiptsOf, receiptsText } from '../../src/digests/receipts.ts';
import { toldOf } from '../../src/digests/told.ts';
import { lessonTopics } from '../../src/digests/topics_ahead.ts';
import { changeSetting } from '../../src/duties/settings.ts';
import { classGroup, dutyTask } from '../../src/store/schema/index.ts';
import { asPerson } from '../context.ts';
import { at, openHistory } from './history.ts';

const NOW = '2025-12-19 16:00';
const counted = { after: at('2025-12-12 16:00'), upTo: at(NOW) };
const LETTERS = 'pre-holiday-lesson';

type Class = {
  readonly stage?: string;
  readonly students?: number;
  readonly content?: object;
  readonly state?: 'done' | 'open' | 'excused';
};

function schoolOf(classes: readonly Class[]) {
  const world = openHistory(NOW);
  classes.forEach(({ stage = 'primary', students, content, state = 'done' }, index) => {
    const name = `${stage}${index + 1}班`;
    const { id } = world.db
      .insert(classGroup)
      .values({ schoolId: 1, name, stage, grade: stage, canonical: name, students: students ?? null })
      .returning({ id: classGroup.id })
      .get();
    world.db
      .insert(dutyTask)
      .values({
        ...{ schoolId: 1, dutyId: LETTERS, period: 'p', scope: 'class', scopeId: String(id), state },
        ...{ openAt: 0, dueAt: counted.upTo - 1, content: content ?? null },
      })
      .run();
  });
  return world;
}

describe('receipts for the letter', () => {
  it.each<{ readonly classes: readonly Class[]; readonly says: string }>([
    {
      classes: [
        { students: 40, content: { receipts: 40 } },
        { students: 40, content: { receipts: 38 } },
        { students: 40, content: { minutes: 30 } },
        { students: 40, state: 'open' },
      ],
      says: '回执率 98%（2/4 个班已报）',
    },
    // More receipts than students make up for nobody; a class that is excused is not asked.
    {
      classes: [
        { students: 10, content: { receipts: 30 } },
        { students: 10, content: { receipts: 0 } },
        { students: 10, state: 'excused' },
      ],
      says: '回执率 50%（2/2 个班已报）',
    },
    { classes: [{ content: { receipts: 38 } }, {}], says: '1/2 个班报了回执' },
    // Where some classes have no number of students, the share is that of the others.
    {
      classes: [{ content: { receipts: 38 } }, { students: 40, content: { receipts: 20 } }],
      says: '回执率 50%（2/2 个班已报）',
    },
  ])('$says', ({ classes, says }) => {
    const world = schoolOf(classes);
    expect(receiptsText(receiptsOf(world.context(), 1, LETTERS, counted))).toBe(says);
  });
});

describe('topics suggested for the week to come', () => {
  const told = (world: ReturnType<typeof schoolOf>) =>
    toldOf(world.context(), { school: 1, week: '2025-12-15', ...counted });

  it('by stage, three at most, and the week always has traffic', () => {
    const world = schoolOf([{ stage: 'primary' }, { stage: 'junior' }]);
    const topics = lessonTopics(world.context(), told(world));
    const named = topics.join('；');
    expect(named).toMatch(/小学/);
    expect(named).toMatch(/初中/);
    expect(named).toMatch(/交通|校车/);
    for (const line of topics) expect(line.split('、').length).toBeLessThanOrEqual(4);
  });

  it('without the stage where the school has one', () => {
    const world = schoolOf([{ stage: 'primary' }]);
    const topics = lessonTopics(world.context(), told(world));
    expect(topics).toHaveLength(1);
    expect(topics.join()).not.toContain('小学');
  });

  it('none where the school runs no safety lesson, or the week has no lessons', () => {
    const world = schoolOf([{ stage: 'primary' }]);
    changeSetting(world.as(asPerson(1)), 1, 'weekly-safety-lesson', { on: false });
    expect(lessonTopics(world.context(), told(world))).toEqual([]);
    const holiday = schoolOf([{ stage: 'primary' }]);
    const before = { school: 1, week: '2025-09-22', after: at('2025-09-19 16:00'), upTo: at('2025-09-26 16:00') };
    expect(lessonTopics(holiday.context(), toldOf(holiday.context(), before))).toHaveLength(1);
    const summer = { school: 1, week: '2025-07-14', after: at('2025-07-11 16:00'), upTo: at('2025-07-18 16:00') };
    expect(lessonTopics(holiday.context(), toldOf(holiday.context(), summer))).toEqual([]);
  });
});
