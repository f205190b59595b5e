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

/** 2号楼3层扶手松: place, thing and defect in at most 14 characters; the place gives way first. */
export function titleOf(text: string, reading: Reading | undefined, detail: string, kind: string | undefined): string {
  const object = spoken(text, reading?.object);
  const condition = spoken(text, reading?.condition);
  const what =
    reading === undefined
      ? text.replace(/[，。\s]/g, '')
      : object.includes(condition)
        ? object
        : `${object}${condition}`;
  const where = detail === '' ? (kind === undefined ? '' : (PLACE_NAMES[kind] ?? '')) : detail;
  const place = what.includes(where) || where.includes(object) ? '' : where;
  const whole = `${place}${what}`;
  if (whole.length <= LONGEST) return whole;
  const room = LONGEST - what.length;
  return room >= 2 ? `${place.slice(0, room)}${what}` : what.slice(0, LONGEST);
}
