import { DAILY_AIM, type Figures, type MonthFigures, type Silence } from './figures.ts';
import { type Call, type CountingProfile, profiles } from './profiles.ts';
import { table } from './table.ts';

/** How the calls are named for people. */
const callNames: Readonly<Record<Call, string>> = {
  card: '发卡',
  text: '发字',
  file: '发文件',
  update: '更新卡',
  urge: '加急',
  upload: '传图',
  download: '取图',
  contact: '通讯录',
};

const cadenceNames: Readonly<Record<string, string>> = {
  daily: '每天',
  'every-day': '每天',
  weekly: '每周',
  'half-month': '半月',
  month: '每月',
  quarter: '每季',
  term: '每学期',
  year: '每年',
  'boarding-night': '住宿夜',
  'before-holiday': '放假前',
  dated: '按日期',
  event: '有事时',
  shift: '按值班表',
};

/** Why a duty that is switched on had nothing to do. */
const withoutTasks: Readonly<Record<string, string>> = {
  dated: '还没有定日期；发“设置”可定',
  event: '有事才办',
  shift: '没有值班表，也没有可轮值的人',
  'before-holiday': '这段时间没有三天以上的假',
};

/** What a rehearsal came to, for the IT teacher and the safety office; one text per platform. */
export function reportOf(figures: Figures, title: string): readonly string[] {
  const profile = profiles[figures.platform];
  return [
    `${title}（${profile.text}）`,
    `${figures.span.from} 至 ${figures.span.to}，上课 ${figures.schoolDays} 天；${figures.classes} 个班，${figures.people} 人（${habitsText(figures)}）。`,
    ...notes(figures),
    '',
    '一、每人每天被打扰几次（自己没点、消息自己来的才算；中位数按上课日）',
    ...table(
      ['角色', '人数', '中位数', '最多的一天', '连群消息中位数', '连群消息最多'],
      figures.roles.map((role) => [
        role.role,
        role.people,
        role.median,
        role.worst,
        role.medianWithGroups,
        role.worstWithGroups,
      ]),
    ),
    `最忙的一天，十个人里有九个不超过 ${figures.nineInTen} 次（目标 ${DAILY_AIM} 次）；连群里的消息算，不超过 ${figures.nineInTenWithGroups} 次。`,
    `从头到尾没有哪天多于 ${DAILY_AIM} 次的人：${Math.round(figures.neverAbove * 100)}%。`,
    '',
    `二、${profile.text}平台用量（每月）`,
    ...quota(figures, profile),
    '',
    `三、职责：共建任务 ${figures.tasks} 项`,
    ...duties(figures),
    '',
    '四、哪些天什么都没发',
    ...silences(figures.silences),
    '',
    '五、周报怎么说（第一期和最后一期）',
    ...digests(figures.digests),
    ...refusals(figures),
    '',
    ...verdict(figures),
  ];
}

const habitsText = ({ habits }: Figures): string =>
  Object.entries(habits)
    .map(([habit, people]) => `${habit} ${people}`)
    .join('、');

function notes(figures: Figures): readonly string[] {
  return [
    ...(figures.calendarKnown ? [] : ['注意：这段时间的国家放假安排还没公布，按周一至周五上课排演，放假日没有扣除。']),
    ...(figures.madeUpShifts
      ? ['注意：没有给值班表，按带班领导、护导教师轮流排演。再加 --roster 值班表.xlsx 可用真表。']
      : []),
    ...figures.problems.map((problem) => `名册：${problem}`),
  ];
}

function quota({ months, platform }: Figures, profile: CountingProfile): readonly string[] {
  const kinds = (Object.keys(callNames) as Call[]).filter((call) => months.some((month) => month.byCall[call]));
  const arrivals = profile.arrivalsPerMonth !== undefined;
  const share = (part: number, whole: number): string => `${Math.round((part / whole) * 100)}%`;
  return [
    ...table(
      [
        '月份',
        ...kinds.map((kind) => callNames[kind]),
        '调用合计',
        '占免费额度',
        '收到消息和点击',
        ...(arrivals ? ['占免费额度 '] : []),
      ],
      months.map((month: MonthFigures) => [
        month.month,
        ...kinds.map((kind) => month.byCall[kind] ?? 0),
        month.calls,
        share(month.calls, profile.callsPerMonth),
        month.arrivals,
        ...(profile.arrivalsPerMonth === undefined ? [] : [share(month.arrivals, profile.arrivalsPerMonth)]),
      ]),
    ),
    `免费额度：每月 ${profile.callsPerMonth} 次调用${arrivals ? `、${profile.arrivalsPerMonth} 次消息推送` : '；收消息和点击不计次'}。目标：不超过 ${profile.callsAllowed}${arrivals ? ` 和 ${profile.arrivalsAllowed}` : ''}。`,
    ...(platform === 'dingtalk' ? ['消息和点击是否每次都计数，钉钉没有写明；这里每次都算。'] : []),
  ];
}

function duties({ duties: all }: Figures): readonly string[] {
  const asked = all.filter((duty) => duty.tasks > 0);
  const idle = all.filter((duty) => duty.tasks === 0);
  return [
    ...table(
      ['职责', '周期', '任务', '按时', '补办', '免记', '没办', '进行中', '提醒', '催办', '报上级'],
      asked.map((duty) => [
        duty.name,
        cadenceNames[duty.cadence] ?? duty.cadence,
        duty.tasks,
        duty.onTime,
        duty.late,
        duty.excused,
        duty.missed,
        duty.open,
        duty.prompts,
        duty.nudges,
        duty.summaries,
      ]),
    ),
    ...idle.map((duty) => `没有任务：${duty.name}（${withoutTasks[duty.cadence] ?? '这段时间轮不到，请核对校历'}）`),
  ];
}

/** Weekends are summed up; everything else stands by date. */
function silences(all: readonly Silence[]): readonly string[] {
  if (all.length === 0) return ['每天都有消息。'];
  const total = all.reduce((sum, one) => sum + one.days, 0);
  const weekends = all.filter((one) => one.why === '周末').reduce((sum, one) => sum + one.days, 0);
  const others = all.filter((one) => one.why !== '周末');
  return [
    `共 ${total} 天没有消息，其中周末 ${weekends} 天。`,
    ...others.map(
      (one) =>
        `${one.isOdd ? '要查：' : ''}${one.from}${one.days > 1 ? ` 至 ${one.to}（${one.days} 天）` : ''}：${one.why}`,
    ),
  ];
}

function digests(all: readonly string[]): readonly string[] {
  const [first] = all;
  const last = all.length > 1 ? all.at(-1) : undefined;
  if (first === undefined) return ['这段时间没有周报。'];
  return [first, last].flatMap((text) => (text === undefined ? [] : text.split('\n').map((line) => `  ${line}`)));
}

function refusals({ refusals: all }: Figures): readonly string[] {
  const entries = Object.entries(all).sort((left, right) => right[1] - left[1]);
  if (entries.length === 0) return [];
  return ['', '没收下的操作（系统当场说了原因）', ...entries.map(([what, times]) => `  ${times} 次 ${what}`)];
}

const verdict = ({ broken }: Figures): readonly string[] =>
  broken.length === 0
    ? ['结论：都在目标之内。']
    : ['结论：有超出，建议先调整职责设置再启用。', ...broken.map((one) => `  - ${one}`)];
