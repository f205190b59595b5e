import type { ClassName, Grade } from '../class_name.ts';
import type { RosterRole } from './roster_roles.ts';

/** One visible or hidden worksheet as plain text. A hidden one carries no rows: it is only named. */
export interface Sheet {
  name: string;
  hidden: boolean;
  rows: SheetRow[];
}

export interface SheetRow {
  /** 1-based, as the spreadsheet program shows it. */
  number: number;
  hidden: boolean;
  /** From column A; blank cells are ''. */
  cells: string[];
}

export interface KnownPlace {
  name: string;
  /** One of the place ids of domain/hazards.md §1. */
  kind: string;
  synonyms?: readonly string[];
}

export interface Known {
  /** The school's classes so far. Empty: every class that can be read is taken. */
  classes: readonly ClassName[];
  /** The school's own places and the place kinds with their synonyms (domain/hazards.md §1). */
  places: readonly KnownPlace[];
}

export interface RosterPlace {
  name: string;
  /** A place id of domain/hazards.md §1; `school-wide` where none could be told. */
  kind: string;
}

export type RoleScope =
  | { kind: 'school' }
  | { kind: 'grade'; grade: Grade; name: string }
  | { kind: 'class'; class: ClassName }
  | { kind: 'place'; place: RosterPlace };

export interface ScopedRole {
  role: RosterRole;
  scope: RoleScope;
}

/** 人数 and 楼层 of a class: a number and a place, never who is in it. */
export interface ClassFacts {
  class: ClassName;
  students?: number;
  floor?: string;
}

export interface RowAt {
  sheet: string;
  /** 1-based, as the spreadsheet program shows it. */
  row: number;
}

/** One person to be imported. Never without a role: who has no other is `teacher` (教职工). */
export interface RosterRow {
  name: string;
  mobile?: string;
  feishuId?: string;
  dingtalkId?: string;
  /** The 学校 or 校区 column as written. */
  school?: string;
  roles: ScopedRole[];
  /** What the row says about the class it heads; absent when it says nothing. */
  classFacts?: readonly ClassFacts[];
  at: RowAt;
  /** Further rows that turned out to be the same person. */
  alsoAt: RowAt[];
}

export type ProblemCode =
  | 'no-header'
  | 'student-list'
  | 'sheet-hidden'
  | 'row-hidden'
  | 'name-missing'
  | 'name-unusable'
  | 'name-several'
  | 'same-person'
  | 'same-name'
  | 'mobile-shared'
  | 'mobile-length'
  | 'mobile-start'
  | 'mobile-landline'
  | 'mobile-lost'
  | 'mobile-masked'
  | 'mobile-unreadable'
  | 'mobile-several'
  | 'id-unreadable'
  | 'id-shared'
  | 'role-unknown'
  | 'class-missing'
  | 'class-unknown'
  | 'class-unreadable'
  | 'class-was-date'
  | 'class-several'
  | 'class-without-number'
  | 'grade-missing'
  | 'place-unused'
  | 'students-unread';

/** Something the school office should look at. `text` is for people and holds no names, numbers or ids of staff. */
export interface RosterProblem {
  code: ProblemCode;
  severity: 'row-skipped' | 'kept-with-note';
  sheet: string;
  /** 1-based; absent when the whole sheet is meant. */
  row?: number;
  column?: { letter: string; header: string };
  /** e.g. 第14行 手机号少 1 位. */
  text: string;
}

/** A row that holds nobody, and why it was passed over. */
export interface IgnoredRow extends RowAt {
  reason: 'title' | 'header' | 'separator' | 'total' | 'footer' | 'example' | 'nothing-to-read';
}

export interface RosterReading {
  rows: RosterRow[];
  /** Every class some role is scoped to, once, in order of appearance. */
  classes: ClassName[];
  places: RosterPlace[];
  problems: RosterProblem[];
  ignored: IgnoredRow[];
}
