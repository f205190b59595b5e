import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { requestErrand } from '../../../src/kernel/send.ts';
import { dutyTask, evidence, hazard, inspectionPackage, photo, role } from '../../../src/store/schema/index.ts';
import { everyText, readZip } from '../../inspection/read_zip.ts';
import { type Campus, openCampus, picture } from '../campus.ts';

const made = (campus: Campus): readonly string[] => {
  const folder = join(campus.tenant.config.dataDirectory, 'packages');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
};

const open = (campus: Campus): ReadonlyMap<string, Buffer> => {
  const [name = ''] = made(campus);
  return readZip(readFileSync(join(campus.tenant.config.dataDirectory, 'packages', name)));
};

const change = (campus: Campus) => campus.tenant.server.engine.organisation.change;

/** A hazard with a picture, found and still open. */
async function report(campus: Campus): Promise<void> {
  const teacher = campus.person('刘洋');
  await teacher.says('2号楼3层楼梯扶手松了');
  const form = teacher.sees('扶手');
  await teacher.sendsPhoto(picture(1), { replyTo: form.messageId });
  teacher.skips();
  await teacher.presses('登记隐患', { 具体位置: '2号楼3层' }, form);
  for (const name of ['刘洋', '王芳', '孙丽', '赵强', '周建国', '吴刚']) campus.person(name).skips();
}

test('迎检包 is confirmed, made beside the running school, and unpacks to what an inspector asks for', async () => {
  const campus = await openCampus({ onDisk: true });
  await report(campus);
  const office = campus.person('王芳');
  await office.says('迎检包 9月');
  const asked = office.sees('迎检包 2025年9月', '隐患 1 条', '1 张');
  expect(made(campus)).toEqual([]);
  await office.presses('开始整理', undefined, asked);
  await campus.settle();
  office.skips();
  expect(office.again(asked).text).toContain('已整理');
  expect(
    office.everything().filter((message) => message.text.includes('青山实验学校迎检包-2025-09-01至2025-09-30.zip')),
  ).toHaveLength(1);

  const files = open(campus);
  const names = [...files.keys()].map((name) => name.replace(/^青山实验学校迎检包-2025-09-01至2025-09-30\//, ''));
  expect(names).toEqual(
    expect.arrayContaining([
      '00 目录.docx',
      '00 依据索引与缺项.xlsx',
      '01 台账/隐患台账.xlsx',
      '01 台账/会议台账.xlsx',
      '04 隐患照片/2025-09/QS-202509-0001-前1.jpg',
      '06 核验/照片清单.xlsx',
      '06 核验/审计链核验.txt',
    ]),
  );
  // What the list of hashes says is what lies there, and nothing lies there that it does not say.
  const root = '青山实验学校迎检包-2025-09-01至2025-09-30';
  const sums = files.get(`${root}/06 核验/SHA256SUMS.txt`)?.toString('utf8').trim().split('\n') ?? [];
  const listed = new Map(sums.map((line) => [`${root}/${line.slice(66)}`, line.slice(0, 64)]));
  expect([...listed.keys(), `${root}/06 核验/SHA256SUMS.txt`].sort()).toEqual([...files.keys()].sort());
  for (const [name, hash] of listed)
    expect([
      name,
      createHash('sha256')
        .update(files.get(name) ?? '')
        .digest('hex'),
    ]).toEqual([name, hash]);
  const { db } = campus.tenant.server.engine.organisation.store;
  const row = db.select().from(inspectionPackage).get();
  const chain = files.get(`${root}/06 核验/审计链核验.txt`)?.toString('utf8') ?? '';
  expect(chain).toContain(row?.chainHead ?? 'none');
  expect(everyText(files).includes('一致')).toBe(true);
  await campus.end();
});

test('what is private is not in it, not even that it was', async () => {
  const campus = await openCampus();
  await report(campus);
  const secret = '周末有人堵着小明要钱';
  const keep = (dutyId: string) =>
    change(campus)(campus.clock.now(), ({ db, now }) => {
      const task = db
        .insert(dutyTask)
        .values({
          schoolId: 1,
          dutyId,
          period: `2025-09-18#${dutyId}`,
          scope: 'school',
          openAt: now,
          dueAt: now,
          state: 'done',
          doneAt: now,
          doneById: 2,
          content: { note: secret, what: secret },
          excuse: secret,
        })
        .returning()
        .get();
      db.insert(evidence)
        .values({
          taskId: task.id,
          personId: 2,
          kind: 'file',
          fileName: `${secret}.pdf`,
          hash: 'a'.repeat(64),
          at: now,
        })
        .run();
    });
  for (const duty of [
    'bullying-case',
    'early-sign-report',
    'mandatory-report',
    'special-needs-student-care',
    'person-of-concern-handoff',
  ])
    keep(duty);
  await campus.person('郑敏').says('初二3班有人欺负同学，天天逼他交钱');
  for (const name of ['郑敏', '王芳', '孙丽', '周建国']) campus.person(name).skips();
  const office = campus.person('王芳');
  await office.says('迎检包 9月');
  await office.presses('开始整理');
  await campus.settle();
  const text = everyText(open(campus));
  expect(text.includes('扶手')).toBe(true);
  for (const word of [secret, '小明', '逼他交钱', '欺负同学'])
    expect([word, text.includes(word)]).toEqual([word, false]);
  // Its rows are not counted either: the index names the duty, since the policy does, and nothing of the school.
  expect(text.includes('2025-09-18#')).toBe(false);
  for (const name of ['王芳', '郑敏']) campus.person(name).skips();
  await campus.end();
});

test('only the safety office and the principal, also at the press', async () => {
  const campus = await openCampus();
  const [teacher, office] = [campus.person('刘洋'), campus.person('王芳')];
  await teacher.says('迎检包');
  teacher.sees('迎检包由安全办和校长整理');
  await office.says('迎检包 后年');
  office.sees('没看懂要哪段时间');
  await office.says('迎检包 9月');
  const card = office.sees('迎检包 2025年9月');
  change(campus)(campus.clock.now(), ({ db }) => {
    db.update(role).set({ role: 'subject_teacher' }).where(eq(role.role, 'safety_office')).run();
  });
  await office.presses('开始整理', undefined, card);
  await campus.settle();
  office.skips();
  expect(made(campus)).toEqual([]);
  const principal = campus.person('周建国');
  await principal.says('导出迎检材料 本学期');
  const other = principal.sees('迎检包 本学期');
  await principal.presses('不做了', undefined, other);
  await campus.settle();
  expect(principal.again(other).text).toContain('没有整理');
  principal.skips();
  await campus.end();
});

test('a try that was cut short begins anew, and the asker hears of it; a file that is whole is only sent', async () => {
  const campus = await openCampus();
  const office = campus.person('王芳');
  await office.says('迎检包 9月');
  const card = office.sees('迎检包 2025年9月');
  // As a server leaves it that was killed on the way.
  const ask = (key: string) =>
    change(campus)(campus.clock.now(), (context) =>
      requestErrand(context, { errand: 'make-package', package: 1 }, campus.platform, key),
    );
  change(campus)(campus.clock.now(), ({ db, now }) => {
    db.update(inspectionPackage).set({ state: 'making', startedAt: now, fileName: 'halb.zip' }).run();
  });
  ask('after the kill');
  await campus.settle();
  office.sees('服务停过一次，已从头再来');
  office.skips();
  expect(office.again(card).text).toContain('已整理');
  expect(made(campus)).toEqual(['halb.zip']);
  const first = readFileSync(join(campus.tenant.config.dataDirectory, 'packages', 'halb.zip'));
  // Killed between the file and the answer: it is not made again.
  change(campus)(campus.clock.now(), ({ db }) => void db.update(inspectionPackage).set({ state: 'making' }).run());
  ask('after the second kill');
  await campus.settle();
  office.skips();
  expect(office.again(card).text).toContain('已整理');
  expect(readFileSync(join(campus.tenant.config.dataDirectory, 'packages', 'halb.zip')).equals(first)).toBe(true);
  await campus.end();
});

test('what is too large for the chat is fetched where it lies, and goes after a week', async () => {
  const campus = await openCampus();
  await report(campus);
  const { db } = campus.tenant.server.engine.organisation.store;
  const large = Buffer.alloc(21 * 1024 * 1024, 7);
  const hash = createHash('sha256').update(large).digest('hex');
  const folder = join(campus.tenant.config.dataDirectory, 'photos', hash.slice(0, 2));
  const { mkdirSync, writeFileSync } = await import('node:fs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, hash.slice(2)), large);
  change(campus)(campus.clock.now(), (context) => {
    const one = context.db.select().from(hazard).get();
    context.db
      .insert(photo)
      .values({
        personId: 1,
        platform: 'feishu',
        messageId: 'm',
        mediaKey: 'k',
        hazardId: one?.id ?? 0,
        moment: 'after',
        hash,
        state: 'stored',
        at: context.now,
      })
      .run();
  });
  const office = campus.person('王芳');
  await office.says('迎检包 9月');
  const card = office.sees('迎检包 2025年9月');
  await office.presses('开始整理', undefined, card);
  await campus.settle();
  const [name = ''] = made(campus);
  expect(office.again(card).text).toContain(name);
  expect(db.select().from(inspectionPackage).get()).toMatchObject({ state: 'made', photos: 2 });
  await campus.later(7 * 86_400_000 + 60_000);
  expect(made(campus)).toEqual([]);
  expect(office.again(card).text).toContain('已到期删除');
  await campus.end({ ignore: ['王芳', '赵强', '孙丽', '刘洋', '周建国', '吴刚'] });
});
