import { parseClassName } from '../class_name.ts';
import { foldText } from './cell_text.ts';
import { roleOfWord } from './role_name.ts';
import type { RosterRole } from './roster_roles.ts';

export type ColumnKind =
  | 'name'
  | 'mobile'
  | 'role'
  | 'class'
  | 'headClass'
  | 'taughtClass'
  | 'grade'
  | 'place'
  | 'feishuId'
  | 'dingtalkId'
  | 'school'
  | 'subject'
  | 'students'
  | 'floor'
  | 'roleTick';

export interface Column {
  kind: ColumnKind;
  /** 0-based. */
  index: number;
  header: string;
  /** A column headed 班主任 or 校长: its names, or its ticks, mean this role. */
  role?: RosterRole;
}

/** One person per group and row: some offices set two lists side by side. */
export interface Header {
  groups: Column[][];
}

const SYNONYMS: Record<Exclude<ColumnKind, 'roleTick'>, readonly string[]> = {
  name: [
    '姓名',
    '名字',
    '教师姓名',
    '老师',
    '教师',
    '老师姓名',
    '职工姓名',
    '教职工姓名',
    '人员姓名',
    '员工姓名',
    '教职工',
    '人员',
    '成员',
    '姓名全称',
    '真实姓名',
    'name',
  ],
  mobile: [
    '手机号',
    '手机',
    '手机号码',
    '联系电话',
    '电话',
    '电话号码',
    '联系方式',
    '联系手机',
    '移动电话',
    '本人手机',
    '本人手机号',
    '本人电话',
    '联系号码',
    '手机电话',
    '办公电话',
    '座机',
    '短号长号',
    'mobile',
    'phone',
  ],
  role: [
    '角色',
    '职务',
    '岗位',
    '身份',
    '担任',
    '职位',
    '担任职务',
    '现任职务',
    '工作岗位',
    '安全职责',
    '职责',
    '担任工作',
    '分工',
    '岗位职务',
    '行政职务',
    '安全岗位',
    '安全角色',
    '职务岗位',
    '工作分工',
    'role',
  ],
  class: ['班级', '所带班级', '所在班级', '带班', '负责班级', '班别', '管理班级', 'class'],
  headClass: ['班主任班级', '任班主任班级', '班主任所带班级', '担任班主任班级'],
  taughtClass: ['任教班级', '任课班级', '教学班级', '授课班级', '执教班级', '任课班', '任教班'],
  grade: ['年级', '所在年级', '任教年级', '年级组', '所属年级', '级部', '年段'],
  place: [
    '场所',
    '部位',
    '负责区域',
    '负责部位',
    '负责场所',
    '区域',
    '责任区',
    '责任区域',
    '包干区',
    '值守点',
    '岗位地点',
    '管理场所',
    '责任部位',
    '点位',
    '负责地点',
    '地点',
  ],
  feishuId: [
    '飞书id',
    '飞书',
    'openid',
    'open_id',
    '飞书openid',
    '飞书open_id',
    '飞书用户id',
    '飞书账号',
    '飞书userid',
    'feishuid',
    '飞书号',
  ],
  dingtalkId: [
    '钉钉id',
    '钉钉',
    'userid',
    'user_id',
    '钉钉userid',
    '钉钉用户id',
    '钉钉账号',
    '员工userid',
    '员工user_id',
    'dingtalkid',
    '钉钉号',
  ],
  school: ['学校', '校区', '所在学校', '学校名称', '单位', '所属校区', '所在校区', '工作单位', '教学点'],
  students: ['人数', '班级人数', '在册人数', '学生数', '学生人数', '班额', '在籍人数'],
  floor: ['楼层', '所在楼层', '教室楼层', '教室位置', '教室所在楼层'],
  subject: ['学科', '任教学科', '科目', '任课学科', '任教科目', '教学学科'],
};

const KIND_OF = new Map<string, ColumnKind>(
  // Object.entries forgets the key type; the keys are those of the table above.
  (Object.entries(SYNONYMS) as [ColumnKind, readonly string[]][]).flatMap(([kind, words]) =>
    words.map((word): [string, ColumnKind] => [word, kind]),
  ),
);
const STRONG_NAME = /姓名$|^名字$|^name$/;
const OTHER_PEOPLE = /紧急|家长|配偶|亲属|备用|监护|学生|父|母/;
const STUDENT_ONLY = /^(?:学生姓名|学号|学籍号|全国学籍号|学籍辅号)$/;
const OF_STUDENTS = /^(?:监护人|家长|学生|父亲|母亲)/;

/** The columns of a header row, or undefined when the row is not one: it takes a name column and one more known column, or 姓名 itself. */
export function readHeader(cells: readonly string[]): Header | undefined {
  const labels = cells.map(labelOf);
  const columns = cells.flatMap((cell, index) => column(cell, labels[index] ?? '', index));
  const plainNames = columns.filter((one) => one.kind === 'name' && one.role === undefined);
  const named = columns.map((one) =>
    one.role === undefined ? one : { ...one, kind: plainNames.length > 0 ? ('roleTick' as const) : one.kind },
  );
  const names = named.filter((one) => one.kind === 'name');
  const others = new Set(named.filter((one) => one.kind !== 'name' && one.kind !== 'roleTick').map((one) => one.kind));
  const filled = labels.filter((label) => label !== '').length;
  const strong = plainNames.some((one) => STRONG_NAME.test(labels[one.index] ?? ''));
  // 班级 | 班主任 | 电话 is a header although nothing says 姓名; a person's own row may hold such words too, but beside figures and classes.
  const telling = () =>
    named.length * 2 >= filled && !cells.some((cell) => /\d{3,}/.test(cell) || parseClassName(cell));
  const enough = others.size > 0 ? plainNames.length > 0 || telling() : strong;
  return names.length > 0 && enough ? { groups: groupsOf(named, names.length) } : undefined;
}

/**
 * True for the header of a list of students, which the product must not take in (design.md: no students' names). Under a staff header only
 * the unmistakable columns count: a teacher's 职务 may speak of 学生 and 家长.
 */
export function isStudentHeader(cells: readonly string[], underHeader: boolean): boolean {
  const labels = cells.map(labelOf);
  if (labels.some((label) => STUDENT_ONLY.test(label))) return true;
  return !underHeader && labels.filter((label) => OF_STUDENTS.test(label)).length >= 2;
}

function column(cell: string, label: string, index: number): Column[] {
  if (label === '' || label.length > 14) return [];
  const kind = KIND_OF.get(label) ?? byEnding(label);
  if (kind) return [{ kind, index, header: cell.trim() }];
  const role = roleOfWord(label.replace(/^是否(?:为|是|任)?/, '').replace(/姓名$/, ''));
  return role && role !== 'teacher' ? [{ kind: 'name', index, header: cell.trim(), role }] : [];
}

function byEnding(label: string): ColumnKind | undefined {
  if (OTHER_PEOPLE.test(label)) return undefined;
  if (/(?:手机|手机号码?|联系电话)$/.test(label)) return 'mobile';
  if (/^(?:教师|教职工|教工|老师|员工|职工).*姓名$/.test(label)) return 'name';
  return undefined;
}

/** 手机号（必填）*： → 手机号. */
function labelOf(cell: string): string {
  return foldText(cell)
    .toLowerCase()
    .replace(/\([^()]*\)|\[[^\]]*\]|【[^】]*】/g, '')
    .replace(/[*:;.、,。★☆#_-]+$|^(?:[*★☆#]+|\d+[.、])+/g, '');
}

/** Splits where a kind comes round again, when there is more than one name column; what stood only before all of them (班级) is shared. */
function groupsOf(columns: readonly Column[], names: number): Column[][] {
  if (names < 2) return [[...columns]];
  const groups: Column[][] = [[]];
  for (const one of columns) {
    const current = groups.at(-1) ?? [];
    const repeats = current.some((other) => other.kind === one.kind);
    if (repeats && (one.kind === 'name' || current.some((other) => other.kind === 'name'))) groups.push([one]);
    else current.push(one);
  }
  const withNames = groups.filter((group) => group.some((one) => one.kind === 'name'));
  const first = withNames[0] ?? [];
  const shared = first.filter((one) => ['class', 'grade', 'school'].includes(one.kind));
  return withNames.map((group, index) =>
    index === 0 ? group : [...shared.filter((one) => group.every((other) => other.kind !== one.kind)), ...group],
  );
}
