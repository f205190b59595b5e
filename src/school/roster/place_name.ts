import { foldText } from './cell_text.ts';
import type { KnownIndex } from './known_index.ts';
import type { RosterPlace } from './model.ts';

const NONE = /^(?:无|没有|全校|全部|校内|-+|—+|\/)?$/;

/** What a place is when the school's own list does not say, by how its name ends or what it holds; ids of domain/hazards.md §1. */
const KINDS: readonly [RegExp, string][] = [
  [/门$|门卫|门岗|传达室/, 'gate'],
  [/食堂|餐厅|厨房|饭堂/, 'canteen'],
  [/实验室|药品室|准备室/, 'lab'],
  [/宿舍|寝室|公寓/, 'dorm'],
  [/楼梯|台阶/, 'stairs'],
  [/机房|微机室|音乐室|舞蹈室|图书|报告厅|功能室|美术室|阅览室/, 'computer-room'],
  [/操场|球场|跑道|体育/, 'playground'],
  [/厕所|卫生间|洗手间/, 'toilet'],
  [/配电|电房/, 'power-room'],
  [/锅炉|燃气/, 'boiler-gas'],
  [/消防/, 'fire-facility'],
  [/围墙|周界/, 'wall'],
  [/车棚|停车|充电/, 'parking'],
  [/校车/, 'bus'],
  [/教室/, 'classroom'],
  [/楼|走廊/, 'teaching-building'],
];

export const UNKNOWN_KIND = 'school-wide';

/** The places of one cell (东门、西门); 全校 and 无 are none. The kind comes from the known places, else from the name, else `school-wide`. */
export function readPlaceCell(text: string, known: KnownIndex): RosterPlace[] {
  return text
    .split(/[、，,;；/／\n]|和|及/)
    .map((piece) => piece.trim())
    .filter((piece) => !NONE.test(foldText(piece)))
    .map((piece) => placeNamed(piece, known));
}

/** One place by name. An exact name or synonym wins, then the longest one the name holds (化学实验室 holds 实验室). */
export function placeNamed(text: string, known: KnownIndex): RosterPlace {
  const folded = foldText(text);
  const exact = known.placeWords.find((one) => one.word === folded);
  if (exact) return { name: foldText(exact.place.name) === folded ? exact.place.name : text, kind: exact.place.kind };
  const held = known.placeWords.find((one) => one.word.length > 1 && folded.includes(one.word));
  return { name: text, kind: held?.place.kind ?? KINDS.find(([pattern]) => pattern.test(folded))?.[1] ?? UNKNOWN_KIND };
}
