import { type Card, plain, rich } from '../model.ts';
import { shorten } from './shorten.ts';

/** What a group can be for, in the order it is asked (design.md §7). */
export const groupPurposes = {
  leading_group: '领导小组',
  class_teachers: '班主任',
  staff: '全体教职工',
  grade: '年级组',
  other: '其他',
} as const;

export type GroupPurpose = keyof typeof groupPurposes;
// The keys of the table above; Object.keys forgets them.
export const purposeNames = Object.keys(groupPurposes) as readonly GroupPurpose[];

export interface AdminGroupData {
  readonly group: number;
  readonly name: string;
  readonly purpose: GroupPurpose | undefined;
  readonly left: boolean;
}

/** Asks what a group is for; once chosen it says so and can still be changed. */
export function adminGroupCard(data: AdminGroupData): Card {
  const buttons = purposeNames
    .filter((purpose) => purpose !== data.purpose)
    .map((purpose) => ({
      label: groupPurposes[purpose],
      action: 'group.purpose',
      reference: { group: data.group, purpose },
    }));
  if (data.left) {
    return {
      key: 'admin.group',
      title: `安园已不在群“${shorten(data.name, 10)}”`,
      tone: 'closed',
      tag: '已移出',
      blocks: [
        {
          kind: 'text',
          text: data.purpose
            ? rich`这个群原作${groupPurposes[data.purpose]}用，消息不再发往。要恢复，请把安园重新拉进群。`
            : plain('要用这个群，请把安园重新拉进群。'),
        },
      ],
      actions: [],
    };
  }
  if (!data.purpose) {
    return {
      key: 'admin.group',
      title: `新群“${shorten(data.name, 10)}”：作什么用`,
      tone: 'info',
      tag: '待选择',
      blocks: [{ kind: 'text', text: rich`群名：${data.name}。选定前，安园不往这个群发任何消息。` }],
      actions: buttons,
    };
  }
  return {
    key: 'admin.group',
    title: `群“${shorten(data.name, 8)}”：${groupPurposes[data.purpose]}`,
    tone: 'done',
    tag: '已选定',
    blocks: [
      {
        kind: 'text',
        text: rich`${shorten(data.name, 8) === data.name ? '' : `群名：${data.name}。`}选错了，点对的那个就改过来。`,
      },
    ],
    actions: buttons,
  };
}

export const samples: readonly Card[] = [
  adminGroupCard({ group: 3, name: '初二年级组', purpose: undefined, left: false }),
  adminGroupCard({
    group: 4,
    name: '**<at id=all></at>** 示范区第一实验学校安全工作领导小组',
    purpose: 'leading_group',
    left: false,
  }),
  adminGroupCard({ group: 4, name: '未命名群', purpose: 'staff', left: true }),
];
