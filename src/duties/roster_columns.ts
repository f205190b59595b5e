import { GATE, LEADER, NIGHT, type RosterDuty, STAFF_POST } from './shift_times.ts';

/** What a column header or a row label says about the people in it. */
export interface Label {
  readonly duty?: RosterDuty;
  readonly slot: string;
  readonly post: string;
  /** The header says people stand below it; otherwise only known names show that they do. */
  readonly people: boolean;
}

export type ColumnKind = 'date' | 'weekday' | 'slot' | 'post' | 'ignored' | 'people';

const DATE = /^(?:值班|带班|值日|值守|护导|巡逻)?(?:日期|年月日)$/;
const WEEKDAY = /^(?:星期|周几|星期几|礼拜)$/;
const SLOT = /^(?:班次|时段|时间段?|班别|(?:值班|带班|护导|值守|到岗)时(?:间|段))$/;
const POST = /^(?:(?:值班|护导|值守)?(?:岗位|地点|位置|点位|部位|区域)|值守点|校门|宿舍楼?)$/;
const IGNORED =
  /序号|编号|备注|电话|手机|联系|签名|签到|签字|周次|第.?周|职务|部门|科室|性别|年级|班级|学科|要求|职责|说明|天气|情况|记录|角色/;
const PEOPLE =
  /姓名|人员|教师|老师|领导|干部|值班|带班|当班|护导|护学|执勤|巡逻|负责人|值守人|组长|成员|主任|校长|教官|门卫|保安/;
const SLOT_WORDS =
  /^(?:早班|中班|晚班|白班|夜班|早读|早上|早晨|上午|中午|午间|午休|下午|傍晚|晚上|晚自习|晚修|课间|大课间|上学|放学|早|午|中|晚|全天|上半夜|下半夜|前半夜|后半夜)/;
const CLOCKS = /\d{1,2}[:：点]\d{0,2}\s*[-—~–至到]+\s*(?:次日|第二天)?\s*\d{1,2}[:：点]\d{0,2}/;

export const DUTY_WORDS = /值班|带班|护导|护学|值守|执勤|夜间巡逻|值日领导/;

export const fold = (text: string): string => text.normalize('NFKC').replace(/[\s\p{Cf}\p{Cc}]/gu, '');
/** 日期(必填)*: → 日期. */
const bare = (text: string): string => fold(text).replace(/\([^()]*\)|【[^】]*】|[*:;、]+$/g, '');

export function columnKind(header: string): ColumnKind {
  const label = bare(header);
  if (DATE.test(label)) return 'date';
  if (WEEKDAY.test(label)) return 'weekday';
  if (SLOT.test(label)) return 'slot';
  if (POST.test(label)) return 'post';
  if (label === '' || IGNORED.test(label)) return 'ignored';
  return 'people';
}

/** Which duty a title or sheet name is about; undefined when it does not say. */
export function dutyIn(text: string): RosterDuty | undefined {
  if (/护导|护学|校门|门口|上下学|上放学/.test(text)) return GATE;
  if (/夜间|夜班|宿舍|寄宿|宿管|晚寝|查寝|巡逻/.test(text)) return NIGHT;
  return /带班|值班|行政/.test(text) ? LEADER : undefined;
}

const tidyPost = (text: string): string => text.replace(/^[()（）\-—:：、/·\s]+|[()（）\-—:：、/·\s]+$/g, '');

/**
 * Reads a header over names (带班领导, 北门护导, 早 7:10-8:00, 东门) or the label of a row of a week table.
 * `hasLeader`: another column names the leader, so 值班教师 is the one beside.
 */
export function readLabel(text: string, hasLeader: boolean): Label {
  const folded = text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const clocks = CLOCKS.exec(folded)?.[0] ?? '';
  let rest = tidyPost(folded.replace(clocks, '').replace(/\(\s*\)/g, ''));
  const word = SLOT_WORDS.exec(rest)?.[0] ?? '';
  rest = tidyPost(rest.slice(word.length).replace(/^班(?!员)/, ''));
  const slot = [word, clocks].filter((part) => part !== '').join(' ');
  if (/值日?班?员|值班(?:人|教师|老师|人员)$|^值班$/.test(rest) && hasLeader)
    return { duty: LEADER, slot, post: STAFF_POST, people: true };
  const duty = /带班|领导|干部/.test(rest) ? LEADER : dutyIn(rest.replace(/值班|行政/g, ''));
  // 北门护导教师 leaves 北门; 值班人 leaves nothing.
  const post = tidyPost(
    rest.replace(
      /(?:行政|校级|值班|带班|护导|护学|值守|执勤|夜间|巡逻|当班|负责|责任)*(?:领导|干部|教师|老师|人员|姓名|队员|岗位|岗|队|员|人)?$/,
      '',
    ),
  );
  const people = PEOPLE.test(rest);
  return {
    ...(duty ? { duty } : {}),
    slot,
    post: duty === LEADER || (people && /^(?:姓名|人员|教师|老师)$/.test(post)) ? '' : post,
    people,
  };
}
