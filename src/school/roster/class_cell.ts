import {
  type ClassName,
  foldClassText,
  formatClassName,
  type Grade,
  parseClassName,
  parseGrade,
} from '../class_name.ts';

export interface ClassCell {
  classes: ClassName[];
  /** Whole grades (三年级) that stood there without a class number. */
  grades: Grade[];
  /** Pieces that name neither, as written. */
  unreadable: string[];
  /** A spreadsheet program had turned 3-1 into a date. */
  wasDate: boolean;
}

type ClassesByName = ReadonlyMap<string, ClassName>;

const NONE = /^(?:无|没有|全校|全部|所有班级|各班|不带班|\/|-+|—+|\\)?$/;
const LONGEST_RANGE = 40;

/**
 * The classes in one cell: 三(1)班、三(2)班; 三年级1、2班; 七1-4班; 301/302. A piece without its grade takes the one before it, or `grade`
 * (the row's own 年级 column). `known` finds classes by the folded name the school gave them, also names no rule can read.
 */
export function readClassCell(text: string, grade: Grade | undefined, known: ClassesByName): ClassCell {
  const cell: ClassCell = { classes: [], grades: [], unreadable: [], wasDate: false };
  const date = /^\d{4}-(\d{2})-(\d{2})$/.exec(text.trim());
  if (date) {
    cell.wasDate = true;
    return readInto(cell, `${Number(date[1])}-${Number(date[2])}`, grade, known);
  }
  return readInto(cell, text, grade, known);
}

function readInto(cell: ClassCell, text: string, grade: Grade | undefined, known: ClassesByName): ClassCell {
  let current = grade;
  for (const piece of pieces(text, known)) {
    if (NONE.test(foldClassText(piece))) continue;
    const found = oneClass(piece, known);
    if (found) {
      cell.classes.push(found);
      current = found;
      continue;
    }
    const several = range(piece, current) ?? brackets(piece) ?? withGrade(piece, current);
    const whole = several ? undefined : parseGrade(piece);
    if (several) {
      cell.classes.push(...several);
      current = several.at(-1);
    } else if (whole) {
      cell.grades.push(whole);
      current = whole;
    } else cell.unreadable.push(piece.trim());
  }
  return cell;
}

function pieces(text: string, known: ClassesByName): string[] {
  if (oneClass(text, known)) return [text];
  return text
    .split(/[、，,;；/／\n&+]|和|及/)
    .flatMap((part) => (oneClass(part, known) || !/\S\s+\S/.test(part) ? [part] : spaced(part)));
}

/** 三(1)班 三(2)班 are two, 三 (1) 班 is one: a blank separates only after 班 or between what reads as a class. */
function spaced(part: string): string[] {
  const words = part.trim().split(/\s+/);
  return words.every((word) => parseClassName(word) || /^\(?\d{1,2}\)?班$/.test(foldClassText(word)))
    ? words
    : part.split(/(?<=班)\s+/);
}

function oneClass(text: string, known: ClassesByName): ClassName | undefined {
  const folded = foldClassText(text);
  return known.get(folded) ?? parseClassName(text);
}

/** 七1-4班, 三(1)-(4)班, 三(1)-三(4)班, or 1-4班 under a grade that is already known. */
function range(piece: string, current: Grade | undefined): ClassName[] | undefined {
  const match = /^(.*?)\(?(\d{1,2})\)?班?[-至到](.*?)\(?(\d{1,2})\)?班?$/.exec(
    foldClassText(piece).replace(/到/g, '至'),
  );
  if (!match) return undefined;
  const head = match[1] ?? '';
  const grade = head === '' ? current : (parseClassName(`${head}(1)班`) ?? parseGrade(head));
  const [from, to] = [Number(match[2]), Number(match[4])];
  if (!grade || from < 1 || to <= from || to - from > LONGEST_RANGE) return undefined;
  return Array.from({ length: to - from + 1 }, (_, step) => numbered(grade, from + step, head));
}

/** 三(1)(2)班. */
function brackets(piece: string): ClassName[] | undefined {
  const match = /^([^()]+)((?:\(\d{1,2}\)){2,})班?$/.exec(foldClassText(piece));
  const grade = match && parseGrade(match[1] ?? '');
  if (!match || !grade) return undefined;
  return [...(match[2] ?? '').matchAll(/\d+/g)].map((number) => numbered(grade, Number(number[0]), match[1] ?? ''));
}

/** 2, 2班, (2)班, 二班 under a grade that is already known. */
function withGrade(piece: string, current: Grade | undefined): ClassName[] | undefined {
  const folded = foldClassText(piece);
  if (!current || !/^\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)?班?$/.test(folded)) return undefined;
  const found = parseClassName(`一年级${folded}`);
  return found ? [numbered(current, found.number, '')] : undefined;
}

function numbered(grade: Grade, number: number, head: string): ClassName {
  const written = head === '' ? undefined : parseClassName(`${head}(${number})班`);
  const plain = { stage: grade.stage, grade: grade.grade, number };
  return { ...plain, name: written?.name ?? formatClassName(plain) };
}
