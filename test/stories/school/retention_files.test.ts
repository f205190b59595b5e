import { createHash } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { verifyChain } from '../../../src/kernel/record.ts';
import { instantOf } from '../../../src/kernel/time.ts';
import { retentionOf } from '../../../src/records/retention.ts';
import { readSpreadsheet } from '../../../src/school/roster/spreadsheet.ts';
import { openNodeFiles } from '../../../src/store/files_node.ts';
import {
  audit,
  draft,
  drill,
  drillEvaluation,
  drillFinding,
  drillReport,
  drillStep,
  drillUnit,
  dutyTask,
  evidence,
  hazard,
  hazardStep,
  photo,
  vendorImage,
} from '../../../src/store/schema/index.ts';
import { picture } from '../campus/picture.ts';
import { type Campus, openCampus } from '../campus.ts';

const at = (date: string): number => instantOf(date, '10:00', 'Asia/Shanghai');
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const OLD = '2020-06-10';
const LAST_YEAR = '2025-06-10';

/** Pictures in the store, put long ago; the last one was sent again just now. */
async function pictures(campus: Campus) {
  const directory = campus.tenant.config.dataDirectory;
  const files = openNodeFiles(directory);
  const hashes: string[] = [];
  for (let shade = 1; shade <= 7; shade += 1) {
    const bytes = picture(shade);
    const hash = hashOf(bytes);
    await files.put(hash, bytes);
    if (shade < 7) utimesSync(join(directory, 'photos', hash.slice(0, 2), hash.slice(2)), 1, 1);
    hashes.push(hash);
  }
  return { files, hashes };
}

/** A hazard, a drill, tasks and pictures that are past their time, and what looks like them and stays. */
function fill(campus: Campus, hashes: readonly string[]): void {
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    const addHazard = (number: string, columns: Partial<typeof hazard.$inferInsert> = {}): number => {
      const { id } = db
        .insert(hazard)
        .values({
          schoolId: 1,
          number,
          state: 'closed',
          title: '扶手松动',
          description: '扶手松动',
          placeKind: 'stairs',
          category: 'building',
          sub: '',
          severity: 'general',
          reporterId: 1,
          reportedAt: at(OLD),
          closedAt: at(OLD),
          ...columns,
        })
        .returning({ id: hazard.id })
        .get();
      db.insert(hazardStep)
        .values({ hazardId: id, at: columns.reportedAt ?? at(OLD), kind: 'close' })
        .run();
      return id;
    };
    let sent = 0;
    const addPhoto = (shade: number, columns: Partial<typeof photo.$inferInsert>) => {
      sent += 1;
      db.insert(photo)
        .values({
          personId: 1,
          platform: 'feishu',
          messageId: `om_${sent}`,
          mediaKey: 'k',
          state: 'stored',
          at: at(OLD),
          hash: hashes[shade - 1] ?? null,
          ...columns,
        })
        .run();
    };
    const gone = addHazard('QS-202006-0001');
    addPhoto(1, { hazardId: gone, moment: 'before' });
    addPhoto(2, { hazardId: gone, moment: 'after' });
    db.insert(vendorImage)
      .values({ platform: 'feishu', hash: hashes[1] ?? '', key: 'img_2' })
      .run();
    addPhoto(3, { hazardId: addHazard('QS-202006-0002', { severity: 'major', major: 'confirmed' }), moment: 'before' });
    // The same picture shows a hazard that is still open.
    const open = addHazard('QS-202609-0001', { state: 'rectifying', reportedAt: at('2026-08-20'), closedAt: null });
    addPhoto(1, { hazardId: open, moment: 'before', at: at('2026-08-20') });

    const addDrill = (number: string, columns: Partial<typeof drill.$inferInsert> = {}): number => {
      const { id } = db
        .insert(drill)
        .values({
          schoolId: 1,
          number,
          kind: 'drill',
          type: 'fire-evac',
          state: 'stood_down',
          plannedAt: at(OLD),
          startedAt: at(OLD),
          accountedAt: at(OLD),
          stoodDownAt: at(OLD),
          ...columns,
        })
        .returning({ id: drill.id })
        .get();
      db.insert(drillStep)
        .values({ drillId: id, at: at(OLD), kind: 'start' })
        .run();
      return id;
    };
    const held = addDrill('QS-YL-202006-0001');
    const unit = db
      .insert(drillUnit)
      .values({ drillId: held, kind: 'class', reference: '1', name: '初二1班', expected: 45, present: 45 })
      .returning({ id: drillUnit.id })
      .get();
    db.insert(drillReport)
      .values({ unitId: unit.id, at: at(OLD), personId: 1, expected: 45, present: 45, resolved: false })
      .run();
    const evaluation = { scores: {}, total: 60, slowest: '无', jams: 0, injuries: 0 };
    db.insert(drillEvaluation)
      .values({ drillId: held, personId: 1, at: at(OLD), ...evaluation })
      .run();
    const addTask = (dutyId: string, period: string, date: string): number =>
      db
        .insert(dutyTask)
        .values({
          schoolId: 1,
          dutyId,
          period,
          scope: 'school',
          openAt: 0,
          dueAt: at(date),
          state: 'done',
          doneAt: at(date),
          doneById: 1,
        })
        .returning({ id: dutyTask.id })
        .get().id;
    const finding = { drillId: held, ownerId: 1, due: OLD, at: at(OLD) };
    db.insert(drillFinding)
      .values({ ...finding, text: '扶手松动', goes: 'hazard', hazardId: gone })
      .run();
    db.insert(drillFinding)
      .values({ ...finding, text: '集合点', goes: 'plan', taskId: addTask('drill-improvement', 'old', OLD) })
      .run();
    const gathered = db
      .insert(draft)
      .values({ personId: 1, kind: 'drill', drillId: held, content: {}, state: 'done', createdAt: 0, touchedAt: 0 })
      .returning({ id: draft.id })
      .get();
    addPhoto(4, { draftId: gathered.id });
    addDrill('QS-YL-202006-0002', { realAt: at(OLD) });

    db.insert(evidence)
      .values({
        taskId: addTask('weekly-safety-lesson', 'old', LAST_YEAR),
        personId: 1,
        kind: 'file',
        fileName: '教案.docx',
        hash: hashes[4] ?? null,
        at: at(LAST_YEAR),
      })
      .run();
    addPhoto(6, { at: at(LAST_YEAR) });
    addPhoto(7, { at: at(LAST_YEAR) });
  });
}

test('hazards, drills and their pictures end with a list in the archive; a file stays while a record has it', async () => {
  const campus = await openCampus({ start: '2026-08-31 12:00' });
  const office = campus.person('王芳');
  const { organisation } = campus.tenant.server.engine;
  const reading = () => organisation.change(campus.clock.now(), (context) => context);
  const { files, hashes } = await pictures(campus);
  fill(campus, hashes);
  await campus.to('2026-09-07 09:00');
  const asked = office.sees('6 条记录已到保存期限');
  for (const line of ['保存 5 年：隐患 1 条（2021-09-01 前）', '保存 5 年：演练记录 1 条', '没附到记录的照片 2 条'])
    expect(asked.text).toContain(line);
  expect(asked.text).toContain('连带 6 个照片和附件文件');
  await office.presses('归档并清理', undefined, asked);
  await campus.later(10 * 60_000);

  const { db } = reading();
  expect(db.select({ number: hazard.number }).from(hazard).all()).toEqual([
    { number: 'QS-202006-0002' },
    { number: 'QS-202609-0001' },
  ]);
  expect(db.select({ number: drill.number }).from(drill).all()).toEqual([{ number: 'QS-YL-202006-0002' }]);
  for (const table of [drillUnit, drillReport, drillEvaluation, drillFinding, evidence, draft, dutyTask, vendorImage])
    expect(db.select().from(table).all()).toEqual([]);
  expect(db.select({ hash: photo.hash }).from(photo).orderBy(asc(photo.id)).all()).toEqual([
    { hash: hashes[2] },
    { hash: hashes[0] },
  ]);
  const left = await Promise.all(hashes.map(async (hash) => (await files.get(hash)) !== undefined));
  expect(left).toEqual([true, false, true, false, false, false, true]);
  expect(office.again(asked).text).toContain('已归档并清理 6 条');
  expect(office.again(asked).text).toContain('照片和附件文件删了 4 个');

  // What went can be proved: by the archive's list, and by the audit, which still verifies.
  const { hash } = retentionOf(reading(), 1) ?? { hash: '' };
  const sheets = await readSpreadsheet('归档.xlsx', (await files.get(hash)) ?? new Uint8Array());
  const table = (name: string) => JSON.stringify(sheets.find((sheet) => sheet.name.includes(name)));
  expect(table('隐患台账')).toContain('QS-202006-0001');
  expect(table('隐患台账')).not.toContain('QS-202006-0002');
  expect(table('演练记录')).toContain('QS-YL-202006-0001');
  for (const one of [0, 1, 3, 4, 5, 6]) expect(table('照片和附件')).toContain(hashes[one]);
  expect(verifyChain(db)).toMatchObject({ ok: true });
  const removed = db
    .select({ payload: audit.payload, action: audit.action })
    .from(audit)
    .all()
    .filter((row) => row.action === 'records.files_removed');
  expect(removed.map((row) => JSON.stringify(row.payload)).join()).toContain(hashes[1]);
  office.skips();
  await campus.end({ ignore: ['李敏', '刘洋', '赵强', '陈静', '孙丽', '周建国', '吴刚', '郑敏'] });
});
