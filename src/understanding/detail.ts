const NUMERALS: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const CHINESE_NUMBER = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const NUMBER = '[0-9一二两三四五六七八九十]{1,3}';
const COMPASS = '东南|西南|东北|西北|东|西|南|北';

/** 十二 → 12; digits stay. */
export function numeral(written: string): number {
  if (/^\d+$/.test(written)) return Number(written);
  const [tens, units] = written.includes('十') ? written.split('十') : ['', written];
  const ten = written.includes('十') ? (tens === '' ? 1 : (NUMERALS[tens ?? ''] ?? 1)) : 0;
  return ten * 10 + (NUMERALS[units ?? ''] ?? 0);
}

const STAGE_CLASS = new RegExp(`(初|高)([一二三1-3])\\s*(?:年级)?\\s*[\\(（]?(${NUMBER})[\\)）]?\\s*班`);
const GRADE_CLASS = new RegExp(`([一二三四五六七八九1-9])\\s*(?:年级|年|\\.|、|\\()\\s*\\(?(${NUMBER})\\)?\\s*班`);
const SHORT_CLASS = /(?<![0-9一二三四五六七八九十第])([一二三四五六七八九])([1-9]|[一二三四五六七八九十])班/;
const KINDERGARTEN_CLASS = /(?<![暑早晚午寒最])(?:小小|托|小|中|大)[一二三四五六1-6]?班(?!级|车|子)/;
const ROOM_CLASS = /(?<!\d)([1-9])(?:0)([1-9])\s*(?:教室|班)/;
const BUILDING = new RegExp(
  `(?:(${NUMBER})\\s*(?:号(?!砂|灶|炉|泵|箱|窗|设|校车|床|线|车|机|柜|门|桌|位|铺|电|井|码)|#|栋|幢)\\s*((?:教学|宿舍|公寓|实验|办公|男生|女生|寝室)?楼?)|([a-h])\\s*(?:栋|座|楼|幢)|(宿舍|公寓|教学楼)\\s*(${NUMBER})\\s*(?:号楼|栋))`,
);
const NAMED_BUILDING =
  /(?:办公|综合|行政|实验|艺术|科技|逸夫|实训|图文|博学|明德|致远|初中|高中|小学|女生宿舍|男生宿舍|女生|男生|图书|初一|初二|初三|高一|高二|高三|国学)楼|图书馆|体育馆|报告厅|女生宿舍|男生宿舍|女寝|男寝/;
const RANGE = new RegExp(`(${NUMBER})(?:楼|层)?(?:到|至|-|和)(${NUMBER})\\s*(?:楼|层)`);
const FLOOR = new RegExp(
  `(?!(?<=[那这])一层)(?<![第号栋#薄厚]|[0-9一二三四五六七八九]号|[结冻了着]|每)(负?${NUMBER})\\s*(?:楼|层)(?!梯|薄|冰|油|灰|皮|霜|雪|浮|水)`,
);
const STAIR_FLOOR = new RegExp(`(?<![第号])(${NUMBER})楼梯?(?=楼|梯|的楼)`);
const SIDE = new RegExp(`(${COMPASS})(?:侧|边|头|面|端|门|角|向|围墙|墙|楼梯|区|院墙|栅栏|看台|头儿)`);
const ROOM =
  /(?<![\d号.:])([1-9]\d{2,3})(?!\d|度|米|元|人|个|号线|年|分|斤|块|克|毫|点|多|天|份|套|瓶|次|名)\s*(?:室|寝室|宿舍|房|教室|号房|房间)?/;
const SPOT =
  /实训车间|跳远沙坑|男厕所?|女厕所?|后厨|蒸饭间|储物间|冷库|准备室|化学室|生物室|物理室|化学实验室|物理实验室|生物实验室|科学实验室|宿管室|门卫室|传达室|保安室|岗亭|连廊|天台|泳池|荷花池|花坛|音乐室|音乐教室|舞蹈室|舞蹈教室|美术室|美术教室|机房|微机室|多功能厅|阶梯教室|礼堂|医务室|监控室|水塘|池塘|喷泉|司令台旁|主席台|看台|中间楼梯|后墙|后门|侧门|南门|北门|东门|西门|前门|洗碗间|备餐间|切配间|面点间|开水间|水房|会议室|地下室|楼梯间|拐角|沙坑|篮球场|足球场|跑道|车棚|阅览室|器材室|配电房|锅炉房|浴室|午睡室|活动室|值班室/;

/** The class as the school writes it (初一5班, 三年级1班, 小二班), if one is named. */
export function classOf(text: string): string | undefined {
  const stage = STAGE_CLASS.exec(text);
  if (stage !== null) return `${stage[1]}${CHINESE_NUMBER[numeral(stage[2] ?? '')] ?? ''}${numeral(stage[3] ?? '')}班`;
  const grade = GRADE_CLASS.exec(text) ?? SHORT_CLASS.exec(text);
  if (grade !== null) return `${CHINESE_NUMBER[numeral(grade[1] ?? '')] ?? ''}年级${numeral(grade[2] ?? '')}班`;
  const room = ROOM_CLASS.exec(text);
  if (room !== null) return `${CHINESE_NUMBER[Number(room[1])] ?? ''}年级${room[2] ?? ''}班`;
  return KINDERGARTEN_CLASS.exec(text)?.[0];
}

/** Building, floor, side and room, from large to small in normal form (2号楼3层西侧); empty when none is said. */
export function detailOf(text: string): string {
  const className = classOf(text);
  if (className !== undefined) return className;
  const parts: string[] = [];
  let rest = text;
  const building = BUILDING.exec(rest);
  if (building !== null) {
    const number = building[1] ?? building[5];
    parts.push(number === undefined ? `${(building[3] ?? '').toUpperCase()}栋` : `${numeral(number)}号楼`);
    rest = rest.replace(building[0], ' ');
  } else {
    const named = NAMED_BUILDING.exec(rest)?.[0];
    if (named !== undefined) {
      parts.push(named);
      rest = rest.replace(named, ' ');
    }
  }
  const range = RANGE.exec(rest);
  const floor = FLOOR.exec(rest) ?? STAIR_FLOOR.exec(rest);
  if (range !== null) parts.push(`${numeral(range[1] ?? '')}层到${numeral(range[2] ?? '')}层`);
  else if (floor !== null) parts.push(`${numeral((floor[1] ?? '').replace('负', ''))}层`);
  const side = SIDE.exec(rest);
  if (side !== null && !/门$/.test(side[0])) parts.push(side[0].endsWith('角') ? `${side[1]}角` : `${side[1]}侧`);
  const room = ROOM.exec(rest);
  if (room !== null) parts.push(room[1] ?? '');
  else {
    const spot = SPOT.exec(rest)?.[0].replace(/厕所$/, '厕');
    if (spot !== undefined) parts.push(spot);
  }
  return parts.join('');
}

/** A floor or building is named, which without more means the teaching building. */
export function namesFloor(text: string): boolean {
  return FLOOR.test(text) || BUILDING.test(text) || RANGE.test(text);
}
