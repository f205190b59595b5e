import { type Card, rich } from '../model.ts';

export interface AdminTestCardData {
  /** Which test; an older card says that it is one. */
  readonly test: number;
  /** When its button was pressed, e.g. 9:12; undefined while nobody has. */
  readonly pressedAt?: string | undefined;
  /** A newer test has been sent. */
  readonly outdated: boolean;
}

/** Proves the way there and back: sent by `anyuan doctor --card`, turns green when its button arrives. */
export function adminTestCard(data: AdminTestCardData): Card {
  const key = 'admin.test-card';
  if (data.pressedAt !== undefined) {
    return {
      key,
      title: '测试通过，卡片收发正常',
      tone: 'done',
      tag: '已通过',
      blocks: [{ kind: 'text', text: rich`${data.pressedAt} 收到按钮，卡片已更新。` }],
      actions: [],
    };
  }
  if (data.outdated) {
    return { key, title: '测试卡已换新', tone: 'closed', tag: '已作废', blocks: [], actions: [] };
  }
  return {
    key,
    title: '测试卡：请按一下按钮',
    tone: 'info',
    tag: '测试',
    blocks: [{ kind: 'text', text: rich`按下后卡片变绿，就说明消息、按钮和更新都通了。不用回复。` }],
    actions: [{ label: '测试按钮', action: 'admin.test-card', reference: { test: data.test }, style: 'primary' }],
  };
}

export const samples: readonly Card[] = [
  adminTestCard({ test: 1, outdated: false }),
  adminTestCard({ test: 1, outdated: false, pressedAt: '9月18日 周四 10:20' }),
  adminTestCard({ test: 1, outdated: true }),
];
