import { expect, test } from 'vitest';
import { openCampus } from '../campus.ts';
import { cast } from './steps.ts';

test('asked about for weeks, then changed: the cards too old to be changed do not all come again', async () => {
  const campus = await openCampus({ start: '2025-09-18 10:20' });
  const { reporter, principal } = cast(campus);
  await reporter.says('后勤电动车推进1号楼楼道充电');
  await reporter.presses('登记隐患');
  await campus.to('2025-10-09 09:00');
  // Three times on the first day, then every day; Feishu changes none that is older than a fortnight.
  const asked = principal.everything().length;
  expect(asked).toBeGreaterThan(20);
  principal.skips();
  await principal.presses('我去管控');
  await campus.later(60_000);
  principal.seesNothing();
  expect(principal.everything().length).toBe(asked);
  expect(principal.card('疑似重大').text).toContain('赶去 周建国');
  await campus.end({ ignore: ['刘洋', '王芳', '吴刚', '孙丽'] });
});
