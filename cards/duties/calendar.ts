import { field, fields } from '../fields.ts';
import { type Card, type Field, type Option, plain } from '../model.ts';

/** What a day can be marked as; `clear` takes a mark back. */
export const dayMarks: readonly Option[] = [
  { value: 'suspended', text: '停课' },
  { value: 'day_off', text: '放假' },
  { value: 'school_day', text: '上课（补课）' },
  { value: 'exam', text: '考试' },
  { value: 'clear', text: '取消标记' },
];

export const dayFields = fields({
  from: field.date('日期', { required: true }),
  to: field.date('到（多天时填）'),
  kind: field.singleSelect('种类', { required: true, options: dayMarks }),
  grade: field.singleSelect('年级', { hint: '不选就是全校' }),
  note: field.text('说明', { maxLength: 40 }),
});

export const termFields = fields({
  name: field.singleSelect('学期', { required: true }),
  first: field.date('第一天', { required: true }),
  last: field.date('最后一天', { required: true }),
});

export interface CalendarView {
  readonly school: number;
  /** Grows with every mark: the form is a new one then, and nothing of the last mark stands in it. */
  readonly revision: number;
  /** 2025–2026 学年第一学期; '' in the holidays between terms. */
  readonly term: string;
  readonly span: string;
  readonly week: string;
  /** Nobody entered the term: the usual dates stand in. */
  readonly assumed: boolean;
  readonly holidays: readonly string[];
  readonly marks: readonly string[];
  /** From when on no holidays are known, e.g. 1月1日; undefined: known as far as the card looks. */
  readonly unknownFrom?: string;
  /** Already today. */
  readonly unknownNow?: boolean;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** 〔admin.calendar〕 the term, what is off ahead, and a form to mark days. */
export function calendarCard(view: CalendarView): Card {
  const unknown = view.unknownFrom !== undefined;
  return {
    key: 'admin.calendar',
    title: view.unknownNow
      ? '校历未导入：暂按周一至周五'
      : unknown
        ? `校历：${view.unknownFrom} 起未导入`
        : view.term === ''
          ? '校历：假期中'
          : `校历：${view.week}`,
    tone: unknown ? 'due' : 'info',
    tag: unknown ? '校历未导入' : view.assumed ? '待核对' : '已登记',
    blocks: [
      ...(unknown
        ? [
            {
              kind: 'text' as const,
              text: plain(
                `${view.unknownFrom} 起没有放假和补课安排。登记前照常提醒，卡上注明“校历未导入”。放假和补课可在下面登记。`,
              ),
            },
          ]
        : []),
      {
        kind: 'facts',
        facts: [
          { label: '学期', value: view.term === '' ? '假期中' : view.term },
          ...(view.span === '' ? [] : [{ label: '起止', value: view.span }]),
          ...(view.week === '' ? [] : [{ label: '教学周', value: view.week }]),
        ],
      },
      ...(view.assumed ? [{ kind: 'text' as const, text: plain('起止按惯例估的，请在“改学期”里核对。') }] : []),
      ...(view.holidays.length + view.marks.length === 0
        ? []
        : [{ kind: 'list' as const, items: [...view.holidays, ...view.marks].slice(0, 10).map(plain) }]),
    ],
    form: {
      action: 'calendar.mark',
      reference: { school: view.school },
      revision: view.revision,
      fields: view.fields,
      submit: '登记这天',
      ...(view.message ? { message: view.message } : {}),
    },
    actions: [
      { label: '改学期', action: 'calendar.term-open', reference: { school: view.school } },
      { label: '选择职责', action: 'duty.settings-page', reference: { school: view.school, page: 0 } },
    ],
  };
}

export interface TermView {
  readonly school: number;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** First and last day of a term. */
export const termCard = (view: TermView): Card => ({
  key: 'admin.term',
  title: '学期起止：按校历填',
  tone: 'info',
  tag: '待填写',
  blocks: [{ kind: 'text', text: plain('第一天是学生到校上课那天，最后一天是放假前最后到校那天。') }],
  form: {
    action: 'calendar.term',
    reference: { school: view.school },
    revision: 1,
    fields: view.fields,
    submit: '保存起止',
    cancel: { label: '不改了', action: 'calendar.back', reference: { school: view.school } },
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

const sample: CalendarView = {
  school: 1,
  revision: 1,
  term: '2025–2026 学年第一学期',
  span: '9月1日—2026年1月20日',
  week: '第3周，共 21 周',
  assumed: true,
  holidays: ['国庆节、中秋节：10月1日—10月8日', '补课：9月28日 周日'],
  marks: ['9月22日 停课（八年级）：台风'],
  fields: dayFields.show({
    from: { initial: '2025-09-18' },
    grade: { options: [{ value: '八年级', text: '八年级' }] },
  }),
};

export const samples: readonly Card[] = [
  calendarCard(sample),
  calendarCard({ ...sample, assumed: false, unknownFrom: '2027年1月1日' }),
  calendarCard({ ...sample, term: '', span: '', week: '', assumed: false, holidays: [], marks: [] }),
  termCard({
    school: 1,
    fields: termFields.show({ name: { options: [{ value: '2025-1', text: '2025–2026 学年第一学期' }] } }),
  }),
];
