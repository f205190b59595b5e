import { type Card, plain } from '../model.ts';
import { shorten } from '../school/shorten.ts';

export interface GapView {
  readonly unit: number;
  readonly head: string;
  readonly name: string;
  readonly missing: number;
  readonly reason?: string;
  readonly since: string;
  readonly isOpen: boolean;
  /** 10:08: when it turns into the missing-child procedure. */
  readonly until: string;
}

/** To the assembly officer and the sweepers: look again where people are found (domain/drills.md §4 ②). */
export const gapCard = (view: GapView): Card => ({
  key: 'drill.gap',
  title: shorten(view.isOpen ? `${view.head}${view.name}差 ${view.missing} 人` : `${view.head}${view.name}已闭合`, 20),
  tone: view.isOpen ? 'danger' : 'done',
  tag: view.isOpen ? '请复查' : '不用找了',
  blocks: view.isOpen
    ? [
        { kind: 'text', text: plain('请复查厕所、医务室、功能室，找到了报点名官。') },
        {
          kind: 'facts',
          facts: [
            { label: '报于', value: view.since },
            { label: '说明', value: view.reason ?? '未说' },
            { label: '未寻获', value: `${view.until} 按真实走失处置` },
          ],
        },
      ]
    : [{ kind: 'text', text: plain('人数已对上。') }],
  actions: view.isOpen ? [{ label: '更正人数', action: 'drill.correct', reference: { unit: view.unit } }] : [],
});

export interface MissingView {
  readonly drill: number;
  readonly head: string;
  readonly isPlayed: boolean;
  readonly missing: number;
  /** 初二3班 差 1（如厕）. */
  readonly gaps: readonly string[];
  readonly since: string;
  readonly isFound: boolean;
  /** Ten minutes have gone by: the commander decides. */
  readonly mustDecide: boolean;
}

/** 真实走失: gate, zones, cameras; after ten minutes the commander decides about 110 and the guardians. */
export const missingCard = (view: MissingView): Card => ({
  key: 'drill.missing',
  title: shorten(
    view.isFound
      ? '人已找到，恢复点名'
      : view.mustDecide
        ? `${view.isPlayed ? view.head : ''}请定：报警 110，联系家长`
        : view.isPlayed
          ? `${view.head}按走失处置，差 ${view.missing} 人`
          : `真实走失，非演练：差 ${view.missing} 人`,
    20,
  ),
  tone: view.isFound ? 'done' : 'danger',
  tag: view.isFound ? '已闭合' : '马上找',
  blocks: view.isFound
    ? [{ kind: 'text', text: plain('人数已对上，请等总指挥宣布解除。') }]
    : [
        {
          kind: 'list',
          items: [
            '保安守住校门，只进不出。',
            '分区找：厕所、医务室、功能室、宿舍、围墙边。',
            '安全办调监控；班主任核纸册。',
            ...(view.mustDecide
              ? ['满 10 分钟：请总指挥定，报警 110、联系监护人。']
              : ['满 10 分钟未找到，由总指挥定报警 110、联系监护人。']),
          ].map(plain),
        },
        {
          kind: 'facts',
          facts: [
            { label: '班级', value: view.gaps.slice(0, 4).join('；') || '—' },
            { label: '开始', value: view.since },
          ],
        },
      ],
  actions: view.isFound ? [] : [{ label: '更正人数', action: 'drill.board-other', reference: { drill: view.drill } }],
});

export interface RealView {
  readonly drill: number;
  readonly name: string;
  readonly act: string;
  readonly at: string;
  readonly by: string;
  readonly isOver: boolean;
  readonly isGroup: boolean;
}

/** The drill has become real: the first line is fixed (domain/drills.md §3). */
export const realCard = (view: RealView): Card => ({
  key: 'drill.real',
  title: view.isOver ? '真实险情已解除' : '真实险情，非演练',
  tone: view.isOver ? 'closed' : 'danger',
  tag: view.isOver ? '已解除' : '真实险情',
  blocks: view.isOver
    ? [{ kind: 'text', text: plain('总指挥已宣布解除。') }]
    : [
        { kind: 'text', text: plain(`先打 110／119／120。${view.act}`) },
        {
          kind: 'facts',
          facts: [
            { label: '原为', value: `${view.name}演练` },
            { label: '宣布', value: view.isGroup ? view.at : `${view.at} ${view.by}` },
          ],
        },
        { kind: 'text', text: plain('点名继续，请照实上报人数。') },
      ],
  actions: [],
  summary: view.isOver ? '真实险情已解除' : '真实险情，非演练，先打 110／119／120',
});

export interface PostView {
  readonly post: number;
  readonly head: string;
  /** 清楼员 · 2号楼3层. */
  readonly what: string;
  readonly isSweeper: boolean;
  /** 拍摄记录: what they send is the drill's. */
  readonly takesPhotos: boolean;
  readonly state: 'waiting' | 'confirmed' | 'trouble';
  readonly at: string;
  readonly isOver: boolean;
}

/** To sweepers, floor guides and the other posts. */
export const postCard = (view: PostView): Card => ({
  key: 'drill.post',
  title: shorten(
    view.isOver
      ? `${view.head}已解除`
      : `${view.head}${view.state === 'waiting' ? '您是' : view.state === 'confirmed' ? '已报：' : '有情况：'}${view.what}`,
    20,
  ),
  tone: view.isOver ? 'closed' : view.state === 'confirmed' ? 'done' : view.state === 'trouble' ? 'danger' : 'info',
  tag: view.isOver ? '已结束' : view.state === 'waiting' ? '请确认' : view.at,
  blocks: [
    {
      kind: 'text',
      text: plain(
        view.isOver
          ? '总指挥已宣布解除。'
          : view.isSweeper
            ? '逐室看：厕所、功能室、锁着的门。没人了点“已清楼”。'
            : view.takesPhotos
              ? '到岗后点一下。照片直接发给安园，自动归到这次演练；避开孩子正脸。'
              : '到岗后点一下，全程不离岗。',
      ),
    },
  ],
  actions: view.isOver
    ? []
    : [
        ...(view.state === 'confirmed'
          ? []
          : [
              {
                label: view.isSweeper ? '已清楼' : '已到岗',
                action: 'drill.post-ok',
                reference: { post: view.post },
                style: 'primary' as const,
              },
            ]),
        ...(view.state === 'trouble'
          ? []
          : [{ label: '有情况', action: 'drill.post-trouble', reference: { post: view.post } }]),
      ],
});

const gap: GapView = {
  unit: 12,
  head: '【演练】',
  name: '初二3班',
  missing: 1,
  reason: '如厕',
  since: '10:07',
  isOpen: true,
  until: '10:10',
};
const missing: MissingView = {
  drill: 5,
  head: '【演练】',
  isPlayed: false,
  missing: 1,
  gaps: ['初二3班 差 1（如厕）'],
  since: '10:10',
  isFound: false,
  mustDecide: false,
};
const post: PostView = {
  post: 3,
  head: '【演练】',
  what: '清楼员 2号楼3层',
  isSweeper: true,
  takesPhotos: false,
  state: 'waiting',
  at: '10:06',
  isOver: false,
};
const real: RealView = {
  drill: 5,
  name: '火灾疏散',
  act: '弯腰捂口鼻走楼梯，不乘电梯，随手关门。',
  at: '10:07',
  by: '李敏',
  isOver: false,
  isGroup: false,
};
export const samples: readonly Card[] = [
  gapCard(gap),
  gapCard({ ...gap, isOpen: false }),
  missingCard(missing),
  missingCard({ ...missing, isPlayed: true }),
  missingCard({ ...missing, mustDecide: true }),
  missingCard({ ...missing, isFound: true }),
  realCard(real),
  realCard({ ...real, isOver: true, isGroup: true }),
  postCard(post),
  postCard({ ...post, isSweeper: false, what: '楼层疏导员 东梯' }),
  postCard({ ...post, isSweeper: false, takesPhotos: true, what: '拍摄记录' }),
  postCard({ ...post, state: 'confirmed' }),
  postCard({ ...post, state: 'trouble' }),
  postCard({ ...post, isOver: true }),
];
