import { expect, it } from 'vitest';
import { closeMeeting } from '../../src/digests/meeting/close.ts';
import { addItem, decide } from '../../src/digests/meeting/lines.ts';
import { openMeeting } from '../../src/digests/meeting/open.ts';
import { openMeetingOf } from '../../src/digests/meeting/queries.ts';
import { minutesOf } from '../../src/inspection/minutes.ts';
import { instantOf } from '../../src/kernel/time.ts';
import { monthPeriod } from '../../src/records/period.ts';
import { dutyTask, person, role, school } from '../../src/store/schema/index.ts';
import { asPerson, makeWorld } from '../context.ts';

const at = (moment: string): number => instantOf(moment.slice(0, 10), moment.slice(11), 'Asia/Shanghai');

it('holds the signed minutes of a meeting, and for a week without them what was filled in', () => {
  const world = makeWorld(at('2025-09-22 16:30'));
  const { db } = world.store;
  db.insert(school).values({ name: '光明学校', shortName: 'GM' }).run();
  const { id: vice } = db.insert(person).values({ name: '陈副', createdAt: 0 }).returning({ id: person.id }).get();
  db.insert(role).values({ personId: vice, schoolId: 1, role: 'vice_principal' }).run();
  const weekly = { schoolId: 1, dutyId: 'weekly-safety-meeting', scope: 'school' } as const;
  db.insert(dutyTask)
    .values([
      {
        ...weekly,
        period: '2025-W38',
        openAt: at('2025-09-15 08:00'),
        dueAt: at('2025-09-15 18:00'),
        state: 'done',
        doneAt: at('2025-09-15 17:00'),
        doneById: vice,
        content: { decisions: '北门错峰' },
      },
      { ...weekly, period: '2025-W39', openAt: at('2025-09-22 08:00'), dueAt: at('2025-09-22 18:00') },
    ])
    .run();
  world.store.transaction(() => {
    const by = world.as(asPerson(vice));
    openMeeting(by, 1, vice);
    const held = openMeetingOf(by, 1);
    if (!held) throw new Error('no meeting is under way');
    decide(by, held, vice, '停用男厕');
    addItem(by, held, vice, { text: '换地漏', owner: vice, due: '2025-09-26' });
    closeMeeting(by, held, vice);
  });
  const papers = [...minutesOf(world.context(), 1, monthPeriod(2025, 9))].map((part) =>
    part.is === 'paper' ? { path: part.path, title: part.paper.title, all: JSON.stringify(part.paper.blocks) } : part,
  );
  expect(papers).toMatchObject([
    { title: '每周安全例会记录', path: expect.stringContaining('2025-09-15') },
    {
      title: '光明学校安全例会纪要',
      path: expect.stringContaining('2025-09-22'),
      all: expect.stringMatching(/停用男厕.*换地漏.*2025-09-26/),
    },
  ]);
});
