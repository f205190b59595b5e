import { type Card, type Chart, type Fact, type Field, plain } from '../model.ts';
import { shorten } from '../school/shorten.ts';

export interface DoneView {
  readonly drill: number;
  readonly head: string;
  readonly isDrill: boolean;
  readonly isReal: boolean;
  readonly isClosed: boolean;
  readonly expected: number;
  readonly present: number;
  /** 补录: when it was held, as the paper says. */
  readonly late?: string;
  readonly took?: string;
  readonly target?: string;
  /** 差异 1 已闭合 and the like. */
  readonly gaps: string;
  readonly slowest: readonly string[];
  readonly floors: readonly string[];
  readonly exception?: string;
  /** A drill of a part: what is left of the school. */
  readonly part?: string;
  readonly chart?: Chart;
  readonly isCounted: boolean;
  /** One to one: the record is a press away. */
  readonly mayExport: boolean;
}

/** 〔drill.done〕 how it went, in numbers; classes by time, no person is named. */
export function doneCard(view: DoneView): Card {
  const facts: Fact[] = view.isCounted
    ? [
        { label: '应到', value: String(view.expected) },
        { label: '实到', value: String(view.present) },
        ...(view.took === undefined ? [] : [{ label: '用时', value: view.took }]),
        ...(view.target === undefined ? [] : [{ label: '目标', value: view.target }]),
        { label: '差异', value: view.gaps },
      ]
    : [];
  return {
    key: 'drill.done',
    title: shorten(
      view.late !== undefined
        ? `${view.head}已记`
        : view.isClosed
          ? `${view.head}解除，全部到齐`
          : view.isCounted
            ? `${view.head}签字解除`
            : `${view.head}推演结束`,
      20,
    ),
    tone: view.isClosed || !view.isCounted ? 'done' : 'due',
    tag: view.isClosed ? '已闭合' : view.isCounted ? '有未闭合' : '已结束',
    blocks: [
      ...(facts.length > 0 ? [{ kind: 'facts' as const, facts }] : []),
      ...(view.floors.length > 0
        ? [{ kind: 'text' as const, text: plain(`各楼层到齐：${view.floors.slice(0, 6).join('；')}`) }]
        : []),
      ...(view.slowest.length > 0
        ? [{ kind: 'text' as const, text: plain(`最后到齐：${view.slowest.slice(0, 3).join('；')}`) }]
        : []),
      ...(view.exception ? [{ kind: 'text' as const, text: plain(`总指挥签字：${view.exception}`) }] : []),
      ...(view.part ? [{ kind: 'text' as const, text: plain(view.part) }] : []),
      ...(view.chart ? [{ kind: 'chart' as const, chart: view.chart }] : []),
      {
        kind: 'text',
        text: plain(
          view.late !== undefined
            ? `据纸质记录，${view.late} 举行。记录时间是收到补录的时间。`
            : view.isReal
              ? '请按总指挥安排行动。'
              : '请按序回班。班级讲评放学前完成。',
        ),
      },
    ],
    actions: view.mayExport ? [{ label: '要记录表', action: 'drill.export', reference: { drill: view.drill } }] : [],
  };
}

export interface EvaluationView {
  readonly drill: number;
  /** 【演练】, 【演练补录】. */
  readonly head: string;
  readonly name: string;
  readonly day: string;
  readonly fields: readonly Field[];
  /** 68/75，优, once this observer has evaluated. */
  readonly given?: string;
  readonly took: string;
  readonly message?: string;
}

/** 〔drill.evaluation〕 to the observers. */
export const evaluationCard = (view: EvaluationView): Card => ({
  key: 'drill.evaluation',
  title: shorten(
    view.given === undefined ? `${view.head}请评：${view.day}${view.name}` : `${view.head}已评：${view.given}`,
    20,
  ),
  tone: view.given === undefined ? 'info' : 'done',
  tag: view.given === undefined ? '当日内' : '已收',
  blocks: [
    {
      kind: 'text',
      text: plain(
        view.given === undefined
          ? `共 15 项，没勾的记 4 分。用时 ${view.took}、差异已自动填好。`
          : '收到。问题由安全办立项。',
      ),
    },
  ],
  ...(view.given === undefined
    ? {
        form: {
          action: 'drill.evaluate',
          reference: { drill: view.drill },
          revision: 1,
          fields: view.fields,
          submit: '提交评估',
          ...(view.message ? { message: view.message } : {}),
        },
      }
    : {}),
  actions: [],
});

export interface FindingsView {
  readonly drill: number;
  readonly head: string;
  readonly name: string;
  readonly day: string;
  readonly score?: string;
  readonly evaluations: number;
  /** Pictures of the drill that came in. */
  readonly photos: number;
  readonly fields: readonly Field[];
  readonly isFiled: boolean;
  readonly filed: readonly string[];
  readonly message?: string;
}

/** To the safety office: every problem becomes a hazard or a revision of the plan. */
export const findingsCard = (view: FindingsView): Card => ({
  key: 'drill.findings',
  title: shorten(view.isFiled ? `${view.head}已立项：${view.name}` : `${view.head}请立项：${view.day}${view.name}`, 20),
  tone: view.isFiled ? 'done' : 'info',
  tag: view.isFiled ? '已立项' : '5 日内',
  blocks: view.isFiled
    ? [
        view.filed.length > 0
          ? { kind: 'list', items: view.filed.slice(0, 8).map(plain) }
          : { kind: 'text', text: plain('没有要改的。') },
      ]
    : [
        {
          kind: 'text',
          text: plain(
            `${view.score === undefined ? '观察员还没评。' : `观察员 ${view.evaluations} 人，评 ${view.score}。`}一行一条；要整改的登记为隐患，要改预案的派给责任人。没有就只写亮点。${view.photos > 0 ? `已收照片 ${view.photos} 张。` : '还没有照片，引用这张卡发来就归到这次演练。'}`,
          ),
        },
      ],
  ...(view.isFiled
    ? {}
    : {
        form: {
          action: 'drill.findings',
          reference: { drill: view.drill },
          revision: 1,
          fields: view.fields,
          submit: '问题立项',
          ...(view.message ? { message: view.message } : {}),
        },
      }),
  actions: view.isFiled ? [{ label: '要记录表', action: 'drill.export', reference: { drill: view.drill } }] : [],
});

const done: DoneView = {
  drill: 5,
  head: '【演练】',
  isDrill: true,
  isReal: false,
  isClosed: true,
  expected: 1798,
  present: 1798,
  took: '3 分 05 秒',
  target: '2 分 00 秒',
  gaps: '1 班已闭合',
  slowest: ['初二3班 3 分 05 秒'],
  floors: ['2号楼3层 3 分 05 秒', '2号楼1层 1 分 40 秒'],
  chart: {
    shape: 'bar',
    points: [
      { label: '5月12日', value: 240 },
      { label: '9月25日', value: 185 },
    ],
    alt: '火灾疏散近 2 次用时：5月12日 4 分 00 秒，9月25日 3 分 05 秒。',
  },
  isCounted: true,
  mayExport: true,
};
const fields: readonly Field[] = [
  { kind: 'longText', name: 'highlights', label: '亮点', required: true, maxLength: 200 },
];
const { chart: _chart, took: _took, ...unsigned } = done;
export const samples: readonly Card[] = [
  doneCard(done),
  doneCard({
    ...unsigned,
    isClosed: false,
    exception: '初二3班 1 人已由家长接走',
    gaps: '1 班未闭合',
    mayExport: false,
  }),
  doneCard({ ...done, part: '这次只算2号楼，9月还差 初二1班等 3 班没演。' }),
  doneCard({ ...done, head: '【演练补录】', late: '2025-09-25 10:05', floors: [], slowest: [] }),
  doneCard({ ...unsigned, head: '真实险情，非演练：', isReal: true }),
  doneCard({ ...unsigned, isCounted: false, isClosed: false, slowest: [], floors: [] }),
  evaluationCard({ drill: 5, head: '【演练】', name: '火灾疏散', day: '9月25日', fields, took: '3 分 05 秒' }),
  evaluationCard({
    drill: 5,
    head: '【演练】',
    name: '火灾疏散',
    day: '9月25日',
    fields,
    took: '3 分 05 秒',
    given: '68/75，优',
  }),
  findingsCard({
    drill: 5,
    head: '【演练】',
    name: '火灾疏散',
    day: '9月25日',
    score: '68/75，优',
    evaluations: 2,
    photos: 4,
    fields,
    isFiled: false,
    filed: [],
  }),
  findingsCard({
    drill: 5,
    head: '【演练】',
    name: '火灾疏散',
    day: '9月25日',
    evaluations: 0,
    photos: 0,
    fields,
    isFiled: false,
    filed: [],
  }),
  findingsCard({
    drill: 5,
    head: '【演练】',
    name: '火灾疏散',
    day: '9月25日',
    evaluations: 1,
    photos: 4,
    fields,
    isFiled: true,
    filed: ['东梯拥堵：隐患 QS-202509-0003', '集合点太近：预案修订，李敏 10月8日'],
  }),
  findingsCard({
    drill: 5,
    head: '【演练】',
    name: '火灾疏散',
    day: '9月25日',
    evaluations: 1,
    photos: 0,
    fields,
    isFiled: true,
    filed: [],
  }),
];
