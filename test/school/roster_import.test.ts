import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { personLeft } from '../../src/school/accounts.ts';
import { openPairing, pair } from '../../src/school/pairing.ts';
import { whoIs } from '../../src/school/people.ts';
import { classesOf, peopleWithoutAccount, placesOf } from '../../src/school/queries.ts';
import { readRoster } from '../../src/school/roster/reading.ts';
import { confirmRoster, dropRoster, previewRoster } from '../../src/school/roster_import.ts';
import { audit, person, role, rosterImport } from '../../src/store/schema/index.ts';
import { asPerson, operator } from '../context.ts';
import { refusal, type SchoolWorld, schoolWorld } from './school_world.ts';

const header = ['姓名', '手机号', '角色', '班级', '场所', '飞书ID'];

const reading = (...rows: readonly (readonly string[])[]) =>
  readRoster(
    [
      {
        name: '教职工',
        hidden: false,
        rows: [header, ...rows].map((cells, index) => ({ number: index + 1, hidden: false, cells: [...cells] })),
      },
    ],
    { classes: [], places: [] },
  );

interface Setting {
  readonly world: SchoolWorld;
  readonly office: number;
  readonly preview: (...rows: readonly (readonly string[])[]) => ReturnType<typeof previewRoster>;
  readonly load: (...rows: readonly (readonly string[])[]) => ReturnType<typeof confirmRoster>;
  readonly rolesOfName: (name: string) => readonly string[];
}

function setting(): Setting {
  const world = schoolWorld();
  const office = world.add({ name: '刘振宇', roles: ['safety_office'], mobile: '13800001028', feishu: 'ou_liu' });
  const preview: Setting['preview'] = (...rows) =>
    previewRoster(world.as(asPerson(office)), {
      schoolId: world.school,
      by: office,
      fileName: '名册.xlsx',
      reading: reading(...rows),
    });
  return {
    world,
    office,
    preview,
    load: (...rows) => confirmRoster(world.as(asPerson(office)), { import: preview(...rows).import }),
    rolesOfName: (name) =>
      world.store.db
        .select({ role: role.role, scope: role.scope, scopeId: role.scopeId })
        .from(role)
        .innerJoin(person, eq(person.id, role.personId))
        .where(and(eq(person.name, name), eq(person.state, 'active')))
        .all()
        .map((held) => (held.scope === 'school' ? held.role : `${held.role} ${held.scope} ${held.scopeId}`))
        .sort(),
  };
}

const zhang = ['张三', '13800002001', '班主任', '初二3班'] as const;
const li = ['李四', '13800002002', '食堂管理员', '', '二食堂'] as const;

describe('class sizes', () => {
  const sized = ['姓名', '手机号', '角色', '班级', '人数', '楼层'];
  const readSized = (...rows: readonly (readonly string[])[]) =>
    readRoster(
      [
        {
          name: '教职工',
          hidden: false,
          rows: [sized, ...rows].map((cells, index) => ({ number: index + 1, hidden: false, cells: [...cells] })),
        },
      ],
      { classes: [], places: [] },
    );

  it('come with an optional column, are kept when a later file has none, and odd ones are said', () => {
    const { world, office, load } = setting();
    const read = readSized(
      ['张三', '13800002001', '班主任', '初二3班', '45人', '2号楼3层'],
      ['李四', '13800002002', '班主任', '初二4班', '四十五', ''],
      ['王五', '13800002003', '任课教师', '', '50', ''],
    );
    expect(read.problems.map((one) => [one.code, one.row])).toEqual([['students-unread', 3]]);
    const made = previewRoster(world.as(asPerson(office)), {
      schoolId: world.school,
      by: office,
      fileName: '名册.xlsx',
      reading: read,
    });
    confirmRoster(world.as(asPerson(office)), { import: made.import });
    const sizes = () => classesOf(world.context(), world.school).map((one) => [one.name, one.students, one.floor]);
    expect(sizes()).toEqual([
      ['初二3班', 45, '2号楼3层'],
      ['初二4班', null, null],
    ]);
    load(zhang);
    expect(sizes()[0]).toEqual(['初二3班', 45, '2号楼3层']);
  });
});

describe('a roster', () => {
  it('changes nothing before it is confirmed, then brings people, roles, classes and places', () => {
    const { world, office, preview, rolesOfName } = setting();
    const made = preview(zhang, li, ['王五', '138000', '初二年级组长']);
    expect(made.summary).toMatchObject({ added: 3, updated: 0, unchanged: 0, newClasses: ['初二3班'] });
    expect(made.summary.problems).toBe(made.problems.length);
    expect(made.problems.length).toBeGreaterThan(0);
    expect(world.store.db.select().from(person).all()).toHaveLength(1);
    const words = world.words(office, 'admin.roster', { import: made.import });
    expect(words).toContain(`名册预览：可导入 3，待改 ${made.problems.length}`);
    expect(words).toContain('第4行');
    expect(world.press(office, 'roster.confirm', { import: made.import }).toast?.text).toBe('已导入：新增 3，更新 0');
    const [schoolClass] = classesOf(world.context(), world.school);
    const [place] = placesOf(world.context(), world.school);
    expect(schoolClass).toMatchObject({ name: '初二3班', canonical: 'junior-8-3', grade: '八年级' });
    expect(place).toMatchObject({ name: '二食堂', kind: 'canteen' });
    expect(rolesOfName('张三')).toEqual([`class_teacher class ${schoolClass?.id}`]);
    expect(rolesOfName('李四')).toEqual([`canteen_manager place ${place?.id}`]);
    expect(rolesOfName('王五')).toEqual(['grade_lead grade 八年级']);
    expect(peopleWithoutAccount(world.context(), 'feishu').map((one) => one.mobile)).toEqual([
      '13800002001',
      '13800002002',
    ]);
  });

  it('confirmed twice imports once; read again it finds nothing to do', () => {
    const { world, office, preview } = setting();
    const first = preview(zhang, li);
    world.press(office, 'roster.confirm', { import: first.import });
    expect(world.press(office, 'roster.confirm', { import: first.import }).toast?.text).toBe('这份名册已经导入了');
    expect(world.store.db.select().from(person).all()).toHaveLength(3);
    expect(preview(zhang, li).summary).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
  });

  it('erases what it read once it is decided, and no name reaches the audit', () => {
    const { world, office, preview } = setting();
    const dropped = preview(zhang);
    world.press(office, 'roster.drop', { import: dropped.import });
    expect(refusal(() => world.press(office, 'roster.confirm', { import: dropped.import }))).toBe('roster.dropped');
    const imported = preview(zhang, li);
    world.press(office, 'roster.confirm', { import: imported.import });
    expect(refusal(() => world.press(office, 'roster.drop', { import: imported.import }))).toBe('roster.imported');
    const kept = JSON.stringify([
      world.store.db.select().from(rosterImport).all(),
      world.store.db.select().from(audit).all(),
    ]);
    for (const secret of ['张三', '李四', '13800002001', '13800002002']) expect(kept).not.toContain(secret);
  });

  it('sent again before a decision replaces the preview', () => {
    const { world, office, preview } = setting();
    const first = preview(zhang);
    preview(zhang, li);
    expect(refusal(() => world.press(office, 'roster.confirm', { import: first.import }))).toBe('roster.dropped');
  });

  it('replaces the roles of those whose roles it states, and leaves the others alone', () => {
    const { world, load, rolesOfName } = setting();
    load(zhang, li, ['赵六', '13800002003', '校长']);
    load(['张三', '13800002001', '德育主任']);
    expect(rolesOfName('张三')).toEqual(['moral_lead']);
    expect(rolesOfName('赵六')).toEqual(['principal']);
    load(['赵六', '13800002003', '']);
    expect(rolesOfName('赵六')).toEqual(['principal']);
    expect(world.store.db.select().from(person).where(eq(person.state, 'left')).all()).toEqual([]);
  });

  it('never takes the safety office away', () => {
    const { load, rolesOfName } = setting();
    load(['刘振宇', '13800001028', '总务主任']);
    expect(rolesOfName('刘振宇')).toEqual(['facility_lead', 'safety_office']);
  });

  it('knows people by number first, then account, then a name nobody shares', () => {
    const { world, load, preview } = setting();
    load(zhang, ['钱七', '', '门卫', '', '', 'ou_qian'], ['孙八', '', '校医']);
    expect(preview(['张三丰', '13800002001', '班主任', '初二3班']).summary).toMatchObject({
      updated: 1,
      renamed: 1,
      added: 0,
    });
    expect(preview(['钱七', '13800002007', '门卫', '', '', 'ou_qian']).summary).toMatchObject({ updated: 1, added: 0 });
    expect(preview(['孙八', '13800002008', '校医']).summary).toMatchObject({ updated: 1, added: 0 });
    world.add({ name: '孙八' });
    expect(preview(['孙八', '13800002008', '校医']).summary).toMatchObject({ updated: 0, added: 1 });
    expect(preview(['孙八', '13800002008', '校医'], ['孙八', '13800002009', '门卫']).summary).toMatchObject({
      added: 2,
    });
    expect(whoIs(world.context(), 'feishu', 'ou_qian')?.name).toBe('钱七');
  });

  it('does not move an account that is somebody else’s', () => {
    const { world, office, load, preview } = setting();
    const made = preview(['张三', '13800002001', '教师', '', '', 'ou_liu']);
    expect(made.problems).toContain('第2行 飞书ID 已是另一位老师的，没有改');
    load(['张三', '13800002001', '教师', '', '', 'ou_liu']);
    expect(whoIs(world.context(), 'feishu', 'ou_liu')?.person).toBe(office);
  });

  it('gives the nameless first administrator their name', () => {
    const world = schoolWorld();
    const paired = pair(world.context(), {
      platform: 'feishu',
      user: { userId: 'ou_new' },
      code: openPairing(world.context()).code ?? '',
    });
    const nameless = paired.is === 'paired' ? paired.person : 0;
    const made = previewRoster(world.as(asPerson(nameless)), {
      schoolId: world.school,
      by: nameless,
      fileName: '名册.csv',
      reading: reading(['陈晨', '13800002010', '总务主任', '', '', 'ou_new']),
    });
    world.press(nameless, 'roster.confirm', { import: made.import });
    const who = whoIs(world.context(), 'feishu', 'ou_new');
    expect(who?.name).toBe('陈晨');
    expect(world.words(who?.person ?? 0, 'admin.roster', { import: made.import })).toContain('名册已导入');
  });

  it('brings somebody who had left back with the roles of the file only', () => {
    const { world, load, rolesOfName } = setting();
    world.add({ name: '周九', roles: ['safety_office', 'principal'], mobile: '13800002011', feishu: 'ou_zhou' });
    personLeft(world.context(), { platform: 'feishu', user: { userId: 'ou_zhou' } });
    expect(load(['周九', '13800002011', '门卫', '', '东门'])).toMatchObject({ updated: 1, added: 0 });
    expect(rolesOfName('周九').map((held) => held.split(' ')[0])).toEqual(['gate_guard']);
    expect(whoIs(world.context(), 'feishu', 'ou_zhou')).toBeUndefined();
  });

  it('is for the safety office of that school and for the command line', () => {
    const { world, preview } = setting();
    const teacher = world.add({ name: '李老师', roles: ['class_teacher', 'principal'], feishu: 'ou_li' });
    const input = { schoolId: world.school, fileName: '名册.csv', reading: reading(zhang) };
    const open = preview(zhang).import;
    expect(refusal(() => previewRoster(world.as(asPerson(teacher)), { ...input, by: teacher }))).toBe(
      'roster.forbidden',
    );
    expect(refusal(() => confirmRoster(world.as(asPerson(teacher)), { import: open }))).toBe('roster.forbidden');
    expect(refusal(() => dropRoster(world.as(asPerson(teacher)), { import: open }))).toBe('roster.forbidden');
    expect(refusal(() => world.press(teacher, 'roster.confirm', { import: open }))).toBe('action.forbidden');
    expect(world.card(teacher, 'admin.roster', { import: open })).toBeUndefined();
    world.sent();
    const made = previewRoster(world.as(operator), input);
    expect(world.sent()).toEqual([]);
    expect(confirmRoster(world.as(operator), { import: made.import })).toMatchObject({ added: 1, already: false });
  });

  it('shows markup in a file name and in cells as words', () => {
    const { world, office } = setting();
    const made = previewRoster(world.as(asPerson(office)), {
      schoolId: world.school,
      by: office,
      fileName: '**<at id=all></at>**\n.xlsx',
      reading: reading(['张三', '13800002001', '**<at id=all></at>**']),
    });
    const card = world.card(office, 'admin.roster', { import: made.import });
    const markdown = (card?.blocks ?? []).flatMap((block) => {
      const texts = block.kind === 'text' ? [block.text] : block.kind === 'list' ? block.items : [];
      return texts.flat().flatMap((piece) => ('markdown' in piece ? [piece.markdown] : []));
    });
    expect(markdown.join('')).not.toContain('<at');
  });

  it('with 500 rows is one transaction', () => {
    const { world, office, preview } = setting();
    const rows = Array.from({ length: 500 }, (_, index) => [
      `老师${String.fromCharCode(0x4e00 + index)}`,
      String(13900000000 + index),
      index < 60 ? '班主任、护导教师' : '任课教师',
      index < 60 ? `${['一', '二', '三', '四', '五', '六'][index % 6]}(${Math.floor(index / 6) + 1})班` : '',
    ]);
    const made = preview(...rows);
    expect(made.summary.added).toBe(500);
    world.store.transaction(() => confirmRoster(world.as(asPerson(office)), { import: made.import }));
    expect(classesOf(world.context(), world.school)).toHaveLength(60);
    expect(preview(...rows).summary).toMatchObject({ added: 0, updated: 0, unchanged: 500 });
  });
});
