import { taskById } from '../duties/tasks.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, dayText } from '../kernel/time.ts';
import { nameOf, schoolById } from '../school/people.ts';
import { departedAfter, durationText, excusedOf, floorTimes, gapOf, secondsOf, standingOf, totalsOf } from './count.ts';
import { lateEntryOf } from './late_entry.ts';
import { partName } from './part.ts';
import { photosOfDrill } from './photos.ts';
import { evaluationsOf, type Finding, findingsOf, postsOf, reportsOf, scoreOf, stepsOf, unitsOf } from './queries.ts';
import { type Drill, evaluationItems, gradeOf, postName } from './rules.ts';
import { tookOf } from './show_after.ts';
import { leadersOf } from './who.ts';
import { nameOfDrill, secondText } from './words.ts';

/** A table of the record: a title, headers, and rows as a person reads them. */
export interface RecordTable {
  readonly title: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface DrillRecord {
  /** 演练记录表 QS-YL-202509-0001. */
  readonly name: string;
  readonly heading: string;
  /** domain/drills.md §6: label and value, one per column of the record form. */
  readonly columns: readonly (readonly [string, string | number])[];
  /** The attachments: roll-call by class, corrections, evaluation, posts, findings, story. */
  readonly tables: readonly RecordTable[];
  /** Pictures of the drill by their hash, under the names they have beside the record. */
  readonly pictures: readonly RecordPicture[];
}

export interface RecordPicture {
  readonly hash: string;
  /** 01 10:05:20 周建国. */
  readonly label: string;
  /** When it came in, ms. */
  readonly at: number;
  readonly personId: number;
}

const stepNames: Readonly<Record<string, string>> = {
  plan: '安排',
  change: '改方案',
  posts: '安排岗位',
  postpone: '改期',
  cancel: '取消',
  prepare: '勘察',
  start: '启动',
  late_entry: '补录',
  asked_again: '催报未报的班',
  accounted: '全部到齐',
  reopened: '更正后又有差异',
  gap_1: '差异满 1 分钟',
  gap_2: '差异满 2 分钟，复查',
  gap_3: '差异满 3 分钟',
  gap_4: '差异满 10 分钟',
  missing: '按走失处置',
  found: '找到',
  real: '转真实险情',
  post_confirmed: '岗位确认',
  post_trouble: '岗位报有情况',
  stand_down: '解除',
  stand_down_signed: '签字解除',
  evaluate: '评估',
  findings: '立项',
};

/** One line of the record form, label and value by column (domain/drills.md §6); dates are YYYY-MM-DD. */
export function recordColumns(context: ReadContext, of: Drill): DrillRecord['columns'] {
  const clock = (at: number | null): string => (at === null ? '—' : secondText(at, context.timeZone));
  const units = unitsOf(context, of.id);
  const totals = totalsOf(units);
  const started = of.startedAt ?? of.plannedAt;
  const date = dateOf(started, context.timeZone);
  const evaluations = evaluationsOf(context, of.id);
  const score = scoreOf(context, of.id);
  const findings = findingsOf(context, of.id);
  const took = tookOf(of);
  const late = lateEntryOf(of);
  const visitors = units.find((unit) => unit.kind === 'visitors');
  const departed = units.flatMap((unit) => departedAfter(unit, started) ?? []);
  const [lead] = leadersOf(context, of);
  const partners = postsOf(context, of.id).filter((post) => ['security', 'medical', 'liaison'].includes(post.role));
  return [
    ['演练编号', of.number],
    ['类型', nameOfDrill(of)],
    ['主题/场景', of.scene === '' ? '—' : of.scene],
    ['日期', date],
    [
      '星期/节次/天气',
      [dayText(date, date).split(' ')[1], of.slot, of.weather].filter((one) => one && one !== '').join('／') || '—',
    ],
    ['记录方式', late ? `补录：${late.reason}` : '现场记录'],
    ['实际举行（补录据纸质）', late?.heldAt ?? '—'],
    ['预告或突发', late ? '—' : of.announced ? '预告' : '突发'],
    ['总指挥', nameOf(context, lead)],
    ['参与范围', partName(of)],
    ['参与班数', late?.classes ?? units.filter((unit) => unit.kind === 'class').length],
    ['应参加师生数', totals.expected],
    ['实际参加', totals.present + totals.resolved],
    ['已说明缺席', totals.excused],
    ['访客及外来人员', visitors ? `应到 ${visitors.expected ?? '—'}，实到 ${visitors.present ?? '—'}` : '—'],
    [
      '差异/闭合',
      totals.isClosed ? '已闭合' : `差 ${totals.missing}，多 ${totals.extra}，未报 ${totals.units - totals.reported}`,
    ],
    ['开始信号时刻', late ? `${clock(of.startedAt)}（收到补录）` : clock(of.startedAt)],
    ['全部到达时刻', clock(of.accountedAt)],
    ['末班出发（秒）', departed.length === 0 ? '—' : Math.max(...departed)],
    ['用时（秒）', late ? `${late.seconds}（纸质记录）` : (took ?? '—')],
    ['目标（秒）', of.targetSeconds ?? '—'],
    ['解除时刻', late ? '—' : clock(of.stoodDownAt)],
    ['受伤/不适', evaluations.length === 0 ? '—' : Math.max(...evaluations.map((one) => one.injuries))],
    ['警校医消防参与', partners.length === 0 ? '无' : partners.map((post) => postName(post.role)).join('、')],
    ['评估得分', score === undefined ? '—' : `${score}/75 ${gradeOf(score)}`],
    ['问题与整改', findings.length === 0 ? '无' : findings.map((one) => one.text).join('；')],
    ['预案修订版本', planText(context, of, findings)],
    ['照片/视频', mediaText(context, of)],
    ['亮点', of.highlights ?? '—'],
    ['例外签字', of.exception ?? '无'],
    ['记录人/审核', `${nameOf(context, of.findingsById ?? of.startedById)}／${nameOf(context, of.stoodDownById)}`],
  ];
}

/** Which plan was followed, and what the drill changed in it. */
function planText(context: ReadContext, of: Drill, findings: readonly Finding[]): string {
  const tasks = findings.flatMap((one) => (one.goes === 'plan' && one.taskId !== null ? [one.taskId] : []));
  const done = tasks.filter((id) => taskById(context, id)?.state === 'done').length;
  const revised = tasks.length === 0 ? '' : `本次演练后修订 ${tasks.length} 处，已完成 ${done}`;
  return [of.planVersion ?? '', revised].filter((one) => one !== '').join('；') || '—';
}

function mediaText(context: ReadContext, of: Drill): string {
  const photos = photosOfDrill(context, of.id).length;
  return (
    [photos > 0 ? `照片 ${photos} 张` : '', of.videoKept === null ? '' : `视频存于 ${of.videoKept}`]
      .filter((one) => one !== '')
      .join('；') || '—'
  );
}

/** 演练记录表 with its attachments, from the rows; times are those at which the system received them (domain/drills.md §7). */
export function drillRecord(context: ReadContext, of: Drill): DrillRecord {
  const clock = (at: number | null): string => (at === null ? '—' : secondText(at, context.timeZone));
  const units = unitsOf(context, of.id);
  const started = of.startedAt ?? of.plannedAt;
  const evaluations = evaluationsOf(context, of.id);
  const findings = findingsOf(context, of.id);
  const took = tookOf(of);
  return {
    name: `演练记录表 ${of.number}${lateEntryOf(of) ? ' 补录' : ''}`,
    heading: `${schoolById(context, of.schoolId)?.name ?? ''}${nameOfDrill(of)}${of.kind === 'drill' ? '演练' : ''}记录表`,
    columns: recordColumns(context, of),
    pictures: photosOfDrill(context, of.id).map((one, index) => ({
      ...one,
      label: `${String(index + 1).padStart(2, '0')} ${dateOf(one.at, context.timeZone)} ${clock(one.at)} ${nameOf(context, one.personId)}`,
    })),
    tables: [
      {
        title: '各班点名表',
        headers: [
          '班级',
          '楼层',
          '在册',
          '应到',
          '已说明未到',
          '实到',
          '差异',
          '差异说明',
          '是否寻获',
          '状态',
          '出发',
          '出发用时（秒）',
          '到齐用时（秒）',
          '首次上报',
          '最后上报',
          '报数人',
        ],
        rows: units.map((unit) => [
          unit.name,
          unit.floor === '' ? '—' : unit.floor,
          unit.enrolled ?? '—',
          unit.expected ?? '—',
          excusedOf(unit),
          unit.present ?? '—',
          gapOf(unit) ?? '—',
          unit.reason ?? '—',
          unit.resolved ? '是' : '—',
          standingNames[standingOf(unit)],
          clock(unit.leftAt),
          departedAfter(unit, started) ?? '—',
          secondsOf(unit, started) ?? '—',
          clock(unit.firstAt),
          clock(unit.reportedAt),
          nameOf(context, unit.reporterId),
        ]),
      },
      {
        title: '各楼层用时',
        headers: ['楼层', '班数', '点了出发的班', '首班出发（秒）', '末班出发（秒）', '全部到齐（秒）'],
        rows: floorTimes(units, started).map((one) => [
          one.floor,
          one.classes,
          one.departed,
          one.firstLeft ?? '—',
          one.lastLeft ?? '—',
          one.allIn ?? '—',
        ]),
      },
      {
        title: '更正记录',
        headers: ['班级', '时刻', '谁', '应到', '实到', '说明', '寻获'],
        rows: units.flatMap((unit) => {
          const reports = reportsOf(context, unit.id);
          return reports.length < 2
            ? []
            : reports.map((one) => [
                unit.name,
                clock(one.at),
                nameOf(context, one.personId),
                one.expected,
                one.present,
                one.reason ?? '—',
                one.resolved ? '是' : '—',
              ]);
        }),
      },
      {
        title: '评估表',
        headers: ['评估项', ...evaluations.map((one) => nameOf(context, one.personId))],
        rows: [
          ...evaluationItems.map((item) => [
            item,
            // Written by `evaluateDrill` only: item → 1–5.
            ...evaluations.map((one) => (one.scores as Readonly<Record<string, number>>)[item] ?? '—'),
          ]),
          ['合计（满分 75）', ...evaluations.map((one) => one.total)],
          ['最慢楼梯', ...evaluations.map((one) => one.slowest)],
          ['拥堵次数', ...evaluations.map((one) => one.jams)],
          ['受伤不适', ...evaluations.map((one) => one.injuries)],
          ['设备故障', ...evaluations.map((one) => one.equipment ?? '无')],
        ],
      },
      {
        title: '岗位',
        headers: ['岗位', '姓名', '位置', '确认'],
        rows: postsOf(context, of.id).map((post) => [
          postName(post.role),
          nameOf(context, post.personId),
          post.post === '' ? '—' : post.post,
          post.state === 'confirmed' ? clock(post.at) : post.state === 'trouble' ? '报有情况' : '—',
        ]),
      },
      {
        title: '问题与整改',
        headers: ['问题', '去向', '责任人', '期限'],
        rows: findings.map((one) => [
          one.text,
          one.goes === 'hazard' ? '隐患' : '预案修订',
          nameOf(context, one.ownerId),
          one.due,
        ]),
      },
      {
        title: '过程',
        headers: ['日期', '时刻', '谁', '做了什么', '说明'],
        rows: stepsOf(context, of.id).map((step) => [
          dateOf(step.at, context.timeZone),
          clock(step.at),
          step.personId === null ? '系统' : nameOf(context, step.personId),
          stepNames[step.kind] ?? step.kind,
          step.note ?? '—',
        ]),
      },
      ...(took === undefined
        ? []
        : [
            {
              title: '路线与用时',
              headers: ['项', '值'],
              rows: [
                ['路线与集合点', of.route === '' ? '—' : of.route],
                ['用时', durationText(took)],
              ],
            },
          ]),
    ],
  };
}

const standingNames = { silent: '未报', closed: '已闭合', missing: '未寻获', extra: '混班' } as const;
