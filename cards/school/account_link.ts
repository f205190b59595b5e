import { type Card, plain, rich } from '../model.ts';
import { shorten } from './shorten.ts';

/** 关联账号, for the person: the code, and what became of it. */
export interface AccountCodeData {
  /** Six digits; undefined as soon as they are worth nothing. */
  readonly code: string | undefined;
  /** 钉钉: where they are to be sent. */
  readonly other: string;
  readonly state: 'open' | 'ended' | 'waiting' | 'linked' | 'refused' | 'undone';
}

/** One code, ten minutes, one use. */
export function accountCodeCard({ code, other, state }: AccountCodeData): Card {
  const key = 'account.code';
  if (state === 'open' && code !== undefined) {
    return {
      key,
      title: `关联码 ${code}`,
      tone: 'info',
      tag: '10 分钟内',
      blocks: [
        {
          kind: 'text',
          text: rich`打开${other}里和安园的会话，发“关联 ${code}”。两边就是同一个人，办过的事都在。`,
        },
        { kind: 'text', text: plain('只能用一次。请别转给别人：谁发了这个码，谁就能用您的名字办事。') },
      ],
      actions: [],
      summary: `关联码 ${code}，10 分钟内在${other}里发`,
    };
  }
  const said = {
    open: '关联码已过期',
    ended: '关联码已过期',
    waiting: '关联码已用，等安全办确认',
    linked: `已关联${other}账号`,
    refused: '没有关联',
    undone: '关联已撤销',
  }[state];
  const isDone = state === 'linked';
  return {
    key,
    title: said,
    tone: isDone ? 'done' : 'closed',
    tag: isDone ? '已关联' : '已失效',
    blocks: isDone ? [] : [{ kind: 'text', text: plain('还要关联，请再发一次“关联账号”。') }],
    actions: [],
  };
}

export interface AccountLinkedData {
  readonly link: number;
  /** 钉钉. */
  readonly other: string;
  /** 9月18日 10:20. */
  readonly at: string;
  readonly undone: boolean;
  /** The safety office said so; then only the safety office takes it back. */
  readonly confirmed: boolean;
}

/** Tells the person on the platform where they were known that another account now acts for them. */
export function accountLinkedCard({ link, other, at, undone, confirmed }: AccountLinkedData): Card {
  const key = 'account.linked';
  if (undone) {
    return {
      key,
      title: `已断开${other}账号`,
      tone: 'closed',
      tag: '已撤销',
      blocks: [{ kind: 'text', text: rich`那个${other}账号不能再用您的名字办事。` }],
      actions: [],
    };
  }
  return {
    key,
    title: `已关联您的${other}账号`,
    tone: 'done',
    tag: '已关联',
    blocks: [
      { kind: 'text', text: rich`${at} 起，您最近在哪边用，提醒就发到哪边；险情两边都发。` },
      {
        kind: 'text',
        text: plain(confirmed ? '有出入请找安全办，可以撤销。' : '不是您本人关联的，点“不是我”，马上断开。'),
      },
    ],
    actions: confirmed ? [] : [{ label: '不是我', action: 'link.not-me', reference: { link }, style: 'danger' }],
  };
}

export interface LinkedAccount {
  /** 钉钉 */
  readonly platform: string;
  readonly name: string;
  /** 初二3班 班主任，尾号 1234; undefined for an account nobody in the roster had. */
  readonly description?: string | undefined;
}

export interface AdminLinkData {
  readonly link: number;
  readonly state: 'waiting' | 'linked' | 'refused' | 'undone';
  readonly known: LinkedAccount;
  readonly other: LinkedAccount;
  readonly at: string;
  /** What speaks against one person having both: 姓名不同、手机号不同. */
  readonly doubts: readonly string[];
  readonly canUndo: boolean;
  readonly seen: boolean;
}

/** For the safety office: two accounts that are to be, or have become, one person. */
export function adminLinkCard(data: AdminLinkData): Card {
  const key = 'admin.link';
  const name = shorten(data.known.name, 6);
  const reference = { link: data.link };
  const side = ({ platform, name: called, description }: LinkedAccount) => ({
    label: platform,
    value: description ? `${called}（${description}）` : called,
  });
  const facts = {
    kind: 'facts' as const,
    facts: [
      side(data.known),
      side(data.other),
      { label: '时间', value: data.at },
      ...(data.state === 'waiting' && data.doubts.length > 0 ? [{ label: '留意', value: data.doubts.join('、') }] : []),
    ],
  };
  if (data.state === 'waiting') {
    return {
      key,
      title: `请确认：${name}的两个账号`,
      tone: 'due',
      tag: '待确认',
      blocks: [
        facts,
        {
          kind: 'text',
          text: plain('名册里是两位。确认是同一人，两边的角色、在办的事和记录归到一处。请当面或电话核实。'),
        },
      ],
      actions: [
        { label: '是同一人', action: 'link.confirm', reference, style: 'primary' },
        { label: '不是同一人', action: 'link.refuse', reference },
      ],
    };
  }
  if (data.state === 'linked') {
    return {
      key,
      title: `已关联：${name}的两个账号`,
      tone: 'done',
      tag: '已关联',
      blocks: [
        facts,
        ...(data.canUndo ? [{ kind: 'text' as const, text: plain('认错了可以撤销，30 天内都行。') }] : []),
      ],
      actions: [
        ...(data.seen ? [] : [{ label: '知道了', action: 'link.seen', reference }]),
        ...(data.canUndo ? [{ label: '撤销关联', action: 'link.undo', reference }] : []),
      ],
    };
  }
  const isUndone = data.state === 'undone';
  return {
    key,
    title: isUndone ? `已撤销：${name}的关联` : `没有关联：${name}`,
    tone: 'closed',
    tag: isUndone ? '已撤销' : '不是同一人',
    blocks: [facts],
    actions: [],
  };
}

const sides = {
  known: { platform: '飞书', name: '刘洋', description: '初二3班 班主任，尾号 1234' },
  other: { platform: '钉钉', name: '刘阳', description: '门卫，尾号 5678' },
  at: '9月18日 10:20',
} as const;

export const samples: readonly Card[] = [
  accountCodeCard({ code: '482913', other: '钉钉', state: 'open' }),
  accountCodeCard({ code: undefined, other: '钉钉', state: 'ended' }),
  accountCodeCard({ code: undefined, other: '飞书', state: 'waiting' }),
  accountCodeCard({ code: undefined, other: '钉钉', state: 'linked' }),
  accountLinkedCard({ link: 3, other: '钉钉', at: '9月18日 10:20', undone: false, confirmed: false }),
  accountLinkedCard({ link: 3, other: '飞书', at: '9月18日 10:20', undone: false, confirmed: true }),
  accountLinkedCard({ link: 3, other: '钉钉', at: '9月18日 10:20', undone: true, confirmed: false }),
  adminLinkCard({
    ...sides,
    link: 3,
    state: 'waiting',
    doubts: ['姓名不同', '手机号不同'],
    canUndo: false,
    seen: false,
  }),
  adminLinkCard({
    ...sides,
    other: { platform: '钉钉', name: '名册外的账号' },
    link: 3,
    state: 'linked',
    doubts: [],
    canUndo: true,
    seen: false,
  }),
  adminLinkCard({ ...sides, link: 3, state: 'linked', doubts: [], canUndo: false, seen: true }),
  adminLinkCard({ ...sides, link: 3, state: 'refused', doubts: [], canUndo: false, seen: false }),
  adminLinkCard({ ...sides, link: 3, state: 'undone', doubts: [], canUndo: false, seen: true }),
];
