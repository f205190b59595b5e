import { type Card, type Field, plain } from '../model.ts';
import { shorten } from '../school/shorten.ts';

export interface BriefingView {
  readonly drill: number;
  readonly name: string;
  readonly when: string;
  readonly route: string;
  readonly act: string;
  readonly done: number;
  readonly total: number;
  readonly isOver: boolean;
}

/** The day before, in the class teachers' group: one tap per class. */
export const briefingCard = (view: BriefingView): Card => ({
  key: 'drill.briefing',
  title: shorten(`【演练】请讲路线：${view.name}`, 20),
  tone: view.isOver ? 'closed' : view.done >= view.total ? 'done' : 'info',
  tag: view.isOver ? '已结束' : '课前讲',
  blocks: [
    { kind: 'text', text: plain(`${view.when}演练。${view.act}${view.route === '' ? '' : `路线：${view.route}`}`) },
    { kind: 'text', text: plain('请备好点名册，前后门能开，特需同学已安排。') },
    { kind: 'progress', done: view.done, total: view.total, label: '路线讲解' },
  ],
  actions: view.isOver
    ? []
    : [{ label: '本班已讲', action: 'drill.brief', reference: { drill: view.drill }, style: 'primary' }],
});

export interface PreparationView {
  readonly drill: number;
  readonly name: string;
  readonly when: string;
  readonly items: readonly string[];
  readonly fields: readonly Field[];
  readonly revision: number;
  readonly isPrepared: boolean;
  readonly isOpen: boolean;
  readonly message?: string;
}

/** 勘察清单: only what is lacking is ticked; each becomes a hazard. */
export const preparationCard = (view: PreparationView): Card => ({
  key: 'drill.prepare',
  title: shorten(`【演练】请勘察：${view.name}`, 20),
  tone: view.isOpen ? (view.isPrepared ? 'done' : 'due') : 'closed',
  tag: view.isPrepared ? '已勘察' : view.isOpen ? '待勘察' : '已结束',
  blocks: [
    { kind: 'text', text: plain(`${view.when}演练。只勾缺的，没勾的算合格；缺项登记为隐患。`) },
    { kind: 'list', items: view.items.map(plain) },
  ],
  ...(view.isOpen
    ? {
        form: {
          action: 'drill.prepare',
          reference: { drill: view.drill },
          revision: view.revision,
          fields: view.fields,
          submit: '提交勘察',
          ...(view.message ? { message: view.message } : {}),
        },
      }
    : {}),
  actions: [],
});

const sampleFields: readonly Field[] = [
  { kind: 'text', name: 'where', label: '在哪里', required: false, maxLength: 40 },
];
export const samples: readonly Card[] = [
  briefingCard({
    drill: 5,
    name: '火灾疏散',
    when: '9月25日 10:05 ',
    route: '到操场',
    act: '弯腰捂口鼻走楼梯，不乘电梯，随手关门。',
    done: 3,
    total: 40,
    isOver: false,
  }),
  briefingCard({
    drill: 5,
    name: '火灾疏散',
    when: '9月25日 ',
    route: '',
    act: '靠右慢行。',
    done: 40,
    total: 40,
    isOver: true,
  }),
  preparationCard({
    drill: 5,
    name: '火灾疏散',
    when: '9月25日 10:05 ',
    items: ['疏散楼梯通畅', '疏散门能打开'],
    fields: sampleFields,
    revision: 1,
    isPrepared: false,
    isOpen: true,
  }),
  preparationCard({
    drill: 5,
    name: '火灾疏散',
    when: '9月25日 10:05 ',
    items: ['疏散楼梯通畅'],
    fields: [],
    revision: 1,
    isPrepared: true,
    isOpen: false,
  }),
];
