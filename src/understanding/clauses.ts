import { commonWords, isPlain, mayHoldOddWords, plainText, withoutPause } from './normalise.ts';
import { repairHomophones } from './repair.ts';

export interface Clause {
  /** As typed, without the separators around it. */
  readonly written: string;
  /** In the common form every lexicon uses. */
  readonly text: string;
  /** A full stop, a list number or a word such as 另外 stands before it. */
  readonly opensSentence: boolean;
}

/** Longer messages are read to this length; what follows stays in the description, unread. */
const READ_LENGTH = 2_000;

const SEPARATOR =
  /((?:[，。！？；、,!?;\n\r\t~～…—|/\\()（）"“”'‘’「」『』【】[\]《》]|[:：.](?![0-9]))+|(?<![0-9])[1-9][.、)）](?!\d)|(?<![0-9])[1-9]\s+(?=[\u4e00-\u9fff])(?![班楼号层栋个])|\p{Extended_Pictographic}+|\s+|然后|另外|还有就是|此外|同时(?=[\u4e00-\u9fff])|再就是|再有(?=就|一)|顺便说|除此之外)/u;
/** The same where no pictograph is, as in plain text: looking for one at every character costs more than all the rest. */
const PLAIN_SEPARATOR = new RegExp(SEPARATOR.source.replace('|\\p{Extended_Pictographic}+', ''));
const NEW_SENTENCE =
  /[。！？；!?;\n]|\p{Extended_Pictographic}|^[1-9](?:[.、)）]|\s)|另外|还有|此外|同时|再就是|再有|顺便|除此/u;

/** 初一(5)班 and 六(1) lose their brackets, which would otherwise part the class from what happens in it. */
function withClassNames(text: string): string {
  if (!text.includes('(')) return text;
  return text
    .replace(/([初高][一二三1-3])\s*\(\s*([0-9一二三四五六七八九十]{1,2})\s*\)\s*班?/g, '$1$2班')
    .replace(/([一二三四五六七八九1-9])(?:年级)?\s*\(\s*([0-9一二三四五六七八九十]{1,2})\s*\)\s*班?/g, '$1年级$2班');
}

/** The parts of a message in the order said, each as typed and in common form. Pure; reads the first 2,000 characters. */
export function clausesOf(message: string): Clause[] {
  const clauses: Clause[] = [];
  let opensSentence = true;
  const whole = withClassNames(message.slice(0, READ_LENGTH).replace(/[①-⑳]/g, '\n').normalize('NFKC'));
  // What nothing of the whole needs, no part needs: most messages are asked once instead of part by part.
  const plain = isPlain(whole);
  const common = plain && !mayHoldOddWords(whole) ? withoutPause : commonWords;
  const parts = whole.split(plain ? PLAIN_SEPARATOR : SEPARATOR);
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) {
      if (NEW_SENTENCE.test(part)) opensSentence = true;
      continue;
    }
    const text = repairHomophones(common(plain ? part : plainText(part))).trim();
    if (text === '') continue;
    clauses.push({ written: part.trim(), text, opensSentence });
    opensSentence = false;
  }
  return clauses;
}

const GREETING =
  /^(?:各位|老师|领导|主任|校长|园长|书记|大家|同事|家长|安园|管理员|亲爱的|尊敬的|您|你|们|好|呀|啊|哈|早上|早|上午|中午|下午|晚上|辛苦|了|打扰|一下|请问一下|麻烦|不好意思|嗨|hi|hello|哈喽|在吗)+$/;

/** The parts of a message from its matter on: politeness before it changes nothing of it. Pure. */
export function toldClauses(message: string): readonly Clause[] {
  const clauses = clausesOf(message);
  const first = clauses.findIndex((clause) => !GREETING.test(clause.text));
  return first <= 0 ? clauses : clauses.slice(first);
}

/** Clauses as one text in common form, '。' before each that opens a sentence, '，' before the others. Pure. */
export function saidIn(clauses: readonly Clause[]): string {
  return clauses
    .map((clause, index) => (index === 0 ? clause.text : `${clause.opensSentence ? '。' : '，'}${clause.text}`))
    .join('');
}
