import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { audit, inspectionPackage, role } from '../../src/store/schema/index.ts';
import { openService } from './visit.ts';

function withPackage() {
  const service = openService();
  const { db } = service.store;
  db.insert(inspectionPackage)
    .values({
      schoolId: 1,
      personId: service.idOf('王芳'),
      fromDay: '2025-09-01',
      toDay: '2025-09-30',
      periodText: '2025年9月',
      state: 'made',
      askedAt: 0,
      key: 'k',
      fileName: 'p.zip',
    })
    .run();
  service.packages.set('p.zip', new TextEncoder().encode('the zip'));
  return { ...service, db, link: service.packageLink(1, '王芳') };
}

test('whoever asked for a package fetches it signed in, and it is written down', async () => {
  const { link, browser, db } = withPackage();
  const answer = await browser().open(link, '王芳');
  expect([answer.status, answer.text]).toEqual([200, 'the zip']);
  expect(answer.headers.get('content-disposition')).toContain(
    encodeURIComponent('青山实验学校迎检包-2025-09-01至2025-09-30.zip'),
  );
  expect(db.select().from(audit).where(eq(audit.action, 'package.fetched')).all()).toHaveLength(1);
});

test('nobody else does, nor somebody who left the office, nor with a link that was changed', async () => {
  const { link, browser, db, packages } = withPackage();
  const other = await browser().open(link, '孙丽');
  expect([other.status, other.text.includes('the zip')]).toEqual([403, false]);
  expect(
    (
      await browser().open(
        link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        '王芳',
      )
    ).status,
  ).toBe(404);
  db.update(role).set({ role: 'subject_teacher' }).where(eq(role.role, 'safety_office')).run();
  expect((await browser().open(link, '王芳')).status).toBe(403);
  db.update(role).set({ role: 'safety_office' }).run();
  packages.clear();
  const gone = await browser().open(link, '王芳');
  expect([gone.status, gone.text.includes('已经删除')]).toEqual([404, true]);
});
