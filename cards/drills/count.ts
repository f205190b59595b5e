import { type Button, type Card, type Fact, type Field, plain } from '../model.ts';
import { shorten } from '../school/shorten.ts';

/** One class, the staff, or one colleague in a roll-call. */
export interface CountView {
  readonly unit: number;
  readonly revision: number;
  readonly head: string;
  readonly isReal: boolean;
  readonly name: string;
  readonly kind: 'class' | 'place' | 'staff' | 'visitors' | 'person';
  readonly act: string;
  readonly enrolled?: number;
  readonly standing: 'silent' | 'closed' | 'missing' | 'extra';
  readonly expected: number;
  readonly present: number;
  readonly reason?: string;
  readonly isFound: boolean;
  /** 李敏 10:07; with how often it was corrected. */
  readonly by: string;
  readonly corrections: number;
  /** 10:05:20, once the class has left its room. */
  readonly left?: string;
  readonly mayDepart: boolean;
  readonly isOver: boolean;
  /** 更正人数 was pressed. */
  readonly isEditing: boolean;
  readonly fields: readonly Field[];
  readonly message?: string;
}

const gapOf = (view: CountView): number => view.expected - view.present;

function words(view: CountView): {
  readonly title: string;
  readonly tag: string;
  readonly tone: Card['tone'];
  readonly text: string;
} {
  const { head, name } = view;
  if (view.isOver)
    return { title: `${head}${name}已结束`, tag: '已解除', tone: 'closed', text: '这一次已经解除，不用再报。' };
  const tone = view.isReal ? 'danger' : 'info';
  if (view.kind === 'person')
    return view.standing === 'silent'
      ? { title: `${head}请报平安`, tag: '请点一下', tone, text: `${view.act}到集合点后点一下。` }
      : { title: `${head}已报平安`, tag: '已报', tone: 'done', text: '收到。请留在集合点，等解除。' };
  switch (view.standing) {
    case 'silent':
      if (view.kind === 'visitors')
        return {
          title: `${head}点名：${name}`,
          tag: '请上报',
          tone,
          text: '按门卫登记填：在校几人，到集合点几人。没有就点“没有访客”。',
        };
      return { title: `${head}点名：${name}`, tag: '请上报', tone, text: `${view.act}人齐点“全部到齐”，不齐填人数。` };
    case 'closed':
      return {
        title: `${head}${name}已报齐`,
        tag: '已闭合',
        tone: 'done',
        text: view.kind === 'class' ? '收到。请带班在原地等解除。' : '收到。请在集合点等解除。',
      };
    case 'missing':
      return {
        title: `${head}${name}差 ${gapOf(view)} 人`,
        tag: `差 ${gapOf(view)} 人`,
        tone: 'danger',
        text: '先核纸册，再报点名官。找到了改人数，或选“已寻获”。',
      };
    case 'extra':
      return {
        title: `${head}${name}多 ${-gapOf(view)} 人`,
        tag: '混班',
        tone: 'danger',
        text: '可能混班，请与相邻班核对后改人数，两班不能相抵。',
      };
  }
}

const departing = (view: CountView): readonly Button[] =>
  view.mayDepart ? [{ label: '已出发', action: 'drill.left', reference: { unit: view.unit } }] : [];

/** One press says all: all are here, I am here, nobody from outside is on campus. */
function answering(view: CountView, isCounted: boolean): readonly Button[] {
  const reference = { unit: view.unit };
  if (view.standing === 'silent') {
    if (view.kind === 'visitors')
      return [{ label: '没有访客', action: 'drill.no-visitors', reference, style: 'primary' }];
    if (view.kind !== 'person' && view.enrolled === undefined) return [];
    const label = view.kind === 'person' ? '我已到' : '全部到齐';
    return [{ label, action: 'drill.all-in', reference, style: 'primary' }];
  }
  return view.standing === 'closed' && isCounted && !view.isEditing
    ? [{ label: '更正人数', action: 'drill.correct', reference }]
    : [];
}

/** 〔drill.rollcall〕 to whoever answers for a class: one press when all are there, numbers when not. Never a name. */
export function countCard(view: CountView): Card {
  const { title, tag, tone, text } = words(view);
  const isCounted = view.kind !== 'person' && !view.isOver;
  const hasForm = isCounted && (view.isEditing || view.standing !== 'closed');
  const facts: Fact[] = [];
  if (view.kind !== 'person') {
    if (view.left !== undefined) facts.push({ label: '出发', value: view.left });
    if (view.enrolled !== undefined) facts.push({ label: '在册', value: String(view.enrolled) });
    if (view.standing !== 'silent') {
      facts.push({ label: '应到/实到', value: `${view.expected}/${view.present}` });
      if (view.reason) facts.push({ label: '说明', value: view.isFound ? `${view.reason}，已寻获` : view.reason });
      facts.push({ label: '报数', value: view.corrections > 0 ? `${view.by}，更正 ${view.corrections} 次` : view.by });
    }
  }
  const reference = { unit: view.unit };
  return {
    key: view.isEditing ? 'drill.count' : 'drill.rollcall',
    title: shorten(title, 20),
    tone,
    tag,
    blocks: [
      { kind: 'text', text: plain(text) },
      ...(facts.length > 0 ? [{ kind: 'facts' as const, facts }] : []),
      ...(hasForm ? [{ kind: 'text' as const, text: plain('这里只填人数，不写学生姓名。'), muted: true }] : []),
    ],
    ...(hasForm
      ? {
          form: {
            action: 'drill.count',
            reference,
            revision: view.revision,
            fields: view.fields,
            submit: '上报人数',
            ...(view.message ? { message: view.message } : {}),
          },
        }
      : {}),
    actions: view.isOver ? [] : [...departing(view), ...answering(view, isCounted)],
    summary: shorten(title, 40),
  };
}

export interface OtherView {
  readonly drill: number;
  readonly head: string;
  readonly fields: readonly Field[];
  readonly left: number;
  readonly isOver: boolean;
  readonly message?: string;
}

/** 代班上报: whoever stands with a class may report it, whichever it is. */
export const otherCard = (view: OtherView): Card => ({
  key: 'drill.other',
  title: shorten(view.isOver ? `${view.head}已解除` : `${view.head}报哪个班`, 20),
  tone: view.isOver ? 'closed' : 'info',
  tag: view.isOver ? '已结束' : `${view.left} 个未报`,
  blocks: [
    {
      kind: 'text',
      text: plain(view.isOver ? '不用再报。' : '选班级，到齐勾“全部到齐”，不齐填实到。只填人数，不写学生姓名。'),
    },
  ],
  ...(view.isOver
    ? {}
    : {
        form: {
          action: 'drill.other',
          reference: { drill: view.drill },
          revision: 1,
          fields: view.fields,
          submit: '上报人数',
          ...(view.message ? { message: view.message } : {}),
        },
      }),
  actions: [],
});

const numbers: readonly Field[] = [
  { kind: 'number', name: 'expected', label: '应到', required: true, minimum: 0, maximum: 9_999, initial: 45 },
  { kind: 'number', name: 'present', label: '实到', required: true, minimum: 0, maximum: 9_999, initial: 44 },
  {
    kind: 'singleSelect',
    name: 'reason',
    label: '差异说明',
    required: false,
    options: [{ value: '如厕', text: '如厕' }],
    initial: '如厕',
  },
  { kind: 'bool', name: 'resolved', label: '已寻获', required: false, initial: false },
];
const sample: CountView = {
  unit: 12,
  revision: 2,
  head: '【演练】',
  isReal: false,
  name: '初二3班',
  kind: 'class',
  act: '弯腰捂口鼻走楼梯，不乘电梯，随手关门。',
  enrolled: 45,
  standing: 'missing',
  expected: 45,
  present: 44,
  reason: '如厕',
  isFound: false,
  by: '李敏 10:07',
  corrections: 1,
  mayDepart: false,
  isOver: false,
  isEditing: false,
  fields: numbers,
};
const real = { ...sample, head: '真实险情，非演练：', isReal: true };
const { enrolled: _enrolled, ...unknown } = sample;
export const samples: readonly Card[] = [
  countCard({ ...sample, standing: 'silent', corrections: 0, mayDepart: true }),
  countCard({ ...sample, standing: 'silent', corrections: 0, left: '10:05:20' }),
  countCard({ ...unknown, kind: 'visitors', name: '访客及外来人员', standing: 'silent', corrections: 0 }),
  countCard({ ...unknown, standing: 'silent', corrections: 0 }),
  countCard(sample),
  countCard({ ...sample, standing: 'closed', present: 45, corrections: 0 }),
  countCard({ ...sample, standing: 'closed', isEditing: true, message: '内容有更新，请按新卡填' }),
  countCard({ ...sample, standing: 'extra', present: 46 }),
  countCard({ ...sample, isOver: true }),
  countCard({ ...real, standing: 'silent' }),
  countCard({ ...real, kind: 'person', standing: 'silent' }),
  countCard({ ...real, kind: 'person', standing: 'closed' }),
  otherCard({ drill: 5, head: '【演练】', fields: numbers, left: 12, isOver: false }),
  otherCard({ drill: 5, head: '【演练】', fields: [], left: 0, isOver: true }),
];
