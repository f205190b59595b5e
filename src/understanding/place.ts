import type { Reading, Span } from './classify.ts';
import { classOf, detailOf, namesFloor } from './detail.ts';
import { HOME_OF, PLACES } from './lexicon/places.ts';
import type { PlaceReading } from './understanding.ts';
import { findWords, wordIndex } from './words.ts';

interface PlaceName {
  readonly kind: string;
  readonly rank: number;
}

const names = new Map<string, PlaceName>();
for (const line of PLACES.split('\n')) {
  const [kind = '', rank = '', words = ''] = line.split('|').map((column) => column.trim());
  for (const word of words.split(' ')) {
    const other = names.get(word);
    if (word !== '' && (other === undefined || other.rank < Number(rank)))
      names.set(word, { kind, rank: Number(rank) });
  }
}
const index = wordIndex(names.keys());

/** Who said it is not where it is: 监控室说操场的摄像头黑屏. */
const SOURCE =
  /(?:监控室|保安|门卫|宿管|食堂阿姨|食堂|医务室|校医|办公室|保洁|宿管阿姨|体育组|后勤)(?:老师|师傅|大爷|阿姨|的人|那边|人)*(?=说|反映|讲|报告|打电话|来电|通知|告诉)/g;
/** What lies next to it, or where people were sent, is not where it is. */
const BESIDE =
  /(?:上面|楼上|旁边|隔壁|下面|楼下|边上|对面)(?:就|都|又)*是[^，。]{1,8}|[\u4e00-\u9fff]{2,4}(?:那边|那块)的?(?=楼梯|厕所|走廊|过道|水房)|[\u4e00-\u9fff]{2,3}(?:隔壁|旁边|对面)(?:那间|那个|的)?(?=教室|办公室|厕所|宿舍|仓库|房间|楼梯)|(?:让|叫|安排|带)[^，。]{0,6}(?:去|到)[^，。]{2,8}(?=上|自习|上课|避|休息|待)/g;
/** The road outside rather than the gate, where traffic is concerned. */
const TRAFFIC = /^traffic\/(?!inside)/;

interface Named extends PlaceName {
  readonly at: number;
  readonly word: string;
}

function placesNamed(text: string): Named[] {
  const readable = text
    .replace(SOURCE, (source) => '＊'.repeat(source.length))
    .replace(BESIDE, (beside) => '＊'.repeat(beside.length));
  const named: Named[] = [];
  for (const [word, starts] of findWords(index, readable)) {
    const name = names.get(word);
    if (name !== undefined) for (const at of starts) named.push({ ...name, at, word });
  }
  // A shorter name inside a longer one says nothing of its own: 门口 in 校门口, 教室 in 音乐教室
  return named.filter(
    (one) =>
      !named.some(
        (other) =>
          other.word.length > one.word.length &&
          other.at <= one.at &&
          other.at + other.word.length >= one.at + one.word.length,
      ) &&
      !named.some(
        (other) => other.at < one.at && other.at + other.word.length > one.at && other.word.length > one.word.length,
      ),
  );
}

/** Where it is: the kind by the labelling order (named place, carrier, the thing's own home), the detail in normal form. */
export function placeOf(text: string, reading: Reading | undefined): PlaceReading {
  const detail = detailOf(text);
  const home = reading === undefined ? undefined : HOME_OF[reading.sub];
  if (home?.startsWith('!')) return { kind: home.slice(1), detail };
  let named = placesNamed(text);
  const className = classOf(text);
  if (className !== undefined) {
    const kindergarten = /^(?:小小|托|小|中|大)/.test(className);
    const outside = /班(?:教室)?(?:门口|门外|外面|前面的走廊|外走廊|门前)/.test(text);
    named.push({
      kind: kindergarten ? 'kids-facility' : outside ? 'teaching-building' : 'classroom',
      rank: outside ? 5.5 : 5,
      at: 0,
      word: className,
    });
  }
  if (reading !== undefined && TRAFFIC.test(reading.sub))
    named = named.map((one) => (one.kind === 'gate' ? { ...one, kind: 'gate-road' } : one));
  const best = bestNamed(named, reading?.object);
  if (
    best !== undefined &&
    (best.rank > 3 || (best.rank >= 2 && (home === undefined || home === '') && !namesFloor(text)))
  )
    return { kind: best.kind, detail };
  if (namesFloor(text) && !['canteen', 'dorm', 'lab'].includes(home ?? ''))
    return { kind: 'teaching-building', detail };
  if (home !== undefined && home !== '') return { kind: home, detail };
  return best === undefined || best.rank < 2 ? { detail } : { kind: best.kind, detail };
}

function bestNamed(named: readonly Named[], object: Span | undefined): Named | undefined {
  const away = (one: Named) => (object === undefined ? one.at : Math.abs(one.at - object.start));
  return [...named].sort((left, right) => right.rank - left.rank || away(left) - away(right))[0];
}

const FLOOR = /(?:[一二三四五六七八九十]|(?<!\d)\d{1,2})(?:楼|层)|门口|楼上|楼下|后门|走廊/g;

/** Where the name of a place begins, in rising order. */
export function placeStarts(text: string): number[] {
  const named = placesNamed(text).flatMap((one) => (one.rank > 3 && one.word !== '' ? [one.at] : []));
  const floors = [...text.matchAll(FLOOR)].map((match) => match.index);
  return [...new Set([...named, ...floors])].sort((left, right) => left - right);
}

/** Where it is in the words that were said: 操场, 食堂后门, 3层厕所; the detail in normal form, '' when nothing is named. */
export function spokenPlace(text: string, detail: string): string {
  const named = placesNamed(text).filter((one) => one.rank > 3);
  const word = (bestNamed(named, undefined)?.word ?? '').replace(/^班(?=教室)/, '');
  if (detail === '' || word.includes(detail)) return word;
  if (word === '' || detail.includes(word)) return detail;
  return /[层楼栋室侧]$/.test(detail) || (word === '教室' && detail.endsWith('班'))
    ? `${detail}${word}`
    : `${word}${detail}`;
}

/** Whether any place, floor or class is named at all. */
export function namesPlace(text: string): boolean {
  return placesNamed(text).some((one) => one.rank > 3) || namesFloor(text) || classOf(text) !== undefined;
}
