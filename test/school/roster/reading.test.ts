import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ClassName, parseClassName } from '../../../src/school/class_name.ts';
import type { Known, RosterReading, RosterRow, Sheet } from '../../../src/school/roster/model.ts';
import { readRoster } from '../../../src/school/roster/reading.ts';
import { readRoleCell } from '../../../src/school/roster/role_name.ts';
import { readSpreadsheet } from '../../../src/school/roster/spreadsheet.ts';

const NOTHING_KNOWN: Known = { classes: [], places: [] };

function sheet(rows: string[], name = '名册'): Sheet {
  return {
    name,
    hidden: false,
    rows: rows.map((row, index) => ({ number: index + 1, hidden: false, cells: row.split('|') })),
  };
}

const read = (rows: string[], known = NOTHING_KNOWN): RosterReading => readRoster([sheet(rows)], known);
/** 班主任@三(1)班 as `class_teacher@三(1)班`. */
const roles = (row: RosterRow | undefined): string[] =>
  (row?.roles ?? []).map(({ role, scope }) => {
    if (scope.kind === 'school') return role;
    return `${role}@${scope.kind === 'class' ? scope.class.name : scope.kind === 'place' ? scope.place.name : scope.name}`;
  });
const texts = (reading: RosterReading): string[] => reading.problems.map((problem) => problem.text);
const people = (reading: RosterReading): string[] =>
  reading.rows.map((row) => [row.name, ...(row.mobile ? [row.mobile] : []), ...roles(row)].join(' '));

function known(...names: string[]): ClassName[] {
  return names.flatMap((name) => parseClassName(name) ?? []);
}

describe('a role and what it is scoped to', () => {
  it.each([
    ['班主任', '三（1）班', '', 'class_teacher@三(1)班'],
    ['班主任', '301', '', 'class_teacher@三(1)班'],
    ['班主任', '初二3班', '', 'class_teacher@初二3班'],
    ['副班主任', '大二班', '', 'class_teacher@大二班'],
    ['三(1)班班主任', '', '', 'class_teacher@三(1)班'],
    ['班主任（三1班）', '', '', 'class_teacher@三1班'],
    ['班主任、护导教师', '三(1)班', '北门', 'class_teacher@三(1)班 duty_teacher@北门'],
    ['班主任兼年级组长', '七(2)班', '', 'class_teacher@七(2)班 grade_lead@七年级'],
    ['七年级组长', '', '', 'grade_lead@七年级'],
    ['初二年级主任', '', '', 'grade_lead@八年级'],
    ['任课教师', '三(1)、(2)班', '', 'subject_teacher@三(1)班 subject_teacher@三(2)班'],
    ['任课教师', '七1-3班', '', 'subject_teacher@七(1)班 subject_teacher@七(2)班 subject_teacher@七(3)班'],
    ['任课教师', '三年级1、2班', '', 'subject_teacher@三(1)班 subject_teacher@三(2)班'],
    ['任课教师', '三(1)(2)班', '', 'subject_teacher@三(1)班 subject_teacher@三(2)班'],
    ['任课教师', '三 (1) 班 三 (2) 班', '', 'subject_teacher@三(1)班 subject_teacher@三(2)班'],
    ['体育老师', '', '操场', 'subject_teacher@操场'],
    ['总务主任兼食堂管理员', '', '食堂', 'facility_lead canteen_manager@食堂'],
    ['总务主任', '', '配电房', 'facility_lead@配电房'],
    ['食堂管理员', '', '', 'canteen_manager@食堂'],
    ['化学实验员', '', '', 'lab_keeper@化学实验室'],
    ['宿管/生活教师', '', '男生宿舍', 'dorm_keeper@男生宿舍'],
    ['东门保安', '', '', 'gate_guard@东门'],
    ['门卫', '', '', 'gate_guard@校门'],
    ['门卫', '', '监控值班点', 'gate_guard@监控值班点'],
    ['副校长（分管安全）', '', '', 'vice_principal'],
    ['校长 兼 带班领导', '', '', 'principal duty_leader'],
    ['园长', '', '', 'principal'],
    ['专职心理老师、校医', '', '', 'counselor school_doctor'],
    ['法治副校长', '', '', 'law_vice_principal'],
    ['', '', '', 'teacher'],
    ['教师', '三(1)班', '', 'teacher@三(1)班'],
    ['校医', '三(1)班', '', 'school_doctor teacher@三(1)班'],
  ])('%s, %s, %s → %s', (role, classes, place, expected) => {
    const reading = read(['姓名|角色|班级|场所', `王芳|${role}|${classes}|${place}`]);
    expect(roles(reading.rows[0]).join(' ')).toBe(expected);
    expect(reading.problems).toEqual([]);
  });

  it.each([
    '原校长',
    '前任校长',
    '校长助理',
    '教学副校长',
    '副校长（分管教学）',
    '名誉校长',
    '值周',
    '安全办主任助理',
    '学生安全员家长',
  ])('%s gives nobody the rights of the role it resembles', (word) =>
    expect(readRoleCell(word)).toEqual({ parts: [], unknown: [expect.any(String)] }),
  );

  it('takes places and their kinds from what the school has', () => {
    const places = [
      { name: '一号楼', kind: 'teaching-building' },
      { name: '食堂', kind: 'canteen', synonyms: ['饭堂', '味园'] },
    ];
    const reading = read(['姓名|角色|场所', '王芳|食堂管理员|味园', '李强|总务主任|一号楼', '张敏|宿管|桃园'], {
      classes: [],
      places,
    });
    expect(reading.places).toEqual([
      { name: '味园', kind: 'canteen' },
      { name: '一号楼', kind: 'teaching-building' },
      { name: '桃园', kind: 'dorm' },
    ]);
  });
});

describe('headers as offices write them', () => {
  it.each([
    ['姓名|手机号|角色|班级'],
    ['姓　名*|联系电话（必填）|职务|所带班级'],
    ['教师姓名|手机号码：|担任|任教班级'],
    ['名字|联系方式|岗位|班 级'],
    ['*姓名|移动电话|身 份|班级(如三1班)'],
  ])('%s', (header) => {
    const reading = read(['青山实验学校名册', header, '王芳|13800001001|任课教师|三(1)班']);
    expect(people(reading)).toEqual(['王芳 13800001001 subject_teacher@三(1)班']);
    expect(reading.ignored.map((row) => row.reason)).toEqual(['title', 'header']);
  });

  it('takes 姓名 alone, and a header that names the role instead', () => {
    expect(people(read(['姓名', '王芳', '李强']))).toEqual(['王芳 teacher', '李强 teacher']);
    expect(people(read(['序号|班级|人数|班主任|电话', '1|三(1)班|45|王芳|13800001001']))).toEqual([
      '王芳 13800001001 class_teacher@三(1)班',
    ]);
  });

  it('reads ids, school and subject', () => {
    const [row] = read(['校区|姓名|学科|open_id|钉钉UserID', '东校区|王芳|语文|ou_0a1b|0123-456']).rows;
    expect(row).toMatchObject({ school: '东校区', feishuId: 'ou_0a1b', dingtalkId: '0123-456' });
    expect(roles(row)).toEqual(['subject_teacher']);
  });

  it('understands 是否班主任 columns, by tick and by class', () => {
    const reading = read(['姓名|班主任|护导教师|班级', '王芳|√||三(1)班', '李强|三(2)班|是|', '张敏|否|×|']);
    expect(people(reading)).toEqual([
      '王芳 class_teacher@三(1)班',
      '李强 class_teacher@三(2)班 duty_teacher',
      '张敏 teacher',
    ]);
  });

  it('a column 班主任班级 makes its owner a class head, 任教班级 beside it does not', () => {
    const reading = read(['姓名|班主任班级|任教班级', '王芳|三(1)班|三(1)班、三(2)班', '李强||三(1)班']);
    expect(people(reading)).toEqual([
      '王芳 class_teacher@三(1)班 subject_teacher@三(1)班 subject_teacher@三(2)班',
      '李强 subject_teacher@三(1)班',
    ]);
  });

  it('takes the grade from its own column or from the heading above', () => {
    const own = read(['姓名|角色|年级|班级', '王芳|班主任|三年级|1班', '李强|班主任|四|二班', '张敏|年级组长|五年级|']);
    expect(people(own)).toEqual(['王芳 class_teacher@三(1)班', '李强 class_teacher@四(2)班', '张敏 grade_lead@五年级']);
    const headed = read(['姓名|角色|班级', '三年级||', '王芳|班主任|1班', '四年级||', '李强|班主任|1班']);
    expect(people(headed)).toEqual(['王芳 class_teacher@三(1)班', '李强 class_teacher@四(1)班']);
  });

  it('says so when there is no header, and leaves lists of students alone', () => {
    expect(texts(read(['王芳|13800001001', '李强|13800001002']))).toEqual([
      '工作表“名册”里没找到表头，没有读。请加一行表头：姓名、手机号、角色、班级、场所',
    ]);
    const students = read(['班级|学生姓名|学籍号|监护人电话', '三(1)班|某某|G123|13800001001']);
    expect(students.rows).toEqual([]);
    expect(texts(students)).toEqual(['工作表“名册”第1行起像学生名单，安园不收学生信息，没有读']);
    const below = read(['姓名|职务', '王芳|学生会指导、家长学校', '班级|学生姓名', '三(1)班|某某']);
    expect(people(below)).toEqual(['王芳 teacher']);
    expect(below.problems.map((problem) => problem.code)).toEqual(['role-unknown', 'role-unknown', 'student-list']);
  });
});

describe('what is pointed out', () => {
  it.each([
    ['王芳|1380000100|校医|', '第2行 手机号少 1 位', 'B', '王芳 school_doctor'],
    ['王芳|138000010011|校医|', '第2行 手机号多 1 位', 'B', '王芳 school_doctor'],
    ['王芳|23800001001|校医|', '第2行 手机号不是 1 开头', 'B', '王芳 school_doctor'],
    ['王芳|0571-87654321|校医|', '第2行 填的是座机，请补手机号', 'B', '王芳 school_doctor'],
    ['王芳|1.38E+10|校医|', '第2行 手机号被表格改成科学计数，原号已丢，请设为文本后重填', 'B', '王芳 school_doctor'],
    ['王芳|138****1001|校医|', '第2行 手机号带星号，不完整', 'B', '王芳 school_doctor'],
    ['王芳|13800001001、13800001002|校医|', '第2行 有几个手机号，用第一个', 'B', '王芳 13800001001 school_doctor'],
    ['王芳||值周|', '第2行 角色“值周”不认识', 'C', '王芳 teacher'],
    ['王芳||值周、校医|', '第2行 角色“值周”不认识', 'C', '王芳 school_doctor'],
    ['王芳||班主任|', '第2行 班主任没写班级，先按教职工导入', 'D', '王芳 teacher'],
    ['王芳||班主任|三年级', '第2行 没写几班，按“三年级”只有一个班导入', 'D', '王芳 class_teacher@三年级'],
    ['王芳||班主任|向日葵', '第2行 班级“向日葵”没读出来', 'D', '王芳 teacher'],
    [
      '王芳||班主任|2026-03-01',
      '第2行 班级被表格改成了日期，按“三(1)班”导入，请核对',
      'D',
      '王芳 class_teacher@三(1)班',
    ],
    [
      '王芳||班主任|三(1)班、三(2)班',
      '第2行 班主任写了 2 个班，请核对',
      'D',
      '王芳 class_teacher@三(1)班 class_teacher@三(2)班',
    ],
    ['王芳||年级组长|', '第2行 年级组长没写年级，先按教职工导入', undefined, '王芳 teacher'],
    ['|13800001001|校医|', '第2行 没有姓名', 'A', undefined],
    ['13800001001||校医|', '第2行 姓名读不出来', 'A', undefined],
  ])('%s: %s', (row, text, letter, person) => {
    const reading = read(['姓名|手机|角色|班级', row]);
    expect(texts(reading)).toEqual([text]);
    expect(reading.problems[0]?.column?.letter).toBe(letter);
    expect(reading.problems[0]).toMatchObject({
      sheet: '名册',
      row: 2,
      severity: person ? 'kept-with-note' : 'row-skipped',
    });
    expect(people(reading)).toEqual(person ? [person] : []);
  });

  it.each([
    '+86 138-0000-1001',
    '8613800001001',
    '１３８００００１００１',
    '13800001001.0',
    '1.3800001001E+10',
    "'13800001001",
    '138 0000 1001 ',
    '13800001001（微信同号）',
    '13800001001/13800001001',
  ])('%s is a plain mobile number', (text) => {
    const reading = read(['姓名|手机', `王芳|${text}`]);
    expect(reading.rows[0]?.mobile).toBe('13800001001');
    expect(reading.problems).toEqual([]);
  });

  it('a class that is not on the list, once; one spelled otherwise is', () => {
    const reading = read(['姓名|角色|班级', '王芳|班主任|初二13班', '李强|班主任|803'], {
      classes: known('初二3班', '初二4班'),
      places: [],
    });
    expect(texts(reading)).toEqual(['第2行 “初二13班”不在班级表']);
    expect(people(reading)).toEqual(['王芳 teacher', '李强 class_teacher@初二3班']);
  });

  it('a class the school calls by a name no rule can read', () => {
    const classes: ClassName[] = [{ stage: 'kindergarten', grade: 3, number: 1, name: '向日葵班' }];
    expect(people(read(['姓名|角色|班级', '王芳|班主任|向日葵班'], { classes, places: [] }))).toEqual([
      '王芳 class_teacher@向日葵班',
    ]);
  });

  it('keeps one spelling of a class throughout', () => {
    const reading = read(['姓名|角色|班级', '王芳|班主任|初二3班', '李强|任课教师|八（3）班']);
    expect(reading.classes.map((one) => one.name)).toEqual(['初二3班']);
    expect(people(reading)).toEqual(['王芳 class_teacher@初二3班', '李强 subject_teacher@初二3班']);
  });

  it('never repeats a number, a name or an id in its words', () => {
    const reading = read([
      '姓名|手机|角色|飞书ID',
      '王芳|1380000100|13800001001|ou 一',
      '李强|13800001002||',
      '张敏|13800001002||',
      '王芳|13900001111||',
    ]);
    expect(reading.problems.length).toBeGreaterThan(3);
    for (const text of texts(reading)) expect(text).not.toMatch(/\d{5}|王芳|李强|张敏|ou/);
  });
});

describe('the same person twice', () => {
  it('is one person with both roles', () => {
    const reading = read([
      '姓名|手机|角色|班级',
      '王芳|13800001001|班主任|三(1)班',
      '李强|13800001002|校医|',
      '王 芳|138 0000 1001|护导教师|',
      '李强||门卫|',
    ]);
    expect(people(reading)).toEqual([
      '王芳 13800001001 class_teacher@三(1)班 duty_teacher',
      '李强 13800001002 school_doctor gate_guard@校门',
    ]);
    expect(reading.rows.map((row) => row.alsoAt.map((at) => at.row))).toEqual([[4], [5]]);
    expect(texts(reading)).toEqual(['第4行 与第2行是同一人，已合并', '第5行 与第3行是同一人，已合并']);
  });

  it('is two people when the numbers differ, or when they head different classes', () => {
    const numbers = read(['姓名|手机', '王芳|13800001001', '王芳|13800001002']);
    expect(people(numbers)).toEqual(['王芳 13800001001 teacher', '王芳 13800001002 teacher']);
    expect(texts(numbers)).toEqual(['第3行 与第2行同名，按两人导入，请核对']);
    const heads = read(['姓名|角色|班级', '张敏|班主任|三(1)班', '张敏|班主任|五(1)班']);
    expect(people(heads)).toEqual(['张敏 class_teacher@三(1)班', '张敏 class_teacher@五(1)班']);
  });

  it('a number or an id under two names belongs to neither until that is settled', () => {
    const reading = read(['姓名|手机|飞书ID', '王芳|13800001001|ou_1', '李强|13800001001|ou_2', '张敏||ou_2']);
    expect(reading.rows.map((row) => [row.name, row.mobile, row.feishuId])).toEqual([
      ['王芳', undefined, 'ou_1'],
      ['李强', undefined, undefined],
      ['张敏', undefined, undefined],
    ]);
    expect(texts(reading)).toEqual([
      '第3行 手机号与第2行相同、姓名不同，都先不带手机号',
      '第4行 飞书ID与第3行相同、姓名不同，都先不带飞书ID',
    ]);
  });

  it('two people in one cell are two rows', () => {
    const reading = read(['姓名|手机|角色', '王芳、李强|13800001001、13800001002|门卫']);
    expect(people(reading)).toEqual(['王芳 13800001001 gate_guard@校门', '李强 13800001002 gate_guard@校门']);
    expect(texts(reading)).toEqual(['第2行 姓名格里有 2 个人，按 2 人导入，请核对手机号']);
  });
});

describe('real workbooks', () => {
  const open = async (name: string) =>
    readSpreadsheet(name, new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name))));

  it('a staff list with everything in it', async () => {
    const reading = readRoster(await open('staff.xlsx'), NOTHING_KNOWN);
    expect(people(reading)).toEqual([
      '王晓燕 13800001007 principal duty_leader',
      '李文柏 13800001014 vice_principal duty_leader',
      '周家豪 13800001021 safety_office',
      '刘振宇 13800001028 facility_lead canteen_manager@食堂',
      '陈光明 13800001035 class_teacher@三(1)班',
      '黄丽华 13800001042 class_teacher@三(2)班 grade_lead@三年级',
      '赵永刚 class_teacher@三(3)班',
      '吴慧敏 13800001056 class_teacher@八(3)班',
      '徐明辉 13800001063 class_teacher@初二4班',
      '孙庆丰 13800001070 teacher',
      '马海燕 13800001077 gate_guard@南门',
      '朱俊杰 13800001084 teacher',
      '胡桂芳 dorm_keeper@男生宿舍 dorm_keeper@女生宿舍',
      '郭卫东 school_doctor',
    ]);
    expect(texts(reading)).toEqual([
      '第12行 手机号少 1 位',
      '第13行 班级被表格改成了日期，按“八(3)班”导入，请核对',
      '第14行 是隐藏行，也读进来了，请核对',
      '第15行 班主任没写班级，先按教职工导入',
      '第18行 角色“值周”不认识',
      '第19行 与第5行是同一人，已合并',
      '第21行 没有姓名',
      '第22行 手机号与第20行相同、姓名不同，都先不带手机号',
      '工作表“2024旧名单”是隐藏的，没有读',
    ]);
    expect(reading.problems[0]?.column).toEqual({ letter: 'C', header: '联系电话（必填）' });
  });

  it('class heads set side by side and a second sheet', async () => {
    const reading = readRoster(await open('class_heads.xlsx'), NOTHING_KNOWN);
    expect(people(reading)).toEqual([
      '何新民 13800002001 class_teacher@七(1)班 duty_teacher@东门',
      '高长顺 13800002002 class_teacher@八(1)班',
      '林雪梅 13800002003 class_teacher@七(2)班',
      '罗立新 13800002004 class_teacher@七(3)班',
      '郑佳怡 13800002005 class_teacher@八(3)班',
      '梁彩云 13800002006 security_captain',
      '宋建民 13800002007 gate_guard@东门 gate_guard@西门',
    ]);
    expect(texts(reading)).toEqual(['“安保”第4行 与“班主任一览”第3行是同一人，已合并']);
  });

  it('the sample school', async () => {
    const file = join(import.meta.dirname, '../../../src/emulators/sample_school/roster.csv');
    const reading = readRoster(await readSpreadsheet('roster.csv', new Uint8Array(readFileSync(file))), NOTHING_KNOWN);
    expect(reading.problems).toEqual([]);
    expect(reading.rows).toHaveLength(90);
    expect(reading.classes).toHaveLength(40);
    const holders = (role: string) =>
      reading.rows.flatMap((row) => row.roles.filter((one) => one.role === role)).length;
    expect(['principal', 'vice_principal', 'class_teacher', 'grade_lead'].map(holders)).toEqual([1, 1, 40, 9]);
    for (const role of [
      'safety_office',
      'moral_lead',
      'facility_lead',
      'canteen_manager',
      'lab_keeper',
      'dorm_keeper',
      'school_doctor',
      'counselor',
      'gate_guard',
      'duty_leader',
      'duty_teacher',
    ]) {
      expect(holders(role), role).toBeGreaterThan(0);
    }
    for (const row of reading.rows) expect(row.mobile).toMatch(/^1380000\d{4}$/);
  });
});
