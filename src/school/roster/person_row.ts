import { type ClassName, canonicalClass, type Grade, parseGrade } from '../class_name.ts';
import { cleanText, columnLetter, foldText, quoted } from './cell_text.ts';
import { readClassCell } from './class_cell.ts';
import { readClassFacts } from './class_facts.ts';
import type { Column, ColumnKind } from './header.ts';
import type { KnownIndex } from './known_index.ts';
import { readMobileCell } from './mobile.ts';
import type { ProblemCode, RosterProblem, RosterRow, RowAt } from './model.ts';
import { readNameCell, usableName } from './person_name.ts';
import { readPlaceCell } from './place_name.ts';
import { type RolePart, readRoleCell } from './role_name.ts';
import { scopeRoles } from './scoped_roles.ts';

export interface PersonReading {
  people: RosterRow[];
  problems: RosterProblem[];
}

const TICK = /^(?:是|√|✓|✔|☑|v|y|yes|1|对|有|●|▲|★)$/i;
const NO_TICK = /^(?:否|无|不是|×|x|✗|0|n|no|-|—|\/)?$/i;

/** Reads the person (rarely: the people) of one row. A usable name keeps the row whatever else is wrong; every doubt becomes a problem. */
export function readPersonRow(
  cells: readonly string[],
  columns: readonly Column[],
  at: RowAt,
  section: Grade | undefined,
  known: KnownIndex,
): PersonReading {
  const row = rowCells(cells, columns, at);
  const names = readNameCell(row.text('name'));
  const usable = names.filter(usableName);
  if (usable.length === 0) {
    if (names.length > 0) row.report('name-unusable', 'row-skipped', '姓名读不出来', 'name');
    else if (row.saysSomebody()) row.report('name-missing', 'row-skipped', '没有姓名', 'name');
    return { people: [], problems: row.problems };
  }
  const mobile = readMobileCell(row.text('mobile'));
  if (mobile.problem) row.report(mobile.problem.code, 'kept-with-note', mobile.problem.text, 'mobile');
  const paired = usable.length === mobile.mobiles.length;
  if (names.length > 1)
    row.report(
      'name-several',
      'kept-with-note',
      `姓名格里有 ${names.length} 个人，按 ${usable.length} 人导入，请核对手机号`,
      'name',
    );
  else if (new Set(mobile.mobiles).size > 1)
    row.report('mobile-several', 'kept-with-note', '有几个手机号，用第一个', 'mobile');
  const roles = scopeRoles(duties(row, section, known), (code, words, kind) =>
    row.report(code, 'kept-with-note', words, kind),
  );
  const { facts, problem } = readClassFacts(row.text('students'), row.text('floor'), roles);
  if (problem) row.report('students-unread', 'kept-with-note', problem, 'students');
  const single = usable.length === 1;
  const ids = {
    feishuId: single ? row.id('feishuId') : undefined,
    dingtalkId: single ? row.id('dingtalkId') : undefined,
  };
  const school = row.text('school');
  const people = usable.map((name, index): RosterRow => {
    const number = single ? mobile.mobiles[0] : paired ? mobile.mobiles[index] : undefined;
    return {
      name,
      ...(number === undefined ? {} : { mobile: number }),
      ...(ids.feishuId === undefined ? {} : { feishuId: ids.feishuId }),
      ...(ids.dingtalkId === undefined ? {} : { dingtalkId: ids.dingtalkId }),
      ...(school === '' ? {} : { school }),
      roles,
      ...(facts.length > 0 ? { classFacts: facts } : {}),
      at,
      alsoAt: [],
    };
  });
  return { people, problems: row.problems };
}

function duties(row: RowCells, section: Grade | undefined, known: KnownIndex): Parameters<typeof scopeRoles>[0] {
  const { parts, unknown } = readRoleCell(row.text('role'));
  for (const word of new Set(unknown))
    row.report('role-unknown', 'kept-with-note', `角色${quoted(word)}不认识`, 'role');
  const written = parseGrade(row.text('grade'));
  const grade = written ?? section;
  const reader = classReader(row, grade, known);
  const classes = reader.read(row.text('class'), 'class');
  const headClasses = reader.read(row.text('headClass'), 'headClass');
  const taughtClasses = reader.read(row.text('taughtClass'), 'taughtClass');
  const ticked = row.ticks().flatMap(({ column, text }): RolePart[] => {
    if (column.role === undefined || NO_TICK.test(text)) return [];
    if (TICK.test(text)) return [{ role: column.role }];
    const found = reader.read(text, column.kind, column);
    return found.length > 0 ? found.map((one) => ({ role: column.role ?? 'teacher', class: one })) : [];
  });
  const implied: RolePart[] = row.impliedRole === undefined ? [] : [{ role: row.impliedRole }];
  const taught: RolePart[] =
    parts.length === 0 && unknown.length === 0 && implied.length === 0 && row.text('subject') !== ''
      ? [{ role: 'subject_teacher' }]
      : [];
  return {
    parts: [...implied, ...parts.flatMap((part) => reader.settle(part)), ...ticked, ...taught],
    classes,
    headClasses,
    taughtClasses,
    grades: reader.grades.length > 0 ? reader.grades : written ? [written] : section ? [section] : [],
    places: readPlaceCell(row.text('place'), known),
    known,
    classReported: reader.reported(),
  };
}

interface ClassReader {
  grades: Grade[];
  read(text: string, kind: ColumnKind, column?: Column): ClassName[];
  /** A role's own class (三(1)班班主任) goes through the same list of known classes; without it the role has to find another. */
  settle(part: RolePart): RolePart[];
  reported(): boolean;
}

function classReader(row: RowCells, grade: Grade | undefined, known: KnownIndex): ClassReader {
  const grades: Grade[] = [];
  let reported = false;
  const accept = (found: readonly ClassName[], kind: ColumnKind, column?: Column): ClassName[] => {
    const unique = [...new Map(found.map((one) => [canonicalClass(one), one])).values()];
    return unique.flatMap((one) => {
      const listed = known.classesByKey.get(canonicalClass(one));
      if (listed || known.classesByKey.size === 0) return [listed ?? one];
      reported = true;
      row.report('class-unknown', 'kept-with-note', `${quoted(one.name)}不在班级表`, kind, column);
      return [];
    });
  };
  return {
    grades,
    reported: () => reported,
    read(text, kind, column) {
      if (foldText(text) === '') return [];
      const cell = readClassCell(text, grade, known.classesByName);
      grades.push(...cell.grades);
      if (cell.unreadable.length > 0) reported = true;
      for (const piece of cell.unreadable)
        row.report('class-unreadable', 'kept-with-note', `班级${quoted(piece)}没读出来`, kind, column);
      const first = cell.classes[0];
      if (cell.wasDate && first)
        row.report(
          'class-was-date',
          'kept-with-note',
          `班级被表格改成了日期，按${quoted(first.name)}导入，请核对`,
          kind,
          column,
        );
      return accept(cell.classes, kind, column);
    },
    settle(part) {
      if (!part.class) return [part];
      const [found] = accept([part.class], 'role');
      return found ? [{ ...part, class: found }] : [];
    },
  };
}

/** One row's cells by column kind, collecting what is to be reported about them. */
interface RowCells {
  problems: RosterProblem[];
  /** The first cell of that kind that holds something, else ''. */
  text(kind: ColumnKind): string;
  /** The role a filled name column stands for by its own header (班主任). */
  impliedRole: Column['role'];
  /** True when a row without a name still tells of one person: not when only what is shared (班级) or implied stands there. */
  saysSomebody(): boolean;
  ticks(): { column: Column; text: string }[];
  id(kind: 'feishuId' | 'dingtalkId'): string | undefined;
  report(code: ProblemCode, severity: RosterProblem['severity'], words: string, kind: ColumnKind, exact?: Column): void;
}

const OF_ONE_PERSON: readonly ColumnKind[] = ['mobile', 'feishuId', 'dingtalkId'];
const OF_A_PERSON: readonly ColumnKind[] = [
  ...OF_ONE_PERSON,
  'role',
  'class',
  'headClass',
  'taughtClass',
  'place',
  'subject',
  'grade',
];

function rowCells(cells: readonly string[], columns: readonly Column[], at: RowAt): RowCells {
  const problems: RosterProblem[] = [];
  const contents = columns.map((column) => ({ column, text: cleanText(cells[column.index] ?? '') }));
  const filled = (kind: ColumnKind) => contents.find((one) => one.column.kind === kind && one.text !== '');
  const text = (kind: ColumnKind) => filled(kind)?.text ?? '';
  const report: RowCells['report'] = (code, severity, words, kind, exact) => {
    const column = exact ?? filled(kind)?.column ?? columns.find((one) => one.kind === kind);
    problems.push({
      code,
      severity,
      ...at,
      ...(column ? { column: { letter: columnLetter(column.index), header: column.header } } : {}),
      text: `第${at.row}行 ${words}`,
    });
  };
  return {
    problems,
    text,
    report,
    impliedRole: filled('name')?.column.role,
    saysSomebody() {
      const plain = columns.some((column) => column.kind === 'name' && column.role === undefined);
      return (plain ? OF_A_PERSON : OF_ONE_PERSON).some((kind) => text(kind) !== '');
    },
    ticks: () => contents.filter((one) => one.column.kind === 'roleTick'),
    id(kind) {
      const id = foldText(text(kind)).replace(/^'/, '');
      if (id === '' || /^(?:无|-+|\/)$/.test(id)) return undefined;
      if (/^[\w$@.:+=-]{2,100}$/.test(id)) return id;
      report('id-unreadable', 'kept-with-note', `${kind === 'feishuId' ? '飞书' : '钉钉'}ID 没读出来`, kind);
      return undefined;
    },
  };
}
