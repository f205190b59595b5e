import { KNOWN_WORDS } from './lexicon/misprints.ts';
import { FOLDED_PINYIN } from './lexicon/pinyin.ts';
import { PLACES } from './lexicon/places.ts';
import { RIGHT_WORDS } from './lexicon/right-words.ts';
import { RULE_WORDS } from './rules.ts';
import { eachWord, wordIndex } from './words.ts';

/** By UTF-16 code: a Chinese character as a string would be made and hashed anew at every look. */
const readings = new Map<number, string[]>();
for (const entry of FOLDED_PINYIN.trim().split(/\s+/)) {
  const syllable = /^[a-z]+/.exec(entry)?.[0] ?? '';
  for (const character of entry.slice(syllable.length)) {
    const code = character.charCodeAt(0);
    readings.set(code, [...(readings.get(code) ?? []), syllable]);
  }
}

const placeWords = PLACES.split('\n').flatMap((line) => (line.split('|')[2] ?? '').trim().split(' '));
const EMERGENCY_WORDS =
  '着火 起火 失火 冒烟 爆炸 晕倒 昏倒 昏迷 流血 抽搐 溺水 落水 中毒 煤气 触电 失踪 走失 持刀 砍人 坍塌 塌方 被困 踩踏 欺负 欺凌 霸凌 勒索 自杀 自残 割腕 跳楼 遗书 安眠药 轻生 体罚 猥亵 骚扰 尾随 过敏 睁不开 甩棍 屁股 搜索 表情包 签名 恩怨 下药 下毒 认识 联系 厕所 抽搐 窒息 呕吐 腹泻 发烧 上吊 割腕 刀片 药片 遗照 告别 辱骂 外号 孤立 排挤 打听 跟踪 挟持 砸门 栏杆 骨折 喷血 呼吸 心跳 癫痫 白沫 噎住 烫伤 灼伤 头晕 恶心 难受 着火 浓烟 火苗 扬言 威胁 报复 偷拍 孤立 殴打 噎住 窒息'.split(
    ' ',
  );

/** What a misprint may be taken for: only words whose sound is telling, as function words would match too much. */
export const REPAIRABLE = new Set(
  [...RULE_WORDS, ...placeWords, ...EMERGENCY_WORDS].filter(
    (word) =>
      word.length >= 2 &&
      word.length <= 6 &&
      !/[没不有是了着的一上下个都在人看到得过来去出无这那里好大小a-z0-9]/.test(word),
  ),
);
for (const word of [
  '过期',
  '灭火器',
  '着火',
  '出口',
  '安全出口',
  '上铺',
  '下水道',
  '小卖部',
  '晕倒',
  '大门',
  '地下室',
  '没收',
  '通道',
  '火灾',
  '堵住',
  '来访',
  '人行道',
  '看台',
  '不亮',
  '漏水',
  '过道',
  '走过',
  '大厅',
  '落水',
  '下河',
  '门卫室',
  '保安室',
])
  REPAIRABLE.add(word);

interface SoundNode {
  readonly next: Map<string, SoundNode>;
  readonly words: string[];
}

const sounds: SoundNode = { next: new Map(), words: [] };
for (const word of REPAIRABLE) {
  let node: SoundNode | undefined = sounds;
  for (const character of word) {
    const syllable: string | undefined = readings.get(character.charCodeAt(0))?.[0];
    if (syllable === undefined || node === undefined) {
      node = undefined;
      break;
    }
    let following: SoundNode | undefined = node.next.get(syllable);
    if (following === undefined) {
      following = { next: new Map(), words: [] };
      node.next.set(syllable, following);
    }
    node = following;
  }
  node?.words.push(word);
}

/** Characters that are read alike share a number; 0: none is known. */
const soundOf = new Uint16Array(65_536);
const soundNumbers = new Map<string, number>();
const syllableNumbers = new Map<string, number>();
for (const [code, heard] of readings) {
  const alike = heard.join(' ');
  const number = soundNumbers.get(alike) ?? soundNumbers.size + 1;
  soundNumbers.set(alike, number);
  soundOf[code] = number;
  for (const syllable of heard) syllableNumbers.set(syllable, syllableNumbers.get(syllable) ?? syllableNumbers.size);
}
const soundCount = soundNumbers.size + 1;
/** Whether a sound may be read as a syllable. */
const reads = new Uint8Array(soundCount * syllableNumbers.size);
const soundsOf: number[][] = [...syllableNumbers].map(() => []);
for (const [alike, sound] of soundNumbers) {
  for (const syllable of alike.split(' ')) {
    const number = syllableNumbers.get(syllable) ?? 0;
    reads[sound * syllableNumbers.size + number] = 1;
    soundsOf[number]?.push(sound);
  }
}

interface Meant {
  readonly word: string;
  readonly syllables: readonly number[];
}

/** By the two sounds a word begins with, the words that may be meant. */
const meantBy = new Map<number, Meant[]>();

/**
 * Where nothing can be repaired, told by one look: slips of words of two characters by what is written, one of them being right, longer
 * words by the three sounds they begin with. Some places seem to be one and are none.
 */
const SEEMING_BITS = 1 << 18;
const seeming = new Uint8Array(SEEMING_BITS >> 3);

function bitOf(first: number, second: number, third: number): number {
  return (
    (Math.imul(Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b) ^ third, 0xc2b2ae35) >>> 13) &
    (SEEMING_BITS - 1)
  );
}

function mark(bit: number): void {
  seeming[bit >> 3] = (seeming[bit >> 3] ?? 0) | (1 << (bit & 7));
}

function isMarked(bit: number): boolean {
  return ((seeming[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

const charactersOf: number[][] = [...soundNumbers, 0].map(() => []);
for (const code of readings.keys()) charactersOf[soundOf[code] ?? 0]?.push(code);

function markSlips(word: string, syllables: readonly number[]): void {
  const [left = [], right = [], third = []] = syllables.map((syllable) => soundsOf[syllable] ?? []);
  if (word.length === 2) {
    const [first, second] = [word.charCodeAt(0), word.charCodeAt(1)];
    for (const sound of left)
      for (const code of charactersOf[sound] ?? []) if (code !== first) mark(bitOf(code, second, 0));
    for (const sound of right)
      for (const code of charactersOf[sound] ?? []) if (code !== second) mark(bitOf(first, code, 0));
  } else for (const one of left) for (const two of right) for (const three of third) mark(bitOf(one, two, three));
}

for (const word of REPAIRABLE) {
  const syllables: number[] = [];
  for (const character of word) {
    const number = syllableNumbers.get(readings.get(character.charCodeAt(0))?.[0] ?? '');
    if (number !== undefined) syllables.push(number);
  }
  if (syllables.length < word.length) continue;
  for (const left of soundsOf[syllables[0] ?? 0] ?? []) {
    for (const right of soundsOf[syllables[1] ?? 0] ?? []) {
      const place = left * soundCount + right;
      const list = meantBy.get(place);
      if (list === undefined) meantBy.set(place, [{ word, syllables }]);
      else list.push({ word, syllables });
    }
  }
  markSlips(word, syllables);
}
/** Right as written. */
export const KNOWN = new Set(
  [
    ...RULE_WORDS,
    ...placeWords,
    ...EMERGENCY_WORDS,
    ...RIGHT_WORDS.trim().split(/\s+/),
    ...KNOWN_WORDS.split(' '),
  ].filter((word) => word.length >= 2),
);
const known = wordIndex(KNOWN);

/** Characters that are hardly ever a slip for another: they hold the sentence together. */
export const FUNCTION_CHARACTERS = new Set(
  [
    ...'的了是在有和就都而及与着或也那这哪要不会能去来到上下里外多少又还没很太最把被让给对从向为以可但因所如此其之于我你他她它们个只说看想叫问做用人一二三四五六七八九十两几家东西南北中前后左右小大老新天年月日时分号',
  ].map((character) => character.charCodeAt(0)),
);

interface KnownSpan {
  readonly start: number;
  readonly end: number;
}

/** Puts right words of the field written with other characters of the same sound (冲电 → 充电). Leaves known words alone. */
export function repairHomophones(text: string): string {
  let repaired = '';
  let copied = 0;
  let spans: KnownSpan[] | undefined;
  const knownSpans = (): readonly KnownSpan[] => {
    if (spans === undefined) {
      const seen: KnownSpan[] = [];
      eachWord(known, text, (word, start) => seen.push({ start, end: start + (known.words[word]?.length ?? 0) }));
      spans = seen;
    }
    return spans;
  };
  for (let at = 0; at + 1 < text.length; at += 1) {
    const here = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    const one = soundOf[here] ?? 0;
    const two = soundOf[next] ?? 0;
    if (one === 0 || two === 0) continue;
    const three = at + 2 < text.length ? (soundOf[text.charCodeAt(at + 2)] ?? 0) : 0;
    if (!isMarked(bitOf(here, next, 0)) && (three === 0 || !isMarked(bitOf(one, two, three)))) continue;
    const replacement = repairAt(text, at, meantBy.get(one * soundCount + two) ?? [], knownSpans);
    if (replacement === undefined) continue;
    repaired += text.slice(copied, at) + replacement;
    copied = at + replacement.length;
    at = copied - 1;
  }
  return copied === 0 ? text : repaired + text.slice(copied);
}

/** Two characters: one must be right. Longer: at most two wrong. */
function isSlip(meant: string, right: number): boolean {
  return right < meant.length && right >= (meant.length === 2 ? 1 : meant.length - 2);
}

/** The longest word of the same sound that may stand here instead; of several as long the one whose sounds come first. */
function repairAt(
  text: string,
  at: number,
  meant: readonly Meant[],
  spans: () => readonly KnownSpan[],
): string | undefined {
  let fits: string | undefined;
  for (const { word, syllables } of meant) {
    if (!soundsLike(text, at, word, syllables) || !mayReplace(text, at, word, spans)) continue;
    if (fits !== undefined) return longest(text, at, at, sounds, spans, undefined);
    fits = word;
  }
  return fits;
}

function soundsLike(text: string, at: number, word: string, syllables: readonly number[]): boolean {
  for (let place = 0; place < word.length; place += 1) {
    const code = text.charCodeAt(at + place);
    if (code === word.charCodeAt(place)) continue;
    if (reads[(soundOf[code] ?? 0) * syllableNumbers.size + (syllables[place] ?? 0)] !== 1) return false;
  }
  return true;
}

function longest(
  text: string,
  at: number,
  end: number,
  node: SoundNode,
  spans: () => readonly KnownSpan[],
  found: string | undefined,
): string | undefined {
  let best = found;
  for (const meant of node.words) {
    if (end - at > (best?.length ?? 1) && mayReplace(text, at, meant, spans)) best = meant;
  }
  for (const syllable of readings.get(text.charCodeAt(end)) ?? NONE) {
    const following = node.next.get(syllable);
    if (following !== undefined) best = longest(text, at, end + 1, following, spans, best);
  }
  return best;
}

const NONE: readonly string[] = [];

/** A word of two characters must touch no known word, a longer one must cut none. */
function mayReplace(text: string, at: number, meant: string, spans: () => readonly KnownSpan[]): boolean {
  const end = at + meant.length;
  let right = 0;
  for (let index = 0; index < meant.length; index += 1) {
    if (text.charCodeAt(at + index) === meant.charCodeAt(index)) right += 1;
    else if (FUNCTION_CHARACTERS.has(text.charCodeAt(at + index))) return false;
  }
  if (!isSlip(meant, right)) return false;
  return spans().every(
    (span) => span.start >= end || span.end <= at || (meant.length > 2 && span.start >= at && span.end <= end),
  );
}
