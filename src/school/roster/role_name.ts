import { type ClassName, type Grade, parseClassName, parseGrade } from '../class_name.ts';
import { foldText } from './cell_text.ts';
import { ROSTER_ROLES, type RoleEntry, type RoleReach, type RosterRole } from './roster_roles.ts';

export interface RolePart {
  role: RosterRole;
  /** What stood before the role's word: 三(1)班班主任, 初二年级组长, 东门保安. */
  class?: ClassName;
  grade?: Grade;
  place?: string;
}

export interface RoleCell {
  parts: RolePart[];
  unknown: string[];
}

const WORDS: Map<string, RosterRole> = new Map(
  // Object.entries forgets the key type; the keys are those of the table above.
  (Object.entries(ROSTER_ROLES) as [RosterRole, RoleEntry][]).flatMap(([role, entry]) =>
    entry.words.split(' ').map((word): [string, RosterRole] => [word, role]),
  ),
);
const LONGEST_FIRST = [...WORDS.keys()].sort((a, b) => b.length - a.length);
const SUBJECT =
  /^(?:小学|初中|高中|中学)?(?:语文|数学|英语|外语|物理|化学|生物|政治|道法|道德与法治|思政|思品|品德|历史|地理|体育|音乐|美术|科学|信息|信息技术|计算机|劳动|综合实践|书法|舞蹈|体健|通用技术)(?:学科)?$/;
const PLACE_ROLES: readonly RosterRole[] = [
  'gate_guard',
  'canteen_manager',
  'lab_keeper',
  'dorm_keeper',
  'duty_teacher',
];
const PLACE_BEFORE =
  /^(?:[东南西北前后正侧中大]+门|.*(?:号楼|号门|校门|大门|食堂|餐厅|宿舍|公寓|物理|化学|生物|科学|理化|校区|男生|女生|男|女|楼))$/;

/** The role a single word stands for, without any guessing; undefined when it stands for none. */
export function roleOfWord(word: string): RosterRole | undefined {
  return WORDS.get(foldText(word).replace(/[*:]/g, ''));
}

/** What a role is responsible for, see RoleReach. */
export function reachOf(role: RosterRole): RoleReach {
  return ROSTER_ROLES[role].reach;
}

/** The usual place of a role that is bound to one. */
export function usualPlaceOf(role: RosterRole): { name: string; kind: string } | undefined {
  const entry: RoleEntry = ROSTER_ROLES[role];
  return entry.place;
}

/**
 * The roles of one cell: 班主任、护导教师; 总务主任兼食堂管理员; 三(1)班班主任; 七年级组长. A word is taken only when it is in the table and what
 * stands before it is a class, a grade, a place or a subject: 原校长, 校长助理 and 教学副校长 give nobody a leader's rights and come back as unknown.
 */
export function readRoleCell(text: string): RoleCell {
  const cell: RoleCell = { parts: [], unknown: [] };
  for (const piece of splitRoles(text)) {
    const part = readRole(piece);
    if (part) cell.parts.push(part);
    else cell.unknown.push(piece);
  }
  return cell;
}

function splitRoles(text: string): string[] {
  const narrow = text.normalize('NFKC').replace(/[\p{Cf}]/gu, '');
  if (readRole(narrow)) return [narrow.trim()];
  return narrow
    .split(/[、,;/|&+\n。]|\s+(?![(\d])|兼任|兼(?!职)|(?<=[任员师长管])(?:和|及|与)/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '' && !/^[-—\\*]+$/.test(piece));
}

function readRole(piece: string): RolePart | undefined {
  const folded = foldText(piece).replace(/^(?:兼任?|担任|专职|兼职|主任:)(?=.)/, '');
  return readPlainRole(folded) ?? readBracketed(folded);
}

/** 副校长(分管安全) and 班主任(三1班): the brackets hold a class, a place, a subject, or only 兼, 专职, 分管安全. */
function readBracketed(folded: string): RolePart | undefined {
  const match = /^(.+?)\(([^()]*)\)$/.exec(folded);
  const role = match && WORDS.get(match[1] ?? '');
  if (!match || !role) return undefined;
  const inside = match[2] ?? '';
  if (/^(?:兼|兼职|专职|正|副|分管安全|主管安全|安全|代|代理)$/.test(inside)) return { role };
  return detail(role, inside);
}

function readPlainRole(folded: string): RolePart | undefined {
  const whole = WORDS.get(folded);
  if (whole) return { role: whole };
  for (const word of LONGEST_FIRST) {
    const role = WORDS.get(word);
    if (!role || !folded.endsWith(word)) continue;
    const part = detail(role, folded.slice(0, -word.length));
    if (part) return part;
  }
  const lead = /^(.+?)(?:组长|主任|级长)$/.exec(folded);
  const grade = lead && /年级|^[初高][一二三]/.test(lead[1] ?? '') ? parseGrade(lead[1] ?? '') : undefined;
  return grade ? { role: 'grade_lead', grade } : undefined;
}

function detail(role: RosterRole, before: string): RolePart | undefined {
  if (role === 'class_teacher') {
    const found = parseClassName(before) ?? parseClassName(`${before}班`);
    return found ? { role, class: found } : undefined;
  }
  if (role === 'grade_lead') {
    const grade = parseGrade(before);
    return grade ? { role, grade } : undefined;
  }
  if (role === 'teacher' || role === 'subject_teacher') {
    if (SUBJECT.test(before)) return { role: 'subject_teacher' };
    const found = parseClassName(before);
    return found ? { role, class: found } : undefined;
  }
  return PLACE_ROLES.includes(role) && PLACE_BEFORE.test(before) ? { role, place: placeName(role, before) } : undefined;
}

function placeName(role: RosterRole, before: string): string {
  if (role === 'lab_keeper' && !/室$/.test(before)) return `${before}实验室`;
  if (role === 'dorm_keeper' && /^[男女]生?$/.test(before)) return `${before[0] ?? ''}生宿舍`;
  return before;
}
