import type { Reading, Span } from './classify.ts';

const LONGEST = 14;
const PLACE_NAMES: Readonly<Record<string, string>> = {
  classroom: '教室',
  'teaching-building': '教学楼',
  stairs: '楼梯',
  toilet: '厕所',
  dorm: '宿舍',
  canteen: '食堂',
  lab: '实验室',
  'computer-room': '功能教室',
  playground: '操场',
  'kids-facility': '幼儿活动区',
  wall: '围墙',
  gate: '校门',
  'gate-road': '校门道路',
  bus: '校车',
  'power-room': '配电',
  'fire-facility': '消防设施',
  'boiler-gas': '锅炉燃气',
  'roof-outer': '屋顶外墙',
  'water-area': '水域',
  'tree-green': '树木',
  'construction-site': '工地',
  parking: '停车处',
  periphery: '学校周边',
  'school-wide': '全校',
};

function spoken(text: string, span: Span | undefined): string {
  return span === undefined ? '' : text.slice(span.start, span.end).replace(/[，。＊\s]/g, '');
}

/** Places people call by their name and then by a corner of it: 食堂后门, 操场南角. */
const NAMED_FIRST: readonly string[] = ['canteen', 'dorm', 'lab', 'playground'];
/** A building, floor or class comes before what is in it: 2号楼3层西侧楼梯, 综合楼食堂. */
const IN_A_BUILDING = /[楼层班]/;

/** The place as a title says it, the fullest first; each leaves something out that the one before it said. */
function placesOf(detail: string, kind: string | undefined): readonly string[] {
  const name = kind === undefined ? '' : (PLACE_NAMES[kind] ?? '');
  if (detail === '') return [name];
  if (kind === undefined || detail.includes(name)) return [detail];
  if (kind === 'stairs') return [`${detail}${name}`, detail];
  if (!NAMED_FIRST.includes(kind)) return [detail];
  return IN_A_BUILDING.test(detail) ? [`${detail}${name}`, detail] : [`${name}${detail}`, detail];
}

/** What is wrong with it is where it stands: 楼道 before 电动车, not after it. */
const WHERE_IT_STANDS = /^(?:楼道|走廊|楼梯间|门厅|楼内|室内|通道)$/;

/** 2号楼3层扶手松: place, thing and defect in at most 14 characters; the place gives way first. */
export function titleOf(text: string, reading: Reading | undefined, detail: string, kind: string | undefined): string {
  const object = spoken(text, reading?.object);
  const said = spoken(text, reading?.condition);
  // 宿舍有人用热得快: what makes it wrong is where it is, and that is said already.
  const condition = kind !== undefined && said === PLACE_NAMES[kind] ? '' : said;
  const what =
    object !== '' && WHERE_IT_STANDS.test(condition)
      ? `${condition}${object}`
      : reading === undefined
        ? text.replace(/[，。\s]/g, '')
        : object.includes(condition)
          ? object
          : `${object}${condition}`;
  const places = placesOf(detail, kind).map((where) => withoutWhatFollows(where, what, object));
  const whole = places.map((place) => `${place}${what}`).find((one) => one.length <= LONGEST);
  if (whole !== undefined) return whole;
  const room = LONGEST - what.length;
  return room >= 2 ? `${(places.at(-1) ?? '').slice(0, room)}${what}` : what.slice(0, LONGEST);
}

/** Nothing is said twice: 楼梯 + 楼梯扶手晃 is 楼梯扶手晃, 女生宿舍 + 宿舍窗户 is 女生宿舍窗户. */
function withoutWhatFollows(where: string, what: string, object: string): string {
  if (what.includes(where)) return '';
  if (object !== '' && where.endsWith(object)) return where.slice(0, -object.length);
  for (let shared = Math.min(where.length, what.length); shared >= 2; shared -= 1)
    if (where.endsWith(what.slice(0, shared))) return where.slice(0, -shared);
  return where;
}

/** The title for a place the person told or changed afterwards: the one understood before gives way to it. */
export function placedTitle(
  title: string,
  before: { readonly kind?: string; readonly detail: string },
  now: { readonly kind: string; readonly detail: string },
): string {
  if (now.kind === before.kind && now.detail === before.detail) return title;
  // Nobody has told the place yet.
  if (before.kind === undefined && now.kind === 'school-wide' && now.detail === '') return title;
  const old = placesOf(before.detail, before.kind).find((one) => one !== '' && title.startsWith(one)) ?? '';
  const what = title.slice(old.length);
  const place = placesOf(now.detail, now.kind).find((one) => what.includes(one) || `${one}${what}`.length <= LONGEST);
  return place === undefined || what.includes(place) ? what || title : `${place}${what}`;
}
