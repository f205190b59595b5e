import { KNOWN_WORDS } from './lexicon/misprints.ts';
import { FOLDED_PINYIN } from './lexicon/pinyin.ts';
import { PLACES } from './lexicon/places.ts';
import { RULE_WORDS } from './rules.ts';
import { CUE_WORDS } from './weigh.ts';
import { findWords, wordIndex } from './words.ts';

/** By UTF-16 code, as in words.ts. */
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

/** Only words whose sound is telling: function words would match too much. */
const repairable = new Set(
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
  repairable.add(word);

interface SoundNode {
  readonly next: Map<string, SoundNode>;
  readonly words: string[];
}

const sounds: SoundNode = { next: new Map(), words: [] };
for (const word of repairable) {
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
/** Characters that sound like the first of a word: nothing can be repaired where another stands. */
const openings = new Set(
  [...readings].flatMap(([code, heard]) => (heard.some((one) => sounds.next.has(one)) ? [code] : [])),
);
const known = wordIndex(
  [...RULE_WORDS, ...placeWords, ...EMERGENCY_WORDS, ...CUE_WORDS, ...KNOWN_WORDS.split(' ')].filter(
    (word) => word.length >= 2,
  ),
);

function shared(left: string, right: string): number {
  let count = 0;
  for (let index = 0; index < left.length; index += 1) if (left.charAt(index) === right.charAt(index)) count += 1;
  return count;
}

/** Characters that are hardly ever a slip for another: they hold the sentence together. */
const FUNCTION_CHARACTERS = new Set(
  '的了是在有和就都而及与着或也那这哪要不会能去来到上下里外多少又还没很太最把被让给对从向为以可但因所如此其之于我你他她它们个只说看想叫问做用人一二三四五六七八九十两几家东西南北中前后左右小大老新天年月日时分号',
);

interface KnownSpan {
  readonly start: number;
  readonly end: number;
}

/** Puts right words of the field written with other characters of the same sound (冲电 → 充电). Leaves known words alone. */
export function repairHomophones(text: string): string {
  const spans: KnownSpan[] = [];
  for (const [word, starts] of findWords(known, text)) {
    for (const start of starts) spans.push({ start, end: start + word.length });
  }
  let repaired = '';
  let at = 0;
  while (at < text.length) {
    const replacement = repairAt(text, at, spans);
    repaired += replacement ?? text.charAt(at);
    at += replacement?.length ?? 1;
  }
  return repaired;
}

function repairAt(text: string, at: number, spans: readonly KnownSpan[]): string | undefined {
  if (!openings.has(text.charCodeAt(at))) return undefined;
  let best: string | undefined;
  const visit = (node: SoundNode, end: number): void => {
    const length = end - at;
    for (const meant of node.words) {
      if (length > (best?.length ?? 1) && mayReplace(text, at, meant, spans)) best = meant;
    }
    for (const syllable of readings.get(text.charCodeAt(end)) ?? []) {
      const following = node.next.get(syllable);
      if (following !== undefined) visit(following, end + 1);
    }
  };
  visit(sounds, at);
  return best;
}

/** Two characters: one must be right, and no known word is touched. Longer: at most two wrong, and no known word is cut. */
function mayReplace(text: string, at: number, meant: string, spans: readonly KnownSpan[]): boolean {
  const end = at + meant.length;
  const written = text.slice(at, end);
  if (written === meant) return false;
  if (shared(meant, written) < (meant.length === 2 ? 1 : meant.length - 2)) return false;
  for (let index = 0; index < meant.length; index += 1) {
    if (written.charAt(index) !== meant.charAt(index) && FUNCTION_CHARACTERS.has(written.charAt(index))) return false;
  }
  const touching = spans.filter((span) => span.start < end && span.end > at);
  return meant.length === 2 ? touching.length === 0 : touching.every((span) => span.start >= at && span.end <= end);
}
