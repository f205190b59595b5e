import { field, fields } from '../fields.ts';
import { type Card, type FieldValue, plain, type RichText, rich } from '../model.ts';
import { shorten } from './shorten.ts';

/** Which of several people of one name it is; the options are put in when the card is made. */
export const knockFields = fields({ who: field.singleSelect('是哪一位', { required: true }) });

export interface KnockCandidate {
  readonly person: number;
  /** What tells namesakes apart, e.g. 初二3班 班主任，尾号 1234. */
  readonly description: string;
}

export interface AdminKnockData {
  readonly knock: number;
  readonly state: 'new' | 'claimed' | 'accepted' | 'refused';
  /** What the stranger says their name is; undefined until they sent 我是 姓名. */
  readonly name: string | undefined;
  readonly platform: string;
  /** 9月18日 10:20: when they first wrote. */
  readonly at: string;
  /** People of the roster with that name and no account on that platform. */
  readonly candidates: readonly KnockCandidate[];
  /** Somebody of that name has an account on that platform already. */
  readonly nameHasAccount: boolean;
  readonly entered?: { readonly values: Readonly<Record<string, FieldValue>>; readonly message: string };
}

/** Somebody the safety office has to say yes or no to; nobody joins by themselves. */
export function adminKnockCard(data: AdminKnockData): Card {
  const name = data.name ?? '有人';
  const short = shorten(name, 6);
  const facts = {
    kind: 'facts' as const,
    facts: [
      ...(data.name ? [{ label: '自报姓名', value: data.name }] : []),
      { label: '来自', value: data.platform },
      { label: '时间', value: data.at },
    ],
  };
  const text = (words: RichText) => ({ kind: 'text' as const, text: words });
  const refuse = { label: '不认识', action: 'knock.refuse', reference: { knock: data.knock } };
  if (data.state === 'accepted') {
    return { key: 'admin.knock', title: `已确认：${short}`, tone: 'done', tag: '已加入', blocks: [facts], actions: [] };
  }
  if (data.state === 'refused') {
    return {
      key: 'admin.knock',
      title: `未通过：${short}`,
      tone: 'closed',
      tag: '不认识',
      blocks: [facts, text(plain('对方已收到答复。认错了可以重新确认。'))],
      actions: [{ label: '重新确认', action: 'knock.reopen', reference: { knock: data.knock } }],
    };
  }
  if (!data.name) {
    return {
      key: 'admin.knock',
      title: '有人想加入：还没说姓名',
      tone: 'info',
      tag: '未登记',
      blocks: [facts, text(plain('已请对方发“我是 姓名”，发来后这张卡会更新。'))],
      actions: [refuse],
    };
  }
  const [only, second] = data.candidates;
  if (!only) {
    return {
      key: 'admin.knock',
      title: `请确认：${short}想加入`,
      tone: 'due',
      tag: '名册没有',
      blocks: [
        facts,
        text(
          data.nameHasAccount
            ? plain('名册里这个名字已有账号。是另一位同名老师，才点“加为教职工”。')
            : plain('名册里没有这个名字。是本校教职工就加上，角色以后由名册补。'),
        ),
      ],
      actions: [{ label: '加为教职工', action: 'knock.add', reference: { knock: data.knock } }, refuse],
    };
  }
  if (!second) {
    return {
      key: 'admin.knock',
      title: `请确认：${short}想加入`,
      tone: 'due',
      tag: '待确认',
      blocks: [facts, text(rich`名册里是：${only.description}。请当面或电话核实是本人。`)],
      actions: [
        {
          label: '确认是他',
          action: 'knock.accept',
          reference: { knock: data.knock, person: only.person },
          style: 'primary',
        },
        refuse,
      ],
    };
  }
  return {
    key: 'admin.knock',
    title: `请确认：${short}，有同名`,
    tone: 'due',
    tag: '待确认',
    blocks: [facts, text(plain('名册里有几位同名，请核实后选一位。'))],
    form: {
      action: 'knock.choose',
      reference: { knock: data.knock },
      revision: 1,
      fields: knockFields.show(
        {
          who: {
            options: data.candidates
              .slice(0, 20)
              .map((candidate) => ({ value: String(candidate.person), text: shorten(candidate.description, 30) })),
          },
        },
        data.entered?.values,
      ),
      submit: '确认是这位',
      ...(data.entered ? { message: data.entered.message } : {}),
    },
    actions: [refuse],
  };
}

const base = { knock: 7, platform: '飞书', at: '9月18日 10:20', nameHasAccount: false } as const;

export const samples: readonly Card[] = [
  adminKnockCard({ ...base, state: 'new', name: undefined, candidates: [] }),
  adminKnockCard({
    ...base,
    state: 'claimed',
    name: '张三',
    candidates: [{ person: 4, description: '初二3班 班主任，尾号 1234' }],
  }),
  adminKnockCard({
    ...base,
    state: 'claimed',
    name: '张三',
    candidates: [
      { person: 4, description: '初二3班 班主任，尾号 1234' },
      { person: 9, description: '门卫，没有手机号' },
    ],
  }),
  adminKnockCard({ ...base, state: 'claimed', name: '**<at id=all></at>**', candidates: [] }),
  adminKnockCard({ ...base, state: 'claimed', name: '张三', candidates: [], nameHasAccount: true }),
  adminKnockCard({ ...base, state: 'accepted', name: '阿卜杜拉·买买提江', candidates: [] }),
  adminKnockCard({ ...base, state: 'refused', name: '张三', candidates: [] }),
];
