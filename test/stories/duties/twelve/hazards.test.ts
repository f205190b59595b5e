import { expect, test } from 'vitest';
import { openDutySchool } from './duty_school.ts';

// The loop itself, its ladders and its pictures are in test/stories/hazards.
test('隐患: what is found on Friday evening is in the next summary, not in none', async () => {
  const school = await openDutySchool('hazard-report', '2025-09-19 15:00');
  const teacher = school.person('郑敏');
  await school.to('2025-09-19 16:00');
  expect(school.summary()).toContain('发现 0 项');
  await school.to('2025-09-19 17:00');
  await teacher.says('食堂门口地砖翘起');
  await teacher.presses('登记隐患');
  school.person('王芳').sees('待认定');
  await school.to('2025-09-26 16:00');
  expect(school.summary()).toContain('发现 1 项');
  await school.end({ ignore: ['王芳', '孙丽', '周建国', '郑敏'] });
});
