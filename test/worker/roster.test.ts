import { eq } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { person, role } from '../../src/store/schema/index.ts';
import { closeCampus, openCampus } from './campus.ts';

afterEach(closeCampus);

/** 姓名,角色,班级 and three people, as WPS saves it: GB18030. */
const gb18030 = Buffer.from(
  'd0d5c3fb2cbdc7c9ab2cb0e0bcb60d0acdf5b7bc2cb0b2c8abb0ecd6f7c8ce2c0d0ac0eed0a1c1fa2cb0e0d6f7c8ce2cc8fd283129b0e00d0ac5b7d1f4c4c8c4c82cc3c5cec02c0d0a',
  'hex',
);

/** The same as a spreadsheet; the library is large and loaded only here, as in the product. */
async function xlsx(): Promise<Uint8Array> {
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet('教职工');
  for (const row of [
    ['姓名', '角色', '班级'],
    ['王芳', '安全办主任', ''],
    ['李小龙', '班主任', '三(1)班'],
    ['欧阳娜娜', '门卫', ''],
  ])
    sheet.addRow(row);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

test.each([
  ['名册.csv', async () => gb18030],
  ['名册.xlsx', xlsx],
] as const)(
  'a roster sent as %s is read in the Worker, previewed and imported',
  async (fileName, bytes) => {
    const campus = await openCampus();
    const office = campus.person('王芳');
    await office.phone.sendsFile(fileName, new Uint8Array(await bytes()));
    await campus.settle();
    office.sees('名册预览', '新增 2');
    await office.presses('确认导入');
    const rows = await campus.inStore(({ db }) =>
      db
        .select({ name: person.name, role: role.role, scope: role.scope })
        .from(person)
        .innerJoin(role, eq(role.personId, person.id))
        .all()
        .filter((row) => ['李小龙', '欧阳娜娜'].includes(row.name)),
    );
    expect(rows).toEqual([
      { name: '李小龙', role: 'class_teacher', scope: 'class' },
      { name: '欧阳娜娜', role: 'gate_guard', scope: expect.any(String) },
    ]);
  },
  60_000,
);
