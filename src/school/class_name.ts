/** Which part of schooling a class belongs to (domain/glossary.md 学段). */
export type Stage = 'kindergarten' | 'primary' | 'junior' | 'senior';

export interface Grade {
  stage: Stage;
  /** Counted through the years of schooling: primary 1–6, junior 7–9, senior 10–12; kindergarten 0–3 for 托, 小, 中, 大. */
  grade: number;
}

/** One class, however it was written. `name` is what a person is shown: as the school writes it, e.g. 初二3班. */
export interface ClassName extends Grade {
  /** The number within the grade, from 1. */
  number: number;
  name: string;
}

const DIGITS = '零一二三四五六七八九';
const KINDERGARTEN = '托小中大';
const MOST_CLASSES = 60;

/**
 * The class a text names, or undefined when it does not name exactly one. Understands 三(1)班, 三（1）班, 三年级一班, 三年一班, 三1班,
 * 3.1班, 3-1, 301, 0302, 初二3班, 八(3)班, 高一(12)班, 小三(1)班, 中一班, 大(2)班, and full-width forms of these.
 * The six-three system is assumed (初一 is the seventh year). 三十二班 and 31班 name no grade for certain: undefined.
 * A bare 301 is read as a class; whoever reads free sentences has to rule out rooms first.
 */
export function parseClassName(text: string): ClassName | undefined {
  const clean = foldClassText(text).replace(/(?<=班)\([^()\d]*\)$/, '');
  const compact = /^(\d{1,2})(\d{2})班?$/.exec(clean);
  if (compact) return named(clean, gradeOfYear(Number(compact[1])), Number(compact[2]));
  const taken = takeGrade(clean);
  if (!taken) return undefined;
  return named(clean, taken.grade, takeNumber(taken));
}

/** The grade a text names (三年级, 3年级, 初二, 初二年级组, 高一, 大班), or undefined. */
export function parseGrade(text: string): Grade | undefined {
  const clean = foldClassText(text).replace(/(?:各班|全体|组)$/, '');
  const taken = takeGrade(clean);
  if (taken)
    return /^(?:年?级|部|班)?$/.test(taken.rest) && (taken.kindergarten || taken.rest !== '班')
      ? taken.grade
      : undefined;
  const bare = /^(\d{1,2}|十[一二]?)$/.exec(clean);
  return bare ? gradeOfYear(numberOf(bare[1] ?? '')) : undefined;
}

/** True when both are the same class, whatever they are called. */
export function sameClass(a: ClassName, b: ClassName): boolean {
  return canonicalClass(a) === canonicalClass(b);
}

/** Stage, grade and number as one stable key, e.g. `junior-8-3`. */
export function canonicalClass(of: Grade & { number: number }): string {
  return `${of.stage}-${of.grade}-${of.number}`;
}

/** The usual way to write a class where the school has none of its own: 三(1)班, 八(3)班, 高一(12)班, 大二班. */
export function formatClassName(of: Grade & { number: number }): string {
  if (of.stage === 'kindergarten') return `${KINDERGARTEN[of.grade] ?? ''}${chineseNumber(of.number)}班`;
  if (of.stage === 'senior') return `高${chineseNumber(of.grade - 9)}(${of.number})班`;
  if (of.stage === 'junior' && of.grade === 6) return `预初(${of.number})班`;
  return `${chineseNumber(of.grade)}(${of.number})班`;
}

/** 三年级, 七年级, 高一年级, 大班. */
export function formatGrade(of: Grade): string {
  if (of.stage === 'kindergarten') return `${KINDERGARTEN[of.grade] ?? ''}班`;
  if (of.stage === 'junior' && of.grade === 6) return '预初';
  return of.stage === 'senior' ? `高${chineseNumber(of.grade - 9)}年级` : `${chineseNumber(of.grade)}年级`;
}

/** Width, brackets, dashes and blanks made uniform, so that two spellings of one class can be compared. */
export function foldClassText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[[{〔【〈《]/g, '(')
    .replace(/[\]}〕】〉》]/g, ')')
    .replace(/[‐-―−~～]/g, '-')
    .replace(/[·•・。．]/g, '.')
    .replace(/[\s\p{Cf}\p{Cc}'"]/gu, '')
    .replace(/第(?=[\d一二三四五六七八九十])/g, '');
}

interface Taken {
  grade: Grade;
  rest: string;
  /** 年, 年级 or a stage stood in the text, so a Chinese number may follow directly. */
  marked: boolean;
  kindergarten?: boolean;
}

function takeGrade(clean: string): Taken | undefined {
  return takeStagedGrade(clean) ?? takeKindergarten(clean) ?? takePlainGrade(clean);
}

function takeStagedGrade(clean: string): Taken | undefined {
  const whole = /^(小学|初中|高中)部?([一二三四五六七八九]|\d{1,2})(?:年级?)?(.*)$/.exec(clean);
  if (whole) return staged(whole[1]?.[0] ?? '', numberOf(whole[2] ?? ''), whole[1] === '小学', whole[3] ?? '');
  const early = /^(?:预初|初预)(.*)$/.exec(clean);
  if (early) return { grade: { stage: 'junior', grade: 6 }, rest: early[1] ?? '', marked: true };
  const short = /^(初|高)中?([一二三123])(?:年级?|级)?(.*)$/.exec(clean);
  if (short) return staged(short[1] ?? '', numberOf(short[2] ?? ''), false, short[3] ?? '');
  const primary = /^小([一二三四五六])(?:年级?)?(?=[\d(一二三四五六七八九.-])(.+)$/.exec(clean);
  return primary ? staged('小', numberOf(primary[1] ?? ''), true, primary[2] ?? '') : undefined;
}

function staged(word: string, year: number, primary: boolean, rest: string): Taken | undefined {
  const first = word === '初' ? 7 : word === '高' ? 10 : 1;
  const grade = gradeOfYear(year <= 3 && !primary ? first + year - 1 : year);
  const stage: Stage = word === '初' ? 'junior' : word === '高' ? 'senior' : 'primary';
  return grade && grade.stage === stage ? { grade, rest, marked: true } : undefined;
}

function takeKindergarten(clean: string): Taken | undefined {
  const match =
    /^(?:幼儿园)?([托小中大])((?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)?)?班(?:\(?\d{1,2}\)?)?)$/.exec(clean);
  if (!match) return undefined;
  const grade: Grade = { stage: 'kindergarten', grade: KINDERGARTEN.indexOf(match[1] ?? '') };
  return { grade, rest: match[2] ?? '', marked: true, kindergarten: true };
}

function takePlainGrade(clean: string): Taken | undefined {
  const marked = /^(十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])年级?(.*)$/.exec(clean);
  const plain = marked ?? /^([一二三四五六七八九](?!十)|十[一二]?(?=\()|\d{1,2}(?=[(.-]))(.*)$/.exec(clean);
  const grade = plain && gradeOfYear(numberOf(plain[1] ?? ''));
  return plain && grade ? { grade, rest: plain[2] ?? '', marked: marked !== null } : undefined;
}

function takeNumber(taken: Taken): number | undefined {
  if (taken.kindergarten && taken.rest === '班') return 1;
  const tail = taken.kindergarten ? taken.rest.replace(/^班(?=.)/, '') : taken.rest;
  const match = /^[.-]?(?:\(([\d一二三四五六七八九十]{1,3})班?\)|([\d一二三四五六七八九十]{1,3}))(?:教学)?班?$/.exec(
    tail,
  );
  const written = match?.[1] ?? match?.[2];
  return written === undefined ? undefined : numberOf(written);
}

function named(clean: string, grade: Grade | undefined, number: number | undefined): ClassName | undefined {
  if (!grade || number === undefined || !(number >= 1 && number <= MOST_CLASSES)) return undefined;
  // voice.md §1: no bare figures such as 8.3 or 0203 before a person's eyes.
  const shown =
    /^[^.-]*班$/.test(clean) &&
    /[托小中大初高年一二三四五六七八九十]/.test(clean.replace(/\(.*\)/, '').replace(/班$/, ''));
  return { ...grade, number, name: shown ? clean : formatClassName({ ...grade, number }) };
}

function gradeOfYear(year: number): Grade | undefined {
  if (!Number.isInteger(year) || year < 1 || year > 12) return undefined;
  return { stage: year <= 6 ? 'primary' : year <= 9 ? 'junior' : 'senior', grade: year };
}

/** 12, 十二, 二十, 二十三 → a number; NaN for what is neither. */
function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(text);
  if (!match || text === '') return Number.NaN;
  const [, first, ten, last] = match;
  if (!ten) return first && last ? Number.NaN : DIGITS.indexOf(first ?? last ?? '');
  return (first ? DIGITS.indexOf(first) : 1) * 10 + (last ? DIGITS.indexOf(last) : 0);
}

function chineseNumber(value: number): string {
  if (value < 10) return DIGITS[value] ?? '';
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  return `${tens === 1 ? '' : DIGITS[tens]}十${ones === 0 ? '' : DIGITS[ones]}`;
}
