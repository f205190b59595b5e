import { field, fields } from '../fields.ts';
import { type Block, type Card, type Field, plain, rich } from '../model.ts';
import { shorten } from '../school/shorten.ts';

export const shiftEditFields = fields({
  duty: field.singleSelect('职责', { required: true }),
  date: field.date('日期', { required: true }),
  slot: field.text('班次', { maxLength: 20, hint: '如 早、晚、7:10-8:00；可不填' }),
  post: field.text('岗位', { maxLength: 20, hint: '如 北门；可不填' }),
  person: field.person('值班人', { required: true }),
});

export interface ShiftEditView {
  readonly school: number;
  readonly shift?: number;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** Fills or changes one shift of the roster. */
export const shiftEditCard = (view: ShiftEditView): Card => ({
  key: 'shift.edit',
  title: view.shift === undefined ? '排一班：谁来值' : '改派：换谁来值',
  tone: 'info',
  tag: '待填写',
  blocks: [{ kind: 'text', text: plain('日期、班次、岗位相同的，换成这一位。整张值班表（.xlsx）也可以直接发给我。') }],
  form: {
    action: 'shift.edit',
    reference: { school: view.school, ...(view.shift === undefined ? {} : { shift: view.shift }) },
    revision: 1,
    fields: view.fields,
    submit: '保存排班',
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

export interface ShiftRosterView {
  readonly import: number;
  readonly school: number;
  readonly state: 'preview' | 'imported' | 'dropped';
  readonly fileName: string;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly kept: number;
  readonly removed: number;
  readonly past: number;
  /** 9月18日—1月20日. */
  readonly span: string;
  /** 带班 80、护导 160. */
  readonly duties: string;
  readonly people: number;
  readonly toFix: number;
  readonly problems: readonly string[];
}

const LINES = 9;
const LETTERS = 150;

function problemList(problems: readonly string[]): Block[] {
  const shown: string[] = [];
  let letters = 0;
  for (const problem of problems) {
    const line = shorten(problem, 40);
    if (shown.length >= LINES || letters + line.length > LETTERS) break;
    shown.push(line);
    letters += line.length;
  }
  const rest = problems.length - shown.length;
  if (shown.length === 0) return [];
  return [{ kind: 'list', items: [...shown.map(plain), ...(rest > 0 ? [rich`…还有 ${rest} 处`] : [])] }];
}

/** A duty roster that was read: what would change, what is to be put right, and the one decision. */
export function shiftRosterCard(view: ShiftRosterView): Card {
  const key = 'shift.roster';
  const ready = view.added + view.updated + view.unchanged;
  const counts = [
    `新增 ${view.added}，更新 ${view.updated}，不变 ${view.unchanged}`,
    ...(view.removed > 0 ? [`去掉 ${view.removed}`] : []),
  ].join('，');
  const passed = view.kept + view.past;
  const lead: Block = {
    kind: 'facts',
    facts: [
      { label: '文件', value: shorten(view.fileName, 24) },
      { label: '排班', value: counts },
      ...(ready > 0
        ? [
            { label: '日期', value: view.span },
            { label: '班次', value: view.duties },
          ]
        : []),
      ...(passed > 0 ? [{ label: '不动', value: `${passed} 班已过或已到岗` }] : []),
    ],
  };
  const problems = problemList(view.problems);
  if (view.state === 'dropped')
    return { key, title: '值班表没有导入', tone: 'closed', tag: '已放弃', blocks: [lead], actions: [] };
  const add = { label: '排一班', action: 'shift.edit-open', reference: { school: view.school } };
  if (view.state === 'imported') {
    return {
      key,
      title: `值班表已导入：${ready} 班`,
      tone: 'done',
      tag: '已导入',
      blocks: [
        lead,
        ...problems,
        { kind: 'text', text: plain('班前 15 分钟提醒当班人到岗。改好再导一次，不会重复。') },
      ],
      actions: [add],
    };
  }
  const drop = { label: '先不导入', action: 'shift.roster-drop', reference: { import: view.import } };
  if (ready === 0) {
    return {
      key,
      title: '值班表没读出班次',
      tone: 'due',
      tag: '未导入',
      blocks: [
        lead,
        ...problems,
        { kind: 'text', text: plain('列名用：日期、班次、岗位、值班人；姓名要和名册一样。改好把文件再发一次。') },
      ],
      actions: [drop],
    };
  }
  return {
    key,
    title: shorten(`值班表预览：${ready} 班${view.toFix > 0 ? `，待改 ${view.toFix}` : ''}`, 20),
    tone: 'due',
    tag: '未导入',
    blocks: [
      lead,
      ...problems,
      {
        kind: 'text',
        text: rich`共 ${view.people} 人。同一天同一班次以文件为准，文件里没有的不动。`,
      },
    ],
    actions: [
      { label: '确认导入', action: 'shift.roster-confirm', reference: { import: view.import }, style: 'primary' },
      drop,
    ],
  };
}

const roster: ShiftRosterView = {
  import: 2,
  school: 1,
  state: 'preview',
  fileName: '9月值班表.xlsx',
  added: 60,
  updated: 2,
  unchanged: 0,
  kept: 1,
  removed: 0,
  past: 10,
  span: '9月18日—9月30日',
  duties: '带班 12、护导 50',
  people: 24,
  toFix: 2,
  problems: ['第5行 C列“护导教师”有名字不在名册', '第9行 A列 日期读不出来'],
};
const edit = shiftEditFields.show({
  duty: { options: [{ value: 'leader-duty-roster', text: '领导带班' }] },
  person: { candidates: [{ person: 2, name: '王强' }] },
});
export const samples: readonly Card[] = [
  shiftEditCard({ school: 1, fields: edit }),
  shiftEditCard({ school: 1, shift: 9, fields: edit, message: '值班人请选本校在岗的老师' }),
  shiftRosterCard(roster),
  shiftRosterCard({
    ...roster,
    fileName: '**<at id=all></at>**.xlsx',
    removed: 3,
    problems: Array.from({ length: 40 }, (_, row) => `第${row + 3}行 日期读不出来`),
    toFix: 40,
  }),
  shiftRosterCard({ ...roster, added: 0, updated: 0, unchanged: 0 }),
  shiftRosterCard({ ...roster, state: 'imported' }),
  shiftRosterCard({ ...roster, state: 'dropped' }),
];
