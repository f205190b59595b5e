import { type ClassName, canonicalClass, formatGrade, type Grade } from '../class_name.ts';
import type { KnownIndex } from './known_index.ts';
import type { ProblemCode, RosterPlace, ScopedRole } from './model.ts';
import { placeNamed, UNKNOWN_KIND } from './place_name.ts';
import { type RolePart, reachOf, usualPlaceOf } from './role_name.ts';
import type { RosterRole } from './roster_roles.ts';

/** Everything a row says about what somebody does and where. */
export interface RowDuties {
  parts: readonly RolePart[];
  /** From a 班级 column that says no more. */
  classes: readonly ClassName[];
  headClasses: readonly ClassName[];
  taughtClasses: readonly ClassName[];
  grades: readonly Grade[];
  places: readonly RosterPlace[];
  known: KnownIndex;
  /** A class stood there but was reported already: 班主任 without a class is then no second problem. */
  classReported: boolean;
}

export type Note = (code: ProblemCode, words: string, column: 'class' | 'grade' | 'place') => void;

/** Gives each role its scope: class, grade, place or the whole school. Never empty: who is left with nothing is `teacher` at the school. */
export function scopeRoles(duties: RowDuties, note: Note): ScopedRole[] {
  const parts = withImplied(duties);
  const roles = parts.flatMap((part) => scopesOf(part, parts, duties, note));
  const loose = looseClasses(parts, duties);
  roles.push(...loose.map((one): ScopedRole => ({ role: 'teacher', scope: { kind: 'class', class: one } })));
  if (duties.places.length > 0 && !parts.some(takesPlace))
    note('place-unused', '这些角色不按场所分，场所没有用上', 'place');
  if (roles.length === 0) roles.push({ role: 'teacher', scope: { kind: 'school' } });
  return uniqueRoles(roles);
}

/** Each role and scope once, in the given order. */
export function uniqueRoles(roles: readonly ScopedRole[]): ScopedRole[] {
  const byKey = new Map<string, ScopedRole>();
  for (const one of roles) if (!byKey.has(roleKey(one))) byKey.set(roleKey(one), one);
  const all = [...byKey.values()];
  // Plain staff membership says nothing beside any other role.
  const narrowed = all.filter((one) => !(one.role === 'teacher' && one.scope.kind === 'school'));
  return narrowed.length > 0 ? narrowed : all;
}

function roleKey({ role, scope }: ScopedRole): string {
  if (scope.kind === 'class') return `${role} ${canonicalClass(scope.class)}`;
  if (scope.kind === 'grade') return `${role} ${scope.name}`;
  return scope.kind === 'place' ? `${role} @${scope.place.name}` : role;
}

function withImplied(duties: RowDuties): RolePart[] {
  const parts = [...duties.parts];
  if (duties.headClasses.length > 0 && !parts.some((part) => part.role === 'class_teacher'))
    parts.push({ role: 'class_teacher' });
  if (duties.taughtClasses.length > 0 && !parts.some((part) => part.role === 'subject_teacher'))
    parts.push({ role: 'subject_teacher' });
  return parts.length > 0 ? parts : [{ role: 'teacher' }];
}

function scopesOf(part: RolePart, parts: readonly RolePart[], duties: RowDuties, note: Note): ScopedRole[] {
  const { role } = part;
  switch (reachOf(role)) {
    case 'class':
      return headOf(part, parts, duties, note).map((one) => ({ role, scope: { kind: 'class', class: one } }));
    case 'grade':
      return gradesOf(part, duties, note).map((grade) => ({
        role,
        scope: { kind: 'grade', grade, name: formatGrade(grade) },
      }));
    case 'place':
      return placesOf(part, parts, duties).map((place) => ({ role, scope: { kind: 'place', place } }));
    case 'place-or-school':
      return wide(role, part.place ? [placeNamed(part.place, duties.known)] : unclaimed(parts, duties), []);
    case 'class-or-school':
      return wide(role, unclaimed(parts, duties), taughtBy(part, duties));
    case 'school':
      return [{ role, scope: { kind: 'school' } }];
  }
}

function wide(role: RosterRole, places: readonly RosterPlace[], classes: readonly ClassName[]): ScopedRole[] {
  const scoped: ScopedRole[] = [
    ...classes.map((one): ScopedRole => ({ role, scope: { kind: 'class', class: one } })),
    ...places.map((place): ScopedRole => ({ role, scope: { kind: 'place', place } })),
  ];
  return scoped.length > 0 ? scoped : [{ role, scope: { kind: 'school' } }];
}

function headOf(part: RolePart, parts: readonly RolePart[], duties: RowDuties, note: Note): ClassName[] {
  if (part.class) return [part.class];
  if (duties.headClasses.length > 0) return [...duties.headClasses];
  const classes = duties.classes.length > 0 ? duties.classes : wholeGradeClass(duties, note);
  if (classes.length > 1) {
    const also = parts.some((other) => other.role === 'subject_teacher') ? '，其中可能有任教的班' : '';
    note('class-several', `班主任写了 ${classes.length} 个班${also}，请核对`, 'class');
  }
  if (classes.length === 0 && !duties.classReported) note('class-missing', '班主任没写班级，先按教职工导入', 'class');
  return [...classes];
}

/** A village school has one class to a grade and calls it 三年级. */
function wholeGradeClass(duties: RowDuties, note: Note): ClassName[] {
  const grade = duties.grades[0];
  if (!grade || duties.grades.length > 1 || duties.classReported) return [];
  const name = formatGrade(grade);
  note('class-without-number', `没写几班，按“${name}”只有一个班导入`, 'class');
  return [{ stage: grade.stage, grade: grade.grade, number: 1, name }];
}

function taughtBy(part: RolePart, duties: RowDuties): readonly ClassName[] {
  if (part.class) return [part.class];
  return duties.taughtClasses.length > 0 ? duties.taughtClasses : duties.classes;
}

function gradesOf(part: RolePart, duties: RowDuties, note: Note): Grade[] {
  if (part.grade) return [part.grade];
  if (duties.grades.length > 0) return [...duties.grades];
  const fromClasses = [...duties.classes, ...duties.headClasses];
  if (fromClasses.length === 0) note('grade-missing', '年级组长没写年级，先按教职工导入', 'grade');
  const first = new Map(fromClasses.map((one) => [formatGrade(one), { stage: one.stage, grade: one.grade }]));
  return [...first.values()];
}

/** A place goes to the role it usually belongs to (食堂 to the canteen manager); one that belongs to none of them goes to all of them. */
function placesOf(part: RolePart, parts: readonly RolePart[], duties: RowDuties): RosterPlace[] {
  const usual = usualPlaceOf(part.role);
  const typed = (place: RosterPlace) => (usual && place.kind === UNKNOWN_KIND ? { ...place, kind: usual.kind } : place);
  if (part.place) return [typed(placeNamed(part.place, duties.known))];
  const mine = duties.places.filter((place) => place.kind === usual?.kind);
  if (mine.length > 0) return mine;
  const left = duties.places.filter((place) => !claimed(place, parts));
  if (left.length > 0) return left.map(typed);
  return usual ? [placeNamed(usual.name, duties.known)] : [];
}

function unclaimed(parts: readonly RolePart[], duties: RowDuties): RosterPlace[] {
  const bound = parts.some((part) => reachOf(part.role) === 'place');
  return duties.places.filter((place) => !claimed(place, parts) && !(bound && place.kind === UNKNOWN_KIND));
}

function claimed(place: RosterPlace, parts: readonly RolePart[]): boolean {
  return parts.some((part) => usualPlaceOf(part.role)?.kind === place.kind);
}

function takesPlace(part: RolePart): boolean {
  return ['place', 'place-or-school', 'class-or-school'].includes(reachOf(part.role));
}

/** Classes nobody's role took: kept as plain teaching, so that nothing that was written is lost. */
function looseClasses(parts: readonly RolePart[], duties: RowDuties): readonly ClassName[] {
  const takes = parts.some((part) => ['class', 'class-or-school', 'grade'].includes(reachOf(part.role)));
  return takes ? [] : duties.classes;
}
