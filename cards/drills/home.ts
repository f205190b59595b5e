import { type Card, plain } from '../model.ts';
import { shorten } from '../school/shorten.ts';

export interface HomeView {
  readonly school: number;
  readonly rows: readonly string[];
  readonly proposal?: string;
  readonly next?: { readonly drill: number; readonly text: string };
  readonly running?: { readonly drill: number };
  readonly last?: { readonly drill: number };
  readonly may: { readonly organise: boolean; readonly start: boolean; readonly enterLate: boolean };
}

/** 演练: planned, done, overdue; and what can be done now. */
export const homeCard = (view: HomeView): Card => ({
  key: 'drill.home',
  title: view.running ? '演练正在进行' : '演练：安排与点名',
  tone: view.running ? 'due' : 'info',
  tag: '演练',
  blocks: [
    ...(view.rows.length > 0 ? [{ kind: 'list' as const, items: view.rows.slice(0, 6).map(plain) }] : []),
    {
      kind: 'text',
      text: plain(
        [
          ...(view.running
            ? ['点“看进度”看各班到了多少。']
            : [
                view.next ? `下一次：${view.next.text}。` : '还没有安排下一次。',
                view.proposal ? `建议：${view.proposal}。` : '',
              ]),
          view.running ? '真有险情，总指挥发“真实险情”。' : '开始发“演练开始”；真实险情要点全校人数，发“全员点名”。',
        ].join(''),
      ),
    },
  ],
  actions: [
    ...(view.running ? [{ label: '看进度', action: 'drill.watch', reference: { drill: view.running.drill } }] : []),
    ...(view.next ? [{ label: '看方案', action: 'drill.open', reference: { drill: view.next.drill } }] : []),
    ...(view.may.organise
      ? [{ label: '安排演练', action: 'drill.new', reference: { school: view.school }, style: 'primary' as const }]
      : []),
    ...(view.may.enterLate
      ? [{ label: '补录演练', action: 'drill.late-new', reference: { school: view.school } }]
      : []),
    ...(view.last && view.may.organise
      ? [{ label: '上次记录', action: 'drill.export', reference: { drill: view.last.drill } }]
      : []),
  ],
});

export interface ProposalView {
  readonly school: number;
  readonly period: string;
  readonly what: string;
  readonly day: string;
  /** 还差 初二1班等 3 班, when a part was held; '' otherwise. */
  readonly left: string;
  readonly isOpen: boolean;
}

/** Nothing is planned for the period: a day that collides with no exam and no break. */
export const proposalCard = (view: ProposalView): Card => ({
  key: 'drill.proposal',
  title: shorten(
    view.isOpen ? `${view.period}${view.left === '' ? '还没安排演练' : '演练还没演完'}` : `${view.period}演练已安排`,
    20,
  ),
  tone: view.isOpen ? 'due' : 'done',
  tag: view.isOpen ? '待安排' : '已安排',
  blocks: [
    {
      kind: 'text',
      text: plain(
        view.isOpen
          ? `${view.left === '' ? '' : `只演过部分班，${view.left}。`}建议 ${view.day} ${view.what}，避开了考试和放假前。`
          : '不用再点。',
      ),
    },
  ],
  actions: view.isOpen
    ? [{ label: '安排演练', action: 'drill.new', reference: { school: view.school }, style: 'primary' }]
    : [],
});

export const samples: readonly Card[] = [
  homeCard({
    school: 1,
    rows: ['9月：应演 1，已演 0，已定 1', '本学期已演 2；往期未演 0'],
    next: { drill: 5, text: '9月25日 10:05 火灾疏散' },
    last: { drill: 4 },
    may: { organise: true, start: true, enterLate: true },
  }),
  homeCard({
    school: 1,
    rows: ['9月：应演 1，已演 0，已定 0'],
    proposal: '9月25日 周四 火灾疏散',
    running: { drill: 6 },
    may: { organise: false, start: false, enterLate: false },
  }),
  proposalCard({ school: 1, period: '9月', what: '火灾疏散', day: '9月25日 周四', left: '', isOpen: true }),
  proposalCard({
    school: 1,
    period: '9月',
    what: '火灾疏散',
    day: '9月25日 周四',
    left: '还差 初二1班等 3 班',
    isOpen: true,
  }),
  proposalCard({ school: 1, period: '9月', what: '火灾疏散', day: '9月25日 周四', left: '', isOpen: false }),
];
